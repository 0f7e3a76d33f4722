"""Every sentence of the Overview that is made from numbers."""

import math
from collections.abc import Sequence

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import sources as source_words
from figures.kit import trend_words, words
from figures.kit.labels import label
from figures.kit.rows import CONFIDENT, Row, published, rows_of, sum_error
from locales import N_, Translator

MOST_MOVED = 4  # groups that a note names


def headline(answer: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str:
    """The Overview's one sentence, with a number in it."""
    if answer.empty:
        return t.gettext("Nothing is published for this choice.")
    row = rows_of(answer)[0]
    when = words.period(filters, release, t)
    if row["state"] == "withheld":
        return t.gettext("Fewer people were identified in {period} than may be shown").format(period=when)
    if row["state"] == "none":
        return t.gettext("Nobody was recorded as identified in {period}").format(period=when)
    said = t.ngettext(
        "{people} was identified as a victim of trafficking, {period}",
        "{people} were identified as victims of trafficking, {period}",
        int(row["count"]),
    ).format(people=words.row_people(row, t), period=when)
    return words.about(said, filters, t)


KEY_SHARES = {
    "children": N_("were children"),
    "women_and_girls": N_("were women and girls"),
    "within_country": N_("stayed within one country"),
    "referred": N_("were referred to help"),
}


def key_share_words(shares: pd.DataFrame, t: Translator) -> list[tuple[str, str, str]]:
    """The key shares, each as its number, its limits and what it is about: see findings.key_shares."""
    said = []
    for row in rows_of(shares):
        about = t.gettext(KEY_SHARES[row["what"]])
        if row["state"] == "withheld":
            said.append((t.gettext("Withheld"), "", about))
            continue
        limits = words.share_limits(row["share_low"], row["share_high"], t)
        share = words.share_text(row["share"], t)
        said.append(
            (t.gettext("At least {share}").format(share=share) if row["state"] == "least" else share, limits, about)
        )
    return said


def change_sentence(changes: pd.DataFrame, t: Translator) -> str:
    """What changed between the last two whole years (findings.change.year_changes), only beyond how much years vary."""
    if refusal := changes.attrs.get("refusal"):
        return trend_words.refusal_sentence(refusal, t)
    row = next((row for row in rows_of(changes) if row["dimension"] == "total"), None)
    if row is None:
        return words.not_published(t, has_choice=words.has_choice(changes))
    years = {"year": t.year(int(row["latest_year"])), "before": t.year(int(row["previous_year"]))}
    if not row["is_beyond"]:
        return t.gettext("{year} cannot be told apart from {before}, by how much years vary.").format(**years)
    # the margin is that of the number: as a share it would take the year before as known
    people = round(abs(row["change"]))
    pattern = (
        t.ngettext(
            "{number} more person (±{margin}) was identified in {year} than in {before}.",
            "{number} more people (±{margin}) were identified in {year} than in {before}.",
            people,
        )
        if row["change"] > 0
        else t.ngettext(
            "{number} fewer person (±{margin}) was identified in {year} than in {before}.",
            "{number} fewer people (±{margin}) were identified in {year} than in {before}.",
            people,
        )
    )
    return pattern.format(number=t.number(people), margin=t.number(math.ceil(row["change_margin"])), **years)


def trend_sentences(trends: pd.DataFrame, filters: Filters, t: Translator) -> str | None:
    """Whether the number of everybody rises or falls (findings.change.group_trends), and that nothing else was asked;
    None where nothing is known."""
    row = next((row for row in rows_of(trends) if row.get("dimension") == "total"), None)
    if row is None:
        return None
    said = trend_words.trend_sentence(row, trends.attrs["years"], t)
    if not row["verdict"] or not (filters.place or filters.country):
        return said
    alone = t.gettext("Asked of this place alone; Hotspots asks all areas together, and can say less of each.")
    return words.joined(said, alone)


def groups_note(trends: pd.DataFrame, t: Translator) -> str | None:
    """The groups that rose or fell over the years beyond how much years vary, all of them, of all that were asked
    together; those of which it cannot be said, because years of theirs are withheld; or that none was asked."""
    if trends.empty or "years" not in trends.attrs:
        return None
    if too_few := trend_words.not_asked(trends.attrs["years"], t):
        return too_few
    groups = [row for row in rows_of(trends) if row["dimension"] != "total"]
    moved = [row for row in trend_words.moved(trends) if row["dimension"] != "total"]
    untold = [row for row in groups if row["verdict"] == ""]
    years = {"first": t.year(trends.attrs["years"][0]), "last": t.year(trends.attrs["years"][1])}
    said = []
    if moved:
        surest = t.gettext("; ").join(
            f"{label(row['dimension'], row['code'], t)} {trend_words.short_trend(row, t)}" for row in moved[:MOST_MOVED]
        )
        said.append(t.gettext("From {first} to {last}: {groups}.").format(**years, groups=surest))
    elif len(untold) < len(groups):
        said.append(
            t.gettext("Of no group can it be said that it rose or fell from {first} to {last}.").format(**years)
        )
    if more := moved[MOST_MOVED:]:
        said.append(
            t.gettext("Less sure, and yet beyond how much years vary: {groups}.").format(groups=_groups(more, t))
        )
    if asked := len(groups) - len(untold):
        said.append(
            t.ngettext(
                "This was asked of {number} group.", "This was asked of {number} groups together.", asked
            ).format(number=t.number(asked))
        )
    if untold:
        said.append(
            t.gettext("Not told, for too few of these years may be shown: {groups}.").format(groups=_groups(untold, t))
        )
    return words.joined(*said)


def _groups(rows: Sequence[Row], t: Translator) -> str:
    return t.listed([label(row["dimension"], row["code"], t) for row in rows])


def change_note(changes: pd.DataFrame, trends: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str:
    """Who is counted, what the comparison of years allows for, and which year and which groups it leaves out."""
    only = trend_words.only_sentence(filters, t)
    groups = t.gettext("Changes of groups do not add up.") if len(changes) > 1 else ""
    if withheld := changes.attrs.get("withheld", ()):
        named = t.listed([label(dimension, code, t) for dimension, code in withheld])
        left_out = t.gettext("Not compared, for one of the two years is withheld: {groups}.").format(groups=named)
        groups = f"{left_out} {groups}"
    if unknown := [one for one in changes.attrs.get("unknown", ()) if one[0] != "total"]:
        named = t.listed([label(dimension, code, t) for dimension, code in unknown])
        left_out = t.gettext("Not compared, for how much their years vary is not known: {groups}.").format(groups=named)
        groups = f"{left_out} {groups}"
    if "years" not in trends.attrs:
        return words.joined(only, groups) or groups
    last = (filters.years or release.years or (0, 0))[1]
    return (
        words.joined(
            only,
            trend_words.last_year_sentence(last, trends.attrs["years"], t),
            groups_note(trends, t),
            trend_words.own_factors_sentence(changes.attrs.get("factors"), t),
            groups,
        )
        or groups
    )


def change_title(changes: pd.DataFrame, t: Translator) -> str:
    """The title of the figure of changes: "2025 against 2024"."""
    if changes.empty:
        return t.gettext("What changed")
    row = rows_of(changes)[0]
    return t.gettext("What changed: {latest} against {previous}").format(
        latest=t.year(int(row["latest_year"])), previous=t.year(int(row["previous_year"]))
    )


def years_note(
    years: pd.DataFrame, whole: pd.DataFrame, filters: Filters, release: Release, t: Translator
) -> str | None:
    """How many people of the total are in no year of the trend, because their year was not recorded or is too small to
    be named, and which are too small (an exact release names all); or which chosen years are, so that the total is
    without them."""
    rows = [*rows_of(years), *rows_of(whole)]
    if filters.years:
        return _unnamed_note(filters.years, release, t)
    if whole.empty or any(row["state"] == "withheld" for row in rows):
        return None
    missing = int(rows[-1]["count"]) - sum(int(row["count"]) for row in published(years))
    if missing <= CONFIDENT * sum_error(rows) or missing < release.least_shown:
        return None
    said = t.ngettext(
        "{number} more person was identified in a year that was not recorded, or is too small to be named.",
        "{number} more people were identified in years that were not recorded, or are too small to be named.",
        missing,
    )
    if release.is_exact:
        said = t.ngettext(
            "{number} more person was identified in a year that was not recorded.",
            "{number} more people were identified in years that were not recorded.",
            missing,
        )
    return words.joined(said.format(number=t.number(missing)), _pooled_years(release, t))


def _pooled_years(release: Release, t: Translator) -> str | None:
    """Which years are counted together with those that were not recorded: all that the release could name and does not.
    Of which of the two somebody is, a public release does not know."""
    named = release.named_years
    if release.is_exact or not named:
        return None
    last = int(release.manifest["data_until"][:4])
    before = t.gettext("all before {year}").format(year=t.year(min(named)))
    years = t.listed([before, *_unnamed((min(named), last), release, t)])
    return t.gettext("Too small to be named: {years}.").format(years=years)


def _unnamed(years: tuple[int, int], release: Release, t: Translator) -> list[str]:
    return [t.year(year) for year in range(years[0], years[1] + 1) if year not in release.named_years]


def _unnamed_note(chosen: tuple[int, int], release: Release, t: Translator) -> str | None:
    unnamed = _unnamed(chosen, release, t)
    if not unnamed or release.is_exact:
        return None
    return t.ngettext(
        "{years} is too small to be named: who was identified in it is not in the number of the years chosen.",
        "{years} are too small to be named: who was identified in them is not in the number of the years chosen.",
        len(unnamed),
    ).format(years=t.listed(unnamed))


def place_map_note(places: pd.DataFrame, release: Release, t: Translator, *, by_province: bool) -> str:
    """What must stand under a map of places: who is not on it, and the notes of every map."""
    beyond = [row for row in published(places) if by_province and len(row["place"]) == 2]
    said = None
    if beyond:
        number = sum(int(row["count"]) for row in beyond)
        said = t.ngettext(
            "{people} in {number} country without a recorded province is in the table, not on the map.",
            "{people} in {number} countries without a recorded province are in the table, not on the map.",
            len(beyond),
        ).format(people=words.people(number, t, error=sum_error(beyond)), number=t.number(len(beyond)))
    return words.joined(said, source_words.proxies_note(release, t)) or ""
