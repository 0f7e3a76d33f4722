"""The buttons for files that take a while, with how far they are and a way to end them: see exports.making."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from data_access.release.release import Release
from exports.making import Job
from figures.kit.text import quoted
from locales import N_, Translator
from ui.shell.share import PATH

JOBS = "files_being_made"  # session state: by key of the button and what the file is made of
MOST = 8  # files of one visitor that are made or kept
EVERY = 1_000  # milliseconds, between two looks at how far a file is
ENDS = {
    "cancelled": N_("Cancelled. No file was made."),
    "late": N_("This file took too long and was given up. Choose fewer figures, or fewer slides."),
    "busy": N_("Too many files are being made just now. Try again in a minute."),
    "large": N_("This file became too large and was given up. Choose fewer figures, or fewer slides."),
    "refused": N_("This file was not made. What is wrong:"),
    "failed": N_("This file could not be made. What happened is in the log of the server."),
}


@dataclass(frozen=True)
class Wanted:
    """A file that can be had. key: of its button; mime: its kind; make: returns it, in a thread of its own."""

    key: str
    label: str
    file_name: str
    mime: str
    make: Callable[[], bytes]
    icon: str | None = None


# Asks again how far the files are. A run of the whole page would close what is opened over it, as a search.
_SCRIPT = """
export default function ({ data, setStateValue }) {
  const timer = setInterval(() => setStateValue("looked", Date.now()), data.every)
  return () => clearInterval(timer)
}
"""
_look_again = st.components.v2.component("files_being_made", js=_SCRIPT)


@st.fragment
def file_buttons(
    key: str,
    wanted: Sequence[Wanted],
    release: Release,
    link: str,
    t: Translator,
    beside: Callable[[], object] | None = None,
) -> None:
    """Draw the buttons of files beside each other, and below them how far those are that were asked for. key: of the
    row; release, link: what they are made of, the whole release where the link is empty; beside: draws what stands in
    the same row."""
    jobs, link = _jobs(), f"{release.identity} {link} {t.language.code}"
    # one that ends while this is drawn has not ended for this run
    is_running = {one.key: (job := jobs.get((one.key, link))) is not None and job.is_running for one in wanted}
    with st.container(key=key, gap="small"):
        with st.container(horizontal=True, gap="small"):
            for one in wanted:
                _button(one, jobs.get((one.key, link)), link, t, is_running=is_running[one.key])
            if beside:
                beside()
        for one in wanted:
            job = jobs.get((one.key, link))
            if job and is_running[one.key]:
                _how_far(one, job, t)
            elif job and job.end:
                said = [t.gettext(ENDS[job.end]), *([quoted(job.reason.said(t))] if job.reason else [])]
                st.warning(" ".join(said))
        if any(is_running.values()):
            _look_again(key=f"look_{key}", data={"every": EVERY}, on_looked_change=lambda: None, height=1)


def _button(one: Wanted, job: Job | None, link: str, t: Translator, *, is_running: bool) -> None:
    """The button that has the file made, or once it is made the one that gives it."""
    if job and job.made is not None and not is_running:
        st.download_button(
            t.gettext("Save ({kind})").format(kind=one.file_name.rpartition(".")[2].upper()),
            data=job.made,
            file_name=one.file_name,
            mime=one.mime,
            key=f"save_{one.key}",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )
        return
    st.button(one.label, key=one.key, icon=one.icon, disabled=is_running, on_click=_start, args=(one, link))


def _how_far(one: Wanted, job: Job, t: Translator) -> None:
    """How far the file is, and the button that ends it."""
    said = t.gettext("{what}: begins") if job.has_begun else t.gettext("{what}: waits for its turn")
    if job.all:
        said = t.gettext("{what}: {done} of {all} parts are made")
    numbers = {"done": t.number(job.done), "all": t.number(job.all)}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.progress(job.done / job.all if job.all else 0.0, said.format(what=one.label, **numbers))
        st.button(t.gettext("Cancel"), key=f"cancel_{one.key}", icon=":material/close:", on_click=job.cancel)


def _start(one: Wanted, link: str) -> None:
    jobs = _jobs()
    jobs.pop((one.key, link), None)
    ended = [name for name, job in jobs.items() if not job.is_running]
    for name in ended[: max(0, len(jobs) + 1 - MOST)]:
        del jobs[name]
    job = jobs[one.key, link] = Job(one.make, f"{one.file_name}, page /{st.session_state.get(PATH, '')}")
    if len(jobs) > MOST:
        job.end = "busy"
    else:
        job.start()


def _jobs() -> dict[tuple[str, str], Job]:
    found: dict[tuple[str, str], Job] = st.session_state.setdefault(JOBS, {})
    return found
