"""A figure of a page, alone, with all that must stand beside it: what `embed=true` opens in somebody else's page."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.deck.deck import page_of
from exports.pdf.document import plain
from exports.views import open_view
from exports.whose import source_of
from figures.kit import sources
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.kit.plots import CONFIG
from figures.views.panel import Panel
from locales import Translator
from ui.kit import answers
from ui.kit.grid import grid
from ui.kit.map_shape import follow_width
from ui.shell.provenance import tagged
from ui.shell.viewport import viewport_width
from ui.shell.visit import theme_kind

STYLE = """
[data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: 0.75rem 1rem; }
.st-key-alone h1 { font-size: 1.2rem; }
.st-key-alone a { color: inherit; }
"""
# of a map: what stands above and below it finds room in the frame too
HIGHEST = "max(20rem, 100vh - 28rem)"
FIGURE = "figure"  # in the address: the key of the panel, else the first


def is_embedded() -> bool:
    """Does the address ask for a figure alone?"""
    return bool(st.context.is_embedded)


def show_alone(path: str, release: Release, t: Translator) -> None:
    """Draw the figure that the address asks for, as exports.views opens the rest of it. path: of its page."""
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    key = next(reversed(query.pop(FIGURE, [])), None)
    link = f"/{path}?{urlencode(query, doseq=True)}"
    width = viewport_width()
    # a map that leaves room for its words is no wider than that of a tablet, and its key neither
    paper = Paper(t, palette(theme_kind()), "tablet" if width == "desktop" else width)
    st.html(f"<style>{STYLE}</style>")
    with st.container(key="alone"):
        try:
            page = page_of(open_view(link, release, paper, answers.shared_answers()), key)
        except BadInput:
            st.markdown(f"# {t.gettext('Trafficking Observatory')}")
            st.error(t.gettext("This figure is not there any more, or the address of it is not whole."))
            _way_back("./", t)
            return
        view, panel = page.opened.view, page.panel
        if retracted := sources.retraction_notice(release, t):
            st.error(retracted)
        if panel is None:
            st.markdown(f"# {plain(page.opened.shown.headline)}")
            _way_back(f".{link}", t)
            return
        is_of_release = panel.source is None or sources.source_line(release, t) in panel.source
        st.markdown(f"# {tagged(panel.title, release, t) if is_of_release else panel.title}")
        if sentence := view.sentence if panel.sentence is None else panel.sentence:
            st.caption(t.gettext("Shown: {choices}").format(choices=sentence))
        _figure(panel, t)
        said = [panel.notes(release, t), panel.source or source_of([panel], release, t)]
        said += [sources.caveat(t) if is_of_release else None, sources.translation_note(t)]
        for one in filter(None, said):
            st.caption(one)
        _way_back(f".{link}", t)


def _figure(panel: Panel, t: Translator) -> None:
    if not panel.has_numbers:
        st.info(panel.why_empty(t))
    elif panel.draw is None:
        grid(panel.read(t), t, key=f"table_{panel.key}", alt=t.gettext("Table: {title}").format(title=panel.title))
    else:
        drawn = panel.draw()
        follow_width(f"figure_{panel.key}", drawn, HIGHEST)
        st.plotly_chart(drawn, key=f"figure_{panel.key}", config=CONFIG, alt=panel.alt, theme=None)
        if "geo" in drawn.to_dict()["layout"]:
            st.caption(sources.boundaries_note(t))


def _way_back(link: str, t: Translator) -> None:
    """The whole page, beside that of somebody else and not within it."""
    words = escape(t.gettext("Trafficking Observatory: open the whole page"))
    st.html(f'<a href="{escape(link)}" target="_blank" rel="noopener">{words}</a>')
