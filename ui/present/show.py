"""A story as slides that fill the window. All of them are in the browser after one run: what turns them asks nothing of
the server, so that a show goes on for a day without a network."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import streamlit as st

from exports.deck.deck import Page as Slide
from exports.deck.deck import is_map, pages_of
from exports.stories import Story
from exports.views import open_view
from figures.address.citation import published_on
from figures.kit import sources
from figures.kit.palette import palette
from figures.kit.paper import Paper, Width
from figures.kit.plots import CONFIG, is_rtl
from figures.kit.text import quoted
from figures.views.view import Memory
from ui.kit import answers
from ui.kit.page import Page
from ui.present import slide as one
from ui.present.choices import Choice
from ui.shell.provenance import note_invented
from ui.shell.share import seen_here
from ui.shell.visit import theme_kind

FOLDER = Path(__file__).parent


@cache
def _read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


_turn = st.components.v2.component("show", html=_read("bar.html"), css=_read("bar.css"), js=_read("show.js"))


def open_slides(page: Page, story: Story) -> list[Slide]:
    """The slides of a story, drawn for a projector or a phone. Raises BadInput where it cannot be shown."""
    colours, kept = palette(theme_kind()), answers.shared_answers()
    width: Width = "phone" if page.paper.width == "phone" else "desktop"
    slides = pages_of(story.slides, page.release, Paper(page.t, colours, width), kept)
    if width == "phone":
        return slides
    # a map that is made for half a window has few names, and large ones where it fills a whole one
    paper = Paper(page.t, colours, "tablet")
    return [_drawn_for(paper, slide, kept) if slide.panel and is_map(slide.panel) else slide for slide in slides]


def _drawn_for(paper: Paper, slide: Slide, kept: Memory) -> Slide:
    opened = open_view(slide.opened.link, slide.opened.view.release, paper, kept)
    panel = next(panel for panel in opened.shown.panels if slide.panel and panel.key == slide.panel.key)
    return replace(slide, opened=opened, panel=panel)


def draw_show(page: Page, story: Story, slides: Sequence[Slide], choice: Choice, end: Callable[[], None]) -> None:
    """Draw all slides over the window. end: called when the visitor leaves."""
    t, tag = page.t, sources.provenance_tag(page.release, page.t)
    numbers = [
        t.gettext("{number} of {all}").format(number=t.number(number), all=t.number(len(slides)))
        for number in range(1, len(slides) + 1)
    ]
    seen = seen_here()
    with st.container(key="show"):
        st.title(quoted(story.title.said(t)))
        st.html(f"<style>{_read('show.css')}{_colours(page)}</style>")
        _turn(key="turn", data=_data(page, slides, numbers, choice), on_ended_change=end, height=1)
        for number, (slide, said) in enumerate(zip(slides, numbers, strict=True), 1):
            with st.container(key=f"slide_{number}"):
                _draw(slide, number, said, tag)
            with st.container(key=f"notes_{number}"):
                st.html(one.notes(slide, seen.day))
    if tag:
        note_invented()


def _draw(slide: Slide, number: int, said: str, tag: str | None) -> None:
    drawn = one.drawn(slide)
    is_beside = drawn is not None and drawn.is_beside
    if not is_beside:
        st.html(one.head(slide))
    if drawn:
        st.html(f"<style>{_place(drawn, number, slide)}</style>")
        with st.container(key=f"drawn_{number}"):
            st.plotly_chart(
                drawn.figure,
                key=f"figure_of_slide_{number}",
                config=CONFIG,
                alt=slide.panel.alt if slide.panel else None,
                theme=None,
                # measured by the browser it would grow with the stage
                width=round(drawn.width),
                height=round(drawn.height),
            )
    st.html(one.words(slide, drawn if is_beside else None))
    st.html(one.foot(slide, said, tag))


def _place(drawn: one.Drawn, number: int, slide: Slide) -> str:
    """Where the figure of a slide stands: a map where the language begins, with its words beside it."""
    side = "right" if is_rtl(slide.opened.view.t) else "left"
    width, shown = round(drawn.width), round(drawn.width * drawn.scale)
    top = one.TOP if drawn.is_beside else one.BELOW
    # the chart hangs from its corner at the left
    start = (
        f"{side}: calc({one.EDGE + (shown if side == 'right' else 0)} * var(--u) - {width if side == 'right' else 0}px)"
    )
    place = f":root .st-key-drawn_{number} {{ {start}; top: calc({top} * var(--u)); width: {width}px }}"
    size = (
        f".st-key-drawn_{number} .js-plotly-plot {{ transform: scale(calc({drawn.scale:.3f} * var(--show-scale, 1))); "
        "transform-origin: 0 0 }"
    )
    beside = f".st-key-slide_{number} .beside {{ inset-inline-start: calc({one.EDGE + shown + one.GAP} * var(--u)) }}"
    return f"@media (width > 640px) {{ {place} {size} {beside} }}"


def _colours(page: Page) -> str:
    colours, kind = palette(theme_kind()), theme_kind()
    ground, raised = (st.get_option(f"theme.{kind}.{name}ackgroundColor") for name in ("b", "secondaryB"))
    return (
        f":root {{ --show-ground: {ground}; --show-raised: {raised}; "
        f"--show-quiet: {colours.quiet_text}; --show-line: {colours.grid} }}"
    )


def _data(page: Page, slides: Sequence[Slide], numbers: list[str], choice: Choice) -> dict[str, object]:
    """What the script of the show has to know."""
    t, _ = page.t, page.t.gettext
    return {
        "id": f"{choice.story} {choice.subject} {len(slides)}",
        "start": min(choice.slide, len(slides)),
        "numbers": numbers,
        "titles": [slide.title or slide.opened.shown.headline for slide in slides],
        "rtl": is_rtl(t),
        "autoplay": choice.autoplay,
        "published": published_on(page.release),
        "older": choice.older,
        "old": _("These numbers are of {date}. Newer ones may have been published.").format(
            date=sources.data_until(page.release, t)
        ),
        "words": {
            "back": _("Previous slide"),
            "next": _("Next slide"),
            "play": _("Go on"),
            "pause": _("Pause"),
            "notes": _("Notes"),
            "blank": _("Blank"),
            "whole": _("Full screen"),
            "leave": _("End"),
        },
    }
