"""What stands on every printed sheet: source, date, address and page number; and charts that are drawn for its width.

Whoever prints uses the browser's own command, so that nothing can be asked of the server: the browser draws the charts
anew in the moment before it prints, as wide as print.css makes their places.
"""

import streamlit as st

from data_access.release.release import Release
from figures.address.citation import Seen
from figures.kit import sources as source_words
from figures.kit.palette import light_for_dark
from figures.kit.plots import FAMILY
from locales import Translator
from ui.shell.provenance import holds_invented
from ui.shell.visit import theme_kind

# Rules for print are made to hold on the screen for a moment, in which the places of the charts are measured. What is
# wider than WIDE on the screen has more beside each other than fits a sheet in letters of its own size: it is made
# smaller. So is a chart of bands, which moves into a new size slowly. From the dark theme, all is drawn in colours of
# the light one; what is a picture already, as the cells of a matrix are, is turned round by _FROM_DARK.
_SCRIPT = """
const WIDE = 1050
const PAGE = '[data-testid="stMainBlockContainer"]'
const PAINTED = ["fill", "stroke", "stop-color", "color", "background-color"]
export default function ({ data }) {
  const rulesOf = (sheet) => { try { return [...sheet.cssRules] } catch { return [] } }
  const forPrint = () => [...document.styleSheets].flatMap(rulesOf)
    .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText === "print")
  let drawn = [], painted = new Map()
  const toPaper = () => {
    if (drawn.length || !window.Plotly) return
    const rules = forPrint()
    rules.forEach((rule) => { rule.media.mediaText = "all" })
    drawn = [...document.querySelectorAll(".js-plotly-plot")].map((chart) => {
      const { offsetWidth, offsetHeight } = chart.closest('[data-testid="stPlotlyChart"]')
      const { width, height } = chart._fullLayout, isSlow = chart._fullData.some(({ type }) => type === "sankey")
      const needed = isSlow ? width : Math.max(offsetWidth, Math.min(width, WIDE))
      const zoom = offsetWidth / needed
      const onPaper = { width: needed, height: offsetHeight / zoom }
      return { chart, zoom, isSlow, onScreen: { width, height }, onPaper }
    }).filter(({ onPaper }) => onPaper.width && onPaper.height)
    const moved = drawn.map(({ chart, zoom, isSlow, onPaper }) => {
      chart.style.zoom = zoom
      return isSlow || window.Plotly.relayout(chart, onPaper)
    })
    rules.forEach((rule) => { rule.media.mediaText = "print" })
    paint()
    Promise.all(moved).then(paint) // maps are drawn a moment later
  }
  // each once: a colour of the dark theme may be another of the light one
  const paint = () => {
    if (!drawn.length) return
    for (const part of document.querySelectorAll(`${PAGE} :is([style], [fill], [stop-color])`)) {
      for (const name of PAINTED) {
        const own = part.style.getPropertyValue(name), before = painted.get(part)
        const light = data.colours[own || part.getAttribute(name)]
        if (light && before?.[name]?.light !== own) {
          part.style.setProperty(name, light)
          painted.set(part, { ...before, [name]: { own, light: part.style.getPropertyValue(name) } })
        }
      }
    }
  }
  const toScreen = () => {
    for (const [part, names] of painted) for (const name in names) part.style.setProperty(name, names[name].own)
    painted = new Map()
    for (const { chart, isSlow, onScreen } of drawn) {
      chart.style.zoom = ""
      if (!isSlow) window.Plotly.relayout(chart, onScreen)
    }
    drawn = []
  }
  window.addEventListener("beforeprint", toPaper)
  window.addEventListener("afterprint", toScreen)
  return () => {
    window.removeEventListener("beforeprint", toPaper)
    window.removeEventListener("afterprint", toScreen)
  }
}
"""
_FROM_DARK = """
@media print {
  [data-testid="stMainBlockContainer"] :not(svg *, [style*="color:"]) {
    border-color: #d5d1c8 !important;
    color: #1e2a33 !important;
  }
  [data-testid="stMainBlockContainer"] :not(svg, svg *, [style*="background"]) {
    background-color: transparent !important;
  }
  [data-testid="stMainBlockContainer"] .stMarkdownBadge {
    background: none !important;
    color: #a34700 !important;
  }
  [data-testid="stMainBlockContainer"] :is(img, image) {
    filter: invert(1) hue-rotate(180deg);
  }
}
"""
_draw_for_paper = st.components.v2.component("paper", js=_SCRIPT)


def on_paper(title: str, release: Release, seen: Seen, t: Translator) -> None:
    """Prepare the page for the printer. Once a run, after the page. title: of the page."""
    name = f"{t.gettext('Trafficking Observatory')} · {title}"
    source = f"{source_words.source_line(release, t)} {source_words.caveat(t)}"
    day = t.gettext("Printed from what was seen on {date}").format(date=t.date(seen.day))
    at_start, at_end = ("left", "right") if t.language.direction == "ltr" else ("right", "left")
    digits = "persian" if t.language.direction == "rtl" else "decimal"
    boxes = {
        f"top-{at_start}": _said(name),
        f"top-{at_end}": _said((source_words.provenance_tag(release, t) if holds_invented() else None) or ""),
        f"bottom-{at_start}": _said(f"{source}\n{day}: \u2066{seen.link}\u2069"),
        f"bottom-{at_end}": f'counter(page, {digits}) " / " counter(pages, {digits})',
    }
    look = f"font: 7.5pt/1.35 {FAMILY}; color: #555; direction: {t.language.direction}; white-space: pre-wrap;"
    wide = "width: 88%; overflow-wrap: anywhere; vertical-align: top; padding-top: 3mm;"
    rules = "".join(
        f"@{box} {{ content: {content}; {look} text-align: {box.split('-')[1]}; "
        f"{wide if box == f'bottom-{at_start}' else ''} }}"
        for box, content in boxes.items()
    )
    is_dark = theme_kind() == "dark"
    st.html(f"<style>@media print {{ @page {{ {rules} }} }}{_FROM_DARK if is_dark else ''}</style>")
    _draw_for_paper(key="paper", data={"colours": light_for_dark() if is_dark else {}}, height=1)


def _said(text: str) -> str:
    """A text as CSS writes one. Sources are named by others: nothing of a name can end the string or the style."""
    return '"' + "".join(c if c.isalnum() or c in " .,:;/?&=()-–·" else f"\\{ord(c):x} " for c in text) + '"'
