"""The filter bar that all pages share: choices, what they mean in words, and a way back."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.questions.overview import answerable
from data_access.release.filters import AGES, SEXES, Filters
from data_access.release.release import Release
from figures.kit import words
from figures.kit.labels import label, place_in_country, place_name
from locales import Translator
from ui.shell.address import address_changed, read_filters, write_address

LONGEST_LABEL = 28  # characters of a choice on its button; what is longer is counted or cut: the sentence has it whole
KEYS = ("years", "country", "place", "sex", "age", "form")


def filter_bar(
    release: Release,
    t: Translator,
    questions: Mapping[tuple[str, ...], tuple[str, ...]],
    *,
    choices: tuple[str, ...] = KEYS,
    role: str = "identified",
    others: Mapping[str, str | None] | None = None,
) -> Filters:
    """Draw the filter bar and return the visitor's choices.

    questions: what the page asks (see data_access.questions.overview.answerable); a choice that would need a table that
    the release does not publish is shown disabled, with the reason. choices: the filters that this page has.
    others: further query parameters of the page. role: "origin" where `place` is the province that people were taken
    from; for other roles see figures.kit.words.filters_sentence.
    """
    _ = t.gettext
    if address_changed():
        remember(read_filters(release))
    place_role = "source" if role == "origin" else "province"
    kept = st.session_state["filters"].with_choice(place_role=place_role)
    page_filters = kept.without(*(key for key in KEYS if key not in choices))
    with st.container(horizontal=True, gap="small", key="filter_bar"):
        for key in choices:
            if key == "years" and (release.years is None or release.years[0] == release.years[1]):
                continue
            possible = answerable(release, _with_any(page_filters, key, release), questions)
            DRAW[key](release, t, page_filters, possible)
        if page_filters != Filters(place_role=place_role):
            st.button(_("Clear all"), key="clear_filters", on_click=remember, args=(Filters(),), type="tertiary")
    filters: Filters = st.session_state["filters"].without(*(key for key in KEYS if key not in choices))
    filters = filters.with_choice(place_role=place_role)
    st.markdown(f"**{words.filters_sentence(filters, release, t, role=role)}**")
    write_address(filters, others or {})
    return filters


def remember(filters: Filters) -> None:
    """Make these the choices of every filter bar."""
    st.session_state["filters"] = filters
    for key in KEYS:
        value = getattr(filters, key)
        st.session_state[f"choose_{key}"] = list(value) if key in ("country", "sex", "age") else value
    if filters.years is None:
        st.session_state.pop("choose_years", None)


def _choose(key: str) -> None:
    if f"choose_{key}" not in st.session_state:
        return  # the visitor moved to another page before this choice arrived: its widget is gone
    value = st.session_state[f"choose_{key}"]
    if key in ("country", "sex", "age"):
        value = tuple(value)
    elif key == "years":
        value = tuple(value)
        value = None if value == st.session_state["whole_period"] else value
    changes = {key: value}
    if key == "country":
        changes["place"] = None  # a province of another country would leave nothing
        st.session_state["choose_place"] = None
    st.session_state["filters"] = st.session_state["filters"].with_choice(**changes)


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


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _draw_years(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _ = t.gettext
    first, last = release.years or (0, 0)
    st.session_state["whole_period"] = (first, last)
    chosen = words.period(filters, release, t) if filters.years else None
    with _popover("years", _("Years"), chosen, t, possible):
        st.session_state.setdefault("choose_years", (first, last))
        st.slider(
            _("First and last year"), first, last, key="choose_years", on_change=_choose, args=("years",), format="%d"
        )


def _draw_country(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _ = t.gettext
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


def _draw_place(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _ = t.gettext
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


def _draw_pills(key: str, title: str, codes: tuple[str, ...], t: Translator, filters: Filters, possible: bool) -> None:
    picked = getattr(filters, key)
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


def _draw_sex(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _draw_pills("sex", t.gettext("Sex"), SEXES, t, filters, possible)


def _draw_age(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _draw_pills("age", t.gettext("Age"), AGES, t, filters, possible)


def _draw_form(release: Release, t: Translator, filters: Filters, possible: bool) -> None:
    _ = t.gettext
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


DRAW = {
    "years": _draw_years,
    "country": _draw_country,
    "place": _draw_place,
    "sex": _draw_sex,
    "age": _draw_age,
    "form": _draw_form,
}
