"""The row of filters that all pages share: choices, what they mean in words, and a way back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from data_access.questions.overview import answerable
from data_access.release.filters import Filters, PlaceRole
from data_access.release.release import Release
from figures.kit import words
from findings.sides import place_of
from locales import Translator
from ui.kit.beside import draw_beside, draw_carried_beside, draw_elsewhere
from ui.kit.chosen_filters import KEYS, chosen_beside, chosen_filters, set_beside, set_filters
from ui.kit.filter_controls import GROUP, GROUPS, SAY, draw_group
from ui.kit.page import Page
from ui.kit.place_links import place_links
from ui.shell.address import BESIDE, write_address


@dataclass(frozen=True)
class OwnChoice:
    """A choice that one page alone has. key: where the session keeps it. codes: code -> name."""

    key: str
    title: str
    codes: Mapping[str, str]


def filter_bar(
    page: Page,
    questions: Mapping[tuple[str, ...], tuple[str, ...]],
    *,
    choices: tuple[str, ...] = KEYS,
    role: words.Role = "identified",
    view: str | None = None,
    compares: bool = False,
) -> Page:
    """Draw the filter bar and return the page with the visitor's choices.

    questions: what the page asks (see data_access.questions.overview.answerable); a choice that would need a table that
    the release does not publish is shown disabled, with the reason; what is chosen can always be changed. choices: the
    filters that this page has. view: what the address says of the page besides. role: "origin" where `place` is the
    province that people were taken from; for other roles see figures.kit.words.filters_sentence. compares: does the
    page show what is compared with?
    """
    place_role: PlaceRole = "source" if role == "origin" else "province"
    possible = partial(_is_possible, page.release, questions)
    filters = choice_bar(page, (*choices, *([BESIDE] if compares else ())), place_role=place_role, possible=possible)
    # with what other pages chose: it is shown here too, and a link or a lost connection must not lose it
    write_address(page.release, chosen_filters(), {"view": view})
    if place := place_of(filters):
        with page.row:
            place_links(page.about(filters), [place])
    return page.about(filters, words.filters_sentence(filters, page.release, page.t, role=role))


def choice_bar(
    page: Page,
    choices: tuple[str, ...],
    *,
    place_role: PlaceRole = "province",
    own: Sequence[OwnChoice] = (),
    possible: Callable[[Filters, str], bool] = lambda filters, key: True,
    said: Callable[[Filters], str] | None = None,
) -> Filters:
    """Draw the controls of some filters in the page's row of choices, those of the page's own before them, and return
    the filters that were chosen.

    choices: of KEYS, and BESIDE where what is compared with is shown. possible: can the release answer with a choice of
    this filter? said: what was chosen in words, for pages whose
    headline does not say it.
    """
    drawn = page.about(_of_page(choices, place_role))
    is_one_year = page.release.years is None or page.release.years[0] == page.release.years[1]
    with page.row:
        for one in own:
            _draw_own(one, page.t)
        for group in GROUPS:
            keys = [key for key in choices if GROUP.get(key) == group and not (key == "years" and is_one_year)]
            if keys:
                draw_group(group, drawn, {key: possible(drawn.filters, key) for key in keys})
        if BESIDE in choices:
            draw_beside(page)
        is_chosen = drawn.filters != Filters(place_role=place_role) or (BESIDE in choices and chosen_beside())
        if is_chosen or any(st.session_state.get(one.key) for one in own):
            st.button(
                page.t.gettext("Clear all"),
                key="clear_filters",
                on_click=_clear,
                args=(choices, [one.key for one in own]),
                type="tertiary",
            )
            if said:
                st.caption(said(drawn.filters), width="content")
        _draw_carried(page.about(chosen_filters()), choices)
        if BESIDE not in choices:
            draw_carried_beside(page)
            draw_elsewhere(page)
    return drawn.filters


def _draw_carried(page: Page, choices: tuple[str, ...]) -> None:
    """A button for each filter that was chosen on another page and does nothing on this one, to take it back."""
    for key in KEYS:
        if key not in choices and (said := SAY[key](page)):
            st.button(
                said,
                key=f"carried_{key}",
                icon=":material/close:",
                icon_position="right",
                type="tertiary",
                help=page.t.gettext("Chosen on another page. It changes nothing on this one; a click takes it back."),
                on_click=_clear,
                args=((key,), ()),
            )


def _of_page(choices: tuple[str, ...], place_role: PlaceRole) -> Filters:
    """What was chosen of the filters that the page has."""
    return chosen_filters().without(*(key for key in KEYS if key not in choices)).with_choice(place_role=place_role)


def _clear(names: tuple[str, ...], own: Sequence[str]) -> None:
    set_filters(chosen_filters().without(*(name for name in names if name in KEYS)))
    if BESIDE in names:
        set_beside(None)
    for key in own:
        st.session_state[key] = None


def _is_possible(
    release: Release, questions: Mapping[tuple[str, ...], tuple[str, ...]], filters: Filters, key: str
) -> bool:
    # of what the release does not say at all no choice is the reason
    return answerable(release, _with_any(filters, key, release), questions) or not answerable(
        release, Filters(), questions
    )


def _with_any(filters: Filters, key: str, release: Release) -> Filters:
    """The filters with something chosen for `key`, to ask whether the release could answer."""
    if getattr(filters, key):
        return filters
    if key == "country":
        filters = filters.without("place")  # which a choice of country takes back
    anything = {
        "years": release.years,
        "country": ("AF",),
        "place": "AF-KAB",
        "sex": ("female",),
        "age": ("child",),
        "form": "ForcedLabour",
    }
    return filters.with_choice(**{key: anything[key]})


def _draw_own(choice: OwnChoice, t: Translator) -> None:
    chosen, title = st.session_state.get(choice.key), choice.title
    with st.popover(f"{title}: {choice.codes.get(chosen, chosen)}" if chosen else title, key=f"filter_{choice.key}"):
        st.selectbox(
            title,
            list(choice.codes),
            index=None,
            format_func=lambda code: choice.codes.get(code, code),
            key=choice.key,
            placeholder=t.gettext("All"),
            persist_state="session",
        )
