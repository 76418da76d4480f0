// Elements and words: read before every window's own files. A notebook's widget takes one
// module, so files are read one after another in one scope: nothing is imported.

const NARROW = "\u202f";

/** Put narrow no-break spaces where French wants them. For our own words only. */
function french(text) {
  return text
    .replace(/[ \u00a0\u202f]+([;:!?»%])/g, `${NARROW}$1`)
    .replace(/«[ \u00a0\u202f]+/g, `«${NARROW}`);
}

function plural(count, one, many = `${one}s`) { return `${count}\u00a0${count < 2 ? one : many}`; }

/** Return a text without case and accents, to search as one types. */
function plain(text) { return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/’/g, "'"); }

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
  // a number is no child: « count && … » must not draw a 0
  node.append(...children.flat().filter((child) => child && typeof child !== "number"));
  return node;
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What this browser remembers for a project; `broken`: it refuses to. */
class Shelf {
  constructor(project) { this.prefix = `transfo:${project}:`; this.broken = false; }
  raw(name) { try { return localStorage.getItem(this.prefix + name); } catch { return null; } }
  get(name, otherwise) { try { return JSON.parse(this.raw(name)) ?? otherwise; } catch { return otherwise; } }
  set(name, value) {
    try {
      if (value === null) localStorage.removeItem(this.prefix + name);
      else localStorage.setItem(this.prefix + name, JSON.stringify(value));
      this.broken = false;
    } catch { this.broken = true; }
  }
}
