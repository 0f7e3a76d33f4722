"""The sentences of the hidden-population view: a rounded range, why there is none, and what it may not be used for."""

import math

import pandas as pd

from data_access.questions.published_overlaps import PUBLISHED_ESTIMATE
from figures.kit import words
from figures.kit.columns import heading
from figures.kit.labels import ON_LISTS
from figures.kit.rows import Row, published, rows_of
from findings.hidden_people import WIDEST, whole_range
from locales import N_, Translator

CHOSEN_BY = {
    "given": N_("the published model"),
    "main effects": N_("no interactions"),
    "minimum BIC": N_("smallest BIC"),
    "BIC close to the minimum": N_("BIC close to the smallest"),
    "BIC may be close to the minimum": N_("BIC may be close to the smallest"),
    "BIC weights, on the log of those on no list": N_("average by BIC weights"),
}
REFUSALS = {
    "withheld": N_(
        "Too many overlaps between these lists are withheld to protect people, and an estimate rests on the overlaps. "
        "Choose fewer lists, all years or a larger country."
    ),
    "empty_list": N_("Nobody may be shown on one of these lists. Leave it out."),
    "no_overlap": N_("These lists have nobody in common, so they say nothing about who is on none of them."),
    "highest": N_(
        "How many people are on all of these lists is withheld to protect them, and without that number nothing that "
        "means anything limits how many are on none. Choose other lists, all years or a larger country."
    ),
    "wide": N_(
        "Nothing that means anything limits how many people are on none of these lists: models that may fit reach more "
        "than {times} times the lower end of the range, or have no upper end."
    ),
    "no_model": N_(
        "No model has an estimate here: too few people are on more than one list, or the noise of the release leaves "
        "too little of them."
    ),
}
MODELS = {"main effects": N_("main effects"), "average": N_("average")}
TOGETHER = N_("All models together")
WIDE = 2.0


def rounded(value: float, t: Translator, *, up: bool, least: float = 0) -> str:
    """A limit of a range with two significant digits, away from the middle so that the range is never too narrow, and
    never less than there are at least."""
    if not math.isfinite(value) or value <= 0:
        return t.number(0)
    power = 10 ** max(math.floor(math.log10(value)) - 1, 0)
    return t.number(max((math.ceil if up else math.floor)(value / power) * power, round(least)))


def range_text(low: float, high: float, listed: float, t: Translator) -> str:
    """ "9,400 to 49,000", or that there is no upper limit. listed: people on the lists; no range begins below them."""
    first = rounded(low, t, up=False, least=listed)
    if not math.isfinite(high):
        return t.gettext("at least {low}, with no upper limit").format(low=first)
    return t.gettext("{low} to {high}").format(low=first, high=rounded(high, t, up=True))


def headline(models: pd.DataFrame, where: str, t: Translator) -> str:
    """The view's one sentence: a rounded range over all models, or that there is no estimate."""
    if models.attrs.get("refusal", "withheld"):
        return t.gettext("{where}: the number of people on no list cannot be estimated").format(where=where)
    facts = models.attrs
    said = (
        t.gettext("{where}: {listed} people or more on the lists; in all perhaps {range}")
        if facts["hidden"]  # those withheld are counted as nobody
        else t.gettext("{where}: {listed} people on the lists; in all perhaps {range}")
    )
    return said.format(
        where=where, listed=t.number(round(facts["listed"])), range=range_text(*whole_range(models), facts["listed"], t)
    )


def refusal_text(models: pd.DataFrame, t: Translator) -> str:
    """Why there is no estimate, with the numbers that decide it."""
    facts = models.attrs
    said = t.gettext(REFUSALS[facts["refusal"]]).format(times=t.number(WIDEST))
    if not facts["hidden"]:
        return said
    numbers = t.ngettext(
        "{hidden} of the {all} combinations of these lists is withheld: the noise that protects people hides up to "
        "{most} in it.",
        "{hidden} of the {all} combinations of these lists are withheld: the noise that protects people hides up to "
        "{most} in one.",
        facts["hidden"],
    ).format(
        hidden=t.number(facts["hidden"]),
        all=t.number(facts["combinations"]),
        most=t.number(round(facts["most"])),
    )
    return f"{said} {numbers}"


def why_these_lists(choices: pd.DataFrame, t: Translator) -> str:
    """Which lists the release bears best, and why; or that it bears none."""
    rows = rows_of(choices)
    best, most = rows[0], max(rows, key=lambda row: len(row["lists"]))
    if not best["is_possible"]:
        return t.gettext("No three lists of this release overlap enough to be published. Choose all years.")
    said = t.gettext("Best borne by this release: {lists}, with {hidden} of {all} overlaps withheld.").format(
        lists=lists_text(best["lists"], t), hidden=t.number(best["withheld"]), all=t.number(best["overlaps"])
    )
    if most["lists"] == best["lists"]:
        return said
    others = t.gettext("Of those between all {number} lists {hidden} of {all} are.").format(
        number=t.number(len(most["lists"])), hidden=t.number(most["withheld"]), all=t.number(most["overlaps"])
    )
    return f"{said} {others}"


def lists_text(lists: tuple[str, ...], t: Translator) -> str:
    """The names of lists, of which some have a comma: "Police + NGOs, international bodies"."""
    return " + ".join(t.gettext(ON_LISTS[name]) for name in lists)


def warnings(models: pd.DataFrame, years: int, t: Translator, *, is_synthetic: bool = False) -> list[str]:
    """What must be said beside an estimate, always."""
    _ = t.gettext
    facts = models.attrs
    said = []
    if is_synthetic:
        said.append(_("The lists are demonstration data: the number is about nobody and only shows the method."))
    low, high = whole_range(models)
    if math.isfinite(high) and high > WIDE * low:
        said.append(
            _(
                "The upper end of the range is {factor} times the lower one: what a model assumes, more than the data, "
                "decides the number."
            ).format(factor=t.number(high / low, 1))
        )
    if facts["hidden"]:
        said.append(
            _(
                "Some overlaps are withheld. The range covers every number of people that they may hold, from nobody "
                "to {most}, and every model that may fit then."
            ).format(most=t.number(round(facts["most"])))
        )
    if facts["unclear"]:
        said.append(
            t.ngettext(
                "{number} overlap cannot be told from nobody because of the noise that protects people.",
                "{number} overlaps cannot be told from nobody because of the noise that protects people.",
                facts["unclear"],
            ).format(number=t.number(facts["unclear"]))
        )
    if years > 1:
        said.append(
            t.ngettext(
                "The method assumes that nobody enters or leaves; this is {number} year together.",
                "The method assumes that nobody enters or leaves; these are {number} years together.",
                years,
            ).format(number=t.number(years))
        )
    return said


def not_for(t: Translator) -> str:
    """What an estimate of this kind may not be used for, and who says so."""
    _ = t.gettext
    return "\n".join(
        f"- {line}"
        for line in (
            _("Not a target, a budget or a number of places in shelters."),
            _("Not to compare countries, years or groups, and never one model quoted alone."),
            _("Not for whoever no list can reach: they are in no estimate."),
            _(
                "Its critics: Whitehead, Jackson, Balch and Francis (2021), Journal of Human Trafficking 7; "
                "Binette and Steorts (2022), Journal of the Royal Statistical Society A 185."
            ),
        )
    )


def models_note(t: Translator) -> str:
    """What stands beside the chart of models: how to read it, and what referral between lists does to it."""
    return t.gettext(
        "Each line is the 95% interval if its model is right; the first covers all. Without a name: models whose BIC "
        "is close. Whoever one list refers to another is on both: referral is a dependence between the two lists, and "
        "a model without that pair takes it for chance and says too few."
    )


def table_note(models: pd.DataFrame, t: Translator) -> str:
    """What the columns of the table of models are."""
    said = t.gettext("Model: the pairs of lists that depend on each other, as referral makes them.")
    if models.attrs["hidden"]:
        return said + " " + t.gettext("No weights and no average: they would depend on what is withheld.")
    return said + " " + t.gettext("Weight: share in the average.")


def published_note(t: Translator) -> str:
    """What was published of the example, beside what other models say."""
    low, high = (t.number(limit) for limit in PUBLISHED_ESTIMATE)
    return t.gettext(
        "Published: {low} to {high}, by the first model of the table. Models that fit the same lists as well or better "
        "reach much higher: that is the lesson of this example."
    ).format(low=low, high=high)


def history_name(history: dict[str, int], t: Translator) -> str:
    """The lists of a combination: "Police and NGOs"."""
    return t.listed([t.gettext(ON_LISTS[name]) for name, on in history.items() if on])


def upset_words(table: pd.DataFrame, lists: tuple[str, ...], t: Translator) -> str:
    """The overlaps in words: the three largest combinations."""
    rows = [row for row in published(table) if row["count"]]
    rows = sorted(rows, key=lambda row: -row["count"])[:3]
    if not rows:
        return t.gettext("Chart of overlaps between lists: nothing may be shown.")
    said = t.gettext("; ").join(
        f"{history_name({name: row[name] for name in lists}, t)}: {words.row_people(row, t)}" for row in rows
    )
    return t.gettext("Chart of how many people are on exactly which lists. Largest: {rows}.").format(rows=said)


def models_words(models: pd.DataFrame, t: Translator) -> str:
    """The models in words: how many, and how far they reach."""
    if models.empty:
        return t.gettext("Chart of models: there is no estimate.")
    return t.ngettext(
        "Chart of {number} estimate by a model. All together: {range}.",
        "Chart of {number} estimates by different models. All together: {range}.",
        len(models),
    ).format(number=t.number(len(models)), range=range_text(*whole_range(models), models.attrs["listed"], t))


def chosen_by(text: str, t: Translator) -> str:
    """Why a model is in the table, in the visitor's language."""
    parts = []
    for part in text.split("; "):
        if part.startswith("stepwise"):
            level = part.rsplit(" ", 1)[-1]
            parts.append(t.gettext("stepwise, p < {level}").format(level=t.number(float(level))))
        else:
            parts.append(t.gettext(CHOSEN_BY.get(part, part)))
    return t.gettext("; ").join(parts)


def model_name(model: str, t: Translator) -> str:
    """A model by its interactions, as they are written in the literature."""
    if model in MODELS:
        return t.gettext(MODELS[model])
    pairs = []
    for term in model.split(", "):
        names = term.split(":")
        # the published example is known by its abbreviations, ours are words
        own = [t.gettext(ON_LISTS[name]) if name.islower() and name in ON_LISTS else name for name in names]
        pairs.append(" × ".join(own))
    return t.gettext("; ").join(pairs)


def models_table(models: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The models as a visitor reads them, with rounded numbers; first the range of all together."""
    shown = pd.DataFrame(
        {
            "total": ["", *(estimate_text(row, models.attrs["listed"], t) for row in rows_of(models))],
            "interval": [
                range_text(low, high, models.attrs["listed"], t)
                for low, high in (whole_range(models), *zip(models["lower"], models["upper"], strict=True))
            ],
            "weight": ["", *("" if pd.isna(weight) else t.percent(weight) for weight in models["weight"])],
            "chosen_by": ["", *(chosen_by(text, t) for text in models["chosen_by"])],
            "model": [t.gettext(TOGETHER), *(model_name(model, t) for model in models["model"])],
        }
    )
    if models.attrs["hidden"]:
        shown = shown.drop(columns="weight")  # it depends on what is withheld
    return shown.rename(columns={column: heading(column, t) for column in shown.columns})


def models_lines(models: pd.DataFrame, t: Translator) -> list[str]:
    """The models as a list, for a screen that is too narrow for a table; first the range of all together."""
    listed = models.attrs["listed"]
    lines = [
        t.gettext("**{name}**: {range}").format(
            name=t.gettext(TOGETHER), range=range_text(*whole_range(models), listed, t)
        )
    ]
    for row in rows_of(models):
        pattern = (
            t.gettext("**{total}** ({range}): {model} ({chosen_by})")
            if pd.isna(row["weight"])
            else t.gettext("**{total}** ({range}), weight {weight}: {model} ({chosen_by})")
        )
        lines.append(
            pattern.format(
                total=estimate_text(row, listed, t),
                range=range_text(row["lower"], row["upper"], listed, t),
                weight="" if pd.isna(row["weight"]) else t.percent(row["weight"]),
                model=model_name(row["model"], t),
                chosen_by=chosen_by(row["chosen_by"], t),
            )
        )
    return lines


def estimate_text(row: Row, listed: float, t: Translator) -> str:
    """What a model says: one number, or two where it depends on what is withheld; never fewer than are listed."""
    low, high = (_two_digits(row[name], listed, t) for name in ("total_low", "total_high"))
    return low if low == high else t.gettext("{low} to {high}").format(low=low, high=high)


def _two_digits(value: float, least: float, t: Translator) -> str:
    if not math.isfinite(value):
        return t.gettext("no limit")
    power = 10 ** max(math.floor(math.log10(max(value, 1))) - 1, 0)
    return t.number(max(round(value / power) * power, round(least)))
