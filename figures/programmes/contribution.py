"""Places with and without a programme, before and during it: what moved along with it, which is not what it caused."""

import math

import pandas as pd
import plotly.graph_objects as go

from analysis.programme_change import Side
from data_access.release.release import Release
from figures.kit import rows, words
from figures.kit.labels import place_name
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, plot
from figures.kit.rows import Row, rows_of
from findings.programme_change import Comparison
from locales import N_, Translator

CONFIDENT = rows.CONFIDENT
ACROSS = {"phone": 2, "tablet": 4, "desktop": 6}  # small charts in a row
NOT_COMPARED = {  # see analysis.programme_change.Change
    "no_before": N_("They cannot be compared: the release has no whole year before the programme."),
    "no_during": N_("They cannot be compared: the release has no whole year of the programme."),
    "withheld": N_(
        "They cannot be compared: in each of the programme's places some year is withheld to protect people, and the "
        "years that are shown would be too large."
    ),
    "no_others": N_("They cannot be compared: no other province has a number in every year."),
    "few_years": N_("They cannot be compared: so few years do not tell how much years differ by themselves."),
    "few_people": N_(
        "They cannot be compared: there are too few people for how much years differ by themselves and for the noise "
        "that protects people."
    ),
}


def other_world(programme: Row, release: Release, t: Translator) -> str | None:
    """Why nothing of the release's cases stands beside a programme: one of them is invented, and the other is not."""
    are_invented = release.manifest["provenance"] == "synthetic"
    if programme["provenance"] == "published" and are_invented:
        return t.gettext(
            "Not compared: the cases of this release are synthetic, and would say nothing about a real programme."
        )
    if programme["provenance"] == "synthetic" and not are_invented:
        return t.gettext("Not compared: the programme is invented, and the cases of this release are not.")
    return None


def why_not(programme: Row, release: Release, t: Translator) -> str | None:
    """Why places with and without a programme cannot be compared, or None where they can."""
    if reason := other_world(programme, release, t):
        return reason
    if not programme["places"]:
        return t.gettext("Not compared: in which provinces the programme worked is not published.")
    if not programme["start"]:
        return t.gettext("Not compared: when the programme ran is not published.")
    return None


def contribution_figure(found: Comparison, paper: Paper) -> go.Figure:
    """One small chart a place on one scale: people a year with their margin, the programme's years shaded."""
    t, colours = paper.t, paper.colours
    across = ACROSS[paper.width]
    places = [*found.with_programme, *found.without]
    down = math.ceil(len(places) / across)
    shown = found.counts[found.counts["count"].notna()]
    tops = shown["count"].astype(float) + CONFIDENT * shown["standard_error"]
    largest = float(tops.max()) if len(tops) else 1.0
    first, last = int(found.counts["year"].min()), int(found.counts["year"].max())
    height = 120 * down + 20
    traces: list[Trace] = []
    axes: dict[str, Trace] = {}
    shapes: list[Trace] = []
    names: list[Trace] = []
    top = _round_up(largest)
    for number, place in enumerate(places):
        suffix = "" if number == 0 else str(number + 1)
        column, row = number % across, number // across
        x_domain = [column / across + 0.035, (column + 1) / across - 0.005]
        y_domain = [1 - (row + 1) / down + 24 / height, 1 - row / down - 24 / height]
        has = place in found.with_programme
        colour = colours.latest if has else colours.quiet_text
        part = shown[shown["place"] == place]
        traces += _line(part, suffix, colour, t)
        if part.empty:
            names.append(
                {
                    "text": t.gettext("Withheld"), "x": x_domain[0], "xref": "paper", "xanchor": "left",
                    "y": sum(y_domain) / 2, "yref": "paper", "showarrow": False,
                    "font": {"color": colours.quiet_text, "size": 11},
                }
            )  # fmt: skip
        axes[f"xaxis{suffix}"] = {
            **_axis(colours), "domain": x_domain, "anchor": f"y{suffix}", "range": [first - 0.5, last + 0.5],
            "tickvals": [first, last], "ticktext": [t.year(first), t.year(last)], "showgrid": False,
        }  # fmt: skip
        axes[f"yaxis{suffix}"] = {
            **_axis(colours), "domain": y_domain, "anchor": f"x{suffix}", "range": [0, top * 1.05],
            "tickvals": [0, top], "ticktext": [t.number(0), t.number(top)], "showticklabels": column == 0,
        }  # fmt: skip
        if has and found.years[0] <= last:
            shapes.append(
                {
                    "type": "rect", "xref": f"x{suffix}", "yref": f"y{suffix} domain", "x0": found.years[0] - 0.5,
                    "x1": min(found.years[1], last) + 0.5, "y0": 0, "y1": 1, "fillcolor": colours.bar, "opacity": 0.16,
                    "line": {"width": 0}, "layer": "below",
                }
            )  # fmt: skip
        names.append(
            {
                "text": f"<b>{place_name(place, t)}</b>" if has else place_name(place, t),
                "x": x_domain[0], "xref": "paper", "xanchor": "left", "y": y_domain[1], "yref": "paper",
                "yanchor": "bottom", "showarrow": False, "font": {"color": colours.text, "size": 12},
            }
        )  # fmt: skip
    layout = chart_layout(
        paper, height=height, xaxis={}, yaxis={}, annotations=names, shapes=shapes, hovermode="closest"
    )
    layout.update(axes)
    return plot(traces, layout)


def _axis(colours: Palette) -> Trace:
    return {
        "fixedrange": True, "zeroline": False, "gridcolor": colours.grid, "ticks": "", "tickangle": 0,
        "tickfont": {"color": colours.quiet_text, "size": 10},
    }  # fmt: skip


def _line(part: pd.DataFrame, suffix: str, colour: str, t: Translator) -> list[Trace]:
    part = part.sort_values("year")
    year = part["year"].to_numpy()
    count = part["count"].astype(float).to_numpy()
    margin = CONFIDENT * part["standard_error"].to_numpy()
    where = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "type": "scatter"}
    hover = [f"{t.year(int(row['year']))}<br>{words.row_people(row, t)}" for row in rows_of(part)]
    return [
        {
            **where, "x": year, "y": count, "mode": "lines+markers", "hovertext": hover, "hoverinfo": "text",
            "line": {"color": colour, "width": 1.6}, "marker": {"size": 4, "color": colour},
            "error_y": {"type": "data", "array": margin, "color": colour, "thickness": 0.8, "width": 0},
        }
    ]  # fmt: skip


def _round_up(value: float) -> int:
    power = 10 ** math.floor(math.log10(max(value, 10)))
    return int(math.ceil(value / power * 2) / 2 * power)


def contribution_words(found: Comparison, t: Translator) -> str:
    """What moved, in words: the places with the programme and the others, and the one change against the other."""
    change = found.change
    said = [
        _side_sentence(side, has, found, t)
        for has, side in ((True, change.with_programme), (False, change.without))
        if side is not None
    ]
    said += left_out(found, t)
    if change.ratio is None:
        return " ".join([*said, t.gettext(NOT_COMPARED[change.reason])])
    _value, low, high = change.ratio
    said.append(
        t.gettext("Against the others, the number in the programme's places changed {times}.").format(
            times=_times(change.ratio, t.gettext("{number} times as much ({low} to {high})"), t)
        )
    )
    said.append(
        t.gettext("That is more than years differ by themselves.")
        if low > 1 or high < 1
        else t.gettext("Years differ by so much by themselves: it cannot be told from no change.")
    )
    said.append(
        t.gettext(
            "Limits are at 95%. The number of a year varies here {factor} times as much as that of people found one by "
            "one would, and this and the noise that protects people are in them."
        ).format(factor=t.number(change.overdispersion, 1))
    )
    return " ".join(said)


def left_out(found: Comparison, t: Translator) -> list[str]:
    """The places and years that are not compared, and why."""
    said = []
    for places, pattern in (
        (found.elsewhere, t.gettext("Not compared, in another country or with nobody counted: {places}.")),
        (found.withheld, t.gettext("Drawn and not compared, for a year is withheld: {places}.")),
    ):
        if places:
            said.append(pattern.format(places=t.listed([place_name(place, t) for place in places])))
    if found.cut:
        said.append(
            t.gettext("Neither before nor during it, for it ran less than half of the year: {years}.").format(
                years=t.listed([t.year(year) for year in found.cut])
            )
        )
    return said


def _side_sentence(side: Side, has: bool, found: Comparison, t: Translator) -> str:
    pattern = (
        t.ngettext(
            "People identified a year in {number} province with the programme: {before} before it ({years_before}), "
            "{during} during it ({years_during}){times}.",
            "People identified a year in {number} provinces with the programme: {before} before it ({years_before}), "
            "{during} during it ({years_during}){times}.",
            side.places,
        )
        if has
        else t.ngettext(
            "In {number} province without it in the same years: {before} and {during}{times}.",
            "In {number} provinces without it in the same years: {before} and {during}{times}.",
            side.places,
        )
    )
    times = "" if math.isnan(side.ratio[0]) else _times(side.ratio, t.gettext(": {number} times ({low} to {high})"), t)
    return pattern.format(
        number=t.number(side.places),
        before=t.number(round(side.before)),
        during=t.number(round(side.during)),
        years_before=words.span(found.change.before, t),
        years_during=words.span(found.change.during, t),
        times=times,
    )


def _times(ratio: tuple[float, float, float], pattern: str, t: Translator) -> str:
    number, low, high = (t.number(value, 2) for value in ratio)
    return pattern.format(number=number, low=low, high=high)


def years_note(counts: pd.DataFrame, t: Translator) -> str:
    """How to read the chart, and which years are not in it. counts: findings.programme_change.whole_years_of_places."""
    left_out = [t.year(year) for year in counts.attrs.get("left_out", ())]
    said = [t.gettext("Bold names and shading: places and years of the programme. Others: those with most people.")]
    if left_out:
        said.append(
            t.ngettext(
                "{years} is left out: cases of that year may still be recorded.",
                "{years} are left out: cases of those years may still be recorded.",
                len(left_out),
            ).format(years=t.listed(left_out))
        )
    return " ".join(said)


def cases_are(release: Release, t: Translator) -> str:
    """Where the cases that are compared come from. Anything but "synthetic" is about real people."""
    return {
        "synthetic": t.gettext("The cases of this release are synthetic: invented for demonstration."),
        "public": t.gettext("The cases of this release come from a published data set."),
        "mixed": t.gettext("The cases of this release come from sources of several kinds; Methods names them."),
    }.get(
        str(release.manifest["provenance"]),
        t.gettext("The cases of this release are those of institutions, which publish none of them."),
    )


def cannot_show(t: Translator) -> str:
    """What a comparison of places cannot say."""
    return t.gettext(
        "This shows what moved along with the programme, not what it caused. Programmes choose their places, more "
        "effort finds more people, and whatever else happened there is in these numbers. More people identified is "
        "neither better nor worse by itself."
    )
