"""One year at a time: a slider with a play button that pauses when it is out of sight, and steps by keyboard.

Streamlit has a slider but nothing that plays; the time passes in the browser, and each year is a change of the filter
like any other, with its own address.
"""

import streamlit as st

from figures.kit.unfinished import unfinished_name
from findings.unfinished import unfinished_years
from ui.kit.chosen_filters import chosen_filters, set_filters
from ui.kit.page import Page

_HTML = """
<div class="player" role="group">
  <button type="button" class="play"></button>
  <input type="range" step="1">
  <output></output>
  <button type="button" class="whole"></button>
</div>
"""
_CSS = """
.player { display: flex; flex-wrap: wrap; align-items: center; gap: 0.6rem; font: inherit; color: var(--st-text-color);
  direction: ltr; }
.player input { flex: 1 1 4rem; max-width: 22rem; min-width: 4rem; accent-color: var(--st-primary-color); }
.player output { min-width: 3.2rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.player button { font: inherit; font-size: 0.9rem; white-space: nowrap; color: inherit; padding: 0.3rem 0.75rem;
  cursor: pointer; background: transparent; border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius); }
.player button:focus-visible, .player input:focus-visible { outline: 2px solid var(--st-primary-color); }
.player .whole[hidden] { display: none; }
"""
_SCRIPT = """
const SEEN = 0.2  // the part of the map that is in sight, below which it is out of it
export default function ({ data, parentElement, setStateValue }) {
  const find = (name) => parentElement.querySelector(name)
  const play = find(".play"), slider = find("input"), output = find("output"), whole = find(".whole")
  let player = parentElement.player
  if (!player) {
    player = parentElement.player = { timer: null, seen: true, waiting: null }
    player.stop = () => {
      clearInterval(player.timer)
      player.timer = null
      play.textContent = player.data.play
    }
    const ask = (year) => {
      clearTimeout(player.waiting)
      output.textContent = player.data.names[year] || ""
      player.waiting = setTimeout(() => setStateValue("year", year), 120)
    }
    const step = () => {
      if (!parentElement.isConnected || !player.seen || document.hidden) return player.stop()
      const next = player.data.year ? Number(slider.value) + 1 : Number(slider.min)
      if (next > Number(slider.max)) return player.stop()
      slider.value = next
      player.data.year = next
      ask(next)
    }
    play.onclick = () => {
      if (player.timer) return player.stop()
      if (Number(slider.value) >= Number(slider.max)) player.data.year = 0
      player.timer = setInterval(step, 1600)
      play.textContent = player.data.pause
      step()
    }
    slider.oninput = () => { player.stop(); player.data.year = Number(slider.value); ask(Number(slider.value)) }
    whole.onclick = () => { player.stop(); ask(0) }
    // the map that it moves, wherever the player itself stands
    const here = parentElement.getRootNode().host || parentElement
    new IntersectionObserver((entries) => {
      player.seen = entries[entries.length - 1].intersectionRatio >= SEEN
      if (!player.seen && player.timer) player.stop()
    }, { threshold: [0, SEEN] }).observe(here.closest('[class*="st-key-panel_"]') || find(".player"))
  }
  player.data = { ...data }
  slider.min = data.first
  slider.max = data.last
  slider.value = data.year || data.last
  slider.setAttribute("aria-label", data.title)
  slider.setAttribute("aria-valuetext", data.year ? data.names[data.year] : data.all)
  output.textContent = data.year ? data.names[data.year] : data.all
  whole.textContent = data.whole
  whole.hidden = !data.year
  find(".player").style.justifyContent = data.rtl ? "flex-end" : ""
  play.textContent = player.timer ? data.pause : data.play
}
"""
_player = st.components.v2.component("year_player", html=_HTML, css=_CSS, js=_SCRIPT)


def year_player(page: Page) -> None:
    """Draw the player; nothing where the release has a single year or none. A chosen year becomes the filter."""
    release, filters, t = page.release, page.filters, page.t
    if release.years is None or release.years[0] == release.years[1]:
        return
    first, last = release.years
    unfinished = unfinished_years(release, filters.without("years"))
    one_year = filters.years[0] if filters.years and filters.years[0] == filters.years[1] else 0
    _player(
        key="year_player",
        data={
            "rtl": t.language.direction == "rtl",
            "first": first,
            "last": last,
            "year": one_year,
            "names": {
                str(year): unfinished_name((year, year), t) if unfinished and year >= unfinished[0] else t.year(year)
                for year in range(first, last + 1)
            },
            "title": t.gettext("Year"),
            "all": t.gettext("All years") if not filters.years else "",
            "play": "▶ " + t.gettext("Play the years"),
            "pause": "❚❚ " + t.gettext("Pause"),
            "whole": t.gettext("All years"),
        },
        on_year_change=_take_year,
        height="content",
    )


def _take_year() -> None:
    chosen = st.session_state["year_player"].get("year")
    if chosen is None:
        return
    years = (int(chosen), int(chosen)) if chosen else None
    set_filters(chosen_filters().with_choice(years=years), ("years",))
