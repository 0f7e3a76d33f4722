"""All published figures as one list: searched, filtered, cited, and as a table and a file."""

import math
import re
from dataclasses import replace

import streamlit as st

from data_access.codes.code_lists import FIRMNESS
from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from figures.context.published import headlines, words
from figures.context.published.search import chosen_figures, search_texts
from figures.kit.rows import Row
from figures.kit.text import isolated, plain, separated
from locales import Translator
from ui.context.published_panel import table_and_file
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import OwnChoice, choice_bar
from ui.kit.page import Page
from ui.shell.address import ask_in_vain, asked, is_opened, write_address

SEARCH, THEME, FIRM = "figures_search", "figures_theme", "figures_firmness"
PART, CHOSEN = "figures_part", "figures_chosen"
EACH = 20  # figures of a part of the list


def figure_list(page: Page) -> None:
    """Every published figure that is looked for, with its number, definition, source and citation."""
    t, _ = page.t, page.t.gettext
    _take_address()
    page = replace(page, row=st.container(horizontal=True, gap="small", vertical_alignment="center", key="search_row"))
    with page.row:
        search = st.text_input(
            _("Search the figures"), key=SEARCH, placeholder=_("Search the figures"), icon=":material/search:",
            label_visibility="collapsed", width=260, persist_state="session",
        )  # fmt: skip
    everything = page.about(Filters()).ask(published_figures)
    themes = {*everything["theme"]}
    own = (
        OwnChoice(THEME, _("Theme"), {code: _(name) for code, name in words.THEMES.items() if code in themes}),
        OwnChoice(FIRM, _("How firm"), {code: _(name) for code, name in FIRMNESS.items()}),
    )  # fmt: skip
    countries = choice_bar(page, ("country",), own=own).country
    theme, firmness = st.session_state.get(THEME), st.session_state.get(FIRM)
    texts = page.about(Filters()).made_once(lambda: search_texts(everything, t), "search_texts", t.language.code)
    found = page.about(Filters(country=countries)).ask(published_figures)
    rows = chosen_figures(found, texts, search=search, theme=theme, firmness=firmness)
    parts = max(math.ceil(len(rows) / EACH), 1)
    part = _part((search, theme, firmness, countries), parts)
    write_address(
        page.release, chosen_filters(),
        {"view": "figures", "search": search or None, "theme": theme, "firmness": firmness,
         "part": str(part) if part > 1 else None},
    )  # fmt: skip
    page.headline.title(headlines.figure_list(len(rows), len(everything), t))
    page.headline.markdown(
        _("Each stands as it was published: none is changed, added to another, or given a date that it does not have.")
    )
    if not rows:
        st.info(_("No published figure has all of these words. Search for fewer, or clear the choices."))
        return
    with st.container(border=True, key="panel_figures"):
        details = st.expander(_("All of these as a table and a file"), key="details_figures", on_change="rerun")
        if details.open:
            with details:
                names = [
                    own[0].codes.get(str(theme)),
                    own[1].codes.get(str(firmness)),
                    *(t.country(code) for code in countries),
                ]
                choices = "; ".join(name for name in (search, *names) if name)
                table_and_file(page, "figures", _("Published figures"), rows, choices=choices)
    first = (part - 1) * EACH
    for row in rows[first : first + EACH]:
        _figure(row, page)
    _turn(part, parts, len(rows), t)


def _figure(row: Row, page: Page) -> None:
    t = page.t
    told = [isolated(plain(row["title"]), t), plain(words.group_words(row, t))]
    where = [plain(words.place_words(row, t)), words.period_words(row, t)]
    if words.is_there(row["programme_title"]):
        where.append(isolated(plain(row["programme_title"]), t))
    if row["kind"] != "finding":
        where.append(t.gettext(words.KINDS[row["kind"]]))
    first, second = (separated([part for part in parts if part], t) for parts in (told, where))
    said = [isolated(plain(text), t) for text in (row["definition"], row["note"]) if words.is_there(text)]
    is_wide = page.paper.width != "phone"
    source = "  \n".join([*([separated(said, t)] if said else []), words.source_line(row, t)])
    with st.container(border=True, horizontal=is_wide, gap="small", key=f"published_{row['id']}"):
        with st.container(gap="xsmall"):
            st.markdown(f"**{words.value_words(row, t)}** {first}  \n{second} {words.firmness_badge(row, t)}")
            st.caption(source)
        with st.popover(t.gettext("How to cite"), key=f"cite_{row['id']}", type="tertiary", width="content"):
            st.code(words.citation(row, t), language=None, wrap_lines=True)


def _turn(part: int, parts: int, number: int, t: Translator) -> None:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center", key="turn"):
        for step, name, icon in (
            (-1, t.gettext("Earlier"), "chevron_left"),
            (1, t.gettext("Further"), "chevron_right"),
        ):
            st.button(
                name, key=f"turn_{step}", icon=f":material/{icon}:", disabled=not 1 <= part + step <= parts,
                on_click=_turn_to, args=(part + step,),
            )  # fmt: skip
        first, last = (part - 1) * EACH + 1, min(part * EACH, number)
        st.caption(
            t.gettext("{first} to {last} of {all}").format(
                first=t.number(first), last=t.number(last), all=t.number(number)
            ),
            width="content",
        )


def _turn_to(part: int) -> None:
    st.session_state[PART] = part


def _part(choices: tuple[object, ...], parts: int) -> int:
    """Which part of the list is shown: the first where something else was chosen than in the run before."""
    if st.session_state.setdefault(CHOSEN, choices) != choices:
        st.session_state.update({CHOSEN: choices, PART: 1})
    asked_for = int(st.session_state.setdefault(PART, 1))
    ask_in_vain("part", [str(asked_for)] if asked_for > parts else [])
    return min(asked_for, parts)


def _take_address() -> None:
    if not is_opened():
        return
    st.session_state[SEARCH] = asked("search") or ""
    for key, name, known in ((THEME, "theme", words.THEMES), (FIRM, "firmness", FIRMNESS)):
        code = asked(name)
        st.session_state[key] = code if code in known else None
        ask_in_vain(name, [code] if code and code not in known else [])
    st.session_state.pop(CHOSEN, None)
    part = asked("part") or "1"
    is_number = re.fullmatch("[1-9][0-9]{0,3}", part)
    st.session_state[PART] = int(part) if is_number else 1
    ask_in_vain("part", [] if is_number else [part])
