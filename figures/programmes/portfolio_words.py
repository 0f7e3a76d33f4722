"""Sentences about the portfolio and about a programme as a whole: did what was promised happen?"""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.frameworks import Result
from analysis.results import StatusCode
from data_access.release.filters import Filters
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated
from figures.programmes.words import THEMES
from locales import Translator

JUDGED: tuple[StatusCode, ...] = ("not_met", "uncertain", "on_the_way", "not_yet_reported", "neutral", "no_actual")
SILENT: tuple[StatusCode, ...] = ("no_actual", "not_yet_reported")


def headline(programmes: pd.DataFrame, results: Mapping[str, list[Result]], choice: str, t: Translator) -> str:
    """Did what was promised happen? In one sentence, of the published programmes, or of invented ones where there are
    no others. results: by the code of a programme. choice: what was chosen, as `choice_phrase` says it, or ""."""
    rows = _headlined(programmes)
    if not rows:
        return t.gettext("There is no published programme {choice}").format(choice=choice)
    programmes_said = _counted_programmes(len(rows), rows[0]["provenance"] == "published", choice, t)
    codes = _with_target(rows, results)
    if not codes:
        return t.ngettext(
            "{programmes} named no target, so nothing it promised can be checked",
            "{programmes} named no target, so nothing they promised can be checked",
            len(rows),
        ).format(programmes=programmes_said)
    return _came_of(codes, programmes_said, t)


def _came_of(codes: Sequence[StatusCode], programmes: str, t: Translator) -> str:
    """What came of some targets, in one sentence. codes: their statuses, at least one. programmes: whose they are."""
    targets = t.ngettext("{number} target", "{number} targets", len(codes)).format(number=t.number(len(codes)))
    said = {"programmes": programmes, "targets": targets}
    if all(code in SILENT for code in codes):
        return t.ngettext(
            "{programmes} set {targets}, and published no actual value for it",
            "{programmes} set {targets}, and published no actual value for any of them",
            len(codes),
        ).format(**said)
    if len(codes) == 1:
        return {
            "met": t.gettext("{programmes} set {targets}, and reached it"),
            "not_met": t.gettext("{programmes} set {targets}, and did not reach it"),
            "on_the_way": t.gettext("{programmes} set {targets}, whose time is not over"),
        }.get(codes[0], t.gettext("{programmes} set {targets}; whether it was reached cannot be said")).format(**said)
    reached = codes.count("met")
    if not reached:
        return t.gettext("{programmes} set {targets}, of which none is known to be reached").format(**said)
    return t.ngettext(
        "{programmes} set {targets}, of which {number} was reached",
        "{programmes} set {targets}, of which {number} were reached",
        reached,
    ).format(**said, number=t.number(reached))


def below_headline(
    programmes: pd.DataFrame, results: Mapping[str, list[Result]], switched_off: int, t: Translator
) -> str:
    """What the headline leaves out: the targets that were not reached, actual values without a target, and invented
    programmes beside published ones. switched_off: how many invented ones are not shown."""
    rows = _headlined(programmes)
    codes = _with_target(rows, results)
    parts = _others(codes, t)
    alone = sum(
        result.everyone.actual.value is not None and result.everyone.target.value is None
        for row in rows
        for result in results[row["code"]]
    )
    if alone:
        said = t.ngettext(
            "{number} result was published without a target.",
            "{number} results were published without a target.",
            alone,
        )
        parts.append(said.format(number=t.number(alone)))
    beside = len(programmes) - len(rows)
    if beside:
        said = t.ngettext(
            "{number} invented example is shown as well, and marked.",
            "{number} invented examples are shown as well, and marked.",
            beside,
        )
        parts.append(said.format(number=t.number(beside)))
    if switched_off:
        said = t.ngettext(
            "{number} invented example of complete reporting is switched off.",
            "{number} invented examples of complete reporting are switched off.",
            switched_off,
        )
        parts.append(said.format(number=t.number(switched_off)))
    return " ".join(parts)


def _headlined(programmes: pd.DataFrame) -> list[Row]:
    """The programmes that the headline is about: published ones, or all where there are none."""
    rows = rows_of(programmes)
    return [row for row in rows if row["provenance"] == "published"] or list(rows)


def _counted_programmes(number: int, are_published: bool, choice: str, t: Translator) -> str:
    said = (
        t.ngettext("{number} published programme", "{number} published programmes", number)
        if are_published
        else t.ngettext("{number} invented programme", "{number} invented programmes", number)
    ).format(number=t.number(number))
    return t.gettext("{programmes} {choice}").format(programmes=said, choice=choice) if choice else said


def _with_target(rows: Sequence[Row], results: Mapping[str, list[Result]]) -> list[StatusCode]:
    return [
        result.everyone.status.code
        for row in rows
        for result in results[row["code"]]
        if result.everyone.target.value is not None
    ]


def choice_phrase(
    filters: Filters, donor: str | None, theme: str | None, programmes: pd.DataFrame, t: Translator
) -> str:
    """What was chosen, to stand behind "programmes" in a sentence. programmes: what was found, of which some may be
    kept because they publish no period or no country."""
    parts = []
    if donor:
        parts.append(t.gettext("paid for by {donor}").format(donor=isolated(donor, t)))
    if theme:
        parts.append(t.gettext("with the theme {theme}").format(theme=t.gettext(THEMES.get(theme, theme))))
    if filters.country:
        places = t.listed([t.country(code) for code in filters.country])
        pattern = t.gettext("in {places}")
        if not programmes["named_countries"].map(bool).all():
            pattern = t.gettext("in {places}, or without a published country,")
        parts.append(pattern.format(places=places))
    if filters.years:
        ends = [t.year(year) for year in filters.years]
        years = ends[0] if ends[0] == ends[1] else t.gettext("{first} to {last}").format(first=ends[0], last=ends[1])
        pattern = t.gettext("that ran in {years}")
        if programmes["start"].isna().any():
            pattern = t.gettext("that ran in {years}, or at an unpublished time,")
        parts.append(pattern.format(years=years))
    return " ".join(parts)


def choices_sentence(
    years: tuple[int, int] | None, countries: Sequence[str], donor: str | None, theme: str | None, t: Translator
) -> str:
    """Which programmes are shown, in words."""
    parts = [t.gettext("All programmes") if not (donor or theme or countries or years) else t.gettext("Programmes")]
    if donor:
        parts.append(t.gettext("paid for by {donor}").format(donor=donor))
    if theme:
        parts.append(t.gettext(THEMES.get(theme, theme)))
    if countries:
        parts.append(t.gettext("in {places}").format(places=t.listed([t.country(code) for code in countries])))
    if years:
        said = t.gettext("{first} to {last}").format(first=t.year(years[0]), last=t.year(years[1]))
        parts.append(t.gettext("that run in {years}").format(years=said))
    return t.gettext(", ").join(parts)


def programme_headline(results: Sequence[Result], t: Translator) -> str:
    """How many targets of a programme were reached, and how many cannot be told, in one sentence."""
    with_target = [result.everyone.status.code for result in results if result.everyone.target.value is not None]
    if not with_target:
        return t.gettext("No target of this programme is published, so nothing can be said to be reached or missed.")
    came = t.gettext("{sentence}.").format(sentence=_came_of(with_target, t.gettext("This programme"), t))
    return " ".join([came, *_others(with_target, t)])


def _others(codes: Sequence[StatusCode], t: Translator) -> list[str]:
    """What came of the targets that were not reached, a sentence each; none where `_came_of` has said it."""
    if len(codes) < 2 or all(code in SILENT for code in codes):
        return []
    counts = {code: codes.count(code) for code in JUDGED}
    parts: dict[StatusCode, str] = {
        "not_met": t.ngettext("{number} is not.", "{number} are not.", counts["not_met"]),
        "uncertain": t.ngettext(
            "{number} is too uncertain to say.", "{number} are too uncertain to say.", counts["uncertain"]
        ),
        "on_the_way": t.ngettext("{number} is still running.", "{number} are still running.", counts["on_the_way"]),
        "not_yet_reported": t.ngettext(
            "{number} is not yet reported.", "{number} are not yet reported.", counts["not_yet_reported"]
        ),
        "neutral": t.ngettext("{number} is not judged.", "{number} are not judged.", counts["neutral"]),
        "no_actual": t.ngettext(
            "For {number} no actual value is published.",
            "For {number} no actual values are published.",
            counts["no_actual"],
        ),
    }
    return [parts[code].format(number=t.number(number)) for code, number in counts.items() if number]
