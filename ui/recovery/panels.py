"""The parts of the Recovery page that are not one figure of one answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analysis import cohorts
from data_access.questions import recovery as questions
from data_access.release.agency_kinds import KINDS
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import agency_words, words
from figures.kit.labels import label, place_name
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.rows import rows_of
from figures.kit.widths import Width
from figures.recovery import charts as figures
from figures.recovery import time_charts as times
from figures.recovery import time_words as recovery_time_words
from figures.recovery import words as recovery_words
from locales import Translator
from ui.kit.answers import ask, kept
from ui.kit.filter_bar import remember
from ui.kit.panel import panel, reason_panel

Question = Callable[..., pd.DataFrame]
# where Hagar International found the trafficking of boys most (2012-2013): what people come to ask about
OFTEN_ASKED = ("AF-HER", "AF-KHO", "AF-NAN", "AF-PKA")


def often_asked(release: Release, t: Translator) -> None:
    """Buttons that answer a question with one click."""
    known = [place for place in OFTEN_ASKED if place in release.codes("source")]
    if not known:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="often_asked"):
        st.caption(t.gettext("Often asked: how many were reunited, and how long did it take?"), width="content")
        for place in known:
            st.button(
                t.gettext("Boys from {place}").format(place=place_name(place, t)),
                key=f"often_{place}",
                on_click=_ask,
                args=({"place": place, "sex": "male", "age": "child"},),
                type="tertiary",
            )


def _ask(choices: Mapping[str, str]) -> None:
    st.query_params.from_dict(dict(choices))


def lead(funnel: pd.DataFrame, reunited: pd.DataFrame, filters: Filters, t: Translator) -> list[str]:
    """The sentences under the headline: how long the way home took, what stands in for a number that is withheld, and
    where people drop out."""
    said = [
        *(
            recovery_time_words.without_time(row, funnel, filters, t) or recovery_time_words.sentence(row, filters, t)
            for row in rows_of(reunited)[:1]
        ),
        recovery_time_words.fallback_note(reunited, filters, t),
        recovery_words.largest_loss(funnel, t),
    ]
    return [sentence for sentence in said if sentence]


def how_long(release: Release, filters: Filters, *steps: str) -> pd.DataFrame:
    """How many reached each of some steps and how long it took half of them: see analysis.cohorts.medians.

    Steps that the release does not publish for the choice are left out; without any, the answer is not published.
    """
    parts = [kept(partial(_took, release, filters, step), "how long", release.id, filters, step) for step in steps]
    published = [part for part in parts if part.attrs.get("is_published", True)]
    return pd.concat(published, ignore_index=True) if published else parts[0]


def _took(release: Release, filters: Filters, step: str) -> pd.DataFrame:
    reached, waits = (ask(question, release, filters, step) for question in (questions.reached, questions.waits))
    return cohorts.medians(reached, waits)


@dataclass(frozen=True)
class Show:
    """Draws the figures of the page for one choice, or says what can be asked instead of one that is not published.

    choices: the filters in words.
    """

    release: Release
    filters: Filters
    choices: str
    t: Translator
    colours: Palette
    width: Width

    def ask(self, question: Question, *more: str) -> pd.DataFrame:
        """What the release answers to a question for the choice."""
        return ask(question, self.release, self.filters, *more)

    def columns(self, left: int, right: int) -> list[DeltaGenerator]:
        """Two columns as wide as these to each other, or equal ones where the smaller would be too narrow."""
        return list(st.columns([left, right] if self.width == "desktop" else 2))

    def made(self, make: Callable[[], pd.DataFrame], *key: str) -> pd.DataFrame:
        """What is made from answers for the choice, once; the key says all else that it depends on."""
        return kept(make, self.release.id, self.filters, *key)

    def __call__(
        self,
        key: str,
        title: str,
        by: tuple[str, ...],
        answer: pd.DataFrame,
        figure: Callable[[], go.Figure],
        alt: str,
        note: str | None = None,
        instead: str | None = None,
    ) -> None:
        """Draw a figure as ui.kit.panel.panel does. by: the dimensions that its question counts by; instead: what else
        may be asked where it is not published."""
        if answer.attrs.get("is_published", True):
            panel(key, title, answer, figure, alt, self.release, self.t, choices=self.choices, note=note)
            return
        with st.container(border=True, key=f"panel_{key}", height="stretch"):
            st.markdown(f"## {title}")
            _instead(key, questions.without_which(self.release, self.filters, by), self.t)
            st.markdown(instead or "")


def how_far(show: Show, funnel: pd.DataFrame) -> None:
    """How far people came: the funnel, and groups beside each other."""
    _, t, filters = show.t.gettext, show.t, show.filters
    left, right = show.columns(3, 2)
    with left:
        show(
            "funnel",
            _("How far people came after they were identified"),
            ("stage",),
            recovery_words.chosen(funnel),
            lambda: figures.funnel_figure(funnel, Paper(t, show.colours, show.width)),
            recovery_words.funnel_words(funnel, filters, t),
            recovery_words.page_caveat(t),
        )
    with right:
        title = _("Share of the people identified who came so far")
        show(
            "beside",
            title,
            ("stage",),
            funnel,
            lambda: figures.beside_figure(funnel, "stage", filters, Paper(t, show.colours)),
            recovery_words.shares_words(funnel, "stage", title, filters, t),
        )


def losses_and_times(show: Show, funnel: pd.DataFrame) -> None:
    """Where people drop out of the records, step by step, and how long each step took."""
    _, t, filters = show.t.gettext, show.t, show.filters
    left, right = show.columns(2, 3)
    with left, st.container(border=True, key="panel_losses", height="stretch"):
        st.markdown(f"## {_('Where people drop out of the records')}")
        nothing = _("Nothing is recorded for this choice. Choose other years, places or people.")
        if funnel.attrs.get("is_published", True):
            st.markdown("\n".join(f"- {sentence}" for sentence in recovery_words.losses(funnel, t)) or nothing)
        else:
            st.info(words.not_published(t))
    with right:
        answer = how_long(show.release, filters, *questions.STEPS)
        show(
            "steps",
            _("How long it took half of those who came so far"),
            questions.STEPS[-1:],
            answer,
            lambda: times.steps_figure(answer, filters, Paper(t, show.colours)),
            recovery_time_words.steps_words(answer, filters, t),
            recovery_time_words.steps_note(answer, t),
        )


def one_step(show: Show, step: str) -> None:
    """How long one step takes: its curve with those who still wait, and its bands."""
    _, t, filters = show.t.gettext, show.t, show.filters
    curve = show.made(
        lambda: cohorts.curves(show.ask(questions.waits, step), show.ask(questions.reached, step)), "curve", step
    )
    bands = show.made(lambda: cohorts.add_shares(show.ask(questions.time_bands, step)), "bands", step)
    left, right = show.columns(3, 2)
    with left:
        show(
            "curve",
            _(recovery_time_words.CURVE[step]),
            (step,),
            curve,
            lambda: times.curve_figure(curve, filters, Paper(t, show.colours)),
            recovery_time_words.curve_words(curve, step, filters, t),
            recovery_time_words.curve_note(t),
        )
    with right:
        title = _("Time since identification, of those who came so far")
        show(
            "bands",
            title,
            (step,),
            bands,
            lambda: figures.beside_figure(bands, "time", filters, Paper(t, show.colours)),
            recovery_words.shares_words(bands, "time", title, filters, t),
            recovery_time_words.bands_note(t),
        )


def help_and_outcomes(show: Show) -> None:
    """Which services people received, and how they were at the last follow-up."""
    _, t = show.t.gettext, show.t
    columns = st.columns(2)
    titles = {"service": _("Services received"), "outcome": _("How they were at the last follow-up")}
    notes = {"service": recovery_words.services_note(t), "outcome": recovery_words.outcomes_note(t)}
    asked = {"service": questions.services, "outcome": questions.outcomes}
    for column, (code, title) in zip(columns, titles.items(), strict=True):
        answer = cohorts.add_shares(show.ask(asked[code]))
        with column:
            show(
                code,
                title,
                (code,),
                answer,
                partial(figures.beside_figure, answer, code, show.filters, Paper(t, show.colours)),
                recovery_words.shares_words(answer, code, title, show.filters, t),
                notes[code],
            )


def compared(show: Show, by: str, step: str) -> None:
    """The codes of one dimension compared: the share who returned, and how long one step took."""
    _, t = show.t.gettext, show.t
    note, title = recovery_words.groups_note(by, t), _("Share reunited or reintegrated, of the people identified")
    if by in KINDS and (reason := agency_words.no_numbers_by_kind(show.release, by, t)):
        reason_panel("groups", title, reason)
        return
    timed = [one for one in questions.STEPS if show.release.covers((by, one), {})]
    left, right = show.columns(3, 2) if timed else (st.container(), st.container())
    with left:
        shares = cohorts.add_shares(show.ask(questions.reunified_by, by))
        show(
            "groups",
            title,
            (by, "stage"),
            shares,
            lambda: figures.groups_figure(shares, by, Paper(t, show.colours)),
            recovery_words.groups_words(shares, by, t),
            note,
        )
    if not timed:
        right.caption(recovery_time_words.other_steps(timed, t))
        return
    with right:
        column = "place" if by in ("source", "province") else by
        took = show.made(
            lambda: cohorts.medians(
                show.ask(questions.reached_by, by, step), show.ask(questions.waits_by, by, step), column
            ),
            "group times", by, step,
        )  # fmt: skip
        how_long = _("How long it took half of them: {step}").format(step=label("step", step, t))
        show(
            "group_times",
            how_long,
            (by, step),
            took,
            lambda: times.groups_figure(took, by, Paper(t, show.colours)),
            recovery_time_words.groups_words(took, by, how_long, t),
            recovery_time_words.groups_note(t),
            recovery_time_words.other_steps(timed, t),
        )


def compared_steps(show: Show, by: str) -> None:
    """How far the people of each group came: every step of the funnel, for each code of one dimension."""
    _, t = show.t.gettext, show.t
    if by in KINDS and not show.release.kinds_shown.has(by):
        return  # `compared` says why
    title = _("How far people of each group came, of those identified")
    answer = show.made(lambda: cohorts.add_shares(show.ask(questions.stages_by, by)), "stages by", by)
    show(
        "group_steps",
        title,
        (by, "stage"),
        answer,
        lambda: figures.stages_by_figure(answer, by, Paper(t, show.colours, show.width)),
        recovery_words.stages_by_words(answer, by, title, t),
        _("Empty cells are withheld. Shares of small groups are uncertain: their limits are in the table."),
    )


def _instead(key: str, able: list[tuple[str, ...]], t: Translator) -> None:
    """Say why something is not published, with a button for each way to ask for less that is."""
    _ = t.gettext
    if not able:
        st.info(_("This release does not publish this: the groups would be too small to protect people and agencies."))
        return
    st.info(_("Kept from view to protect people: for these choices together the groups are too small to publish."))
    known = {
        "years": _("the years"),
        "country": _("the country"),
        "place": _("the province"),
        "sex": _("the sex"),
        "age": _("the age"),
        "form": _("the form of exploitation"),
    }
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key=f"instead_{key}"):
        st.caption(_("What can be asked instead:"), width="content")
        for names in able:
            st.button(
                _("Without {choices}").format(choices=t.listed([known[name] for name in names])),
                key=f"without_{key}_{'_'.join(names)}",
                on_click=remember,
                args=(st.session_state["filters"].without(*names),),
            )
