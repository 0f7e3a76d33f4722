"""What a word means where it stands in a sentence: words of the glossary are underlined, and a pointer or a finger on
one opens its meaning. The list at the end of each page, which the keyboard reaches, has all of them."""

import streamlit as st

from figures.methods.definitions import forms_in_sentences
from locales import Translator

# Words are marked by ranges, not by elements of their own: what Streamlit drew is not changed. Of each panel the first
# place of a word is marked. A letter that binds and one that does not (U+200C) are no difference, nor are endings.
_SCRIPT = """
const TEXTS = '[data-testid="stMarkdownContainer"], [data-testid="stHtml"]'
const NOT = ["a, button, input, code, pre, style, script, svg, label, header", ".st-key-header, .st-key-words",
  ".st-key-panel_words, .st-key-present"].join(", ")
const ENDING = "(?:s|es|ren|\\u200c?(?:ها|های|هایی)|ان|\\u0654)?(?![\\\\p{L}\\u200c])"
let terms = [], marked = [], shown = null, timer = 0, looking = 0
const box = document.createElement("div")
box.className = "term-meaning"
box.setAttribute("role", "tooltip")
const escaped = text => text.replace(/[.*+?^${}()|[\\]\\\\]/g, "\\\\$&").replace(/[\\s\\u200c]+/g, "[\\\\s\\u200c]*")
const hide = () => { shown = null; box.remove() }
const mark = () => {
  timer = 0
  const main = document.querySelector('[data-testid="stMain"]')
  if (!main || !CSS.highlights || !terms.length) return
  marked = []
  const known = new Map()
  for (const part of main.querySelectorAll(TEXTS)) {
    if (part.closest(NOT)) continue
    const panel = part.closest('[class*="st-key-panel_"], .st-key-headline, .st-key-question') ?? main
    if (!known.has(panel)) known.set(panel, new Set())
    const seen = known.get(panel), walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT)
    for (let node; node = walk.nextNode();) {
      if (node.parentElement.closest(NOT)) continue
      let rest = node.data
      for (const term of terms) {
        const found = !seen.has(term.name) && term.form.exec(rest)
        if (!found) continue
        seen.add(term.name)
        const range = new Range()
        range.setStart(node, found.index)
        range.setEnd(node, found.index + found[0].length)
        marked.push({ range, ...term })
        // "sexual exploitation" is no exploitation besides
        const end = found.index + found[0].length
        rest = rest.slice(0, found.index) + "\\u0000".repeat(found[0].length) + rest.slice(end)
      }
    }
  }
  CSS.highlights.set("term", new Highlight(...marked.map(({ range }) => range)))
  if (shown && !marked.some(({ range }) => range.startContainer === shown.range.startContainer)) hide()
}
const later = () => { if (!timer) timer = setTimeout(mark, 400) }
const at = (x, y) => marked.find(({ range }) => [...range.getClientRects()].some(
  one => x >= one.left && x <= one.right && y >= one.top - 2 && y <= one.bottom + 2))
const show = term => {
  if (term === shown) return
  const name = document.createElement("strong"), where = term.range.getBoundingClientRect()
  name.textContent = term.name
  box.replaceChildren(name, " " + term.said)
  document.querySelector('[data-testid="stApp"]').append(box)
  const width = document.documentElement.clientWidth, below = where.bottom + box.offsetHeight + 8 < innerHeight
  box.style.left = Math.max(8, Math.min(where.left, width - box.offsetWidth - 8)) + "px"
  box.style.top = (below ? where.bottom + 4 : Math.max(8, where.top - box.offsetHeight - 4)) + "px"
  shown = term
}
const look = event => {
  if (looking || event.target === box || box.contains(event.target)) return
  looking = requestAnimationFrame(() => {
    looking = 0
    const isText = event.target.closest?.(TEXTS)
    const term = isText && at(event.clientX, event.clientY)
    term ? show(term) : shown && hide()
  })
}
const key = event => { if (event.key === "Escape") hide() }
export default function ({ data }) {
  terms = data.terms.map(([form, name, said]) =>
    ({ name, said, form: new RegExp("(?<![\\\\p{L}\\u200c])" + escaped(form) + ENDING, "iu") }))
  const watch = new MutationObserver(later)
  watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  const heard = [["mousemove", look], ["click", look], ["keydown", key], ["scroll", hide]]
  for (const [name, listen] of heard) document.addEventListener(name, listen, true)
  later()
  return () => {
    watch.disconnect()
    for (const [name, listen] of heard) document.removeEventListener(name, listen, true)
    CSS.highlights?.delete("term")
    hide()
  }
}
"""
_watch = st.components.v2.component("terms", js=_SCRIPT)


def mark_terms(t: Translator) -> None:
    """Let the words of the glossary say what they mean, on the whole page. Once a run, after the page."""
    _watch(key="terms", data={"terms": forms_in_sentences(t)}, height=1)
