"""What a link gives away: behind its address, where one of a publication names nobody, and by where it leads."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import unquote, unquote_plus, urlsplit

from data_access.importing.guard.person_names import names_a_person
from data_access.importing.guard.personal_numbers import identity_number, phone_number

_PARAMETERS = re.compile(r"[?#&;]")
_NUMBERED = re.compile(r"phone|tel|mob|cell|whats|sms|viber|number|passport|cnic|tazkira|iin|card", re.IGNORECASE)
_DIALLED = re.compile(r"(?<![\w+])\+\d[\d() -]{8,}\d")
# files and forms that somebody shares: whoever has the link may see whose they are, and perhaps all that is in them
_SHARED = re.compile(
    r"(?:^|\.)(?:(?:docs|drive|forms|photos|meet)\.google\.com|forms\.gle|dropbox(?:usercontent)?\.com|1drv\.ms|"
    r"onedrive\.(?:live\.)?com|sharepoint\.com|"
    r"icloud\.com|box\.com|mega\.nz|we\.tl|wetransfer\.com|yadi\.sk|(?:disk|docs)\.yandex\.[a-z.]+|cloud\.mail\.ru|"
    r"kobotoolbox\.org|(?:ee|kobo|kc|kf)\.humanitarianresponse\.info|forms\.office\.com|teams\.microsoft\.com|zoom\.us)$"
)
_INSIDE = re.compile(r"\.(?:local|lan|internal|intranet|corp|home|localdomain|home\.arpa|onion)$")
_PATH = re.compile(
    r"(?<![\w\\])\\\\[\w.-]+\\|(?<!\w)[A-Za-z]:\\|(?<![\w:/.-])[A-Za-z]:/\w|(?<![\w.:/-])/(?:home|Users|mnt|media|Volumes)/\w|\bfile://"
)


def personal_in_link(link: str) -> Iterator[str]:
    """Yield what personal data the parameters of a link hold. Of a number it counts how it is called: most are the
    numbers of documents."""
    page, *parameters = _PARAMETERS.split(link)
    if _DIALLED.search(unquote(page)):
        yield "a phone number"
    for parameter in parameters:
        name, _, value = parameter.rpartition("=")
        said = unquote(value) if "%2B" in value.upper() else unquote_plus(value)
        is_numbered = _NUMBERED.search(name) is not None
        if _DIALLED.search(unquote(value)) or (is_numbered and phone_number(said)):
            yield "a phone number"
        elif is_numbered and identity_number(said):
            yield "an identity number"
        elif names_a_person(re.sub(r"[-_.,+]+", " ", said)):
            yield "a name"


def leads_inside(link: str) -> bool:
    """Return whether a link leads to files that are shared with some, or into the network of an institution."""
    try:
        host = (urlsplit(link if "://" in link else f"https://{link}").hostname or "").rstrip(".")
    except ValueError:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        is_named = "." in host
    return not is_named or _SHARED.search(host) is not None or _INSIDE.search(host) is not None


def names_a_path(text: str) -> bool:
    """Return whether a text names a place on somebody's computer, such as C:\\Users\\somebody or \\\\server\\cases."""
    return _PATH.search(text) is not None
