"""Whose pages may show a figure: the setting FRAME_ANCESTORS; without it nobody's."""

import os
import re

from ui.shell.access import kind_of_release

SITE = re.compile(r"https?://(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.IGNORECASE)


def framing_sites() -> list[str]:
    """The sites whose pages may show a figure, as they were given."""
    return os.environ.get("FRAME_ANCESTORS", "").split()


def why_not_framed() -> str | None:
    """What is wrong with the setting, for who starts the server; None where nothing is."""
    sites = framing_sites()
    if sites and kind_of_release() != "public":
        return "FRAME_ANCESTORS is set, but a restricted dashboard is shown in no other page. Take it away."
    for site in sites:
        if not SITE.fullmatch(site):
            return (
                f"FRAME_ANCESTORS names {site!r}, which is no site. Name sites as browsers do, blanks between them: "
                "https://example.org https://*.example.net"
            )
    return None
