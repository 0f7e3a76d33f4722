"""Two sides beside each other in words: what each is called, what a number is of, and how far they are apart."""

import math
from collections.abc import Sequence
from html import escape

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import is_uncertain
from figures.kit import words
from figures.kit.labels import AGE, SEX, label, place_in_country, place_name
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.rows import CONFIDENT, Row, rows_of
from figures.kit.tables import CELLS, NOTHING, uncertain_sentence
from figures.kit.trend_words import own_factors_sentence
from figures.methods.completeness import FIELD_NAMES
from findings.side_numbers import Topic
from findings.sides import Refused, Sides, kind_of, place_of
from locales import N_, Translator

ROLE = {
    "identified": N_("Identified there"),
    "source": N_("Taken from there"),
    "transit": N_("Passed through"),
    "destination": N_("Exploited there"),
}
WHO = {"children": AGE["child"], "women_and_girls": SEX["female"]}
REFUSED: dict[Refused, str] = {
    "no_place": N_("Choose one country or province first: {other} can be compared with one place only."),
    "no_form": N_("Choose a form of exploitation first: {other} can be compared with one form only."),
    "no_years": N_("No year of this release is whole yet, so that no years are compared."),
    "same": N_("{other} is what is shown already: choose something else to compare it with."),
    "part": N_("{one} and {other}: one is part of the other, so that no difference is taken."),
    "unfinished": N_("{one} and {other}: cases of one of them may still be recorded, so that no difference is taken."),
}
TITLES: dict[Topic, str] = {
    "roles": N_("Source, transit or destination"),
    "rates": N_("A year, per 100,000 people"),
    "who": N_("Who they were"),
    "form": N_("Form of exploitation"),
    "means": N_("Means of control"),
    "stage": N_("How far they came"),
    "service": N_("Services received"),
    "outcome": N_("At the last follow-up"),
    "justice": N_("How far the law came"),
    "sector": N_("Work, of those exploited there"),
    "relation": N_("Who recruited those taken from there"),
    "routes": N_("The largest routes"),
    "missing": N_("Not recorded"),
}
# of a cell without a number
STATES = {**CELLS, "": NOTHING}


def side_name(pair: Sides, side: Filters, t: Translator) -> str:
    """What one side is called, by what tells it from the other: "Nangarhar", "2019", "Women and girls"."""
    if pair.kind == "years":
        return words.span(side.years, t) if side.years else t.gettext("all years")
    if pair.kind == "place":
        place = place_of(side)
        return place_name(place, t) if place else t.gettext("All places")
    if pair.kind == "form":
        return label("form", side.form, t) if side.form else t.gettext("All forms")
    return t.listed([label(pair.kind, code, t) for code in getattr(side, pair.kind)])


def beside_name(beside: str, t: Translator) -> str:
    """What is compared with, by its code in the address (findings.sides): "Kunar, Afghanistan", "2019"."""
    kind, code = kind_of(beside), beside.partition(":")[2]
    if kind == "years":
        years = [int(year) for year in beside.split("-")]
        return words.span((years[0], years[-1]), t)
    return place_in_country(beside, t) if kind == "place" else label(kind, code, t)


def row_name(row: Row, t: Translator) -> str:
    """What a number is of."""
    dimension, code = row["dimension"], row["code"]
    if dimension == "route":
        start, end = code.split("~")
        if start == end:
            return t.gettext("Within {place}").format(place=place_name(start, t))
        return t.gettext("{start} to {end}").format(start=place_name(start, t), end=place_name(end, t))
    named = {"role": ROLE, "rate": ROLE, "who": WHO, "missing": FIELD_NAMES}.get(dimension)
    return t.gettext(named[code]) if named else label(dimension, code, t)


def number(row: Row, side: str, t: Translator) -> str:
    """The number of one side, "one" or "other", or why it has none."""
    if row[side] != row[side]:
        return t.gettext(STATES.get(row[f"{side}_state"], NOTHING))
    if row["unit"] == "rate":
        return t.number(row[side], 2)
    if row["unit"] == "share":
        return words.share_text(row[side], t)
    return f"{'≈' if _is_uncertain(row, side) else ''}{t.number(round(row[side]))}"


def _is_uncertain(row: Row, side: str) -> bool:
    """May a number of people stand for nobody? A share or a rate has its margin beside it."""
    return row["unit"] == "people" and bool(is_uncertain(row[side], row[f"{side}_error"]))


def margin(row: Row, side: str, t: Translator) -> str:
    """The margin of the number of one side, "±3.9", or the limits of a share, "(31% to 47%)"; empty where there is
    none."""
    if row["unit"] == "share":
        limits = words.share_limits(row[f"{side}_low"], row[f"{side}_high"], t)
        return f"({limits})" if limits else ""
    error = row[f"{side}_error"]
    return _margin(CONFIDENT * error, row["unit"], t) if error > 0 else ""


def _margin(value: float, unit: str, t: Translator) -> str:
    """Never said too small."""
    if unit == "rate":
        return t.margin(math.ceil(100 * value) / 100, 2)
    return t.margin(math.ceil(1000 * value) / 10, 1) if unit == "share" else t.margin(math.ceil(value))


def difference(row: Row, t: Translator) -> str:
    """How far one side is from the other: "1,473 fewer (±498)", "17.0 points more (±10.3)", "cannot be told
    apart"; empty where it is not asked."""
    if row["verdict"] == "":
        return ""
    if row["verdict"] == "not_apart":
        return t.gettext("cannot be told apart")
    within = _margin(row["margin"], row["unit"], t)
    if row["unit"] == "share":
        points = t.number(abs(100 * row["difference"]), 1)
        pattern = (
            t.gettext("{points} points more ({margin})")
            if row["difference"] > 0
            else t.gettext("{points} points less ({margin})")
        )
        return pattern.format(points=points, margin=within)
    pattern = t.gettext("{number} more ({margin})") if row["difference"] > 0 else t.gettext("{number} fewer ({margin})")
    return pattern.format(number=t.number(abs(row["difference"]), 2 if row["unit"] == "rate" else 0), margin=within)


def refusal(pair: Sides | None, t: Translator) -> str | None:
    """Why no difference is taken; None where one is."""
    if pair is None or pair.refused is None:
        return None
    other = side_name(pair, pair.other, t)
    return t.gettext(REFUSED[pair.refused]).format(one=side_name(pair, pair.one, t), other=other)


def alt_text(answer: pd.DataFrame, title: str, t: Translator) -> str:
    """The figure in words: its first rows, with both sides where there are two."""
    pair: Sides | None = answer.attrs.get("sides")
    if "one_state" not in answer:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = []
    for row in rows_of(answer)[:4]:
        numbers = [_with_margin(row, "one", t)]
        if pair and has_other(answer):
            numbers = [
                f"{side_name(pair, side, t)} {_with_margin(row, name, t)}"
                for name, side in (("one", pair.one), ("other", pair.other))
            ]
        said.append(f"{row_name(row, t)}: {t.listed(numbers)}")
    return t.gettext("{title}. {rows}.").format(title=title, rows=t.gettext("; ").join(said))


def _with_margin(row: Row, side: str, t: Translator) -> str:
    within = margin(row, side, t) if row[side] == row[side] else ""
    return f"{number(row, side, t)} ({within.strip('()')})" if within else number(row, side, t)


def title(topic: Topic, place: str | None, t: Translator) -> str:
    """The title of the figure of a topic. place: the one that was chosen, if one was."""
    return t.gettext(TITLES[topic] if place or topic != "roles" else N_("People identified"))


def legend(pair: Sides, paper: Paper) -> str:
    """What the two colours of the figures stand for, as HTML."""
    return "&emsp;".join(
        f'<span style="color:{colour}">■</span> {escape(side_name(pair, side, paper.t))}'
        for side, colour in zip((pair.one, pair.other), side_colours(paper.colours), strict=True)
    )


def side_colours(colours: Palette) -> tuple[str, str]:
    """The colours of two sides, apart by their lightness too."""
    return colours.latest, colours.categories[2]


def has_other(answer: pd.DataFrame) -> bool:
    """Is there another side to show?"""
    return bool((answer["other_state"] != "").any()) if "other_state" in answer else False


def note(answer: pd.DataFrame, t: Translator) -> str | None:
    """What the differences of an answer hold, and how many numbers are withheld."""
    if "one_state" not in answer:
        return None
    sides = ["one", "other"] if has_other(answer) else ["one"]
    hidden = sum(int((answer[f"{side}_state"] == "withheld").sum()) for side in sides)
    uncertain = sum(_is_uncertain(row, side) for side in sides for row in rows_of(answer))
    said = [
        t.gettext("People a year: the two periods are not equally long.") if answer.attrs.get("is_a_year") else None,
        t.ngettext(
            "{number} number is withheld to protect people: too few, or none.",
            "{number} numbers are withheld to protect people: too few, or none.",
            hidden,
        ).format(number=t.number(hidden))
        if hidden
        else None,
        uncertain_sentence(uncertain, t),
    ]
    return words.joined(*said)


def country_rate_note(t: Translator) -> str:
    """Whom the rate of a country leaves out, which is why it is less than its number of people makes."""
    return t.gettext("The rate of a country leaves out people of whom only the country is recorded.")


def method_note(answers: Sequence[pd.DataFrame], t: Translator) -> str | None:
    """What the margin of a number, of a rate and of a difference holds, in all the answers of a page."""
    if not any("one_state" in answer for answer in answers):
        return None
    of_rates = t.gettext(
        "A ± behind a number of people holds only the noise that protects them; that of a rate, and limits of a share, "
        "hold that people are found in groups too."
    )
    factors = [factor for answer in answers for factor in answer.attrs.get("factors") or ()]
    if not factors:
        return of_rates
    return words.joined(
        t.gettext(
            "A difference is said only where it is larger than chance and protection make; of those that a figure says "
            "at most one in twenty is false."
        ),
        own_factors_sentence((min(factors), max(factors)), t),
        of_rates,
    )


def table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a number, as a visitor reads it and as its file has it."""
    _ = t.gettext
    if "one_state" not in answer:
        return answer
    rows = rows_of(answer)
    pair: Sides | None = answer.attrs.get("sides")
    columns = {_("What"): [row_name(row, t) for row in rows], _("Code"): [row["code"] for row in rows]}
    names = {"one": _("Number")}
    if pair and has_other(answer):
        names = {"one": side_name(pair, pair.one, t), "other": side_name(pair, pair.other, t)}
    for side, name in names.items():
        columns[name] = [number(row, side, t) for row in rows]
        columns[_("{name}, margin").format(name=name)] = [margin(row, side, t) for row in rows]
    if has_other(answer):
        columns[_("Difference")] = [difference(row, t) or _("not asked") for row in rows]
    found = pd.DataFrame(columns)
    found.attrs = {"is_published": answer.attrs.get("is_published", True)}
    return found
