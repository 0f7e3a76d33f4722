// What of a browser Plotly needs to draw: a document (linkedom.js), sizes of texts and shapes, clocks that are wound by
// hand, and a canvas that remembers its rectangles. Nothing here reads a file, asks a network or knows the time.
"use strict";
const SVG = "http://www.w3.org/2000/svg";
const { window: page, document } = linkedom.parseHTML("<!doctype html><html><head></head><body></body></html>");
const quiet = () => {};
const clocks = [];
let seed = 1;
Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647; // the same figure gives the same bytes
Object.assign(globalThis, {
  window: globalThis, self: globalThis, document,
  navigator: { userAgent: "drawn", platform: "", language: "en", maxTouchPoints: 0 },
  location: { href: "file:///", protocol: "file:", hash: "", search: "", origin: "null", pathname: "/" },
  screen: { width: 1280, height: 800 }, devicePixelRatio: 1, innerWidth: 1280, innerHeight: 800, scrollX: 0, scrollY: 0,
  console: { log: quiet, warn: quiet, error: quiet, info: quiet, debug: quiet, trace: quiet },
  performance: { now: () => 0, mark: quiet, measure: quiet },
  setTimeout: (call, after, ...more) => clocks.push(() => call(...more)), clearTimeout: quiet,
  setInterval: () => 0, clearInterval: quiet, setImmediate: (call) => clocks.push(call),
  requestAnimationFrame: (call) => clocks.push(() => call(1e9)), cancelAnimationFrame: quiet,
  queueMicrotask: (call) => Promise.resolve().then(call),
  addEventListener: quiet, removeEventListener: quiet, dispatchEvent: () => true, scrollTo: quiet,
  matchMedia: () => ({ matches: false, addListener: quiet, addEventListener: quiet, removeEventListener: quiet }),
  URL: { createObjectURL: () => "blob:none", revokeObjectURL: quiet },
  TextDecoder: class { decode() { return "" } }, TextEncoder: class { encode() { return new Uint8Array() } },
  AbortController: class {}, Request: class {}, Response: class {}, Headers: class {},
  Blob: class {}, Worker: class {}, XMLHttpRequest: class {}, Image: class {}, WebGLRenderingContext: undefined,
  ResizeObserver: class { observe() {} unobserve() {} disconnect() {} },
  MutationObserver: class { observe() {} disconnect() {} },
  XMLSerializer: class { serializeToString(element) { return element.outerHTML } },
  getComputedStyle: (element) => computed(element),
  fetch: () => Promise.reject(new Error("no network")),
});
for (const name of ["Element", "HTMLElement", "SVGElement", "Node", "Event", "CustomEvent", "DOMParser", "HTMLCanvasElement"])
  if (page[name]) globalThis[name] = page[name];

const INHERITED = ["font-size", "font-family", "font-weight", "font-style", "text-anchor", "fill", "visibility", "direction"];
function own(element, name) {
  return (element.style && element.style.getPropertyValue && element.style.getPropertyValue(name)) || (element.getAttribute && element.getAttribute(name)) || "";
}
function styled(element, name) {
  for (let at = element; at && at.nodeType === 1; at = INHERITED.includes(name) ? at.parentNode : null) {
    const said = own(at, name);
    if (said) return said;
  }
  return { display: element.localName === "div" ? "block" : "inline", "font-size": "16px", "text-anchor": "start" }[name] || "";
}
function computed(element) {
  const get = (name) => (name === "width" || name === "height") && !(element.style && element.style[name]) ? "auto" : styled(element, name);
  return new Proxy({ getPropertyValue: get }, {
    get: (target, name) => name in target || typeof name !== "string" ? target[name]
      : get(name.replace(/[A-Z]/g, (letter) => "-" + letter.toLowerCase())),
  });
}

// boxes: [left, top, right, bottom]
const join = (one, other) => !one ? other : !other ? one
  : [Math.min(one[0], other[0]), Math.min(one[1], other[1]), Math.max(one[2], other[2]), Math.max(one[3], other[3])];
const number = (text, size = 16) => {
  const value = parseFloat(text);
  return isNaN(value) ? 0 : /em$/.test(text) ? value * size : value;
};
const sizeOf = (element) => number(styled(element, "font-size")) || 16;

function textBox(text) {
  let x = 0, y = 0, box = null, chunk = null, anchor = "start";
  const end = () => {
    if (!chunk) return;
    const back = anchor === "middle" ? chunk.wide / 2 : anchor === "end" ? chunk.wide : 0;
    box = join(box, [chunk.x - back, chunk.top, chunk.x - back + chunk.wide, chunk.bottom]);
    chunk = null;
  };
  const walk = (node) => {
    if (node.nodeType === 3) {
      const said = node.textContent;
      if (!said) return;
      const size = sizeOf(node.parentNode), wide = textWidth(said, size, styled(node.parentNode, "font-weight"));
      chunk = chunk || { x, wide: 0, top: y - ASCENT * size, bottom: y + DESCENT * size };
      chunk.wide += wide;
      chunk.top = Math.min(chunk.top, y - ASCENT * size);
      chunk.bottom = Math.max(chunk.bottom, y + DESCENT * size);
      x += wide;
      return;
    }
    if (node.nodeType !== 1) return;
    const size = sizeOf(node);
    if (node.hasAttribute("x") || node.hasAttribute("y") || node === text) {
      end();
      if (node.hasAttribute("x")) x = number(node.getAttribute("x"), size);
      if (node.hasAttribute("y")) y = number(node.getAttribute("y"), size);
    }
    anchor = styled(node, "text-anchor");
    if (node.hasAttribute("dx")) x += number(node.getAttribute("dx"), size);
    if (node.hasAttribute("dy")) y += number(node.getAttribute("dy"), size);
    for (const child of node.childNodes) walk(child);
  };
  walk(text);
  end();
  return box;
}

const STEPS = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };
function pathBox(path) {
  let x = 0, y = 0, box = null;
  for (const [, letter, rest] of (path || "").matchAll(/([a-zA-Z])([^a-zA-Z]*)/g)) {
    const numbers = (rest.match(/-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?/g) || []).map(Number);
    const kind = letter.toUpperCase(), isRelative = letter !== kind, wide = STEPS[kind];
    for (let at = 0; wide && at + wide <= numbers.length; at += wide) {
      const some = numbers.slice(at, at + wide), fromX = isRelative ? x : 0, fromY = isRelative ? y : 0;
      if (kind === "H") x = fromX + some[0];
      else if (kind === "V") y = fromY + some[0];
      else {
        const points = kind === "A" ? some.slice(5) : some;
        for (let p = 0; p + 1 < points.length; p += 2) box = join(box, [fromX + points[p], fromY + points[p + 1], fromX + points[p], fromY + points[p + 1]]);
        x = fromX + points[points.length - 2];
        y = fromY + points[points.length - 1];
      }
      box = join(box, [x, y, x, y]);
    }
  }
  return box;
}

// a transformation is [a, b, c, d, e, f] as in SVG
function turned(text) {
  let now = [1, 0, 0, 1, 0, 0];
  for (const [, kind, said] of (text || "").matchAll(/(\w+)\s*\(([^)]*)\)/g)) {
    const n = said.split(/[\s,]+/).filter(Boolean).map(Number);
    let next = [1, 0, 0, 1, 0, 0];
    if (kind === "translate") next = [1, 0, 0, 1, n[0] || 0, n[1] || 0];
    else if (kind === "scale") next = [n[0], 0, 0, n.length > 1 ? n[1] : n[0], 0, 0];
    else if (kind === "matrix") next = n;
    else if (kind === "rotate") {
      const angle = (n[0] * Math.PI) / 180, c = Math.cos(angle), s = Math.sin(angle), x = n[1] || 0, y = n[2] || 0;
      next = [c, s, -s, c, x - c * x + s * y, y - s * x - c * y];
    }
    now = after(now, next);
  }
  return now;
}
function after(m, n) {
  return [m[0] * n[0] + m[2] * n[1], m[1] * n[0] + m[3] * n[1], m[0] * n[2] + m[2] * n[3], m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4], m[1] * n[4] + m[3] * n[5] + m[5]];
}
function moved(box, m) {
  if (!box) return box;
  const xs = [], ys = [];
  for (const x of [box[0], box[2]]) for (const y of [box[1], box[3]]) {
    xs.push(m[0] * x + m[2] * y + m[4]);
    ys.push(m[1] * x + m[3] * y + m[5]);
  }
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
const get = (element, name) => number(element.getAttribute(name));
function boxOf(element) {
  if (own(element, "display") === "none") return null;
  switch (element.localName) {
    case "text": case "tspan": return textBox(element);
    case "path": return pathBox(element.getAttribute("d"));
    case "rect": case "image": {
      const x = get(element, "x"), y = get(element, "y");
      return [x, y, x + get(element, "width"), y + get(element, "height")];
    }
    case "circle": {
      const x = get(element, "cx"), y = get(element, "cy"), r = get(element, "r");
      return [x - r, y - r, x + r, y + r];
    }
    case "line": return [Math.min(get(element, "x1"), get(element, "x2")), Math.min(get(element, "y1"), get(element, "y2")),
      Math.max(get(element, "x1"), get(element, "x2")), Math.max(get(element, "y1"), get(element, "y2"))];
    case "defs": case "clipPath": case "style": case "title": return null;
    default: {
      let box = null;
      for (const child of element.children) box = join(box, moved(boxOf(child), turned(child.getAttribute("transform"))));
      return box;
    }
  }
}
const rectangle = (box) => {
  const [left, top, right, bottom] = box || [0, 0, 0, 0];
  return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
};
function placed(element) {
  if (element.namespaceURI !== SVG && !(element instanceof page.SVGElement)) {
    const wide = number(styled(element, "width")) || drawing.width, high = number(styled(element, "height")) || drawing.height;
    return rectangle([0, 0, wide, high]);
  }
  let box = element.localName === "svg" && element.getAttribute("width")
    ? [0, 0, get(element, "width"), get(element, "height")] : boxOf(element);
  for (let at = element; at && at.nodeType === 1 && at.localName !== "svg"; at = at.parentNode) box = moved(box, turned(at.getAttribute("transform")));
  return rectangle(box);
}
const matrix = ([a, b, c, d, e, f]) => ({ a, b, c, d, e, f, inverse: () => matrix([1, 0, 0, 1, -e, -f]), multiply: (m) => matrix(after([a, b, c, d, e, f], [m.a, m.b, m.c, m.d, m.e, m.f])) });
const shared = {
  getBBox() { return rectangle(boxOf(this)) },
  getBoundingClientRect() { return placed(this) },
  getClientRects() { return [placed(this)] },
  getComputedTextLength() { return rectangle(textBox(this)).width },
  getCTM() { return matrix([1, 0, 0, 1, 0, 0]) },
  getScreenCTM() { return matrix([1, 0, 0, 1, 0, 0]) },
  createSVGPoint() { return { x: 0, y: 0, matrixTransform() { return this } } },
  createSVGMatrix() { return matrix([1, 0, 0, 1, 0, 0]) },
  getTotalLength() { const { width, height } = rectangle(pathBox(this.getAttribute("d"))); return Math.hypot(width, height) },
  getPointAtLength() { const [x, y] = pathBox(this.getAttribute("d")) || [0, 0]; return { x, y } },
};
for (const [name, call] of Object.entries(shared)) Object.defineProperty(page.Element.prototype, name, { value: call, configurable: true, writable: true });
for (const name of ["nodeName", "tagName"]) Object.defineProperty(page.SVGElement.prototype, name, { get() { return this.localName }, configurable: true });
for (const [name, side] of Object.entries({ clientWidth: "width", clientHeight: "height", offsetWidth: "width", offsetHeight: "height" }))
  Object.defineProperty(page.Element.prototype, name, { get() { return this.getBoundingClientRect()[side] }, configurable: true });

// a canvas remembers its rectangles: they are put where its picture would be
const canvases = new Map();
const create = document.createElement.bind(document);
document.createElement = (name, ...more) => {
  const element = create(name, ...more);
  if (String(name).toLowerCase() !== "canvas") return element;
  const drawn = [], pen = { fillStyle: "#000000", drawn };
  pen.fillRect = (x, y, wide, high) => drawn.push([x, y, wide, high, pen.fillStyle]);
  pen.clearRect = pen.beginPath = pen.fill = pen.save = pen.restore = quiet;
  pen.measureText = (text) => ({ width: textWidth(text, 16, "400") });
  element.getContext = (kind) => (kind === "2d" ? pen : null);
  element.toDataURL = () => {
    const name = `canvas:${canvases.size}`;
    canvases.set(name, { wide: Number(element.width) || 1, high: Number(element.height) || 1, drawn });
    return name;
  };
  return element;
};

let drawing = { width: 700, height: 450 };
let drawn = null;
function begin(figure, width, height) {
  seed = 1;
  clocks.length = 0;
  canvases.clear();
  drawn = null;
  const { data, layout } = JSON.parse(figure);
  drawing = { width: layout.width = width || layout.width || 700, height: layout.height = height || layout.height || 450 };
  delete layout.autosize;
  const place = document.createElement("div");
  place.style.width = `${drawing.width}px`;
  place.style.height = `${drawing.height}px`;
  document.body.appendChild(place);
  Plotly.newPlot(place, data, layout, { topojsonURL: "/app/static/topojson/", staticPlot: true })
    .then(() => {
      const svg = Plotly.Snapshot.toSVG(place, "svg", 1);
      drawn = { svg, canvases: Object.fromEntries(canvases), ...drawing };
    })
    .catch((error) => { drawn = { error: String((error && error.stack) || error) } });
  begin.place = place;
}
// let every clock strike that is wound; true once there is a picture or a reason why there is none
function strike() {
  for (const call of clocks.splice(0)) call();
  return drawn !== null;
}
function finish() {
  try { Plotly.purge(begin.place) } catch (error) { /* what was half made is thrown away with its place */ }
  document.body.innerHTML = "";
  return JSON.stringify(drawn);
}

// The lines of a text that are no wider than so many pixels; a word that is wider is broken.
function lines(text, size, weight, wide) {
  const found = [];
  let line = "";
  for (let word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (textWidth(longer, size, weight) <= wide) { line = longer; continue; }
    if (line) found.push(line);
    while (textWidth(word, size, weight) > wide) {
      let letters = [...word], fits = letters.length - 1;
      while (fits > 1 && textWidth(letters.slice(0, fits).join(""), size, weight) > wide) fits -= 1;
      found.push(letters.slice(0, fits).join(""));
      word = letters.slice(fits).join("");
    }
    line = word;
  }
  return line ? [...found, line] : found;
}
