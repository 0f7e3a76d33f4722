"""The visitor's choices in the address, so that a link shared by mail opens the exact view.

Streamlit's own `bind="query-params"` is not used: it writes the translated label of an option into the address, and a
link made in Dari would then open nothing in English. Here the address holds codes.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import streamlit as st

from data_access.release.filters import AGES, SEXES, Filters
from data_access.release.release import Release
from locales import DEFAULT_LANGUAGE, LANGUAGES

# session state: the query parameters as they were last written by us; the page of this run; whether it is another one
# than that of the run before
KEEP, PAGE, MOVED, WRITTEN_AT = "kept_choices", "page", "moved_to_another_page", "address_written_at"
# seconds in which a run may still come from a browser that has not seen the address that we wrote
SETTLED_AFTER = 3.0


def note_page(path: str) -> None:
    """Remember which page this run is for. Once a run, before the page."""
    st.session_state[MOVED] = st.session_state.get(PAGE) != path
    st.session_state[PAGE] = path


def read_language() -> str:
    """Take the language from the address, where it names one that is offered, and remember it for the session."""
    code = st.query_params.get("lang")
    if code in LANGUAGES and LANGUAGES[code].is_offered:
        st.session_state["language"] = code
    return str(st.session_state.setdefault("language", DEFAULT_LANGUAGE))


def address_changed() -> bool:
    """Did the address change other than by our own writing: a link, a bookmark, back or forward?

    A move to another page empties the address; the choices are then carried over. On the same page an empty address
    is a way back: choices that were written into it again would hold the visitor there.
    """
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    now.pop("lang", None)
    before = st.session_state.get(KEEP)
    if before is None:
        return True
    if not now:
        settled = time.monotonic() - st.session_state.get(WRITTEN_AT, 0.0) > SETTLED_AFTER
        return bool(before) and settled and not st.session_state.get(MOVED, True)
    return bool(now != before)


def read_filters(release: Release) -> Filters:
    """Read the choices in the address. What the release does not know is left out."""
    parameters = st.query_params
    countries = {*release.codes("country"), *release.codes("from_country"), *release.codes("to_country")}
    chosen = _known(parameters.get_all("country"), countries)
    place = parameters.get("place")
    # a province where people were identified or, on pages that ask so, from which they were taken
    is_known = place in {*release.codes("province"), *release.codes("source")} and place not in countries
    form = parameters.get("form")
    return Filters(
        years=_years(parameters.get("years"), release.years),
        country=chosen,
        # a province of a country that is not among the chosen ones would leave nothing
        place=place if is_known and (not chosen or str(place)[:2] in chosen) else None,
        sex=_known(parameters.get_all("sex"), SEXES),
        age=_known(parameters.get_all("age"), AGES),
        form=form if form in release.codes("form") else None,
    )


def write_address(filters: Filters, others: Mapping[str, str | None]) -> None:
    """Put the choices, and the other parameters that are not empty, into the address."""
    parameters: dict[str, Any] = {
        "years": f"{filters.years[0]}-{filters.years[1]}" if filters.years else None,
        "country": list(filters.country),
        "place": filters.place,
        "sex": list(filters.sex),
        "age": list(filters.age),
        "form": filters.form,
        **others,
    }
    wanted = {key: value if isinstance(value, list) else [value] for key, value in parameters.items() if value}
    st.session_state[KEEP] = dict(wanted)
    language = st.session_state.get("language", DEFAULT_LANGUAGE)
    if language != DEFAULT_LANGUAGE:
        wanted["lang"] = [language]
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    if now != wanted:
        st.session_state[WRITTEN_AT] = time.monotonic()
        st.query_params.from_dict(wanted)


def _known(codes: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    allowed = set(allowed)
    return tuple(dict.fromkeys(code for code in codes if code in allowed))


def _years(text: str | None, period: tuple[int, int] | None) -> tuple[int, int] | None:
    """Read "2019-2024" or "2019"; None for the whole period or for anything else."""
    if not text or not period:
        return None
    parts = text.split("-")
    if len(parts) > 2 or not all(part.isascii() and part.isdecimal() and len(part) == 4 for part in parts):
        return None
    first, last = sorted((int(parts[0]), int(parts[-1])))
    chosen = (max(first, period[0]), min(last, period[1]))
    return chosen if chosen[0] <= chosen[1] and chosen != period else None
