"""The filter bar that all pages share: choices, what they mean in words, and a way back.

What is chosen stands in st.session_state["filters"] and, for the controls, in "choose_<name>"; only this module writes
either.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from data_access.questions.overview import answerable
from data_access.release.filters import AGES, SEXES, Filters, PlaceRole
from data_access.release.release import Release
from figures.kit import words
from figures.kit.labels import label, place_in_country, place_name
from locales import N_, Translator
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
    the release does not publish is shown disabled, with the reason; what is chosen can always be changed. choices: the
    filters that this page has. view: what the address says of the page besides. role: "origin" where `place` is the
    province that people were taken from; for other roles see figures.kit.words.filters_sentence.
    """
    take_filters(page.release)
    place_role: PlaceRole = "source" if role == "origin" else "province"
    possible = partial(_is_possible, page.release, questions)
    say = partial(words.filters_sentence, release=page.release, t=page.t, role=role)
    filters = choice_bar(page, choices, place_role=place_role, possible=possible, said=say)
    write_address(filters, {"view": view})
    return page.about(filters, say(filters))


def choice_bar(
    page: Page,
    choices: tuple[str, ...],
    *,
    place_role: PlaceRole = "province",
    own: Sequence[OwnChoice] = (),
    clears: tuple[str, ...] = KEYS,
    possible: Callable[[Filters, str], bool] = lambda filters, key: True,
    said: Callable[[Filters], str] | None = None,
) -> Filters:
    """Draw the controls of some filters in the page's row of choices, those of the page's own before them, and return
    the filters that were chosen.

    clears: the filters that the way back takes back. possible: can the release answer with a choice of this filter?
    said: what was chosen, in words.
    """
    drawn = page.about(_of_page(choices, place_role))
    is_one_year = page.release.years is None or page.release.years[0] == page.release.years[1]
    with page.row:
        for one in own:
            _draw_own(one, page.t)
        for group in GROUPS:
            keys = [key for key in choices if GROUP[key] == group and not (key == "years" and is_one_year)]
            if keys:
                _draw_group(group, drawn, {key: possible(drawn.filters, key) for key in keys})
        if drawn.filters != Filters(place_role=place_role) or any(st.session_state.get(one.key) for one in own):
            st.button(
                page.t.gettext("Clear all"),
                key="clear_filters",
                on_click=_clear,
                args=(clears, [one.key for one in own]),
                type="tertiary",
            )
            if said:
                st.caption(said(drawn.filters), width="content")
    return drawn.filters


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


def _draw_group(group: str, page: Page, is_possible: Mapping[str, bool]) -> None:
    """Draw the button of a group of filters, which says what is chosen, and behind it their controls.

    is_possible: the filters of the group, and whether the release can answer with a choice of each. What is itself
    chosen can always be changed: two choices that exclude each other would else lock both.
    """
    t = page.t
    drawn = [key for key in is_possible if key != "place" or _places(page)]
    chosen = " · ".join(said for key in drawn if (said := SAY[key](page)))
    icon, nothing = GROUPS[group]
    nothing = N_("All countries") if drawn == ["country"] else nothing
    if group == "years":
        chosen = chosen or words.period(Filters(), page.release, t)
    with st.popover(
        _cut(chosen) if chosen else t.gettext(nothing),
        icon=f":material/{icon}:",
        key=f"filter_{group}",
        width="content",
    ):
        closed = [key for key in drawn if not is_possible[key] and not getattr(page.filters, key)]
        for key in drawn:
            DRAW[key](page, key in closed)
        if closed:
            st.caption(
                t.gettext(
                    "Kept from view to protect people: with the other choices the groups would be too small to "
                    "publish. Clear another choice first."
                )
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


def _say_years(page: Page) -> str | None:
    return words.period(page.filters, page.release, page.t) if page.filters.years else None


def _say_country(page: Page) -> str | None:
    countries, t = page.filters.country, page.t
    if len(countries) > 2:
        number = len(countries)
        return t.ngettext("{number} country", "{number} countries", number).format(number=t.number(number))
    return t.listed([t.country(code) for code in countries]) if countries else None


def _say_place(page: Page) -> str | None:
    return place_name(page.filters.place, page.t) if page.filters.place else None


def _say_labels(key: str, page: Page) -> str | None:
    picked, t = getattr(page.filters, key), page.t
    codes = (picked,) if isinstance(picked, str) else picked
    said = t.listed([label(key, code, t) for code in codes]) if codes else None
    if said and len(said) > LONGEST_LABEL and len(codes) > 1:
        return t.ngettext("{number} chosen", "{number} chosen", len(codes)).format(number=t.number(len(codes)))
    return said


def _draw_years(page: Page, is_closed: bool) -> None:
    release, _ = page.release, page.t.gettext
    first, last = release.years or (0, 0)
    st.session_state["whole_period"] = (first, last)
    st.session_state.setdefault("choose_years", (first, last))
    st.slider(
        _("First and last year"),
        first,
        last,
        key="choose_years",
        on_change=_choose,
        args=("years",),
        format="%d",
        disabled=is_closed,
    )


def _draw_country(page: Page, is_closed: bool) -> None:
    t, _ = page.t, page.t.gettext
    codes = {*page.release.codes("country"), *page.filters.country}
    st.multiselect(
        _("Country"),
        sorted(codes, key=t.country),
        format_func=t.country,
        key="choose_country",
        on_change=_choose,
        args=("country",),
        placeholder=_("All countries"),
        disabled=is_closed,
    )


def _places(page: Page) -> list[str]:
    """The provinces that can be chosen."""
    filters = page.filters
    # people are taken from one country and identified in another
    countries = () if filters.place_role == "source" else filters.country
    # a place may come from a page that asks about it in another role
    known = {*page.release.published_codes(filters.place_role), *filter(None, [filters.place])}
    return [
        code for code in known if len(code) > 2 and (not countries or code[:2] in countries or code == filters.place)
    ]


def _draw_place(page: Page, is_closed: bool) -> None:
    t, _ = page.t, page.t.gettext
    st.selectbox(
        _("Province of origin") if page.filters.place_role == "source" else _("Province"),
        sorted(_places(page), key=lambda code: place_in_country(code, t)),
        format_func=lambda code: place_in_country(code, t),
        index=None,
        key="choose_place",
        on_change=_choose,
        args=("place",),
        placeholder=_("All provinces"),
        disabled=is_closed,
    )


def _draw_pills(key: str, title: str, codes: tuple[str, ...], page: Page, is_closed: bool) -> None:
    st.pills(
        page.t.gettext(title),
        codes,
        selection_mode="multi",
        format_func=lambda code: label(key, code, page.t),
        key=f"choose_{key}",
        on_change=_choose,
        args=(key,),
        disabled=is_closed,
    )


def _draw_form(page: Page, is_closed: bool) -> None:
    t, _ = page.t, page.t.gettext
    st.selectbox(
        _("Form of exploitation"),
        sorted(page.release.codes("form"), key=lambda code: label("form", code, t)),
        format_func=lambda code: label("form", code, t),
        index=None,
        key="choose_form",
        on_change=_choose,
        args=("form",),
        placeholder=_("All forms"),
        help=_("One at a time: a person with two forms would be counted twice in a sum over forms."),
        disabled=is_closed,
    )


# group of filters -> the picture on its button, and what the button says where nothing is chosen
GROUPS = {
    "years": ("calendar_month", N_("All years")),
    "place": ("location_on", N_("All places")),
    "people": ("group", N_("All people")),
    "form": ("category", N_("All forms")),
}
GROUP = {"years": "years", "country": "place", "place": "place", "sex": "people", "age": "people", "form": "form"}
SAY: dict[str, Callable[[Page], str | None]] = {
    "years": _say_years,
    "country": _say_country,
    "place": _say_place,
    "sex": partial(_say_labels, "sex"),
    "age": partial(_say_labels, "age"),
    "form": partial(_say_labels, "form"),
}
DRAW: dict[str, Callable[[Page, bool], None]] = {
    "years": _draw_years,
    "country": _draw_country,
    "place": _draw_place,
    "sex": partial(_draw_pills, "sex", N_("Sex"), SEXES),
    "age": partial(_draw_pills, "age", N_("Age"), AGES),
    "form": _draw_form,
}
