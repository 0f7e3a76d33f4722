"""Official statistics that the project carries with their citation and shows as they are: UNODC's GLOTIP file.

They are no case data and belong to no release. Nothing is added up: forms do not sum to totals, and countries count in
their own ways.
"""

from functools import cache
from pathlib import Path

import pandas as pd

FILE = Path(__file__).parents[1] / "facts" / "glotip_six_countries.csv"
TITLE = "Global Report on Trafficking in Persons, data file"
PUBLISHER = "UNODC"
PUBLISHED = "2025-04-14"
COUNTRIES = {"AFG": "AF", "IRN": "IR", "PAK": "PK", "TJK": "TJ", "TKM": "TM", "UZB": "UZ"}
INDICATORS = {
    "Detected trafficking victims": "victims",
    "Persons prosecuted": "prosecuted",
    "Persons convicted": "convicted",
    "Persons brought into formal contact": "contact",
    "Offences of trafficking in persons": "offences",
}
FEWER_THAN_FIVE = "<5"


@cache
def official_statistics() -> pd.DataFrame:
    """One row a total that a country reported for one year.

    Columns: country (alpha-2), series (victims, prosecuted, convicted, contact: persons brought into formal contact,
    offences), sex (total, female, male, other), age (total, child, adult), year, text (as published: "32,022", "<5"),
    value (a number; missing for "<5"), lower and upper (0 and 4 for "<5", else the value).
    Cached: do not change the frame. Source: see TITLE, PUBLISHER, PUBLISHED.
    """
    table = pd.read_csv(FILE, keep_default_na=False, dtype=str)
    table = table[(table["Dimension"] == "Total") & (table["Category"] == "Total")]
    text = table["txtVALUE"].str.strip()
    value = pd.to_numeric(text.str.replace(",", "", regex=False), errors="coerce")
    few = text == FEWER_THAN_FIVE
    frame = pd.DataFrame(
        {
            "country": table["Iso3_code"].map(COUNTRIES),
            "series": table["Indicator"].map(INDICATORS),
            "sex": table["Sex"].str.casefold(),
            "age": table["Age"].map({"Total": "total", "0 to 17 years": "child", "18 years or over": "adult"}),
            "year": table["Year"].astype(int),
            "text": text,
            "value": value,
            "lower": value.where(~few, 0.0),
            "upper": value.where(~few, 4.0),
        }
    )
    return frame.sort_values(["country", "series", "year", "sex", "age"], ignore_index=True)


def totals(*series: str) -> pd.DataFrame:
    """The rows of some series for everyone, of every sex and age: as in official_statistics."""
    frame = official_statistics()
    everyone = frame["series"].isin(series) & (frame["sex"] == "total") & (frame["age"] == "total")
    return frame[everyone].reset_index(drop=True)


def children() -> pd.DataFrame:
    """One row a country and year for which both victims by age and their total are published.

    Columns: country, year, children, total (texts as published), lower, upper (bounds of the children's share of all
    detected victims, 0 to 1). The share is made only where children are given for every sex together.
    """
    frame = official_statistics()
    frame = frame[(frame["series"] == "victims") & (frame["sex"] == "total")]
    of = {age: frame[frame["age"] == age] for age in ("child", "total")}
    both = of["child"].merge(of["total"], on=["country", "year"], suffixes=("_child", "_total"))
    known = both[both["value_total"].notna() & (both["value_total"] > 0)]
    return pd.DataFrame(
        {
            "country": known["country"],
            "year": known["year"],
            "children": known["text_child"],
            "total": known["text_total"],
            "lower": known["lower_child"] / known["value_total"],
            "upper": (known["upper_child"] / known["value_total"]).clip(upper=1.0),
        }
    ).reset_index(drop=True)
