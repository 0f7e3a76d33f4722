"""UNODC's table as it is: "<5" is 0 to 4, thousands have commas, nothing is added."""

import pandas as pd

from data_access.questions.official_statistics import children, official_statistics, totals
from figures.context.charts import children_words
from figures.context.words import headline
from locales import translator


def test_pakistan_is_as_published() -> None:
    rows = totals("victims")
    found = rows[rows["country"] == "PK"]
    assert list(zip(found["year"], found["text"], found["value"], strict=True)) == [
        (2019, "32,022", 32022), (2020, "20,045", 20045), (2021, "21,253", 21253), (2022, "26,539", 26539),
    ]  # fmt: skip


def test_fewer_than_five_stays_a_range() -> None:
    rows = totals("victims")
    found = rows[(rows["country"] == "TM") & (rows["year"] == 2022)].iloc[0]
    assert (found["text"], found["lower"], found["upper"]) == ("<5", 0, 4)
    assert found["value"] != found["value"]


def test_one_row_a_country_series_and_year() -> None:
    rows = totals("victims", "prosecuted", "convicted")
    assert not rows.duplicated(["country", "series", "year"]).any()
    assert not official_statistics()["country"].isna().any()


def test_a_share_of_children_is_a_range_where_a_number_is_one() -> None:
    shares = children().set_index(["country", "year"])
    assert round(shares.loc[("PK", 2019), "lower"], 4) == round(6937 / 32022, 4)
    assert (shares.loc[("TM", 2014), "lower"], round(shares.loc[("TM", 2014), "upper"], 4)) == (0, round(4 / 22, 4))


def test_the_headline_has_the_latest_number_of_the_country_that_reported_most() -> None:
    rows = [("PK", 2020, 900.0), ("PK", 2021, 100.0), ("AF", 2020, 20.0), ("AF", 2022, 300.0), ("IR", 2022, 800.0)]
    frame = pd.DataFrame(rows, columns=["country", "year", "value"])
    frame = frame.assign(series="victims", upper=frame["value"], text=frame["value"].astype(str))
    said = headline(frame, ("PK", "AF"), translator("en"))
    assert said == "Afghanistan reported 300 detected victims to UNODC for 2022"


def test_children_are_said_in_the_digits_of_the_language() -> None:
    of_pakistan = children()[lambda found: (found["country"] == "PK") & (found["year"] == 2022)]
    assert "2,457 of 26,539" in children_words(of_pakistan, translator("en"))
    said = children_words(of_pakistan, translator("fa"))
    assert (
        "۲٬۴۵۷" in said
        and "۲۶٬۵۳۹" in said
        and not [letter for letter in said if letter.isascii() and letter.isdigit()]
    )
    few = children()[lambda found: found["children"] == "<5"]
    assert "fewer than 5 of" in children_words(few, translator("en"))
