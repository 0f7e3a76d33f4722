"""The choice between the views of a page, or between the parts of one."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar, cast

import streamlit as st

from ui.shell.address import ask_in_vain, asked, is_opened

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Code = TypeVar("Code", bound=str)
ViewOfWords = TypeVar("ViewOfWords", bound="DataclassInstance")


def chosen(key: str, names: Mapping[Code, str]) -> Code:
    """What is chosen of some codes, before `choose` draws the choice itself further down the page."""
    return cast(Code, st.session_state.setdefault(key, next(iter(names))))


def choose(key: str, title: str, names: Mapping[Code, str], *, is_beside_title: bool = False) -> Code:
    """Draw the choice between some codes (code -> its name) and return the chosen one, which st.session_state[key]
    holds; the first where nothing was chosen. is_beside_title: the page says the title beside it already."""
    chosen(key, names)
    return cast(
        Code,
        st.segmented_control(
            title,
            list(names),
            format_func=names.__getitem__,
            key=key,
            label_visibility="collapsed" if is_beside_title else "visible",
            required=True,
            persist_state="session",
        ),
    )


def start_from_address(key: str, names: Mapping[Code, str]) -> None:
    """Let a choice of views follow the address (`view=`) where one was opened. Write it back under "view"."""
    if is_opened():
        word = asked("view")
        st.session_state[key] = word if word in {*names} else next(iter(names))
        say_unused_words([st.session_state[key]])


def take_words(key: str, read: Callable[[str | None], ViewOfWords]) -> ViewOfWords:
    """What the visitor chose of the words that `view` may hold, or what the address asks for where it is new. Call it
    before anything is drawn. key: of st.session_state for each of them, with {}. read: the words of `view` as a view
    whose fields are words."""
    view = read(asked("view"))
    words: dict[str, str] = asdict(view)
    if is_opened() or any(key.format(name) not in st.session_state for name in words):
        st.session_state.update({key.format(name): word for name, word in words.items()})
        say_unused_words(words.values())
    return type(view)(**{name: st.session_state[key.format(name)] for name in words})


def say_unused_words(used: Iterable[str]) -> None:
    """Let the page say which words of `view` in the address that was opened are none of those that it shows: unknown
    ones, and those that cannot go together with others."""
    unused = {*(asked("view") or "").split("-")} - {*used, ""}
    ask_in_vain("view", sorted(unused))
