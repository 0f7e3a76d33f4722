"""The tables that only a restricted release has."""

from data_access.release.workload import Table
from locales import N_

# A restricted release is exact, so these tables take nothing from the others, and have no share.
RESTRICTED = (
    Table(("year", "province", "sex", "age_band"), N_("How old were they, in each province?"), share=0),
    Table(("year", "province", "sex", "age", "form"), N_("Who is exploited in which form, in each province?"), share=0),
    Table(("year", "province", "means"), N_("By what means were they controlled, in each province?"), share=0),
    Table(("year", "exploitation", "sex", "age"), N_("Who was exploited where, in each year?"), share=0),
    Table(("year", "exploitation", "form"), N_("Which forms are exploited in which province, by year?"), share=0),
    Table(("year", "sex", "age", "means"), N_("By what means were they controlled, in each year?"), share=0),
    Table(("way", "recruitment"), N_("How were people on each way recruited?"), share=0),
    Table(("province", "reunification_time"), N_("How long did it take, by province of identification?"), share=0),
    Table(("year", "reunification_time"), N_("How long did the way back take, in each year?"), share=0),
    Table(("form", "reunification_time"), N_("How long did it take, by form of exploitation?"), share=0),
    Table(("year", "country", "sex", "age", "service"), N_("Which services did they receive, in each year?"), share=0),
    Table(("province", "service"), N_("Which services did people identified in each province receive?"), share=0),
    Table(
        ("year", "crossing", "returned", "company"),
        N_("Who came back over which crossing in each year, by force or not, and which children were alone?"),
        share=0,
    ),
    Table(("year", "country", "smuggled"), N_("Who was smuggled as well, in each country and year?"), share=0),
    Table(("year", "country", "judgement_time"), N_("How long to a judgement, in each country and year?"), share=0),
    Table(("year", "province_leg", "sex", "age"), N_("Who went between which provinces?"), share=0),
    Table(("year", "province_leg", "form"), N_("Which forms go between which provinces?"), share=0),
)
