"""How to cite a release and what was seen of it: a sentence, and an entry for a list of references."""

import datetime
import re
from dataclasses import dataclass

from data_access.release.release import Release
from figures.kit import sources as source_words
from locales import Translator


@dataclass(frozen=True)
class Seen:
    """What was seen of the dashboard: its address, and the day."""

    link: str
    day: datetime.date


def citation(release: Release, seen: Seen, t: Translator) -> str:
    """One sentence: sources, release, dates, address, and the day on which it was seen."""
    cited = t.gettext(
        "{sources}. Trafficking Observatory, release {release}, published {date}, content {hash}. Differentially "
        "private counts of identified victims, data until {until}. Seen on {viewed}: {link}"
    ).format(
        sources=source_words.sources(release, t),
        release=t.number(release.id),
        date=published_on(release),
        hash=release.manifest["content_hash"][:12],
        until=release.manifest["data_until"][:10],
        viewed=seen.day.isoformat(),
        link=seen.link,
    )
    retracted = source_words.retraction_notice(release, t)
    return f"{retracted} {cited}" if retracted else cited


def bibtex(release: Release, seen: Seen, t: Translator) -> str:
    """The same for BibTeX."""
    note = "Release {}, content {}, data until {}; seen on {}".format(
        release.id, release.manifest["content_hash"][:12], release.manifest["data_until"][:10], seen.day.isoformat()
    )
    if retracted := source_words.retraction_notice(release, t):
        note = f"{retracted} {note}"
    fields = {
        "title": "{Trafficking Observatory: identified victims of trafficking in Afghanistan and its region}",
        "author": f"{{{_plain(source_words.sources(release, t))}}}",
        "year": published_on(release)[:4],
        "note": _plain(note),
        "url": seen.link,
        "urldate": seen.day.isoformat(),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{trafficking-observatory-release-{release.id},\n{lines}}}"


def published_on(release: Release) -> str:
    """The day on which the release was published."""
    return str(release.manifest.get("published_at", release.manifest["created_at"]))[:10]


def _plain(text: str) -> str:
    """Text without what BibTeX takes for its own."""
    return re.sub(r"([&%$#_])", r"\\\1", re.sub(r"[{}\\]", "", text))
