// Turns slides that are all in the browser already: nothing is asked of the server, so that a show goes on without it.
const STAGE = [960, 540], PATIENCE = 3000, DAY = 86400000, OFTEN = 3600000

export default function ({ data, parentElement, setTriggerValue }) {
  const root = document.documentElement
  const find = (name) => parentElement.querySelector(`[data-do="${name}"]`)
  const show = parentElement.show ??= { at: data.start, id: data.id, notes: false, blank: false, plays: data.autoplay > 0 }
  if (show.id !== data.id) Object.assign(show, { at: data.start, id: data.id })
  show.end?.()
  const style = document.head.appendChild(document.createElement("style"))
  const bar = parentElement.querySelector(".bar"), old = parentElement.querySelector(".old")
  const dark = parentElement.querySelector(".blank"), live = parentElement.querySelector(".live")
  const turn = { next: 1, back: -1 }
  let timer = null, idle = null, lock = null

  const fit = () => {
    const { innerWidth: width, innerHeight: height } = window
    const free = height * (show.notes ? 0.66 : 1) - (old.hidden ? 0 : old.offsetHeight)
    root.style.setProperty("--show-scale", Math.min(width / STAGE[0], free / STAGE[1]))
    root.style.setProperty("--show-middle", `${(old.hidden ? 0 : old.offsetHeight) + free / 2}px`)
  }
  const draw = () => {
    const slide = `.st-key-slide_${show.at}`
    style.textContent = `:root .st-key-show ${slide} { visibility: visible }
      ${show.notes ? `.st-key-show .st-key-notes_${show.at} aside { display: block }` : ""}
      ${show.isIdle ? ".st-key-show { cursor: none }" : ""}`
    bar.classList.toggle("idle", Boolean(show.isIdle))
    dark.hidden = !show.blank
    const said = `${data.numbers[show.at - 1]}. ${data.titles[show.at - 1]}`
    if (live.textContent !== said) live.textContent = said
    find("number").textContent = data.numbers[show.at - 1]
    find("notes").setAttribute("aria-pressed", show.notes)
    find("play").textContent = show.plays ? data.words.pause : data.words.play
    find("play").hidden = !data.autoplay
    old.hidden = !(data.older > 0 && Date.now() - Date.parse(data.published) > data.older * DAY)
    fit()
  }
  const go = (to) => {
    show.at = Math.min(Math.max(to, 1), data.numbers.length)
    show.blank = false
    const url = new URL(location.href)
    if (show.at > 1) url.searchParams.set("slide", show.at)
    else url.searchParams.delete("slide")
    if (url.href !== location.href) history.replaceState(history.state, "", url)
    draw()
    play()
  }
  const play = () => {
    clearTimeout(timer)
    if (!data.autoplay || !show.plays) return
    timer = setTimeout(() => go(show.at === data.numbers.length ? 1 : show.at + 1), 1000 * data.autoplay)
  }
  const whole = () => document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen?.()
  const leave = () => {
    if (document.fullscreenElement) document.exitFullscreen()
    setTriggerValue("ended", show.at)
  }
  const doing = {
    next: () => go(show.at + 1),
    back: () => go(show.at - 1),
    first: () => go(1),
    last: () => go(data.numbers.length),
    notes: () => { show.notes = !show.notes; draw() },
    blank: () => { show.blank = !show.blank; draw() },
    play: () => { show.plays = !show.plays; draw(); play() },
    whole,
    leave: () => { if (show.blank) doing.blank(); else leave() },
  }
  const keys = {
    ArrowRight: data.rtl ? "back" : "next", ArrowLeft: data.rtl ? "next" : "back", ArrowDown: "next", ArrowUp: "back",
    PageDown: "next", PageUp: "back", " ": "next", Enter: "next", Backspace: "back", Home: "first", End: "last",
    b: "blank", ".": "blank", n: "notes", f: "whole", p: "play", Escape: "leave",
  }
  const wake = () => {
    clearTimeout(idle)
    idle = setTimeout(() => { show.isIdle = !bar.matches(":hover, :focus-within"); draw() }, PATIENCE)
    if (show.isIdle) { show.isIdle = false; draw() }
  }
  // before Streamlit and the search, which have keys of their own
  const press = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return wake()
    const pressed = parentElement.getRootNode().activeElement ?? document.activeElement
    if ((event.key === "Enter" || event.key === " ") && pressed?.matches?.("[data-do]")) return
    if (event.key.length === 1) event.stopImmediatePropagation()
    // letters are meant by their place: other keyboards write others there
    const letter = /^Key[A-Z]$/.test(event.code ?? "") ? event.code.slice(3).toLowerCase() : event.key
    const name = keys[event.key] ?? keys[letter]
    if (!name || (event.shiftKey && event.key !== " ")) return
    event.preventDefault()
    event.stopImmediatePropagation()
    doing[event.shiftKey ? "back" : name]()
  }
  let touched = null
  const touch = (event) => { touched = event.touches[0].clientX }
  const swipe = (event) => {
    const moved = event.changedTouches[0].clientX - touched
    if (Math.abs(moved) > 60) go(show.at + turn[(moved < 0) === !data.rtl ? "next" : "back"])
    wake()
  }
  for (const button of parentElement.querySelectorAll("[data-do]")) {
    const name = button.dataset.do
    if (name in data.words) {
      if (!button.querySelector("svg")) button.textContent = data.words[name]
      button.setAttribute("aria-label", data.words[name])
    }
    button.onclick = () => { doing[name]?.(); wake() }
  }
  bar.dir = data.rtl ? "rtl" : "ltr"
  old.textContent = data.old
  old.dir = bar.dir
  const hear = [
    [window, "keydown", press, true], [window, "resize", fit], [window, "pointermove", wake],
    [window, "touchstart", touch, { passive: true }], [window, "touchend", swipe, { passive: true }],
  ]
  for (const [where, ...what] of hear) where.addEventListener(...what)
  const hourly = setInterval(draw, OFTEN)
  if (data.autoplay) navigator.wakeLock?.request("screen").then((one) => { lock = one }, () => null)
  document.activeElement?.blur?.()
  draw()
  wake()
  play()
  show.end = () => {
    for (const [where, ...what] of hear) where.removeEventListener(...what)
    clearInterval(hourly)
    for (const waiting of [timer, idle]) clearTimeout(waiting)
    lock?.release()
    style.remove()
    show.end = null
  }
  return () => show.end?.()
}
