"""What stands on every printed sheet: source, date, address and page number; and charts that are drawn for its width.

Whoever prints uses the browser's own command, so that nothing can be asked of the server: the browser draws the charts
anew in the moment before it prints, as wide as print.css makes their places.
"""

import streamlit as st

from data_access.release.release import Release
from figures.address.citation import Seen
from figures.kit import sources as source_words
from figures.kit.plots import FAMILY
from locales import Translator
from ui.shell.provenance import holds_invented
from ui.shell.visit import theme_kind

# Rules for print are made to hold on the screen for a moment, in which the places of the charts are measured. What is
# wider than WIDE on the screen has more beside each other than fits a sheet in letters of its own size: it is made
# smaller. So is a chart of bands, which moves into a new size slowly.
_SCRIPT = """
const WIDE = 1050
export default function () {
  const rulesOf = (sheet) => { try { return [...sheet.cssRules] } catch { return [] } }
  const forPrint = () => [...document.styleSheets].flatMap(rulesOf)
    .filter((rule) => rule instanceof CSSMediaRule && rule.media.mediaText === "print")
  let drawn = []
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
    for (const { chart, zoom, isSlow, onPaper } of drawn) {
      if (!isSlow) window.Plotly.relayout(chart, onPaper)
      chart.style.zoom = zoom
    }
    rules.forEach((rule) => { rule.media.mediaText = "print" })
  }
  const toScreen = () => {
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
# Sheets are white, whatever the screen was: what was drawn for a dark ground is turned round, each hue kept
_FROM_DARK = """
@media print {
  html, body, #root, [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    background: white !important;
  }
  [data-testid="stMainBlockContainer"] { filter: invert(1) hue-rotate(180deg); }
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
    st.html(f"<style>@media print {{ @page {{ {rules} }} }}{_FROM_DARK if theme_kind() == 'dark' else ''}</style>")
    _draw_for_paper(key="paper", height=1)


def _said(text: str) -> str:
    """A text as CSS writes one. Sources are named by others: nothing of a name can end the string or the style."""
    return '"' + "".join(c if c.isalnum() or c in " .,:;/?&=()-–·" else f"\\{ord(c):x} " for c in text) + '"'
