"""The controls of the filters: a button for each group of them, which says what is chosen, and what is behind it."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from data_access.release.filters import AGES, SEXES, Filters
from figures.kit import words
from figures.kit.labels import label, place_in_country, place_name
from locales import N_
from ui.kit.chosen_filters import begin_control, take_choice
from ui.kit.page import Page

LONGEST_LABEL = 28  # characters of a choice on its button; what is longer is counted or cut: the sentence has it whole


def draw_group(group: str, page: Page, is_possible: Mapping[str, bool]) -> None:
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
    begin_control("years", (first, last))
    st.select_slider(  # the other slider writes years in the digits of English
        _("First and last year"),
        range(first, last + 1),
        (first, last),
        format_func=page.t.year,
        key="choose_years",
        on_change=take_choice,
        args=("years",),
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
        on_change=take_choice,
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
        on_change=take_choice,
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
        on_change=take_choice,
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
        on_change=take_choice,
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
# what is chosen of a filter, in few words
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
