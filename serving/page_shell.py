"""What a browser gets before any run: Streamlit's page with our title, fonts and words, and its policy."""

import base64
import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from streamlit import config

from data_access.database import PROJECT
from locales import DEFAULT_LANGUAGE, LANGUAGES, translator
from serving.no_session import SAY_WHEN_NO_PAGE_COMES, words_without_a_page, words_without_scripts
from ui.shell.direction import language_script

STREAMLIT_PAGE = Path(st.__file__).parent / "static" / "index.html"


def base_path() -> str:
    """What stands before every address of ours, with its slash; mostly nothing."""
    path = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return path and path + "/"


# Streamlit looks for its server below the address of each page first, and leaves two errors in the console when it
# is not there. Told where its server is, it asks once. Its dialogs about errors speak of "streamlit run": ours say it
# in the visitor's language (ui/shell/connection.py).
WHERE_THE_SERVER_IS = f"""window.__streamlit = {{
  BACKEND_BASE_URL: location.origin + '/{base_path()}',
  HOST_CONFIG: {{ blockErrorDialogs: true }}
}}"""
# An address without a release is not complete: a page writes the rest into it once it has run. That is no step of the
# visitor's, so Back must not stop there.
ONE_STEP = """(() => {
  const push = history.pushState.bind(history)
  history.pushState = (state, title, url) => {
    const to = new URL(url ?? '', location)
    const isCompleted = to.pathname === location.pathname && !new URLSearchParams(location.search).has('release')
    return isCompleted ? history.replaceState(state, title, url) : push(state, title, url)
  }
})()"""

# A link may name a figure behind "#". It comes after all that stands above it, which grows while it is drawn; whoever
# moves the page by hand is left alone.
TO_THE_FIGURE = """(() => {
  const key = location.hash.slice(1)
  if (!/^[a-z0-9_]+$/.test(key)) return
  const begun = Date.now()
  let found = 0
  const look = setInterval(() => {
    const panel = document.querySelector('.st-key-panel_' + key)
    if (panel) {
      found ||= Date.now()
      panel.style.scrollMarginTop = '4rem'
      panel.scrollIntoView()
    }
    if (Date.now() - (found || begun + 26000) > 4000) clearInterval(look)
  }, 300)
  for (const moved of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    addEventListener(moved, () => clearInterval(look), { once: true, passive: true })
  }
})()"""


@cache
def page_shell(language: str) -> str:
    """Streamlit's page, with our title, icon and fonts instead of its own: what a browser gets before any run."""
    words = translator(language)
    title = escape(words.gettext("Human trafficking in Afghanistan and its region"))
    scripts = ["latin"] if words.language.direction == "ltr" else ["latin", "arabic"]
    fonts = [font for script in scripts for font in (PROJECT / "static" / "fonts").glob(f"*-{script}.*.woff2")]
    preloads = [f'<link rel="preload" href="./app/static/fonts/{f.name}" as="font" crossorigin />' for f in fonts]
    shell = STREAMLIT_PAGE.read_text(encoding="utf-8")
    shell = re.sub(r'<link\s+rel="preload"[^>]*SourceSans[^>]*>', "\n    ".join(preloads), shell)
    shell = shell.replace('<html lang="en">', f'<html lang="{words.language.code}">')
    shell = shell.replace("./favicon.png", "./app/static/icon.png")
    shell = shell.replace("<title>Streamlit</title>", f"<title>{title}</title>")
    # it speaks of a way in for programs, which is closed here
    shell = re.sub(r"<!--\s*Machine-readable.*?<link rel=\"service-desc\"[^>]*>\s*", "", shell, flags=re.DOTALL)
    shell = re.sub(r"<noscript>.*?</noscript>", lambda _: words_without_scripts(words), shell, flags=re.DOTALL)
    shell = shell.replace("</body>", f"{words_without_a_page(words)}\n  </body>")
    scripts_of_ours = (WHERE_THE_SERVER_IS, ONE_STEP, SAY_WHEN_NO_PAGE_COMES, TO_THE_FIGURE)
    ours = "\n    ".join(f"<script>{script}</script>" for script in scripts_of_ours)
    return shell.replace("<script", f"{ours}\n    <script", 1)


def _inline_scripts() -> list[str]:
    """The only scripts that may stand in a page: those of its shell, and those that name its language."""
    in_shell = re.findall(r"<script>(.*?)</script>", page_shell(DEFAULT_LANGUAGE), flags=re.DOTALL)
    return [*in_shell, *map(language_script, LANGUAGES)]


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


# Streamlit's styles (emotion) and Plotly's are inline; its own components are modules made as blobs; it reads tables
# with WebAssembly. Nothing that we draw needs eval.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        f"script-src 'self' blob: 'wasm-unsafe-eval' {' '.join(map(_hash, _inline_scripts()))}",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # an address holds what a visitor filtered
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def policy_of_frames(sites: list[str]) -> str:
    """The same policy for a figure that the pages of these sites may show."""
    return CONTENT_SECURITY_POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(sites)}")
