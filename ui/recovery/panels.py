"""The parts of the Recovery page that are not one figure of one answer."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from analysis import cohorts
from data_access.questions import recovery as questions
from data_access.release.agency_kinds import KINDS
from figures.kit import agency_words, words
from figures.kit.labels import label, place_name
from figures.recovery import charts as figures
from figures.recovery import home_words, panels
from figures.recovery import time_charts as times
from figures.recovery import time_words as recovery_time_words
from figures.recovery import words as recovery_words
from findings import change
from findings.unfinished import open_stages, unfinished_years
from locales import Translator
from ui.kit.chosen_filters import chosen_filters, set_filters
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


def came_home(page: Page) -> None:
    """The three numbers that may be called "came home", each with its definition."""
    t, funnel, reunited = page.t, panels.funnel_of(page), panels.how_long(page, "reunification_time")
    curve = panels.curve_of(page, "reunification_time")
    with st.container(border=True, key="came_home"):
        st.markdown(f"## {page.titled(t.gettext('Who came home: three numbers that are not the same'))}")
        st.markdown("\n".join(f"- {line}" for line in home_words.came_home(funnel, reunited, curve, t)))


def how_far(page: Page) -> None:
    """How far people came: the funnel, and groups beside each other."""
    left, right = page.columns(3, 2)
    with left:
        page.show(panels.funnel(page), instead=partial(_instead, page, "funnel", ("stage",)))
    with right:
        page.show(panels.beside(page), instead=partial(_instead, page, "beside", ("stage",)))


def losses_and_times(page: Page) -> None:
    """Where people are not recorded further, step by step, and how long each step took."""
    t, filters, _ = page.t, page.filters, page.t.gettext
    funnel = panels.funnel_of(page)
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
            st.info(words.not_published(t, has_choice=page.has_choice))
    with right:
        page.show(panels.steps(page), instead=partial(_instead, page, "steps", questions.STEPS[-1:]))


def one_step(page: Page, step: questions.Step) -> None:
    """How long one step takes: its curve with those who still wait, and its bands."""
    left, right = page.columns(3, 2)
    with left:
        page.show(panels.curve(page, step), instead=partial(_instead, page, "curve", (step,)))
    with right:
        page.show(panels.bands(page, step), instead=partial(_instead, page, "bands", (step,)))


def help_and_outcomes(page: Page) -> None:
    """Which services people received, and how they were at the last follow-up."""
    for column, panel in zip(st.columns(2), (panels.services(page), panels.outcomes(page)), strict=True):
        with column:
            page.show(panel, instead=partial(_instead, page, panel.key, (panel.key,)))


def compared(page: Page, by: questions.By, step: questions.Step) -> None:
    """The codes of one dimension compared: the share who returned, and how long one step took."""
    paper, t, _ = page.paper, page.t, page.t.gettext
    note, title = recovery_words.groups_note(by, t), _("Share reunited or reintegrated, of the people identified")
    if by in KINDS and (reason := agency_words.no_numbers_by_kind(page.release, by, t)):
        reason_panel("groups", title, reason)
        return
    timed = [one for one in questions.STEPS if page.release.covers((by, one), {})]
    left, right = page.columns(3, 2) if timed else (st.container(), st.container())
    with left:
        shares = cohorts.add_shares(page.ask(questions.reunified_by, by), panels.groups(page))
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
                page.ask(questions.reached_by, by, step),
                page.ask(questions.waits_by, by, step),
                column,
                panels.groups(page),
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


def compared_steps(page: Page, by: questions.By) -> None:
    """How far the people of each group came: every step of the funnel, for each code of one dimension."""
    paper, t, _ = page.paper, page.t, page.t.gettext
    if by in KINDS and not page.release.kinds_shown.has(by):
        return  # `compared` says why
    title = _("How far people of each group came, of those identified")
    answer = page.made_once(
        lambda: cohorts.add_shares(page.ask(questions.stages_by, by), panels.groups(page)), "stages by", by
    )
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
                args=(chosen_filters().without(*names),),
            )
