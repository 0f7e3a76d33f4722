"""The law of each country against trafficking: what in it differs from the protocol, and where that was read."""

from figures.kit.text import isolated, plain
from locales import N_, Translator

# country -> its law, and what is its own in it, as far as the source named tells; the laws themselves were not all read
LAWS = {
    "AF": (
        N_("Law on Combating Crimes of Trafficking in Persons and Smuggling of Migrants, 2017"),
        N_("Names bacha bazi among the purposes. Trafficking and smuggling stand in one law, as two crimes."),
        "US Department of State, Trafficking in Persons Report 2017, Afghanistan",
    ),
    "IR": (
        N_("Law on Combating Human Trafficking, 2004"),
        N_("Only what crosses a border: exploitation of people within Iran is not trafficking in it."),
        "iranwire.com/en/features/65415",
    ),
    "PK": (
        N_("Prevention of Trafficking in Persons Act, 2018; Prevention of Smuggling of Migrants Act, 2018"),
        N_(
            "Trafficking for sex and for labour, punished harder where the victim is a woman or a child. Smuggling has "
            "a law of its own."
        ),
        "US Department of State, Trafficking in Persons Report 2019, Pakistan; mofa.gov.pk, 30 August 2018",
    ),
    "TJ": (
        N_("Law No. 1096 of 26 July 2014 on counteracting trafficking in persons and supporting victims"),
        N_("Has presumed victims: identification is the checking of who is possibly one. Defines debt bondage."),
        "mmih.tj, document 122215",
    ),
    "TM": (
        N_("Law No. 454-V of 15 October 2016 on combating trafficking in persons"),
        N_("The sale of a person is trafficking by itself, whatever the person agreed to. Has presumed victims."),
        "cis-legislation.com, document 89876",
    ),
    "UZ": (
        N_("Law ZRU-154 of 17 April 2008, new edition ZRU-633 of 17 August 2020"),
        N_("The definition of 2008 follows the protocol, and adds the removal of tissues."),
        "mfa.uz/en/cooperation/security/1206; nrm.uz, document 631676",
    ),
}


def law_lines(t: Translator) -> str:
    """Each country's law, what in it differs from the protocol, and where that was read, in markdown."""
    return "\n\n".join(
        f"**{t.country(code)}**: {t.gettext(law)}. {t.gettext(own)} :small[:gray[{isolated(plain(read_in), t)}]]"
        for code, (law, own, read_in) in sorted(LAWS.items(), key=lambda row: t.country(row[0]))
    )
