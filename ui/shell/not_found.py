"""The page for an address at which there is nothing: made without Streamlit, for the server to answer with."""

from functools import cache
from html import escape
from pathlib import Path

from locales import DEFAULT_LANGUAGE, offered_languages, translator
from ui.shell.pages import offered_pages

TEMPLATE = Path(__file__).with_suffix(".html")


def language_of(asked: str | None, accepted: str) -> str:
    """The language that the address asks for, else the first that the browser accepts, of those that are offered.

    accepted: the header Accept-Language, the most wanted first.
    """
    wanted = [asked, *(part.split(";")[0].strip()[:2].lower() for part in accepted.split(","))]
    offered = {language.code for language in offered_languages()}
    return next((code for code in wanted if code in offered), DEFAULT_LANGUAGE)


@cache
def not_found_page(language: str, base: str) -> str:
    """The page in a language, with the way to every page that there is. base: where the dashboard begins."""
    words = translator(language)
    _, code = words.gettext, words.language.code
    links = "\n".join(
        f'<li><a href="{base}{url}?lang={code}">{escape(_(title))}</a></li>' for _file, title, url in offered_pages()
    )
    return TEMPLATE.read_text(encoding="utf-8").format(
        language=code,
        direction=words.language.direction,
        base=base,
        name=escape(_("Trafficking Observatory")),
        title=escape(_("There is no page at this address")),
        said=escape(_("It may have been mistyped or cut off. These are the pages:")),
        links=links,
    )
