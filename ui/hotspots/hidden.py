"""The second view of the Hotspots page: how many people are on no list, by a published example or by the release."""

from collections.abc import Callable, Sequence
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.questions import areas as hotspot_questions
from data_access.questions import published_overlaps
from data_access.release.filters import Filters
from exports.csv_file import csv_file
from figures.hidden import charts as overlap_figures
from figures.hidden import words as overlap_words
from figures.hotspots.views import FEWEST_LISTS, HotspotView
from figures.kit import words
from figures.kit.labels import ON_LISTS
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.kit.rows import rows_of
from findings import hidden_people as overlap_statistics
from locales import Translator
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar, filter_bar
from ui.kit.grid import grid
from ui.kit.page import Page
from ui.kit.view_choice import choose
from ui.shell.address import write_address


def hidden_view(page: Page, view: HotspotView) -> None:
    """Draw the estimate of the hidden population."""
    release, paper, t, _ = page.release, page.paper, page.t, page.t.gettext
    if not _takes_release(page):
        # the example has no filters; those of the visitor stay in the address for the other views
        write_address(release, chosen_filters(), {"view": HotspotView("hidden").address})
        choice_bar(page, ())
        _example(page)
        return
    offers = hotspot_questions.all_lists(release)
    if "choose_lists" not in st.session_state:
        wanted = view.lists or _best_lists(page)
        st.session_state["choose_lists"] = [name for name in offers if name in wanted]
    lists = tuple(name for name in offers if name in st.session_state["choose_lists"])
    draw_lists = partial(_draw_lists, offers, t)
    address = HotspotView("hidden", lists=lists).address
    page = filter_bar(page, {("lists",): ()}, choices=("years", "country"), view=address)
    filters = page.filters
    where = t.listed([t.country(code) for code in filters.country]) if filters.country else _("All countries")
    if len(lists) < FEWEST_LISTS:
        page.headline.title(_("Choose at least three lists"))
        draw_lists()
        st.info(_("Two lists can always be explained in too many ways: the method needs three that overlap."))
        return
    overlaps = page.ask(hotspot_questions.histories, lists)
    models = page.ask(overlap_statistics.estimates, lists)
    if not overlaps.attrs.get("is_published", True):
        page.headline.title(_("The release does not say on which lists people are"))
        draw_lists()
        st.info(words.not_published(t, has_choice=page.has_choice))
        return
    offered = _offered(page)
    page.headline.title(overlap_words.headline(models, where, t))
    if models.attrs["refusal"]:
        page.headline.markdown(overlap_words.refusal_text(models, t))
    else:
        years = hotspot_questions.number_of_years(release, filters)
        is_synthetic = release.manifest["provenance"] == "synthetic"
        _warn(page.headline, overlap_words.warnings(models, years, t, is_synthetic=is_synthetic))
    left, right = st.columns([3, 2])
    with left:
        page.panel(
            "overlaps",
            _("Who is on which lists"),
            overlaps.drop(columns="threshold"),
            lambda: overlap_figures.upset_figure(overlaps, lists, paper),
            overlap_words.upset_words(overlaps, lists, t),
            words.joined(
                _(
                    "People on exactly the lists with a dark dot. Hatched: withheld, at most as many as the bar is "
                    "high."
                ),
                overlap_words.why_these_lists(offered, t),
            ),
            switches=draw_lists,
            below=partial(_offer_others, offered, t) if models.attrs["refusal"] else None,
        )
    with right:
        if models.empty:
            _limits(t)
            return
        page.panel(
            "models",
            _("What different models say"),
            models.drop(columns=["bic"]),
            lambda: overlap_figures.models_figure(models, paper),
            overlap_words.models_words(models, t),
            overlap_words.models_note(t),
        )
    _all_models(models, paper, page.titled(_("All models, rounded")))
    _limits(t)


def _example(page: Page) -> None:
    paper, t, _ = page.paper, page.t, page.t.gettext
    lists = published_overlaps.UK_LISTS
    overlaps = published_overlaps.uk_2013()
    overlaps = overlaps.assign(standard_error=0.0, state="count")
    models = overlap_statistics.published_estimates()
    page.headline.title(overlap_words.headline(models, _("United Kingdom, 2013"), t))
    page.headline.markdown(overlap_words.published_note(t))
    _warn(page.headline, overlap_words.warnings(models, 1, t))
    left, right = st.columns([3, 2])
    with left:
        _published_figure(
            "uk_overlaps",
            _("Who is on which lists"),
            overlaps,
            lambda: overlap_figures.upset_figure(overlaps, lists, paper),
            overlap_words.upset_words(overlaps, lists, t),
            page,
        )
    with right:
        _published_figure(
            "uk_models",
            _("What different models say"),
            models,
            lambda: overlap_figures.models_figure(models, paper),
            overlap_words.models_words(models, t),
            page,
            overlap_words.models_note(t),
        )
    _all_models(models, paper, _("All models, rounded"))
    _limits(t)


def _published_figure(
    key: str,
    title: str,
    frame: pd.DataFrame,
    figure: Callable[[], go.Figure],
    alt: str,
    page: Page,
    note: str = "",
) -> None:
    """A figure of the published example: with its own source, not that of the release."""
    _ = page.t.gettext
    source = _("Source: {citation} (published figures; models computed here).").format(
        citation=published_overlaps.CITATION
    )
    with st.container(border=True, key=f"panel_{key}", height="stretch"):
        st.markdown(f"## {title}")
        st.plotly_chart(figure(), key=f"figure_{key}", config=CONFIG, alt=alt, theme=None)
        st.caption(f"{note} {source}" if note else source)
        st.download_button(
            _("Download CSV"),
            data=lambda: csv_file(frame, title=title, choices="2013", source=source, release_id=page.release.id),
            file_name=f"{key}.csv",
            mime="text/csv",
            key=f"csv_{key}",
            on_click="ignore",
        )


def _all_models(models: pd.DataFrame, paper: Paper, title: str) -> None:
    t, _ = paper.t, paper.t.gettext
    with st.container(border=True, key="models_table"):
        st.markdown(f"## {title}")
        if paper.width == "phone":
            st.markdown("\n".join(f"- {line}" for line in overlap_words.models_lines(models, t)))
        else:
            table = overlap_words.models_table(models, t)
            grid(table, t, key="all_models", alt=_("Table of all models"), height="content")
        st.caption(overlap_words.table_note(models, t))


def _limits(t: Translator) -> None:
    _ = t.gettext
    with st.container(border=True, key="not_for"):
        st.markdown(f"## {_('What such an estimate may not be used for')}")
        st.markdown(overlap_words.not_for(t))


def _warn(headline: DeltaGenerator, warnings: list[str]) -> None:
    if warnings:
        lines = [f"- {warning}" for warning in warnings] if len(warnings) > 1 else warnings
        headline.warning("\n".join(lines), icon=":material/visibility:")


def _takes_release(page: Page) -> bool:
    """Draw the choice of the data; is it this release, and not the published example?"""
    _ = page.t.gettext
    sources = {"example": _("Published example"), "release": _("This release")}
    with page.row:
        return choose("hidden_source", _("Data"), sources, is_beside_title=True) == "release"


def _draw_lists(offers: Sequence[str], t: Translator) -> None:
    st.pills(
        t.gettext("Lists"),
        offers,
        selection_mode="multi",
        format_func=lambda name: t.gettext(ON_LISTS[name]),
        key="choose_lists",
        label_visibility="collapsed",
    )


def _best_lists(page: Page) -> tuple[str, ...]:
    """The lists that bear an estimate best for the visitor's years and countries."""
    choices = _offered(page.about(chosen_filters()))
    return tuple(choices["lists"].iloc[0]) if len(choices) and choices.attrs.get("is_published", True) else ()


def _offered(page: Page) -> pd.DataFrame:
    """What each choice of lists bears: see findings.hidden_people.choices_of_lists."""
    filters = Filters(years=page.filters.years, country=page.filters.country)
    return page.about(filters).ask(overlap_statistics.choices_of_lists)


def _offer_others(offered: pd.DataFrame, t: Translator) -> None:
    """Below a refusal: the lists that have an estimate, one click away."""
    best = rows_of(offered)[0]
    if best["is_possible"]:
        st.button(
            t.gettext("Choose {lists} instead").format(lists=overlap_words.lists_text(best["lists"], t)),
            key="take_lists",
            on_click=lambda: st.session_state.update(choose_lists=list(best["lists"])),
        )
