"""Where the numbers come from and what they are not, in words: under figures, under maps and at the top of pages."""

import datetime

from data_access.release.release import Release
from figures.kit.restriction import words_of_restriction
from geo.boundaries import ATTRIBUTION, DISCLAIMER
from locales import N_, Translator

# sources that this program names itself; other names are shown as they were given
SOURCES = {N_("Synthetic demonstration data: invented cases, shaped after published facts")}


def provenance_notice(release: Release, t: Translator) -> str | None:
    """What a visitor must know about where the data come from, or None."""
    return {
        "synthetic": t.gettext("Demonstration data: synthetic. No row stands for a real person."),
        "mixed": t.gettext("This release mixes several kinds of source; some of it may be synthetic."),
    }.get(release.manifest["provenance"])


def provenance_tag(release: Release, t: Translator) -> str | None:
    """The same in two words, for the band above the page."""
    return {
        "synthetic": t.gettext("Demonstration data"),
        "mixed": t.gettext("Mixed sources"),
    }.get(release.manifest["provenance"])


def panel_tag(release: Release, t: Translator) -> str | None:
    """The same in a word, for the title of each panel that is made from the release."""
    return {
        "synthetic": t.gettext("Invented"),
        "mixed": t.gettext("Mixed sources"),
    }.get(release.manifest["provenance"])


def translation_note(t: Translator) -> str | None:
    """Where nobody who grew up with the language has read the words of the page."""
    if t.language.is_reviewed:
        return None
    return t.gettext("This translation was made by machine and has not been reviewed by a native speaker.")


def source_line(release: Release, t: Translator) -> str:
    """Source, date and kind of the data, to stand under every figure."""
    provenance = {
        "synthetic": t.gettext("synthetic"),
        "public": t.gettext("published data set"),
        "mixed": t.gettext("several kinds of source"),
        "confidential": t.gettext("case records"),
    }[release.manifest["provenance"]]
    line = t.gettext("Source: {sources} ({provenance}), data until {date}; release {release}.").format(
        sources=sources(release, t),
        provenance=provenance,
        date=data_until(release, t),
        release=t.number(release.id),
    )
    restricted = words_of_restriction(t) if release.manifest["kind"] == "restricted" else None
    return " ".join(part for part in (restricted, retraction_notice(release, t), line) if part)


def data_until(release: Release, t: Translator) -> str:
    """The last day of the data: cases that were registered later are not in the release."""
    return t.date(datetime.date.fromisoformat(release.manifest["data_until"][:10]))


def retraction_notice(release: Release, t: Translator) -> str | None:
    """What was found wrong with the release, or None. The reason is shown as those who withdrew it wrote it."""
    if release.retraction is None:
        return None
    return t.gettext("Withdrawn, do not use: release {release} was found to be wrong. {reason}").format(
        release=t.number(release.id), reason=release.retraction
    )


def sources(release: Release, t: Translator) -> str:
    """The names of the sources, one after the other."""
    return t.gettext("; ").join(t.gettext(name) if name in SOURCES else name for name in release.manifest["sources"])


def caveat(t: Translator) -> str:
    """What a count of identified people is not."""
    return t.gettext(
        "Counts are people who were identified and recorded. They are not prevalence: "
        "more may have been found because more was done to find them."
    )


def proxies_note(release: Release, t: Translator) -> str | None:
    """What places of the release stand for, where they are not the places themselves."""
    if not release.manifest["places_are_proxies"]:
        return None
    return t.gettext(
        "Places are proxies: citizenship stands for the source country, and the country of exploitation "
        "for the destination and for the place of identification."
    )


def boundaries_note(t: Translator) -> str:
    """Whose boundaries a map shows. The picture itself says so in a line; this is one click away."""
    return f"{t.gettext(DISCLAIMER)} {t.gettext(ATTRIBUTION)}"


def map_note(release: Release, t: Translator) -> str:
    """All of what belongs to a map: proxies, and whose boundaries it shows."""
    return " ".join(filter(None, [proxies_note(release, t), boundaries_note(t)]))
