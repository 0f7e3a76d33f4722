"""The fixed list of tables that the accuracy of a release is judged by (see benchmarks.bench_protection)."""

# The tables that are judged, whatever the workload is: those of the first version, by their axes.
TABLES = tuple(
    """
    year-country-sex-age year-country year-sex-age country-sex-age year
    year-country-sex-age_band sex-age_band year-province-sex-age year-province province
    year-source-sex-age year-source source year-exploitation-sex-age year-exploitation exploitation
    year-way-sex-age year-way way year-country-sex-age-form year-country-form form
    year-province-form year-source-form year-exploitation-form year-way-form way-recruitment way-stop stop
    year-country-means year-sex-age-means means form-means
    year-country-sex-age-stage country-sex-age-stage country-stage sex-age-stage year-stage
    source-sex-age-stage source-stage year-form-stage province-stage sex-age-identified_by-stage
    country-sex-age-reunification_time country-reunification_time sex-age-reunification_time
    source-sex-age-reunification_time source-reunification_time
    year-reunification_time form-reunification_time province-reunification_time
    country-sex-age-referral_time sex-age-referral_time country-sex-age-service_time sex-age-service_time
    year-country-sex-age-outcome country-sex-age-outcome sex-age-outcome
    year-country-sex-age-service country-sex-age-service country-service sex-age-service province-service
    year-province-data_source year-country-lists country-lists lists year-chain chain year-province_leg province_leg
    """.split()  # noqa: SIM905
)
# What replaces some of them, and is judged as well.
MERGED = ("exploitation-sex-age", "exploitation-form", "sex-age-means")
# Those that were added since. Of these no error was asked for, only that nine in ten cells of 100 people or more are
# shown: they answer coarsely what nothing answered before.
ADDED = (
    "year-country-justice",
    "court-justice",
    "form-justice",
    "sex-age-justice",
    "country-inspection",
    "sector-inspection",
    "country-sex-age-sector",
    "exploitation-sector",
    "form-relation",
    "source-sex-age-relation",
    "country-sex-age-sexual_type",
    "country-citizenship",
    "year-crossing",
    "crossing-returned",
    "crossing-company",
    "year-smuggled",
    "judgement_time",
)
# Those that are no longer published, and what no page can answer any more.
DROPPED = {
    "year-exploitation-sex-age": "who was exploited in a province, by sex or age, in chosen years (of all years: yes)",
    "year-exploitation-form": "which forms are exploited in a province in chosen years (of all years: yes)",
    "way-recruitment": "how people on a route were recruited",
    "year-sex-age-means": "the means of control of women, men, children or adults in chosen years (of all years: yes)",
    "year-reunification_time": "how long the way back to the family took in chosen years",
    "form-reunification_time": "how long the way back took, by form of exploitation",
    "province-reunification_time": "how long the way back took from where people were identified (from their source: "
    "yes)",
    "year-country-sex-age-service": "which services people received in chosen years (of all years: yes)",
    "province-service": "which services people received in a province (in a country: yes)",
    "year-province_leg": "routes between provinces in chosen years (of all years, and between countries: yes)",
}
JUDGED = tuple(name for name in (*TABLES, *MERGED) if name not in DROPPED)
