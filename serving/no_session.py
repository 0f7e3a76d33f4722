"""What a visitor reads to whom no page comes: beyond the limits of sessions, or behind a network without websockets.

It stands in the shell of the page, for everything else is drawn by a session.
"""

from html import escape

from exports.site.served import frozen_addresses
from locales import Translator

# A page that takes longer than 8 seconds is late. Once one came, ui/shell/connection.py says what happens.
SAY_WHEN_NO_PAGE_COMES = """(() => {
  const begun = Date.now()
  const look = setInterval(() => {
    const said = document.getElementById('no-page')
    if (document.querySelector('h1, .st-key-header')) {
      clearInterval(look)
      said?.remove()
    } else if (said && Date.now() - begun > 8000) said.hidden = false
  }, 500)
})()"""
STYLE = (
    "position: fixed; z-index: 999999; bottom: 1rem; inset-inline: 1rem; max-width: 34rem; margin: 0 auto; "
    "padding: 0.75rem 1rem; border-radius: 6px; background: #1e2a33; color: #fff; "
    "font: 1rem/1.5 'Noto Sans', Vazirmatn, 'Segoe UI', Tahoma, sans-serif"
)


def words_without_a_page(t: Translator) -> str:
    """The element that SAY_WHEN_NO_PAGE_COMES shows: a sentence, and the way to the frozen edition, if there is one."""
    said = escape(
        t.gettext(
            "This page has not come yet: there may be too many visitors just now, or your network holds it back. It "
            "comes by itself as soon as it can."
        )
    )
    place = f'id="no-page" role="status" dir="{t.language.direction}" style="{STYLE}" hidden'
    return f"<div {place}>{' '.join([said, *_links(t)])}</div>"


def words_without_scripts(t: Translator) -> str:
    """What stands in the page of a browser that runs no scripts: a sentence, and the way to the frozen edition."""
    said = escape(t.gettext("The dashboard is drawn by scripts (JavaScript), which this browser does not run."))
    return f'<noscript><p dir="{t.language.direction}" style="{STYLE}">{" ".join([said, *_links(t)])}</p></noscript>'


def _links(t: Translator) -> list[str]:
    words = escape(t.gettext("Open the frozen edition"))
    return [f'<a href="./{address}" style="color: #86bee0">{words}</a>' for address in frozen_addresses()]
