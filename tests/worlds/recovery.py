"""A small world in which boys and girls from Khost and Herat were identified, helped and followed up."""

from tests.worlds.releases import Tables, one_cell, region

STAGES = {
    "identified": 100,
    "referred": 40,
    "sheltered_or_assisted": 0,
    "served": 60,
    "reunified_or_reintegrated": 80,
    "followed_up_3_months": 50,
    "followed_up_6_months": 40,
    "followed_up_12_months": 30,
}
TIMES = {
    "up_to_1_month": 30,
    "1_to_3_months": 40,
    "3_to_6_months": 20,
    "6_to_12_months": 10,
    "over_12_months": 0,
    "open_up_to_1_month": 0,
    "open_1_to_3_months": 0,
    "open_3_to_6_months": 0,
    "open_6_to_12_months": 0,
    "open_over_12_months": 300,
    "unknown": 0,
}
REFERRAL_TIMES = dict.fromkeys(TIMES, 0) | {"up_to_1_month": 280, "1_to_3_months": 20, "open_over_12_months": 100}
SERVICE_TIMES = dict.fromkeys(TIMES, 0) | {"up_to_1_month": 80, "1_to_3_months": 120, "open_over_12_months": 200}
OUTCOMES = {"WithFamily": 60, "InSchool": 40, "ReTrafficked": 3, "LostToFollowUp": 17, "NotFollowedUp": 280}
SERVICES = {"Shelter": 120, "LegalAid": 80, "Education": 2}
# who identified how many of a hundred people
PROVIDERS = {"NGO": 60, "LawEnforcement": 39, "SchoolOrCollege": 1}
# how many times the numbers above: boys from Herat are many, boys from Khost too few to show
PEOPLE = {
    ("AF-HER", "male", "child"): 3.0,
    ("AF-KHO", "male", "child"): 0.02,
    ("AF-HER", "female", "child"): 1.0,
    ("AF-HER", "female", "adult"): 1.0,
}


def recovery(khost: float = 0.02) -> Tables:
    """The region of tests.worlds.releases, and what happened to people afterwards.

    khost: how many boys from Khost there are, as times of the numbers above.
    """
    people = PEOPLE | {("AF-KHO", "male", "child"): khost}

    def of(codes: dict[str, int]) -> list[tuple[str, str, str, str, float]]:
        return [(*who, code, times * n) for who, times in people.items() for code, n in codes.items()]

    def of_province(codes: dict[str, int]) -> list[tuple[str, str, float]]:
        return [(row[0], *row[3:]) for row in of(codes)]

    def of_country(codes: dict[str, int]) -> list[tuple[str, str, str, str, float]]:
        return [("AF", *row[1:]) for row in of(codes)]

    def of_years(codes: dict[str, int]) -> list[tuple[int, str, str, str, str, float]]:
        return [(year, *row[:-1], row[-1] / 2) for year in (2023, 2024) for row in of_country(codes)]

    return {
        **region(),
        ("year", "country", "sex", "age", "stage"): of_years(STAGES),
        ("source", "sex", "age", "stage"): of(STAGES),
        ("year", "form", "stage"): [(2024, "ForcedLabour", code, n) for code, n in STAGES.items()],
        ("country", "sex", "age", "reunification_time"): of_country(TIMES),
        ("source", "sex", "age", "reunification_time"): of(TIMES),
        ("country", "sex", "age", "referral_time"): of_country(REFERRAL_TIMES),
        ("country", "sex", "age", "service_time"): of_country(SERVICE_TIMES),
        ("year", "reunification_time"): [(row[0], *row[-2:]) for row in of_years(TIMES)],
        ("form", "reunification_time"): [("ForcedLabour", code, n) for code, n in TIMES.items()],
        ("province", "stage"): of_province(STAGES),
        ("province", "reunification_time"): of_province(TIMES),
        ("province", "service"): of_province(SERVICES),
        ("sex", "age", "identified_by", "stage"): [
            (*row[1:3], kind, row[3], row[4] * part / 100) for row in of(STAGES) for kind, part in PROVIDERS.items()
        ],
        ("year", "country", "sex", "age", "outcome"): of_years(OUTCOMES),
        ("year", "country", "sex", "age", "service"): of_years(SERVICES),
    }


def one_person_each() -> Tables:
    """A world in which everything about recovery is withheld."""
    return {
        **one_cell(people=3),
        ("year", "country", "sex", "age", "stage"): [(2024, "AF", "male", "adult", code, 1) for code in STAGES],
        ("source", "sex", "age", "stage"): [("AF-KAB", "male", "adult", code, 1) for code in STAGES],
        ("year", "form", "stage"): [(2024, "ForcedLabour", code, 1) for code in STAGES],
        ("country", "sex", "age", "reunification_time"): [("AF", "male", "adult", code, 1) for code in TIMES],
        ("source", "sex", "age", "reunification_time"): [("AF-KAB", "male", "adult", code, 1) for code in TIMES],
        ("year", "country", "sex", "age", "outcome"): [(2024, "AF", "male", "adult", code, 1) for code in OUTCOMES],
        ("year", "country", "sex", "age", "service"): [(2024, "AF", "male", "adult", code, 1) for code in SERVICES],
        ("province", "stage"): [("AF-KAB", code, 1) for code in STAGES],
        ("sex", "age", "identified_by", "stage"): [("male", "adult", "NGO", code, 1) for code in STAGES],
        ("year", "reunification_time"): [(2024, code, 1) for code in TIMES],
        ("form", "reunification_time"): [("ForcedLabour", code, 1) for code in TIMES],
        ("province", "reunification_time"): [("AF-KAB", code, 1) for code in TIMES],
    }
