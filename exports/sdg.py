"""SDG indicator 16.2.2 of one country as a file in the columns of the global SDG database: by sex, age and form.

Series codes are those of the indicator in that database (custodian: UNODC); sexes and ages have the codes of the global
data structure of the SDGs, areas those of the UN's M49. A form without a series of its own there has none here: series
of several forms together cannot be made, for a person can be in two.
"""

import pandas as pd

from data_access.release.release import Release
from exports.csv_file import csv_file
from figures.context.victim_rates import group_name
from figures.kit import sources as source_words
from figures.kit.labels import STATE, label
from figures.kit.rows import Row, rows_of
from figures.kit.words import margin
from findings.victim_rates import ALL, STANDARDISED
from locales import Translator

M49 = {"AF": "004", "IR": "364", "PK": "586", "TJ": "762", "TM": "795", "UZ": "860"}
SEX = {ALL: "_T", "female": "F", "male": "M"}
AGE = {ALL: "_T", "child": "Y0T17", "adult": "Y_GE18"}
# form -> the series of numbers; that of rates has an R behind it
SERIES = {ALL: "VC_HTF_DETV", "ForcedLabour": "VC_HTF_DETVFL", "SexualExploitation": "VC_HTF_DETVSX",
          "OrganRemoval": "VC_HTF_DETVOG"}  # fmt: skip


def sdg_file(rates: pd.DataFrame, country: str, release: Release, t: Translator) -> bytes:
    """The file of one country. rates: the frame of findings.victim_rates.

    Two rows a sex, age and form: the people (`Units` NUMBER) and their rate (PER_100000_POP), each with its 95 %
    limits. `State` is "count", "withheld" or "none"; `Value` is empty where it is withheld. Rates with standardised
    ages are not part of the indicator."""
    mine = [row for row in rows_of(rates) if row["country"] == country and row["age"] != STANDARDISED]
    rows = [reported for row in mine for reported in (_row(row, "NUMBER", t), _row(row, "PER_100000_POP", t))]
    title = t.gettext("SDG indicator 16.2.2, from the cases of this release: {country}").format(
        country=t.country(country)
    )
    source = source_words.source_line(release, t)
    not_said = source_words.caveat(t)
    return csv_file(pd.DataFrame(rows), title=title, choices="", source=source, release_id=release.id, caveat=not_said)


def _row(row: Row, units: str, t: Translator) -> dict[str, object]:
    is_rate = units == "PER_100000_POP"
    is_known = row["state"] != "withheld"
    count, off = (int(row["count"] or 0), margin(row["standard_error"])) if is_known else (0, 0)
    numbers = (row["rate"], row["lower"], row["upper"]) if is_rate else (count, max(count - off, 0), count + off)
    value, lower, upper = (round(number, 4) if is_known else None for number in numbers)
    series = SERIES.get(row["form"])
    return {
        "Goal": "16",
        "Target": "16.2",
        "Indicator": "16.2.2",
        "SeriesCode": f"{series}{'R' if is_rate else ''}" if series else None,
        "SeriesDescription": t.gettext("Victims of human trafficking, by age and sex"),
        "GeoAreaCode": M49[row["country"]],
        "GeoAreaName": t.country(row["country"]),
        "TimePeriod": int(row["year"]),
        "Value": value,
        "LowerBound": lower,
        "UpperBound": upper,
        "Units": units,
        "Sex": SEX[row["sex"]],
        "Age": AGE[row["age"]],
        "Group": group_name(row, t),
        "Form": "_T" if row["form"] == ALL else row["form"],
        "FormName": t.gettext("Every form") if row["form"] == ALL else label("form", row["form"], t),
        "Population": int(row["population"]),
        "State": row["state"],
        "StateName": t.gettext(STATE[row["state"]]),
        "FootNote": _note(series, t),
    }


def _note(series: str | None, t: Translator) -> str:
    said = t.gettext(
        "People identified and recorded in the cases of this release, not what the country reported to UNODC; a person "
        "can be in two forms."
    )
    if series:
        return said
    return f"{said} {t.gettext('The indicator has no series of this form alone.')}"
