// The coder's window. These files are read in the order of their number as one ES module
// (a notebook's widget takes one), so they share one scope: no import, no global.
//
// 1. Text: offsets, French spaces, and elements made without ever parsing markup.

const NARROW = "\u202f";

/** Put narrow no-break spaces where French wants them. For our own words only. */
function french(text) {
  return text
    .replace(/[ \u00a0\u202f]+([;:!?»%])/g, `${NARROW}$1`)
    .replace(/«[ \u00a0\u202f]+/g, `«${NARROW}`);
}

function plural(count, one, many = `${one}s`) {
  return `${count}${NARROW === " " ? " " : "\u00a0"}${count < 2 ? one : many}`;
}

/** Return a text without case and accents, to search as one types. */
function plain(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/’/g, "'");
}

/**
 * Between Python's code points and the browser's UTF-16 units, on one text.
 * Only characters beyond the first plane (emoji) make a difference: their places are kept.
 */
class Units {
  constructor(text) {
    this.pairs = [];
    for (const found of text.matchAll(/[\ud800-\udbff][\udc00-\udfff]/g)) this.pairs.push(found.index);
  }
  /** How many pairs lie wholly before a place counted in units. */
  before(unit) {
    let low = 0, high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] + 2 <= unit) low = middle + 1; else high = middle;
    }
    return low;
  }
  /** Units to code points; the middle of a pair counts as its beginning. */
  toPoints(unit) {
    const count = this.before(unit);
    const inside = this.pairs[count] === unit - 1 ? 1 : 0;
    return unit - inside - count;
  }
  /** Code points to units. */
  toUnits(point) {
    let low = 0, high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pairs[middle] - middle < point) low = middle + 1; else high = middle;
    }
    return point + low;
  }
}

/** Make an element. Text and attributes are set, never parsed: nothing can be injected. */
function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [k, v] of Object.entries(value)) node.style.setProperty(k, v);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function clock(iso) {
  const date = iso ? new Date(iso) : new Date();
  return date.toLocaleTimeString("fr-FR");
}

function timecode(seconds) {
  const whole = Math.floor(seconds);
  const pad = (n) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours ? `${hours}:` : ""}${pad(Math.floor(whole / 60) % 60)}:${pad(whole % 60)}`;
}

/** First index in a sorted list whose value passes a test that is false, then true. */
function firstIndex(list, test) {
  let low = 0, high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(list[middle])) high = middle; else low = middle + 1;
  }
  return low;
}

/** What this browser remembers for a project; a browser that refuses is told apart. */
class Shelf {
  constructor(project) { this.prefix = `transfo:${project}:`; this.broken = false; }
  get(name, otherwise) {
    try {
      const found = localStorage.getItem(this.prefix + name);
      return found === null ? otherwise : JSON.parse(found);
    } catch { return otherwise; }
  }
  raw(name) { try { return localStorage.getItem(this.prefix + name); } catch { return null; } }
  set(name, value) {
    try { localStorage.setItem(this.prefix + name, JSON.stringify(value)); this.broken = false; }
    catch { this.broken = true; }
  }
}
