"""The visitor's choices in the address, so that a link shared by mail opens the exact view.

Streamlit's own `bind="query-params"` is not used: it writes the translated label of an option into the address, and a
link made in Dari would then open nothing in English. Here the address holds codes.

A run either answers an address that was opened (a link, a bookmark, Back or Forward, a session that a lost connection
made anew), and then everything is read from it; or it answers something that the visitor did on the page, and then the
address is only written. Pages ask `is_opened` and `asked`, and end what is read by `write_address`.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data_access.errors import BadInput
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.stories import MOST_SLIDES, slide_of
from figures.views.address import Reading
from locales import DEFAULT_LANGUAGE, LANGUAGES

Address = dict[str, list[str]]

# session state: the addresses that were written, the newest last; what an action of the page opens in the next run;
# and what the address that was opened asks for in vain, by parameter: so far in this run, and what is to be said of it
WRITTEN, TO_OPEN, FOUND_IN_VAIN, IN_VAIN = "written_addresses", "address_to_open", "found_in_vain", "asked_in_vain"
# and what is compared with, as findings.sides writes it; the number of the question that the page answers; and the
# slides that were collected, each a link with the key of its figure behind "#"
BESIDE, QUESTION, SLIDES = "beside", "question", "collected_slides"
MOST_WRITTEN = 50  # a browser that has not seen the newest yet may still send an older one


def _opened() -> Address | None:
    """The address that was opened and that this run answers, until it is written; None where there is none."""
    state, context, now = st.session_state, get_script_run_ctx(), _in_browser()
    if WRITTEN not in state or (context is not None and context.is_history_navigation):
        return now
    # a move to another page empties the address; the choices are then carried over
    ours: Address | None = state.get(TO_OPEN)
    return now if now and now not in state[WRITTEN] else ours


def _in_browser() -> Address:
    return {key: st.query_params.get_all(key) for key in st.query_params}


def is_opened() -> bool:
    """Does this run answer an address that was opened, so that all choices are read from it?"""
    return _opened() is not None


def asked(name: str) -> str | None:
    """What the address that was opened says of a parameter; the last, where it says several things: the others are
    asked in vain."""
    values = list(dict.fromkeys(asked_all(name)))
    ask_in_vain(name, values[:-1])
    return values[-1] if values else None


def asked_all(name: str) -> list[str]:
    """All that the address that was opened says of a parameter."""
    return list((_opened() or {}).get(name, []))


def open_address(choices: Mapping[str, list[str]]) -> None:
    """Let the next run read these choices as if they stood in the address, of the release and in the language of now
    where they say nothing else. For callbacks."""
    kept = {key: values for key, values in address_now().items() if key in ("release", "lang", "slides")}
    st.session_state[TO_OPEN] = {**kept, **choices}


def address_now() -> Address:
    """What stands in the address."""
    return dict(next(reversed(st.session_state.get(WRITTEN, [])), {}))


def view_now() -> Address:
    """What stands in the address of what is seen, without the slides that were collected."""
    return {name: values for name, values in address_now().items() if name != "slides"}


def ask_in_vain(name: str, values: Iterable[str]) -> None:
    """Remember what the address asks for and cannot be shown, so that the page says it."""
    if values := list(values):
        found = st.session_state.setdefault(FOUND_IN_VAIN, {})
        found[name] = list(dict.fromkeys([*found.get(name, ()), *values]))


def asked_in_vain() -> dict[str, list[str]]:
    """What the address that was opened asks for in vain, by parameter, as far as it was read. Before it is written."""
    before = {} if is_opened() else left_out()
    return {**before, **st.session_state.get(FOUND_IN_VAIN, {})}


def left_out() -> dict[str, list[str]]:
    """What the address asked for in vain, until the visitor chooses something else. After it was written."""
    return dict(st.session_state.get(IN_VAIN, {}))


def read_language() -> str:
    """Take the language from the address, where it names one that is offered, and remember it for the session."""
    code = asked("lang")
    if code in LANGUAGES and LANGUAGES[code].is_offered:
        st.session_state["language"] = code
    elif code is not None:
        ask_in_vain("lang", [code])
    elif is_opened() and st.session_state.get(WRITTEN):
        st.session_state["language"] = DEFAULT_LANGUAGE  # Back to a page in English, whose address names no language
    return str(st.session_state.setdefault("language", DEFAULT_LANGUAGE))


def read_filters(release: Release) -> Filters:
    """Read the choices in the address, what is compared with them (BESIDE) and what is asked (QUESTION). What the
    release does not know is left out, and remembered."""
    reading = Reading(_opened() or {})
    reading.unknown_parameters()
    filters = reading.filters(release)
    st.session_state.update({BESIDE: reading.beside(release), QUESTION: reading.question(), SLIDES: _slides(reading)})
    for name, values in reading.in_vain.items():
        ask_in_vain(name, values)
    return filters


def _slides(reading: Reading) -> list[str]:
    """The slides that the address has collected; links that no story may hold are asked in vain."""
    links = list(dict.fromkeys(reading.all("slides")))
    known = []
    for link in links[:MOST_SLIDES]:
        with suppress(BadInput):
            slide_of(link)
            known.append(link)
    reading.miss("slides", (link for link in links if link not in known))
    return known


def write_address(release: Release, filters: Filters, others: Mapping[str, str | None]) -> None:
    """Put the release, the years, the other choices, and the other parameters that are not empty into the address."""
    years = filters.years or release.whole_period
    language = st.session_state.get("language", DEFAULT_LANGUAGE)
    parameters: dict[str, Any] = {
        "years": f"{years[0]}-{years[1]}" if years else None,
        "country": list(filters.country),
        "place": filters.place,
        "with": st.session_state.get(BESIDE),
        "sex": list(filters.sex),
        "age": list(filters.age),
        "form": filters.form,
        "question": str(st.session_state.get(QUESTION) or ""),
        **others,
        "slides": st.session_state.get(SLIDES, []),
        "release": str(release.id),
        "lang": language if language != DEFAULT_LANGUAGE else None,
    }
    wanted = {key: value if isinstance(value, list) else [value] for key, value in parameters.items() if value}
    written = st.session_state.get(WRITTEN, [])
    in_vain = asked_in_vain()
    if not is_opened() and {**written[-1], "release": []} != {**wanted, "release": []}:
        in_vain = st.session_state.get(FOUND_IN_VAIN, {})  # the visitor chose something else
    st.session_state[IN_VAIN] = in_vain
    for ended in (FOUND_IN_VAIN, TO_OPEN):
        st.session_state.pop(ended, None)
    st.session_state[WRITTEN] = [*(one for one in written if one != wanted), wanted][-MOST_WRITTEN:]
    if wanted != _in_browser():
        st.query_params.from_dict(wanted)
