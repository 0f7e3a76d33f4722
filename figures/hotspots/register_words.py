"""The words about the register of reports: who reports from an area, and whether that may be behind its rate."""

import datetime
from collections.abc import Sequence

import pandas as pd

from data_access.questions.areas import Role
from figures.hotspots import recorder_words as effort_words
from figures.hotspots import words as hotspot_words
from figures.kit import words
from figures.kit.labels import REGISTER, place_in_country, place_name
from figures.kit.rows import Row, rows_of
from locales import Translator

MOST_NAMED = 3
MOST_SHOWN = 12


def head_warning(recorded: list[str], effort: pd.DataFrame, t: Translator) -> str | None:
    """The warning at the head of the page: hotspots that may be of effort, by who recorded and by the register."""
    dense = _found(effort, "effort")
    parts = [effort_words.warning_of(recorded, t)] if recorded else []
    if dense:
        parts.append(
            t.ngettext(
                "{areas} may be a hotspot of effort: there is far more reporting than in the rest of its country.",
                "{areas} may be hotspots of effort: there is far more reporting than in the rest of their countries.",
                len(dense),
            ).format(areas=_named([row["place"] for row in dense], t))
        )
    return " ".join(parts) or None


def areas_to_compare(effort: pd.DataFrame, explained: Sequence[str]) -> list[str]:
    """The areas whose reporting is shown: those that the page explains, and those that may be hotspots of effort."""
    if not is_registered(effort):
        return []
    known = effort.loc[effort["register"] != "no_register", "place"].tolist()
    wanted = dict.fromkeys([*explained, *(row["place"] for row in _found(effort, "effort"))])
    # where no rate may be shown there is nothing to explain, and the register is still there
    return ([place for place in wanted if place in known] or known)[:MOST_SHOWN]


def is_registered(effort: pd.DataFrame) -> bool:
    """Does the release have a register of reports of any of these years?"""
    return effort.attrs.get("is_published", True) and bool((effort["register"] != "no_register").any())


def no_register(t: Translator) -> str:
    """That nothing is known about who reports."""
    return t.gettext(
        "No register of reports is published for this choice: how many agencies and sites reported, and in how many "
        "months, is not known. A high rate may come of looking harder, and silence of nobody looking."
    )


def lines(row: Row, t: Translator) -> list[str]:
    """An area of the register as hover text."""
    _ = t.gettext
    lines = [f"<b>{place_in_country(row['place'], t)}</b>"]
    if row["agencies"] != row["agencies"]:
        return [*lines, _(REGISTER[row["register"]])]
    lines.append(
        _("Reporting in a mean year: agencies {agencies} or more, sites {sites}").format(
            agencies=t.number(row["agencies"], 1), sites=t.number(row["sites"], 1)
        )
    )
    if row["complete"] == row["complete"]:
        lines.append(
            _("{received} of {due} monthly reports received ({share})").format(
                received=t.number(row["months_received"]),
                due=t.number(row["months_expected"]),
                share=words.share_text(row["complete"], t),
            )
        )
    lines.append(people_per_site(row, t))
    if row["reports_ratio"] == row["reports_ratio"]:
        lines.append(_density(row, t))
    return lines


def people_per_site(row: Row, t: Translator) -> str:
    """What a site of an area finds: "People per site a year: 3.6 (3.4 to 3.8)"."""
    if row["cases_per_site"] != row["cases_per_site"]:
        return words.row_people(row, t)
    return t.gettext("People per site a year: {number} ({lower} to {upper})").format(
        number=t.number(row["cases_per_site"], 1), lower=t.number(row["lower"], 1), upper=t.number(row["upper"], 1)
    )


def _density(row: Row, t: Translator) -> str:
    if hotspot_words.is_about_once(row["reports_ratio"]):
        return t.gettext("about the reports per person of the rest of its country")
    return t.gettext("{times} the reports per person of the rest of its country").format(
        times=hotspot_words.times_text(row["reports_ratio"], t)
    )


def findings(effort: pd.DataFrame, t: Translator) -> list[str]:
    """The sentences about areas that may be hotspots of effort, that are not, and that may be silent for lack of it."""
    _ = t.gettext
    said = [
        _("{area}: {density}. {found}; in the whole country {country}.").format(
            area=place_name(row["place"], t),
            density=_density(row, t),
            found=people_per_site(row, t),
            country=t.number(row["country_cases_per_site"], 1),
        )
        for row in _found(effort, "effort")[:MOST_NAMED]
        if row["country_cases_per_site"] == row["country_cases_per_site"]
    ]
    alike = [row["place"] for row in _found(effort, "not_effort")]
    if alike:
        said.append(_("High without far more reporting: {areas}.").format(areas=_named(alike, t)))
    silent = [row["place"] for row in _found(effort, "silence")]
    if silent:
        said.append(
            _("Few people are identified in {areas}, and little or nothing is reported from there: the silence may be "
              "lack of effort.").format(areas=_named(silent, t))
        )  # fmt: skip
    return said


def register_note(effort: pd.DataFrame, role: Role, has_people_chosen: bool, t: Translator) -> str:
    """How to read the chart of reports, and where the register is from."""
    _ = t.gettext
    parts = [_("Highlighted: may be a hotspot of effort.")] if role == "identified" else []
    parts += [
        _("Upright line: the area's country, itself among it. Thin line: the 95% interval."),
        _("Agencies and sites are those that reported, in a mean year; a report that nobody was identified counts."),
        _("Agencies are counted in threes (3 is 3 to 5), so that one more or less tells of no agency."),
    ]
    if has_people_chosen:
        parts.append(_("People per site are everybody identified there, whatever people are chosen above."))
    if role != "identified":
        parts.append(_("By the place of identification, which is not the place of this map."))
    provenance = {
        "synthetic": _("synthetic"),
        "confidential": _("records of the agencies"),
        "public": _("published data set"),
    }.get(effort.attrs["provenance"], _("several kinds of source"))
    date = t.date(datetime.date.fromisoformat(effort.attrs["loaded"]))
    parts.append(_("Register of reports: {provenance}, loaded {date}.").format(provenance=provenance, date=date))
    return " ".join(parts)


def register_alt(effort: pd.DataFrame, shown: Sequence[str], t: Translator) -> str:
    """The chart of reports in words."""
    by_place = {row["place"]: row for row in rows_of(effort)}
    said = [
        t.gettext("; ").join(lines(by_place[place], t)).replace("<b>", "").replace("</b>", "") for place in shown[:5]
    ]
    return t.gettext("Chart of who reports, area by area. {rows}.").format(rows=". ".join(said))


def _found(effort: pd.DataFrame, finding: str) -> list[Row]:
    """The areas with a finding, those first of which it says most."""
    if not is_registered(effort):
        return []
    order = {"effort": "reports_ratio", "not_effort": "cases_per_site", "silence": "population"}[finding]
    return rows_of(effort[effort["finding"] == finding].sort_values(order, ascending=False, kind="stable"))


def _named(areas: list[str], t: Translator) -> str:
    names = [place_name(area, t) for area in areas[:MOST_NAMED]]
    more = len(areas) - len(names)
    if more:
        names.append(t.ngettext("{number} other area", "{number} other areas", more).format(number=t.number(more)))
    return t.listed(names)
