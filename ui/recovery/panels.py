"""The parts of the Recovery page that are not one figure of one answer."""

from collections.abc import Mapping
from functools import partial

import pandas as pd
import streamlit as st

from analysis import cohorts
from data_access.questions import recovery as questions
from data_access.release.agency_kinds import KINDS
from data_access.release.filters import Filters
from figures.kit import agency_words, words
from figures.kit.labels import label, place_name
from figures.kit.rows import rows_of
from figures.recovery import charts as figures
from figures.recovery import home_words
from figures.recovery import time_charts as times
from figures.recovery import time_words as recovery_time_words
from figures.recovery import words as recovery_words
from findings import change
from findings.rates import assumed, overdispersion
from findings.unfinished import open_stages, unfinished_years
from locales import Translator
from ui.kit.chosen_filters import set_filters
from ui.kit.page import Page, reason_panel
from ui.shell.address import open_address

# where Hagar International found the trafficking of boys most (2012-2013): what people come to ask about
OFTEN_ASKED = ("AF-HER", "AF-KHO", "AF-NAN", "AF-PKA")


def often_asked(page: Page) -> None:
    """Buttons that answer a question with one click."""
    t = page.t
    known = [place for place in OFTEN_ASKED if place in page.release.codes("source")]
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
    open_address({key: [value] for key, value in choices.items()})


def lead(funnel: pd.DataFrame, reunited: pd.DataFrame, filters: Filters, t: Translator) -> list[str]:
    """The sentences under the headline: how long the way home took, and what stands in for a number that is
    withheld."""
    said = [
        *(
            recovery_time_words.without_time(row, funnel, filters, t) or recovery_time_words.sentence(row, filters, t)
            for row in rows_of(reunited)[:1]
        ),
        recovery_time_words.fallback_note(reunited, filters, t),
    ]
    return [sentence for sentence in said if sentence]


def how_long(page: Page, *steps: str) -> pd.DataFrame:
    """How many reached each of some steps and how long it took half of them: see analysis.cohorts.medians.

    Steps that the release does not publish for the choice are left out; without any, the answer is not published.
    """
    parts = [page.made_once(partial(_took, page, step), "how long", step) for step in steps]
    published = [part for part in parts if part.attrs.get("is_published", True)]
    return pd.concat(published, ignore_index=True) if published else parts[0]


def _took(page: Page, step: str) -> pd.DataFrame:
    return cohorts.medians(
        page.ask(questions.reached, step), page.ask(questions.waits, step), overdispersion=_groups(page)
    )


def _groups(page: Page) -> float:
    """How many times as much counts vary as those of people found one by one: that of the release's areas."""
    return assumed(overdispersion(page.release, Filters(), "identified"))


def came_home(page: Page, funnel: pd.DataFrame, reunited: pd.DataFrame) -> None:
    """The three numbers that may be called "came home", each with its definition."""
    t = page.t
    curve = _curve(page, "reunification_time")
    with st.container(border=True, key="came_home"):
        st.markdown(f"## {page.titled(t.gettext('Who came home: three numbers that are not the same'))}")
        st.markdown("\n".join(f"- {line}" for line in home_words.came_home(funnel, reunited, curve, t)))


def _curve(page: Page, step: str) -> pd.DataFrame:
    return page.made_once(
        lambda: cohorts.curves(page.ask(questions.waits, step), page.ask(questions.reached, step), _groups(page)),
        "curve", step,
    )  # fmt: skip


def how_far(page: Page, funnel: pd.DataFrame) -> None:
    """How far people came: the funnel, and groups beside each other."""
    paper, t, filters, _ = page.paper, page.t, page.filters, page.t.gettext
    left, right = page.columns(3, 2)
    with left:
        page.panel(
            "funnel",
            _("How far people came after they were identified"),
            recovery_words.chosen(funnel),
            lambda: figures.funnel_figure(funnel, paper),
            recovery_words.funnel_words(funnel, filters, t),
            recovery_words.page_caveat(t),
            instead=partial(_instead, page, "funnel", ("stage",)),
        )
    with right:
        title = _("Share of the people identified who came so far")
        page.panel(
            "beside",
            title,
            funnel,
            lambda: figures.beside_figure(funnel, "stage", filters, paper),
            recovery_words.shares_words(funnel, "stage", title, filters, t),
            instead=partial(_instead, page, "beside", ("stage",)),
        )


def losses_and_times(page: Page, funnel: pd.DataFrame) -> None:
    """Where people are not recorded further, step by step, and how long each step took."""
    paper, t, filters, _ = page.paper, page.t, page.filters, page.t.gettext
    unfinished = unfinished_years(page.release, filters)
    left, right = page.columns(2, 3)
    with left, st.container(border=True, key="panel_losses", height="stretch"):
        st.markdown(f"## {page.titled(_('Where people are not recorded further'))}")
        nothing = _("Nothing may be shown here: too few people, or nobody. Choose other years, places or people.")
        if funnel.attrs.get("is_published", True):
            # of people who have had no time nothing is said but that
            is_told = change.whole_years(page.release, filters) is not None
            largest = recovery_words.largest_loss(funnel, t, is_unfinished=bool(unfinished)) if is_told else None
            still = recovery_words.still_open(unfinished, t) if unfinished else None
            st.markdown(words.joined(largest, still) or "")
            lost = recovery_words.losses(funnel, t, open_stages(page.release, filters))
            st.markdown("\n".join(f"- {sentence}" for sentence in lost) or nothing)
        else:
            st.info(words.not_published(t))
    with right:
        answer = how_long(page, *questions.STEPS)
        page.panel(
            "steps",
            _("How long it took half of those who came so far"),
            answer,
            lambda: times.steps_figure(answer, filters, paper),
            recovery_time_words.steps_words(answer, filters, t),
            recovery_time_words.steps_note(answer, _groups(page), t),
            instead=partial(_instead, page, "steps", questions.STEPS[-1:]),
        )


def one_step(page: Page, step: str) -> None:
    """How long one step takes: its curve with those who still wait, and its bands."""
    paper, t, filters, _ = page.paper, page.t, page.filters, page.t.gettext
    curve = _curve(page, step)
    bands = page.made_once(lambda: cohorts.add_shares(page.ask(questions.time_bands, step)), "bands", step)
    left, right = page.columns(3, 2)
    with left:
        page.panel(
            "curve",
            _(recovery_time_words.CURVE[step]),
            curve,
            lambda: times.curve_figure(curve, filters, paper),
            recovery_time_words.curve_words(curve, step, filters, t),
            recovery_time_words.curve_note(_groups(page), t),
            instead=partial(_instead, page, "curve", (step,)),
        )
    with right:
        title = _("Time since identification, of those who came so far")
        page.panel(
            "bands",
            title,
            bands,
            lambda: figures.beside_figure(bands, "time", filters, paper),
            recovery_words.shares_words(bands, "time", title, filters, t),
            recovery_time_words.bands_note(t),
            instead=partial(_instead, page, "bands", (step,)),
        )


def help_and_outcomes(page: Page) -> None:
    """Which services people received, and how they were at the last follow-up."""
    paper, t, _ = page.paper, page.t, page.t.gettext
    columns = st.columns(2)
    titles = {"service": _("Services received"), "outcome": _("How they were at the last follow-up")}
    notes = {"service": recovery_words.services_note(t), "outcome": recovery_words.outcomes_note(t)}
    asked = {"service": questions.services, "outcome": questions.outcomes}
    for column, (code, title) in zip(columns, titles.items(), strict=True):
        answer = cohorts.add_shares(page.ask(asked[code]))
        with column:
            page.panel(
                code,
                title,
                answer,
                partial(figures.beside_figure, answer, code, page.filters, paper),
                recovery_words.shares_words(answer, code, title, page.filters, t),
                notes[code],
                instead=partial(_instead, page, code, (code,)),
            )


def compared(page: Page, by: str, step: str) -> None:
    """The codes of one dimension compared: the share who returned, and how long one step took."""
    paper, t, _ = page.paper, page.t, page.t.gettext
    note, title = recovery_words.groups_note(by, t), _("Share reunited or reintegrated, of the people identified")
    if by in KINDS and (reason := agency_words.no_numbers_by_kind(page.release, by, t)):
        reason_panel("groups", title, reason)
        return
    timed = [one for one in questions.STEPS if page.release.covers((by, one), {})]
    left, right = page.columns(3, 2) if timed else (st.container(), st.container())
    with left:
        shares = cohorts.add_shares(page.ask(questions.reunified_by, by))
        page.panel(
            "groups",
            title,
            shares,
            lambda: figures.groups_figure(shares, by, paper),
            recovery_words.groups_words(shares, by, t),
            note,
            instead=partial(_instead, page, "groups", (by, "stage")),
        )
    if not timed:
        right.caption(recovery_time_words.other_steps(timed, t))
        return
    with right:
        column = "place" if by in ("source", "province") else by
        took = page.made_once(
            lambda: cohorts.medians(
                page.ask(questions.reached_by, by, step), page.ask(questions.waits_by, by, step), column, _groups(page)
            ),
            "group times", by, step,
        )  # fmt: skip
        how_long = _("How long it took half of them: {step}").format(step=label("step", step, t))
        page.panel(
            "group_times",
            how_long,
            took,
            lambda: times.groups_figure(took, by, paper),
            recovery_time_words.groups_words(took, by, how_long, t),
            recovery_time_words.groups_note(t),
            instead=partial(_instead, page, "group_times", (by, step), recovery_time_words.other_steps(timed, t)),
        )


def compared_steps(page: Page, by: str) -> None:
    """How far the people of each group came: every step of the funnel, for each code of one dimension."""
    paper, t, _ = page.paper, page.t, page.t.gettext
    if by in KINDS and not page.release.kinds_shown.has(by):
        return  # `compared` says why
    title = _("How far people of each group came, of those identified")
    answer = page.made_once(lambda: cohorts.add_shares(page.ask(questions.stages_by, by)), "stages by", by)
    page.panel(
        "group_steps",
        title,
        answer,
        lambda: figures.stages_by_figure(answer, by, paper),
        recovery_words.stages_by_words(answer, by, title, t),
        _("Empty cells are withheld or not yet possible. Shares of small groups are uncertain: see the table."),
        instead=partial(_instead, page, "group_steps", (by, "stage")),
    )


def _instead(page: Page, key: str, by: tuple[str, ...], further: str = "") -> None:
    """Say why something is not published, with a button for each way to ask for less that is. by: the dimensions that
    its question counts by. further: what else may be asked."""
    _less(key, questions.without_which(page.release, page.filters, by), page.t)
    st.markdown(further)


def _less(key: str, able: list[tuple[str, ...]], t: Translator) -> None:
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
                on_click=set_filters,
                args=(st.session_state["filters"].without(*names),),
            )
