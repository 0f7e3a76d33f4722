"""The sentences of the hidden-population view: a rounded range, why there is none, and what it may not be used for."""

import math

import pandas as pd

from data_access.published_overlaps import PUBLISHED_ESTIMATE
from locales import N_, Translator
from ui import words

LISTS = {
    "police": N_("Police"),
    "border": N_("Border authorities"),
    "ngo": N_("NGOs, international bodies"),
    "hotline": N_("Hotlines"),
    "government": N_("Government, shelters"),
    "LA": N_("Local authorities (LA)"),
    "NG": N_("NGOs (NG)"),
    "PFNCA": N_("Police and crime agency (PFNCA)"),
    "GO": N_("Government bodies (GO)"),
    "GP": N_("General public (GP)"),
}
CHOSEN_BY = {
    "given": N_("the published model"),
    "main effects": N_("no interactions"),
    "minimum BIC": N_("smallest BIC"),
    "BIC close to the minimum": N_("BIC close to the smallest"),
    "BIC weights, on the log of those on no list": N_("average by BIC weights"),
}
WITHHELD_AS = {
    "": "",
    "nobody": N_("as nobody"),
    "most": N_("as the most possible"),
}
COLUMNS = {
    "total": N_("Estimate"),
    "lower": N_("Lower limit (95%)"),
    "upper": N_("Upper limit (95%)"),
    "weight": N_("Weight in the average"),
    "withheld": N_("Withheld overlaps taken"),
    "chosen_by": N_("Chosen by"),
    "model": N_("Model"),
}
REFUSALS = {
    "withheld": N_(
        "Too many overlaps between these lists are withheld to protect people, and an estimate rests on the overlaps. "
        "Choose fewer lists, all years or a larger country."
    ),
    "empty_list": N_("Nobody may be shown on one of these lists. Leave it out."),
    "no_overlap": N_("These lists have nobody in common, so they say nothing about who is on none of them."),
    "no_model": N_(
        "No model has an estimate here: too few people are on more than one list, or the noise of the release leaves "
        "too little of them."
    ),
}
MODELS = {"main effects": N_("main effects"), "average": N_("average")}
WIDE = 2.0


def rounded(value: float, t: Translator, *, up: bool) -> str:
    """A limit of a range with two significant digits, away from the middle so that the range is never too narrow."""
    if not math.isfinite(value) or value <= 0:
        return t.number(0)
    power = 10 ** max(math.floor(math.log10(value)) - 1, 0)
    return t.number((math.ceil if up else math.floor)(value / power) * power)


def range_text(low: float, high: float, t: Translator) -> str:
    """ "9,400 to 49,000", or that there is no upper limit."""
    if not math.isfinite(high):
        return t.gettext("at least {low}, with no upper limit").format(low=rounded(low, t, up=False))
    return t.gettext("{low} to {high}").format(low=rounded(low, t, up=False), high=rounded(high, t, up=True))


def headline(models: pd.DataFrame, where: str, t: Translator) -> str:
    """The view's one sentence: a rounded range over all models, or that there is no estimate."""
    if models.attrs.get("refusal", "withheld"):
        return t.gettext("{where}: the number of people on no list cannot be estimated").format(where=where)
    facts = models.attrs
    return t.gettext("{where}: {listed} people on the lists; in all perhaps {range}").format(
        where=where, listed=t.number(round(facts["listed"])), range=range_text(facts["low"], facts["high"], t)
    )


def warnings(models: pd.DataFrame, years: int, t: Translator, *, is_synthetic: bool = False) -> list[str]:
    """What must be said beside an estimate, always."""
    _ = t.gettext
    facts = models.attrs
    said = []
    if is_synthetic:
        said.append(_("The lists are demonstration data: the number is about nobody and only shows the method."))
    if facts["first_high"] > WIDE * facts["first_low"]:
        said.append(
            _(
                "The models differ by a factor of {factor}: the choice of model, not the data, decides the number."
            ).format(factor=t.number(facts["first_high"] / facts["first_low"], 1))
        )
    if (models["withheld_as"] != "").any():
        said.append(
            _("Some overlaps are withheld. The range covers every number they may have, from nobody to the threshold.")
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


def published_note(t: Translator) -> str:
    """What was published of the example, beside what other models say."""
    low, high = (t.number(limit) for limit in PUBLISHED_ESTIMATE)
    return t.gettext(
        "Published: {low} to {high}, by the first model of the table. Models that fit the same lists as well or better "
        "reach much higher: that is the lesson of this example."
    ).format(low=low, high=high)


def history_name(history: dict[str, int], t: Translator) -> str:
    """The lists of a combination: "Police and NGOs"."""
    return t.listed([t.gettext(LISTS[name]) for name, on in history.items() if on])


def upset_words(table: pd.DataFrame, lists: tuple[str, ...], t: Translator) -> str:
    """The overlaps in words: the three largest combinations."""
    rows = [row for row in words.published(table) if row["count"]]
    rows = sorted(rows, key=lambda row: -row["count"])[:3]
    if not rows:
        return t.gettext("Chart of overlaps between lists: nothing may be shown.")
    said = "; ".join(
        f"{history_name({name: row[name] for name in lists}, t)}: {words.row_people(row, t)}" for row in rows
    )
    return t.gettext("Chart of how many people are on exactly which lists. Largest: {rows}.").format(rows=said)


def models_words(models: pd.DataFrame, t: Translator) -> str:
    """The models in words: how many, and how far they reach."""
    if models.empty:
        return t.gettext("Chart of models: there is no estimate.")
    return t.gettext("Chart of {number} estimates by different models, from {low} to {high}.").format(
        number=t.number(len(models)),
        low=rounded(models.attrs["first_low"], t, up=False),
        high=rounded(models.attrs["first_high"], t, up=True),
    )


def chosen_by(text: str, t: Translator) -> str:
    """Why a model is in the table, in the visitor's language."""
    parts = []
    for part in text.split("; "):
        if part.startswith("stepwise"):
            level = part.rsplit(" ", 1)[-1]
            parts.append(t.gettext("stepwise, p < {level}").format(level=t.number(float(level))))
        else:
            parts.append(t.gettext(CHOSEN_BY.get(part, part)))
    return "; ".join(parts)


def model_name(model: str, t: Translator) -> str:
    """A model by its interactions, as they are written in the literature."""
    if model in MODELS:
        return t.gettext(MODELS[model])
    pairs = []
    for term in model.split(", "):
        names = term.split(":")
        # the published example is known by its abbreviations, ours are words
        own = [t.gettext(LISTS[name]) if name.islower() and name in LISTS else name for name in names]
        pairs.append(" × ".join(own))
    return "; ".join(pairs)


def models_table(models: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """The models as a visitor reads them, with rounded numbers."""
    shown = models[["total", "lower", "upper", "weight", "chosen_by", "model"]].copy()
    shown["model"] = [model_name(model, t) for model in shown["model"]]
    shown["chosen_by"] = [chosen_by(text, t) for text in shown["chosen_by"]]
    for column in ("total", "lower", "upper"):
        shown[column] = [_two_digits(value, t) for value in shown[column]]
    shown["weight"] = [t.percent(weight) for weight in shown["weight"]]
    if (models["withheld_as"] != "").any():
        shown.insert(4, "withheld", [t.gettext(WITHHELD_AS[kind]) for kind in models["withheld_as"]])
    return shown.rename(columns={column: t.gettext(title) for column, title in COLUMNS.items()})


def _two_digits(value: float, t: Translator) -> str:
    if not math.isfinite(value):
        return t.gettext("no limit")
    power = 10 ** max(math.floor(math.log10(max(value, 1))) - 1, 0)
    return t.number(round(value / power) * power)
