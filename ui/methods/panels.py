"""The panels at the end of Methods: what the records do not say, the open data, and what the words mean."""

import streamlit as st

from data_access.questions import data_quality as questions
from data_access.questions.completeness import not_recorded, not_recorded_by_kind
from data_access.questions.revisions import added_since
from data_access.release.release import Release
from exports.data_package import ZIP, data_package
from figures.context.words import citation
from figures.methods import data_quality as quality
from figures.methods.completeness import by_kind_table, completeness_sentence, completeness_table
from figures.methods.glossary import glossary_lines, groups
from figures.methods.laws import law_lines
from figures.methods.words import estimates_sentence
from figures.routes.leg_words import CORE
from figures.views.view import Memory, memory
from findings.key_shares import with_limits
from locales import Translator
from ui.kit.grid import grid
from ui.kit.making import Wanted, file_buttons
from ui.kit.page import Page
from ui.outage.source import release_source
from ui.shell.provenance import tagged

MOST_PACKAGES = 2  # of 2 MB each


def completeness_panel(page: Page) -> None:
    """Draw of how many people each field is not recorded; nothing where the release has none of the fields."""
    t, _ = page.t, page.t.gettext
    asked = page.ask(not_recorded, CORE)
    if asked.empty:
        return
    answer = with_limits(asked, 0.0, "people")  # of these records, and of no others
    with st.container(border=True, key="panel_completeness"):
        st.markdown(f"## {tagged(_('What the records do not say'), page.release, t)}")
        if said := completeness_sentence(answer, t):
            st.markdown(said)
        alt = _("Share of people of whom a field is not recorded, by year")
        grid(completeness_table(answer, t), t, key="table_completeness", alt=alt)
        by_kind = with_limits(page.ask(not_recorded_by_kind), 0.0, "people")
        if not by_kind.empty:
            st.markdown(f"### {_('By the kind of organisation that identified them, all years')}")
            alt = _("Share of people of whom a field is not recorded, by the kind of organisation that identified them")
            grid(by_kind_table(by_kind, t), t, key="table_completeness_by_kind", alt=alt)
        st.caption(
            _(
                "Of the people identified, the share of whom the field is empty, with its limits. Of a place in one of "
                "the six countries the province must be recorded. Withheld: so few, or none, that no number can be "
                "told."
            )
        )


def data_quality_panels(page: Page) -> None:
    """Draw who reports and how fully, official totals beside these numbers, and what no release says of the records."""
    release, t, _ = page.release, page.t, page.t.gettext
    left, right = page.columns(1, 1)
    with left, st.container(border=True, key="panel_reports", height="stretch"):
        st.markdown(f"## {tagged(_('Who reports, and how fully'), release, t)}")
        reports = page.ask(questions.reports_by_year)
        if reports.empty:
            st.info(_("This release has no register of who is to report: nothing is known of breaks."))
        else:
            st.markdown(quality.breaks_sentence(reports, t))
            grid(quality.reports_table(reports, t), t, key="table_reports", alt=_("Share of due reports that came"))
            st.caption(
                _(
                    "Of the monthly reports that were due from the sites of the register, the share that came. Part: "
                    "of those areas whose numbers may be shown without telling of one agency. Hotspots has each area."
                )
            )
        before = release_source().before(release)
        if before is not None:
            st.markdown(f"## {tagged(_('How late cases come in'), release, t)}")
            late = added_since(before, release)
            st.markdown(quality.late_sentence(late, (before.manifest["data_until"], release.manifest["data_until"]), t))
            grid(quality.late_table(late, t), t, key="table_late", alt=_("People of each year, in two releases"))
            st.caption(
                _(
                    "What came in between the days until which the two releases have data: registered late, corrected, "
                    "or taken back. The margin holds the noise of both."
                )
            )
        st.markdown("\n".join(f"- {line}" for line in quality.not_told(t, is_first=before is None)))
    with right, st.container(border=True, key="panel_beside_official", height="stretch"):
        st.markdown(f"## {tagged(_('Official totals beside these numbers'), release, t)}")
        official = page.ask(questions.beside_official)
        if official.empty:
            st.info(_("UNODC has no number of a country and year that this release names."))
        else:
            grid(quality.official_table(official, t), t, key="table_beside_official", alt=_("Official totals"))
        st.caption(
            _(
                "First, victims whom authorities detected and reported, each country by its own law and practice; "
                "then, people whom the sources of this release identified in that country and year. Neither is a part "
                "of the other, and they are not added or divided."
            )
            + " "
            + citation(t)
        )


@st.cache_resource(show_spinner=False)
def _packages() -> Memory:
    """The packages that were made, for all visitors: who asks for one that is being made waits for it."""
    return memory(MOST_PACKAGES)


def _package(release: Release, t: Translator) -> Wanted:
    packages = _packages()
    return Wanted(
        "open_data",
        t.gettext("Download all as open data (ZIP)"),
        f"trafficking_observatory_release_{release.id}.zip",
        ZIP,
        lambda: packages(release.identity, lambda: data_package(release)),
    )


def open_data_panel(page: Page) -> None:
    """Draw the way to the whole release as a data package; nothing of a restricted one, which has none."""
    release, _ = page.release, page.t.gettext
    if release.is_exact or release.manifest["kind"] != "public":
        return
    with st.container(border=True, key="panel_open_data"):
        st.markdown(f"## {tagged(_('Open data'), release, page.t)}")
        st.markdown(
            _(
                "Every published table with its margins, a dictionary in all languages, layers for maps and results of "
                "programmes, as a data package."
            )
        )
        file_buttons("take_open_data", [_package(release, page.t)], release, "", page.t)
        st.caption(estimates_sentence(release, page.t))


def words_panel(t: Translator) -> None:
    """Draw what each word means, and what the laws of the six countries say."""
    _ = t.gettext
    with st.container(border=True, key="panel_words"):
        st.markdown(f"## {_('What the words mean')}")
        for title, group in groups().items():
            with st.expander(_(title)):
                st.markdown(glossary_lines(group, t))
        st.markdown(f"## {_('In the laws of the six countries')}")
        st.markdown(law_lines(t))
        st.caption(
            _(
                "Numbers of different countries count what the law and the practice of each call trafficking. Each "
                "line says where it was read; translations of laws are not official."
            )
        )
