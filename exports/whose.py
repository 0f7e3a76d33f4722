"""Whose the numbers of a file are, what they are not, and how to cite them: of the release, or of others."""

import datetime
from collections.abc import Sequence

from data_access.release.release import Release
from exports.views import Opened
from figures.address.citation import Seen, citation
from figures.address.words import unanswered
from figures.kit import sources
from figures.views.panel import Panel
from locales import Translator


def are_of_release(panels: Sequence[Panel], release: Release, t: Translator) -> bool:
    """Is one of the figures made from the release? Others name their own sources. Without figures, sentences are."""
    line = sources.source_line(release, t)
    return not panels or any(panel.source is None or line in panel.source for panel in panels)


def source_of(panels: Sequence[Panel], release: Release, t: Translator) -> str | None:
    """The source and date of the release; what others have published has its source beside it."""
    return sources.source_line(release, t) if are_of_release(panels, release, t) else None


def tag_of(panels: Sequence[Panel], release: Release, t: Translator) -> str | None:
    """The tag of invented data, where numbers of the release are shown."""
    return sources.provenance_tag(release, t) if are_of_release(panels, release, t) else None


def about(opened: Opened, panels: Sequence[Panel], day: datetime.date, t: Translator, *, has_map: bool) -> list[str]:
    """What the numbers are not, of whom they are, and how to cite them, as markdown. panels: that are shown. day: on
    which it is made."""
    release = opened.view.release
    seen = t.gettext("Trafficking Observatory. Seen on {viewed}: {link}")
    said: list[str | None] = [sources.retraction_notice(release, t)]
    cited = seen.format(viewed=day.isoformat(), link=opened.link)
    if are_of_release(panels, release, t):
        said = [sources.provenance_notice(release, t), sources.caveat(t)]
        said.append(None if has_map else sources.proxies_note(release, t))
        cited = citation(release, Seen(opened.link, day), t)
    said.append(sources.map_note(release, t) if has_map else None)
    said += unanswered(opened.unused, release, t) if opened.unused else []
    said += [cited, sources.translation_note(t)]
    return [one for one in said if one]
