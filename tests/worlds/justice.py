"""A small world of people whose cases came to the law, or did not."""

from tests.worlds.releases import Tables, region

# of a country in a year, by how far the cases came
PROCEEDINGS = {
    "none": 800,
    "investigation_ongoing": 60,
    "investigation_closed": 50,
    "prosecution_ongoing": 40,
    "acquitted": 20,
    "convicted": 30,
}
SECTORS = {"X_BrickKilns": 120, "C_Manufacturing": 40, "several": 30, "unknown": 810}


def justice() -> Tables:
    """The region of tests.worlds.releases, and what the law did: in two years the same, in Pakistan half as much."""
    shares = {"AF": 1.0, "PK": 0.5}
    codes = [(country, code, part * n) for country, part in shares.items() for code, n in PROCEEDINGS.items()]
    who = [(sex, age) for sex in ("female", "male") for age in ("child", "adult")]
    return {
        **region(),
        ("year", "country", "justice"): [(year, *row) for year in (2023, 2024) for row in codes],
        ("court", "justice"): [
            ("unknown", "none", 2400),
            ("AF-HER", "convicted", 50),
            ("AF-HER", "investigation_closed", 150),
            ("PK-SD", "acquitted", 20),
            ("PK-SD", "convicted", 40),
        ],
        ("form", "justice"): [("ForcedLabour", code, n) for code, n in PROCEEDINGS.items()],
        ("sex", "age", "justice"): [(*one, code, n / 2) for one in who for code, n in PROCEEDINGS.items()],
        ("country", "inspection"): [
            ("AF", "none", 1900), ("AF", "violation", 60), ("AF", "violation_investigated", 40), ("PK", "none", 1000),
        ],
        ("sector", "inspection"): [
            ("X_BrickKilns", "violation", 60), ("X_BrickKilns", "violation_investigated", 40),
            *((code, "none", 4 * n - 100 * (code == "X_BrickKilns")) for code, n in SECTORS.items()),
        ],
        ("country", "sex", "age", "sector"): [("AF", *one, code, n) for one in who for code, n in SECTORS.items()],
        ("exploitation", "sector"): [
            ("AF-NAN", "X_BrickKilns", 300), ("PK-SD", "X_BrickKilns", 150), ("AF-HER", "C_Manufacturing", 160),
        ],
        ("source", "sex", "age", "relation"): [
            ("AF-HER", *one, code, n)
            for one in who
            for code, n in (("Familial", 50), ("Acquainted", 80), ("unknown", 20))
        ],
        ("country", "sex", "age", "sexual_type"): [
            ("AF", "male", "child", "BachaBazi", 70), ("AF", "female", "adult", "Prostitution", 90),
            ("AF", "male", "child", "unknown", 500),
        ],
        ("year", "crossing"): [
            (2023, "IslamQala", 200), (2023, "Torkham", 60), (2023, "none", 1240), (2024, "IslamQala", 300),
            (2024, "none", 1100), (2024, "unknown", 100),
        ],
        ("crossing", "returned"): [
            ("IslamQala", "Deported", 300), ("IslamQala", "OwnAccord", 100), ("IslamQala", "NotStated", 100),
            ("Torkham", "OwnAccord", 60), ("none", "NotReturned", 2340), ("unknown", "unknown", 100),
        ],
        ("crossing", "company"): [
            ("IslamQala", "alone", 90), ("IslamQala", "not_alone", 110), ("IslamQala", "adult", 300),
            ("none", "alone", 50), ("none", "not_alone", 450), ("none", "adult", 1800), ("none", "unknown", 40),
        ],
        ("year", "smuggled"): [
            (2023, "presumed_smuggled", 80), (2023, "presumed_not", 240), (2023, "found_not", 900),
            (2024, "found_smuggled", 150), (2024, "found_not", 600), (2024, "unknown", 1030),
        ],
        ("judgement_time",): [
            ("none", 2400), ("up_to_6_months", 20), ("6_to_12_months", 30), ("1_to_2_years", 60), ("2_to_3_years", 30),
            ("over_3_years", 10), ("open_up_to_6_months", 40), ("open_over_3_years", 390), ("unknown", 20),
        ],
        ("country", "citizenship"): [("AF", "AF", 1800), ("AF", "PK", 150), ("AF", "unknown", 50), ("PK", "AF", 300)],
    }  # fmt: skip
