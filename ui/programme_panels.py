"""What the Programmes page is put together from: cards of programmes and indicators, costs, milestones, evidence."""

import pandas as pd
import streamlit as st

from analysis.frameworks import Group, Result, framework
from analysis.results import cost_per_outcome
from data_access import programme_questions as questions
from data_access.filters import Filters
from data_access.release import Release
from locales import Translator
from ui import maps, programme_figures, words
from ui import programme_words as says
from ui.answers import ask
from ui.palette import Palette
from ui.programme_choices import open_programme

COSTED = "people"  # results that are people have a cost each
PRICES_OF = 2024


def frameworks(release: Release, programmes: pd.DataFrame) -> dict[str, list[Result]]:
    """The results framework of each programme of a portfolio, by its code."""
    return {
        code: framework(ask(questions.values, release, Filters(programme=code)), says.today(release))
        for code in programmes["code"]
    }


def promised(
    programmes: pd.DataFrame, results: dict[str, list[Result]]
) -> tuple[list[tuple[str, Result]], list[str], pd.DataFrame]:
    """The indicators with a target where more is better or nothing is said, published ones first; their provenance;
    and the same as a frame for the table."""
    found, provenance, rows = [], [], []
    for row in words.rows_of(programmes):
        for result in results[row["code"]]:
            group = result.everyone
            if group.target.value is None or result.ascending is False:
                continue
            found.append((row["title"], result))
            provenance.append(row["provenance"])
            rows.append(
                {
                    "programme": row["title"],
                    "indicator": result.title,
                    "target": group.target.value,
                    "actual": group.actual.value,
                    "unit": result.unit,
                    "status": group.status.code,
                    "provenance": row["provenance"],
                    "source": result.values["source_title"].iloc[0],
                }
            )
    columns = ["programme", "indicator", "target", "actual", "unit", "status", "provenance", "source"]
    return found, provenance, pd.DataFrame(rows, columns=columns)


def published_promises(programmes: pd.DataFrame, results: dict[str, list[Result]], t: Translator) -> None:
    """Say of each target of a real programme what came of it."""
    for row in words.rows_of(programmes[programmes["provenance"] == "published"]):
        for result in results[row["code"]]:
            if result.everyone.target.value is not None:
                st.markdown(f"- {says.promise(result, t)} :gray[{row['title']}]")


def milestones_of(values: pd.DataFrame) -> pd.DataFrame:
    """The milestones among values."""
    return values[values["kind"] == "milestone"]


def only(programmes: pd.DataFrame, code: str) -> pd.DataFrame:
    """The one programme of this code."""
    return programmes[programmes["code"] == code]


def timeline_table(programmes: pd.DataFrame) -> pd.DataFrame:
    """What the timeline shows, as a table."""
    return programmes[["title", "donor", "implementer", "start", "end", "budget", "currency", "provenance"]]


def programme_cards(programmes: pd.DataFrame, t: Translator) -> None:
    """A card a programme, three in a row."""
    st.markdown(f"### {t.gettext('Programmes')}")
    rows = words.rows_of(programmes)
    for start in range(0, len(rows), 3):
        for column, row in zip(st.columns(3), rows[start : start + 3], strict=False):
            with column:
                programme_card(row, t)


def downloads(release: Release, programmes: pd.DataFrame, t: Translator) -> None:
    """The programmes' results as an IATI file."""
    return


def programme_card(row: words.Row, t: Translator) -> None:
    """One programme of the portfolio: what it is, what is published of it, and the way to its page."""
    _ = t.gettext
    with st.container(border=True, height="stretch", key=f"card_{row['code']}"):
        st.markdown(f"##### {row['title']}")
        st.markdown(badges(row, t))
        st.markdown(facts(row, t))
        st.caption(
            _("Published of it: {targets}, {actuals}, {milestones}.").format(
                targets=says.counted(row["targets"], "target", t),
                actuals=says.counted(row["actuals"], "actual", t),
                milestones=t.ngettext("{number} milestone", "{number} milestones", row["milestones"]).format(
                    number=t.number(row["milestones"])
                ),
            )
        )
        st.button(_("Open this programme"), key=f"open_{row['code']}", on_click=open_programme, args=(row["code"],))


def badges(row: words.Row, t: Translator) -> str:
    """Provenance, status and theme of a programme, as badges."""
    said = [says.provenance_badge(row["provenance"], t)]
    for column, labels in (("status", says.PROGRAMME_STATUS), ("theme", says.THEMES)):
        if row[column]:
            said.append(f":gray-badge[{t.gettext(labels[str(row[column])])}]")
    return " ".join(said)


def facts(row: words.Row, t: Translator) -> str:
    """Donor, implementer, period, places and money of a programme, or that they are not published."""
    _ = t.gettext
    missing = _(says.NOT_PUBLISHED)
    budget = says.amount(row["budget"], row["currency"], t) if row["budget"] is not None else missing
    lines = [
        (_("Donor"), row["donor"] or missing),
        (_("Implementer"), row["implementer"] or missing),
        (_("Period"), says.period(row["start"], row["end"], t)),
        (_("Country"), t.country(row["country"]) if row["country"] else missing),
        (_("Budget"), budget),
    ]
    if row["spent"] is not None:
        lines.append((_("Spent"), says.amount(row["spent"], row["spent_currency"], t)))
    return "  \n".join(f":gray[{name}:] {value}" for name, value in lines)


def indicator_card(key: str, result: Result, t: Translator, colours: Palette) -> None:
    """One indicator: baseline, target, actual value and status, by period, with each group under its own target."""
    _ = t.gettext
    group = result.everyone
    with st.container(border=True, key=f"indicator_{key}"):
        numbers, beside = st.columns([3, 2]) if len(group.periods) > 1 else (st.container(), st.container())
        with numbers:
            tag = f" :blue-badge[{result.standard_tag}]" if result.standard_tag else ""
            st.markdown(f"**{result.title}**{tag}")
            if result.dimension:
                st.caption(says.listed(result.dimension))
            with st.container(horizontal=True, gap="medium", key=f"numbers_{key}"):
                for name, text in (
                    (_("Baseline"), says.baseline(group, result.unit, t)),
                    (_("Target"), says.target(group, result.unit, t)),
                    (_("Actual value"), says.actual(group, result.unit, t)),
                    (_("Of the target"), says.share(group, t)),
                ):
                    st.markdown(f":gray[{name}]  \n**{text}**", width="content")
            st.markdown(f"{says.status_badge(group.status, t)} {says.status_reason(group, result.unit, t)}")
            if len(result.groups) > 1:
                st.table(group_table(result, t), hide_index=True, alt=_("Groups under their own targets"))
        if len(group.periods) > 1:
            beside.plotly_chart(
                programme_figures.periods_figure(result, group, t, colours),
                key=f"periods_{key}",
                config=maps.CONFIG,
                alt=programme_figures.periods_words(result, group, t),
                theme=None,
            )
        notes = [_("Note of the source: {note}.").format(note=note) for note in says.notes(result.values)]
        st.caption(" ".join([*notes, says.sources(result.values, t)]))


def group_table(result: Result, t: Translator) -> pd.DataFrame:
    """One row a group of people: its own baseline, target, actual value, share and status, in words."""
    _ = t.gettext

    def row(group: Group) -> dict[str, str]:
        return {
            _("Group"): says.group_name(group, t),
            _("Baseline"): says.baseline(group, None, t),
            _("Target"): says.target(group, None, t),
            _("Actual value"): says.actual(group, None, t),
            _("Of the target"): says.share(group, t),
            _("Status"): _(says.STATUS[group.status.code]),
        }

    return pd.DataFrame([row(group) for group in result.groups if not group.is_everyone])


def results_by_level(code: str, results: list[Result], t: Translator, colours: Palette) -> None:
    """The results framework, from goal to activity."""
    _ = t.gettext
    if not results:
        st.info(_("No baseline, target or actual value of this programme is published."))
    shown = None
    for number, result in enumerate(results):
        level = result.level or ""
        if level != shown:
            st.markdown(f"#### {_(says.LEVELS[level])}")
            shown = level
        indicator_card(f"{code}_{number}", result, t, colours)


def milestones(values: pd.DataFrame, t: Translator) -> None:
    """The milestones and findings of a programme, each with its source."""
    _ = t.gettext
    named = {"milestone": _("Milestones"), "finding": _("Findings"), "budget": _("Budget")}
    for kind, title in named.items():
        part = values[values["kind"] == kind]
        if len(part):
            st.markdown(f"#### {title}")
            for _number, row in part.iterrows():
                note = f" :gray[{row['note']}.]" if isinstance(row["note"], str) else ""
                st.markdown(f"- {says.value_sentence(row, t)}.{note} :gray[{says.source(row, t)}]")


def costs(
    release: Release, programmes: pd.DataFrame, results: dict[str, list[Result]], t: Translator, *, only_outcomes: bool
) -> None:
    """What one result of people cost in each programme, with its basis, or why that cannot be said."""
    st.markdown(f"### {t.gettext('What one result cost')}")
    _price_choice(t)
    cost_list(cost_table(release, programmes, results, t, only_outcomes=only_outcomes), t)


def cost_table(
    release: Release, programmes: pd.DataFrame, results: dict[str, list[Result]], t: Translator, *, only_outcomes: bool
) -> pd.DataFrame:
    """One row a result of people: what one cost and its basis in words, or why there is no cost.

    Columns programme, result, cost, basis, provenance, definition, value. only_outcomes: outputs and activities of
    programmes that say which is which are left out.
    """
    year, rate = constant_prices()
    rows = []
    for row in words.rows_of(programmes):
        spent = ask(questions.expenditure, release, Filters(programme=row["code"]))
        for result in results[row["code"]]:
            if result.unit != COSTED or (only_outcomes and result.level not in (None, "outcome")):
                continue
            cost = cost_per_outcome(
                spent, result.everyone.actual, result.title, constant_prices=(year, rate) if rate else None
            )
            rows.append(
                {
                    "programme": row["title"],
                    "result": result.title,
                    "cost": says.cost_sentence(cost, result.title, t),
                    "basis": says.cost_basis(cost, t) if cost.value is not None else "",
                    "provenance": row["provenance"],
                    "definition": result.dimension or "",
                    "value": cost.value,
                }
            )
    columns = ["programme", "result", "cost", "basis", "provenance", "definition", "value"]
    return pd.DataFrame(rows, columns=columns)


def constant_prices() -> tuple[int, float]:
    """The year and the yearly change of prices that the visitor chose; a change of 0 leaves prices as they were."""
    return PRICES_OF, float(st.session_state.get("price_change") or 0.0) / 100


def cost_list(table: pd.DataFrame, t: Translator) -> None:
    """Costs with their basis, comparable ones under one definition, and refusals with their reason."""
    _ = t.gettext
    known = table[table["value"].notna()]
    if (table["provenance"] == "published").any() and not (known["provenance"] == "published").any():
        st.markdown(
            _("No published programme says what one result cost: none of them published its expenditure by result.")
        )
    for (result, definition), part in known.groupby(["result", "definition"], sort=False):
        st.markdown(f"**{result}**" + (f" :gray[{definition}]" if definition else ""))
        for row in words.rows_of(part):
            st.markdown(f"- {row['programme']}: **{row['cost']}** {says.provenance_badge(row['provenance'], t)}")
            st.caption(_("What is in this figure: {basis}").format(basis=row["basis"]))
        if len(part) > 1:
            st.caption(_("These programmes define the result in the same words, so their costs can be compared."))
    refused = table[table["value"].isna()]
    if len(refused):
        st.markdown(f"**{_('No cost can be given')}**")
        for row in words.rows_of(refused):
            st.markdown(f"- {row['programme']}: {row['cost']} {says.provenance_badge(row['provenance'], t)}")


def _price_choice(t: Translator) -> None:
    """Let the visitor bring costs to the prices of one year, under an assumption that is then written beside them."""
    _ = t.gettext
    st.number_input(
        _("Constant prices of {year}: assumed rise of prices a year, in percent").format(year=t.year(PRICES_OF)),
        min_value=0.0,
        max_value=30.0,
        step=0.5,
        key="price_change",
        help=_("0 leaves every amount in the prices of its own year. No price index is published with the amounts."),
    )
