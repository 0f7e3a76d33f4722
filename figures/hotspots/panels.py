"""The panels of the Hotspots page: rates and clusters of areas, and the sentences above them."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from data_access.questions import areas as hotspot_questions
from figures.hotspots import (
    charts,
    finding_words,
    rate_map,
    recorder_words,
    register_words,
    tables,
    verdict_words,
    year_charts,
    year_words,
)
from figures.hotspots import words as hotspot_words
from figures.hotspots.class_maps import cluster_map
from figures.hotspots.views import HotspotView
from figures.kit import trend_words, words
from figures.views.panel import Panel, Shown
from figures.views.view import View, is_published
from findings import change, clusters_in_time, detection_effort, recorders, verdicts
from findings import rates as statistics


@dataclass(frozen=True)
class Rates:
    """The view of rates: what it asks, each once, and its panels."""

    view: View
    choice: HotspotView

    @cached_property
    def is_covered(self) -> bool:
        """Does the release publish people by area for these filters?"""
        filters, dimension = self.view.filters, hotspot_questions.ROLES[self.choice.role][0]
        return self.view.release.covers((dimension,), filters.without("country"))

    @property
    def by_identification(self) -> bool:
        """Who recorded is known by the place of identification only."""
        return self.choice.role == "identified"

    @cached_property
    def effort(self) -> pd.DataFrame:
        """Who recorded the cases: see findings.recorders.effort."""
        return self.view.ask(recorders.effort)

    @cached_property
    def _register(self) -> pd.DataFrame:
        return self.view.ask(detection_effort.detection_effort)

    @cached_property
    def rates(self) -> pd.DataFrame:
        """The areas with their rates, judged: see findings.verdicts.judge."""
        rates = self.view.ask(statistics.hotspot_rates, self.choice.role)
        beside = (self.effort, self._register) if self.by_identification else (None, None)
        return verdicts.judge(rates, *beside)

    @cached_property
    def register(self) -> pd.DataFrame:
        """Who reports from where: see findings.verdicts.judge_register."""
        if not self.by_identification:
            return verdicts.judge_register(self._register, None)
        region = self.view.about(self.view.filters.without("country")).ask(detection_effort.detection_effort)
        return verdicts.judge_register(self._register, self.rates, region)

    @cached_property
    def warned(self) -> dict[str, str]:
        """The areas whose rate may say who looked, with the sentence that says so."""
        may_judge = self.by_identification and is_published(self.effort)
        return recorder_words.warnings(self.effort, self.rates, self.view.t) if may_judge else {}

    @cached_property
    def found(self) -> pd.DataFrame | None:
        """What the chosen method finds; None where none was chosen. The search in years takes a second or two."""
        if self.choice.measure != "cluster":
            return None
        if self.choice.method != "time":
            return self.view.ask(statistics.local_patterns, self.choice.role)
        found = self.view.ask(clusters_in_time.clusters_in_time, self.choice.role)
        return found if is_published(found) else clusters_in_time.not_searched()

    @cached_property
    def _sentences(self) -> tuple[str, str]:
        """What stands out, and how sure that is."""
        t, rates, found, method = self.view.t, self.rates, self.found, self.choice.method
        if found is None:
            return verdict_words.headline(rates, t), verdict_words.how_sure(rates, t) or ""
        kinds = finding_words.kinds(method, rates, found)
        if method == "time":
            return finding_words.headline_in_time(found, t), finding_words.sure_in_time(found, kinds, t) or ""
        return finding_words.headline(method, kinds, rates, t), finding_words.sure(method, kinds, rates, t) or ""

    @property
    def headline(self) -> str:
        """The page's sentence."""
        return words.about(self._sentences[0], self.view.filters, self.view.t, role=self.choice.role)

    @cached_property
    def whole(self) -> tuple[int, int] | None:
        """The years that are over: see findings.change.whole_years."""
        return change.whole_years(self.view.release, self.view.filters)

    @property
    def last_year(self) -> int | None:
        """The last of the years that are shown."""
        last: int | None = (self.view.filters.years or self.view.release.years or (None, None))[1]
        return last

    @property
    def unfinished(self) -> str | None:
        """What is said of a year that is not over."""
        return trend_words.unfinished_sentence(self.last_year, self.whole, self.view.t)

    @property
    def how_sure(self) -> str | None:
        """How sure what stands out is."""
        return words.joined(self._sentences[1], self.unfinished if self.whole else None)

    @property
    def head_warning(self) -> str | None:
        """What must be known of who looked, before anything is read off the map."""
        if not self.by_identification:
            return None
        return register_words.head_warning(list(self.warned), self.register, self.view.t)

    @cached_property
    def table(self) -> pd.DataFrame:
        """The areas as tables show them."""
        return tables.rates_table(self.rates)

    def map(self) -> Panel:
        """The map of rates, or of what a method finds."""
        t, choice, rates, found, paper = self.view.t, self.choice, self.rates, self.found, self.view.paper
        countries = self.view.filters.country
        unplaced = self.view.ask(hotspot_questions.without_a_province, choice.role)
        note = hotspot_words.map_note(rates, unplaced, choice.measure, choice.role, t)
        title = hotspot_words.map_title(choice.measure, choice.role, t)
        if found is None:
            return Panel(
                "hotspot_map",
                title,
                self.table,
                lambda: rate_map.rate_map(rates, choice.measure, paper, countries),
                hotspot_words.map_words(rates, t),
                note,
            )
        kinds = finding_words.kinds(choice.method, rates, found)
        return Panel(
            "hotspot_map",
            title,
            tables.findings_table(choice.method, rates, found, t),
            lambda: cluster_map(rates, choice.method, found, paper, countries),
            finding_words.map_words(choice.method, kinds, rates, found, t),
            f"{finding_words.method_note(choice.method, found, t)} {note}",
        )

    def ranks(self) -> Panel:
        """The highest rates, and how well they can be ranked."""
        t, rates = self.view.t, self.rates
        return Panel(
            "hotspot_ranks",
            t.gettext("The highest rates, and how well they can be ranked"),
            self.table,
            lambda: charts.ranked_figure(rates, self.view.paper),
            hotspot_words.ranked_words(rates, t),
            hotspot_words.ranked_note(rates, charts.MOST_RANKED, t),
        )

    def funnel(self) -> Panel:
        """Rates against populations."""
        t, rates = self.view.t, self.rates
        return Panel(
            "hotspot_funnel",
            t.gettext("A real difference, or a small population?"),
            self.table,
            lambda: charts.funnel_figure(rates, self.view.paper),
            hotspot_words.funnel_words(rates, t),
            hotspot_words.funnel_note(rates, t),
        )

    def recorders(self) -> Panel:
        """Who recorded the cases of the areas that stand out."""
        t, filters = self.view.t, self.view.filters
        shown = hotspot_words.areas_to_explain(self.rates)
        note = recorder_words.note(
            bool(filters.sex or filters.age or filters.form),
            self.choice.role,
            t,
            is_registered=register_words.is_registered(self.register),
        )
        return Panel(
            "hotspot_effort",
            t.gettext("Who recorded the cases"),
            tables.effort_table(self.effort, shown),
            lambda: charts.recorders_figure(self.effort, shown, self.view.paper),
            recorder_words.alt_text(self.effort, shown, t),
            " ".join([*self.warned.values(), note]),
        )

    def years(self) -> Panel | None:
        """Each year of the areas that stand out; None where none has its years."""
        t, view, role = self.view.t, self.view, self.choice.role
        yearly = view.ask(statistics.yearly_rates, role)
        charted = year_words.areas_to_chart(self.rates, yearly, year_charts.MOST_CHARTS[view.paper.width])
        if not charted:
            return None
        trends = view.ask(change.area_trends, role)
        return Panel(
            "hotspot_years",
            t.gettext("Each year, area by area"),
            tables.years_table(yearly, trends, charted),
            lambda: year_charts.years_figure(yearly, charted, view.paper),
            year_words.years_words(charted, t),
            words.joined(
                trend_words.only_sentence(view.filters, t, role=role),
                year_words.years_note(trends, self.whole, self.last_year, t),
            ),
        )

    def shown(self) -> Shown:
        """The view from the top."""
        panels = [self.map()]
        if hotspot_words.has_rates(self.rates):
            panels.append(self.ranks())
        if hotspot_words.has_comparisons(self.rates):
            panels.append(self.funnel())
        panels += [years] if (years := self.years()) else []
        below = [self.how_sure, self.head_warning]
        return Shown(self.headline, tuple(one for one in below if one), tuple(panels))
