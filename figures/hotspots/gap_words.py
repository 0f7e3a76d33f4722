"""The sentences about gaps in services: where rates are high, few come on, and nothing is published to be there."""

import pandas as pd

from data_access.questions.areas import Role
from data_access.release.release import Release
from figures.hotspots.verdict_words import country_sentence
from figures.hotspots.words import against_with_limits
from figures.kit import words
from figures.kit.labels import VERDICT, place_in_country, place_name
from figures.kit.rows import Row, rows_of
from figures.kit.trend_words import factor_sentence
from findings.service_gaps import JUDGED
from locales import Translator

MOST_NAMED = 3
CONFIDENT = 1.96


def headline(gaps: pd.DataFrame, t: Translator) -> str:
    """Where the rate is high and services are few, in one sentence."""
    _ = t.gettext
    if not gaps["gap"].isin(JUDGED).any():
        return _("It cannot be said where services are missing: too much is withheld")
    if found := gaps[gaps["gap"] == "gap"]["place"].tolist():
        return t.ngettext(
            "{areas} has a high rate and few people who are referred or served",
            "{areas} have high rates and few people who are referred or served",
            len(found),
        ).format(areas=_named(found, t, most=2))
    if found := gaps[gaps["gap"] == "unpublished"]["place"].tolist():
        return t.ngettext(
            "{areas} has a high rate and no published service point or programme",
            "{areas} have high rates and no published service point or programme",
            len(found),
        ).format(areas=_named(found, t, most=2))
    return _("No area that can be judged has both a high rate and few services")


def _named(areas: list[str], t: Translator, most: int = MOST_NAMED) -> str:
    said = [place_name(area, t) for area in areas[:most]]
    more = len(areas) - most
    if more > 0:
        said.append(t.ngettext("{number} more area", "{number} more areas", more).format(number=t.number(more)))
    return t.listed(said)


def sure(gaps: pd.DataFrame, t: Translator) -> str:
    """How much of the question the release can answer."""
    _ = t.gettext
    number = gaps["gap"].value_counts()
    judged = int(number.reindex(JUDGED).sum())
    said = _(
        "Areas judged, each against the rest of its country: {judged}. Not judged: {withheld} because a share is "
        "withheld, nobody is recorded or there is no rate, {alone} because nothing is known of the rest of the country."
    ).format(
        judged=t.number(judged),
        withheld=t.number(number.get("withheld", 0)),
        alone=t.number(number.get("alone", 0)),
    )
    if not judged:
        return said
    if unknown := gaps[gaps["is_high"] & (gaps["verdict"] == "effort_unknown")]["place"].tolist():
        untold = _("High, but whether by effort is not known: {areas}.").format(areas=_named(unknown, t))
        said = f"{said} {untold}"
    if number.get("gap") or not (gaps["is_high"] & gaps["gap"].isin(JUDGED)).any():
        return said
    nowhere = _(
        "In none of those judged that have a high rate are fewer referred or served than in the rest of its country "
        "beyond chance."
    )
    return f"{said} {nowhere}"


def nothing_found(gaps: pd.DataFrame, t: Translator) -> str:
    """That no area has a finding, of those that were judged; or that none was."""
    judged = int(gaps["gap"].isin(JUDGED).sum())
    if not judged:
        return t.gettext("No area could be judged: that is not to say that services are there.")
    return t.ngettext(
        "In the {number} area judged nothing is found beyond chance.",
        "In none of the {number} areas judged is anything found beyond chance.",
        judged,
    ).format(number=t.number(judged))


def map_title(role: Role, t: Translator) -> str:
    """The title of the map."""
    _ = t.gettext
    return {
        "identified": _("Rates and services, where people were identified"),
        "source": _("Rates and services, where people were taken from"),
    }[role]


def kinds_of_data(release: Release, t: Translator) -> str | None:
    """Which of what stands beside each other is invented, and which is not; None where nothing is."""
    if release.manifest["provenance"] != "synthetic":
        return None
    return t.gettext("Rates, shares and people here are invented for demonstration; service points are published ones.")


def note(gaps: pd.DataFrame, role: Role, t: Translator) -> str:
    """What is compared, what limits hold, and what the gap view cannot show."""
    _ = t.gettext
    factor = gaps.attrs.get("overdispersion")
    where = {
        "identified": _("By the place where people were identified, all years together."),
        "source": _("By the place that people were taken from, all years together."),
    }[role]
    return " ".join(
        [
            where,
            country_sentence(t),
            *([factor_sentence(factor, t)] if factor is not None else []),
            _("The limits of shares referred and served hold it too; the ± of services a person does not."),
            _("A low share may also be a record that nobody completed."),
            _(
                "Service points are those whose town their operator has published; programmes are those whose results "
                "name the area and that are not known to be over. Where none is published, there may still be one."
            ),
        ]
    )


def lines(row: Row, t: Translator) -> list[str]:
    """An area of the gap view as hover text."""
    _ = t.gettext
    lines = [f"<b>{place_in_country(row['place'], t)}</b>", words.row_people(row, t)]
    if row["relative_risk"] == row["relative_risk"]:
        lines.append(against_with_limits(row, t))
    if row["verdict"] == row["verdict"]:
        lines.append(_(VERDICT[row["verdict"]]))
    return [*lines, referred(row, t), served(row, t), services(row, t), points(row, t), programmes(row, t)]


def reason(row: Row, t: Translator) -> str:
    """Why an area is in the list: "3.2 times its country's rate (2.9 to 3.5); 12% (10% to 14%) referred; …"."""
    rate = against_with_limits(row, t)
    return t.gettext("; ").join([rate, referred(row, t), served(row, t), points(row, t), programmes(row, t)])


def referred(row: Row, t: Translator) -> str:
    """ "12% (10% to 14%) referred"."""
    if row["referred_share"] != row["referred_share"]:
        return t.gettext("share referred withheld")
    return t.gettext("{share} referred").format(share=with_limits(row, "referred", t))


def served(row: Row, t: Translator) -> str:
    """ "10% (8% to 13%) reached a service"."""
    if row["served_share"] != row["served_share"]:
        return t.gettext("share served withheld")
    return t.gettext("{share} reached a service").format(share=with_limits(row, "served", t))


def with_limits(row: Row, step: str, t: Translator) -> str:
    """ "12% (10% to 14%)"."""
    if row[f"{step}_share"] != row[f"{step}_share"]:
        return t.gettext("withheld")
    return words.row_share(row, t, (f"{step}_share", f"{step}_lower", f"{step}_upper"))


def services(row: Row, t: Translator) -> str:
    """ "services a person: 0.9 (±0.1)"."""
    if row["each"] != row["each"]:
        return t.gettext("services a person not published here")
    return t.gettext("services a person: {number}").format(number=each_text(row, t))


def each_text(row: Row, t: Translator) -> str:
    """ "0.9 (±0.1)"."""
    if row["each"] != row["each"]:
        return t.gettext("not published")
    margin = max(CONFIDENT * row["each_error"], 0.1)
    return t.gettext("{share} (±{margin})").format(share=t.number(row["each"], 1), margin=t.number(margin, 1))


def number_published(number: int | None, t: Translator) -> str:
    """A number of service points or programmes; that none is published is not that there is none."""
    return t.gettext("none published") if pd.isna(number) else t.number(number)


def without_a_place(gaps: pd.DataFrame, t: Translator) -> str | None:
    """The centres and programmes whose place in their country is not published, country by country."""
    said = [
        t.gettext("{country}: {points} and {programmes}").format(
            country=t.country(row["country"]),
            points=t.ngettext("{number} service point", "{number} service points", points).format(
                number=t.number(points)
            ),
            programmes=t.ngettext("{number} programme", "{number} programmes", programmes).format(
                number=t.number(programmes)
            ),
        )
        for row in rows_of(gaps.drop_duplicates("country").sort_values("country"))
        if (points := _or_zero(row["points_unplaced"])) + (programmes := _or_zero(row["programmes_country"]))
    ]
    if not said:
        return None
    return t.gettext("Published without a place in the country: {countries}.").format(
        countries=t.gettext("; ").join(said)
    )


def _or_zero(number: int | None) -> int:
    return 0 if pd.isna(number) else int(number)


def points(row: Row, t: Translator) -> str:
    """The centres in an area that their operators have published; not published is said, and is not none."""
    if pd.isna(row["points"]):
        return t.gettext("no published service point")
    return t.ngettext("{number} published service point", "{number} published service points", row["points"]).format(
        number=t.number(row["points"])
    )


def programmes(row: Row, t: Translator) -> str:
    """The programmes whose results name an area."""
    if pd.isna(row["programmes"]):
        return t.gettext("no programme names it")
    return t.ngettext("{number} programme there", "{number} programmes there", row["programmes"]).format(
        number=t.number(row["programmes"])
    )


def alt_text(gaps: pd.DataFrame, t: Translator) -> str:
    """The gap view in words: the first areas with their reasons."""
    rows = [row for row in rows_of(gaps) if row["gap"] in JUDGED][:3]
    if not rows:
        return t.gettext("Map of gaps in services: nothing may be shown.")
    return t.gettext("Map of gaps in services. First: {rows}.").format(
        rows=t.gettext("; ").join(
            t.gettext("{area}: {reason}").format(area=place_name(row["place"], t), reason=reason(row, t))
            for row in rows
        )
    )
