"""The filter bar that all pages share: choices, what they mean in words, and a way back.

What is chosen stands in st.session_state["filters"] and, for the controls, in "choose_<name>"; only this module writes
either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.questions.overview import answerable
from data_access.release.filters import AGES, SEXES, Filters, PlaceRole
from data_access.release.release import Release
from figures.kit import words
from figures.kit.labels import label, place_in_country, place_name
from locales import Translator
from ui.kit.page import Page
from ui.shell.address import address_changed, read_filters, write_address

LONGEST_LABEL = 28  # characters of a choice on its button; what is longer is counted or cut: the sentence has it whole
KEYS = ("years", "country", "place", "sex", "age", "form")
SEVERAL = ("country", "sex", "age")  # of which several codes can be chosen


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
) -> Page:
    """Draw the filter bar and return the page with the visitor's choices.

    questions: what the page asks (see data_access.questions.overview.answerable); a choice that would need a table that
    the release does not publish is shown disabled, with the reason. choices: the filters that this page has.
    view: what the address says of the page besides. role: "origin" where `place` is the province that people were taken
    from; for other roles see figures.kit.words.filters_sentence.
    """
    take_filters(page.release)
    place_role: PlaceRole = "source" if role == "origin" else "province"
    possible = partial(_is_possible, page.release, questions)
    filters = choice_bar(page, choices, place_role=place_role, possible=possible)
    sentence = words.filters_sentence(filters, page.release, page.t, role=role)
    st.markdown(f"**{sentence}**")
    write_address(filters, {"view": view})
    return page.about(filters, sentence)


def choice_bar(
    page: Page,
    choices: tuple[str, ...],
    *,
    place_role: PlaceRole = "province",
    own: Sequence[OwnChoice] = (),
    clears: tuple[str, ...] = KEYS,
    possible: Callable[[Filters, str], bool] = lambda filters, key: True,
) -> Filters:
    """Draw the controls of some filters, those of the page's own before them, and return the filters that were chosen.

    clears: the filters that the way back takes back. possible: can the release answer with a choice of this filter?
    """
    drawn = page.about(_of_page(choices, place_role))
    with st.container(horizontal=True, gap="small", key="filter_bar"):
        for one in own:
            _draw_own(one, page.t)
        for key in choices:
            if key == "years" and (page.release.years is None or page.release.years[0] == page.release.years[1]):
                continue
            DRAW[key](drawn, possible(drawn.filters, key))
        if drawn.filters != Filters(place_role=place_role) or any(st.session_state.get(one.key) for one in own):
            st.button(
                page.t.gettext("Clear all"),
                key="clear_filters",
                on_click=_clear,
                args=(clears, [one.key for one in own]),
                type="tertiary",
            )
    return _of_page(choices, place_role)


def take_filters(release: Release) -> None:
    """Take the filters that a link brings."""
    if address_changed():
        set_filters(read_filters(release))


def chosen_filters(release: Release) -> Filters:
    """All that was chosen, also what the page has no control for."""
    filters: Filters = st.session_state.get("filters") or read_filters(release)
    return filters


def set_filters(filters: Filters, controls: tuple[str, ...] = KEYS) -> None:
    """Make these the choices of every filter bar. controls: those that do not show it yet; one that is set without need
    may take back what its visitor does meanwhile."""
    st.session_state["filters"] = filters
    for key in controls:
        value = getattr(filters, key)
        if key == "years" and value is None:
            st.session_state.pop("choose_years", None)
        else:
            st.session_state[f"choose_{key}"] = list(value) if key in SEVERAL else value


def _of_page(choices: tuple[str, ...], place_role: PlaceRole) -> Filters:
    """What was chosen of the filters that the page has."""
    shared: Filters = st.session_state["filters"]
    return shared.without(*(key for key in KEYS if key not in choices)).with_choice(place_role=place_role)


def _clear(names: tuple[str, ...], own: Sequence[str]) -> None:
    set_filters(st.session_state["filters"].without(*names))
    for key in own:
        st.session_state[key] = None


def _choose(key: str) -> None:
    if f"choose_{key}" not in st.session_state:
        return  # the visitor moved to another page before this choice arrived: its widget is gone
    value = st.session_state[f"choose_{key}"]
    if key in SEVERAL:
        value = tuple(value)
    elif key == "years":
        value = tuple(value)
        value = None if value == st.session_state["whole_period"] else value
    filters = st.session_state["filters"].with_choice(**{key: value})
    if key == "country":
        # a province of another country would leave nothing
        set_filters(filters.without("place"), ("place",))
    else:
        set_filters(filters, ())


def _is_possible(
    release: Release, questions: Mapping[tuple[str, ...], tuple[str, ...]], filters: Filters, key: str
) -> bool:
    return answerable(release, _with_any(filters, key, release), questions)


def _with_any(filters: Filters, key: str, release: Release) -> Filters:
    """The filters with something chosen for `key`, to ask whether the release could answer."""
    if getattr(filters, key):
        return filters
    anything = {
        "years": release.years,
        "country": ("AF",),
        "place": "AF-KAB",
        "sex": ("female",),
        "age": ("child",),
        "form": "ForcedLabour",
    }
    return filters.with_choice(**{key: anything[key]})


def _popover(key: str, title: str, chosen: str | None, t: Translator, possible: bool) -> DeltaGenerator:
    _ = t.gettext
    reason = None
    if not possible:
        reason = _(
            "Kept from view to protect people: with the other choices the groups would be too small to publish. "
            "Clear another choice first."
        )
    return st.popover(
        f"{title}: {_cut(chosen)}" if chosen else title,
        disabled=not possible,
        help=reason,
        key=f"filter_{key}",
        width="content",
    )


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


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _draw_years(page: Page, possible: bool) -> None:
    release, filters, t, _ = page.release, page.filters, page.t, page.t.gettext
    first, last = release.years or (0, 0)
    st.session_state["whole_period"] = (first, last)
    chosen = words.period(filters, release, t) if filters.years else None
    with _popover("years", _("Years"), chosen, t, possible):
        st.session_state.setdefault("choose_years", (first, last))
        st.slider(
            _("First and last year"), first, last, key="choose_years", on_change=_choose, args=("years",), format="%d"
        )


def _draw_country(page: Page, possible: bool) -> None:
    release, filters, t, _ = page.release, page.filters, page.t, page.t.gettext
    codes = {*release.codes("country"), *filters.country}
    chosen = t.listed([t.country(code) for code in filters.country[:2]]) if filters.country else None
    if len(filters.country) > 2:
        chosen = t.ngettext("{number} country", "{number} countries", len(filters.country)).format(
            number=t.number(len(filters.country))
        )
    with _popover("country", _("Country"), chosen, t, possible):
        st.multiselect(
            _("Country"),
            sorted(codes, key=t.country),
            format_func=t.country,
            key="choose_country",
            on_change=_choose,
            args=("country",),
            placeholder=_("All countries"),
        )


def _draw_place(page: Page, possible: bool) -> None:
    release, filters, t, _ = page.release, page.filters, page.t, page.t.gettext
    is_origin = filters.place_role == "source"
    title = _("Province of origin") if is_origin else _("Province")
    countries = () if is_origin else filters.country  # people are taken from one country and identified in another
    # a place may come from a page that asks about it in another role
    known = {*release.published_codes(filters.place_role), *filter(None, [filters.place])}
    codes = [
        code for code in known if len(code) > 2 and (not countries or code[:2] in countries or code == filters.place)
    ]
    if not codes:
        return
    chosen = place_name(filters.place, t) if filters.place else None
    with _popover("place", title, chosen, t, possible):
        st.selectbox(
            title,
            sorted(codes, key=lambda code: place_in_country(code, t)),
            format_func=lambda code: place_in_country(code, t),
            index=None,
            key="choose_place",
            on_change=_choose,
            args=("place",),
            placeholder=_("All provinces"),
        )


def _draw_pills(key: str, title: str, codes: tuple[str, ...], page: Page, possible: bool) -> None:
    t = page.t
    picked = getattr(page.filters, key)
    chosen = t.listed([label(key, code, t) for code in picked]) if picked else None
    if chosen and len(chosen) > LONGEST_LABEL and len(picked) > 1:
        chosen = t.ngettext("{number} chosen", "{number} chosen", len(picked)).format(number=t.number(len(picked)))
    with _popover(key, title, chosen, t, possible):
        st.pills(
            title,
            codes,
            selection_mode="multi",
            format_func=lambda code: label(key, code, t),
            key=f"choose_{key}",
            on_change=_choose,
            args=(key,),
        )


def _draw_sex(page: Page, possible: bool) -> None:
    _draw_pills("sex", page.t.gettext("Sex"), SEXES, page, possible)


def _draw_age(page: Page, possible: bool) -> None:
    _draw_pills("age", page.t.gettext("Age"), AGES, page, possible)


def _draw_form(page: Page, possible: bool) -> None:
    release, filters, t, _ = page.release, page.filters, page.t, page.t.gettext
    chosen = label("form", filters.form, t) if filters.form else None
    with _popover("form", _("Form of exploitation"), chosen, t, possible):
        st.selectbox(
            _("Form of exploitation"),
            sorted(release.codes("form"), key=lambda code: label("form", code, t)),
            format_func=lambda code: label("form", code, t),
            index=None,
            key="choose_form",
            on_change=_choose,
            args=("form",),
            placeholder=_("All forms"),
            help=_("One at a time: a person with two forms would be counted twice in a sum over forms."),
        )


DRAW: dict[str, Callable[[Page, bool], None]] = {
    "years": _draw_years,
    "country": _draw_country,
    "place": _draw_place,
    "sex": _draw_sex,
    "age": _draw_age,
    "form": _draw_form,
}
