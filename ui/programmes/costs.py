"""What one result of a programme cost: in words with its basis, or why that cannot be said."""

import pandas as pd
import streamlit as st

from analysis.frameworks import Result
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, quoted
from figures.programmes import words as says
from figures.programmes.cost_words import comparison_note, cost_table
from figures.programmes.panels import AS_SPENT
from locales import Translator


def costs(
    programmes: pd.DataFrame,
    results: dict[str, list[Result]],
    spent: dict[str, pd.DataFrame],
    t: Translator,
    *,
    only_outcomes: bool,
) -> None:
    """What one result of people cost in each programme, with its basis, or why that cannot be said."""
    with st.container(border=True, key="panel_costs", height="stretch"):
        st.markdown(f"## {t.gettext('What one result cost')}")
        table = cost_table(programmes, results, spent, t, prices=constant_prices(), only_outcomes=only_outcomes)
        if table["value"].notna().any():
            _price_choice(t)
        cost_list(table, t)


def constant_prices() -> tuple[int, float]:
    """The year and the yearly change of prices that the visitor chose; a change of 0 leaves prices as they were."""
    return AS_SPENT[0], float(st.session_state.get("price_change") or 0.0) / 100


def cost_list(table: pd.DataFrame, t: Translator) -> None:
    """Costs with their basis, those of one definition together, and refusals with their reason."""
    _ = t.gettext
    if table.empty:
        st.info(_("No result of these programmes is counted in people, so none has a cost for each."))
    known = table[table["value"].notna()]
    if (table["provenance"] == "published").any() and not (known["provenance"] == "published").any():
        st.markdown(
            _(
                "What one reintegrated child, or any other result, cost in a real programme is not published: none "
                "of them published its expenditure by result."
            )
        )
    is_one = table["programme"].nunique() == 1  # which is named and marked above
    for (result, definition), part in known.groupby(["result", "definition"], sort=False):
        if not is_one:
            st.markdown(f"**{quoted(str(result))}**" + (f" :gray[{quoted(str(definition))}]" if definition else ""))
        basis = _("What is in this figure: {basis}")
        st.markdown(
            "\n".join(
                f"- {_cost_line(row, t, is_one=is_one)}  \n  :gray[:small[{basis.format(basis=row['basis'])}]]"
                for row in rows_of(part)
            )
        )
        if len(part) > 1:
            st.caption(comparison_note(part, t))
    refused = table[table["value"].isna()]
    if len(refused):
        st.markdown(f"**{_('No cost can be given')}**")
        st.markdown("\n".join(f"- {_cost_line(row, t, is_one=is_one)}" for row in rows_of(refused)))


def _cost_line(row: Row, t: Translator, *, is_one: bool) -> str:
    cost = quoted(row["cost"])
    if not pd.isna(row["value"]):
        cost = f"**{cost}**"
    if is_one:
        return cost
    return f"{isolated(quoted(row['programme']), t)}: {cost} {says.invented_badge(row['provenance'], t)}"


def _price_choice(t: Translator) -> None:
    """Let the visitor bring costs to the prices of one year, under an assumption that is then written beside them."""
    _ = t.gettext
    st.number_input(
        _("Constant prices of {year}: assumed rise of prices a year, in percent").format(year=t.year(AS_SPENT[0])),
        min_value=0.0,
        max_value=30.0,
        step=0.5,
        key="price_change",
        help=_("0 leaves every amount in the prices of its own year. No price index is published with the amounts."),
    )
