"""What a programme is, in a few lines: who pays, who works, when, where, in which sectors, and each kind of money."""

from collections.abc import Sequence

from data_access.questions.programmes import Part
from figures.context.published import words as published
from figures.kit.rows import Row
from figures.kit.text import isolated, plain
from figures.programmes import words as says
from locales import N_, Translator

MONEY = {  # what a publisher planned, promised, passed on and spent: never added to each other
    "budget": N_("Budget"),
    "planned_disbursement": N_("Planned to be disbursed"),
    "commitment": N_("Committed"),
    "disbursement": N_("Disbursed"),
    "expenditure": N_("Spent"),
    "incoming_commitment": N_("Promised to it"),
    "incoming_funds": N_("Received"),
}


def facts(row: Row, t: Translator) -> list[tuple[str, str]]:
    """Names and values of a programme's donors, implementers, period, places, sectors and money by kind; what is not
    published says so. Of a real one also where it stands."""
    _ = t.gettext
    missing = _(says.NOT_PUBLISHED)
    where = parts(row["countries"] or row["regions"], t, are_countries=bool(row["countries"]))
    lines = [
        (_("Donor"), isolated("; ".join(row["donors"]), t) if row["donors"] else missing),
        (_("Implementer"), isolated("; ".join(row["implementers"]), t) if row["implementers"] else missing),
        (_("Period"), says.programme_period(row["start"], row["end"], t)),
        (_("Countries") if len(row["countries"]) > 1 else _("Country"), where),
    ]
    if row["sectors"]:
        lines.append((_("Sectors"), parts(row["sectors"], t)))
    money = money_of(row, t)
    if _(MONEY["budget"]) not in dict(money):
        lines.append((_(MONEY["budget"]), missing))
    lines += money
    if row["provenance"] == "published":
        lines.append((_("Source"), published.source_line(row, t)))
        if row["definition"]:
            lines.append((_("As published"), isolated(plain(row["definition"]), t)))
    return lines


def money_of(row: Row, t: Translator) -> list[tuple[str, str]]:
    """Names and totals of each kind of money that a programme published."""
    money = dict(row["money"])
    if row["budget"] is not None:
        money["budget"] = ((row["currency"], row["budget"]),)
    return [
        (t.gettext(name), t.gettext("; ").join(says.amount(total, currency, t) for currency, total in money[kind]))
        for kind, name in MONEY.items()
        if kind in money
    ]


def parts(named: Sequence[Part], t: Translator, *, are_countries: bool = False) -> str:
    """Countries, regions or sectors with their shares, or that none is published."""
    said = []
    for part in named:
        name = t.country(part.code) if are_countries else isolated(part.name or part.code, t)
        if part.percentage is not None and len(named) > 1:
            name = t.gettext("{name} {share}").format(name=name, share=t.percent(part.percentage / 100))
        said.append(name)
    return t.gettext("; ").join(said) or t.gettext(says.NOT_PUBLISHED)
