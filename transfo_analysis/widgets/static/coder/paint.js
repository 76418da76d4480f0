// Paint: codes as underlines, in lanes so that overlaps are seen. The browser's highlight
// registry draws them without touching the text; spans are the fallback where it is missing.

const LANES = 4;
let views = 0;

function luminance([r, g, b]) {
  const part = (v) => { const s = v / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
  return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
}

/** Return a code's colour, moved towards black or white until it is seen on the background. */
function readable(colour, dark) {
  const hex = /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#5B6770";
  let rgb = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const ground = dark ? luminance([24, 24, 24]) : 1;
  const contrast = () => {
    const [light, deep] = [luminance(rgb), ground].sort((a, b) => b - a);
    return (light + 0.05) / (deep + 0.05);
  };
  for (let step = 0; step < 20 && contrast() < 3.4; step += 1) {
    rgb = rgb.map((v) => Math.round(dark ? v + (255 - v) * 0.12 : v * 0.88));
  }
  return `rgb(${rgb.join(", ")})`;
}

/** Give each coding the first lane that is free where it begins. Expects them in order. */
function lanes(codings, most, until = (coding) => coding.end) {
  const ends = [];
  const lane = new Map();
  for (const coding of codings) {
    let at = ends.findIndex((end) => end <= coding.start);
    if (at < 0) at = ends.length;
    ends[at] = until(coding);
    lane.set(coding.id, Math.min(at, most - 1));
  }
  return lane;
}

/**
 * What draws marks on the text, in two layers: `ground` (what is chosen) and `lines` (codes).
 * A mark has an id, a place, a colour, a lane and a style. Only what changed is drawn again.
 */
class Painter {
  constructor(page) {
    this.page = page;
    this.name = `ta${++views}`;
    this.style = h("style");
    this.made = 0;
    this.fast = typeof Highlight === "function" && Boolean(globalThis.CSS?.highlights);
    this.layers = { ground: new Map(), lines: new Map() };
    this.wanted = { ground: [], lines: [] };
  }

  paint(layer, marks) {
    this.wanted[layer] = marks;
    if (!this.fast) { this.paintSpans([...this.wanted.ground, ...this.wanted.lines]); return; }
    const groups = this.layers[layer];
    const wanted = new Map();
    for (const mark of marks) {
      const key = `${mark.colour}|${mark.lane}|${mark.style}`;
      if (!wanted.has(key)) wanted.set(key, new Map());
      wanted.get(key).set(`${mark.id} ${mark.start} ${mark.end}`, mark);
    }
    let ruled = false;
    for (const [key, group] of groups) {
      const kept = wanted.get(key);
      for (const [id, ranges] of group.ranges) {
        if (kept?.has(id)) continue;
        ranges.forEach((range) => group.highlight.delete(range));
        group.ranges.delete(id);
      }
    }
    for (const [key, group] of wanted) {
      if (!groups.has(key)) { groups.set(key, this.group(layer, key)); ruled = true; }
      const { highlight, ranges } = groups.get(key);
      for (const [id, mark] of group) {
        if (ranges.has(id)) continue;
        const found = this.page.ranges(mark.start, mark.end);
        found.forEach((range) => highlight.add(range));
        ranges.set(id, found);
      }
    }
    if (ruled) this.rule();
  }

  group(layer, key) {
    const name = `${this.name}-${++this.made}`;
    const highlight = new Highlight();
    highlight.priority = layer === "ground" ? 0 : 1;
    CSS.highlights.set(name, highlight);
    return { name, highlight, ranges: new Map() };
  }

  rule() {
    const every = [...this.layers.ground, ...this.layers.lines];
    // on the page only, from which its turns inherit: on every element it would be slow
    this.style.textContent = every.map(([key, { name }]) => `.ta-paper::highlight(${name}){${this.look(...key.split("|"))}}`).join("\n");
  }

  look(colour, lane, style) {
    if (lane < 0) return `background-color:${colour}`;
    const thick = { solid: "2.5px", dotted: "3px", dashed: "1.5px", thin: "1px" }[style];
    return `text-decoration:underline ${thick} ${style === "thin" ? "solid" : style} ${colour};`
      + `text-underline-offset:${3 + Number(lane) * 4}px`;
  }

  /** Forget everything drawn: the text's nodes are others now. */
  reset() {
    for (const groups of Object.values(this.layers)) {
      for (const { name } of groups.values()) CSS.highlights?.delete(name);
      groups.clear();
    }
  }

  /** The slow way: each turn is cut in flat pieces, each with its underlines as a background. */
  paintSpans(marks) {
    const found = document.getSelection();
    const held = found.anchorNode && this.page.paper.contains(found.anchorNode)
      ? [this.page.unitOf(found.anchorNode, found.anchorOffset), this.page.unitOf(found.focusNode, found.focusOffset)] : null;
    let changed = false;
    this.page.quietly(() => {
      this.page.turns.forEach((turn) => {
        const here = marks.filter((mark) => mark.start < turn.end && turn.start < mark.end);
        const key = JSON.stringify(here.map((mark) => [mark.start, mark.end, mark.colour, mark.lane, mark.style]));
        const node = this.page.nodes[turn.rank];
        if (node.dataset.painted === key) return;
        node.dataset.painted = key;
        changed = true;
        const cuts = [...new Set([turn.start, turn.end, ...here.flatMap((mark) => [
          Math.max(mark.start, turn.start), Math.min(mark.end, turn.end)])])].sort((a, b) => a - b);
        node.replaceChildren(...cuts.slice(0, -1).map((from, rank) => {
          const to = cuts[rank + 1];
          const on = here.filter((mark) => mark.start <= from && to <= mark.end);
          const piece = this.page.text.slice(from, to);
          return on.length ? h("span", { class: "ta-piece", style: this.piece(on) }, piece) : document.createTextNode(piece);
        }));
      });
    });
    if (changed && held) found.setBaseAndExtent(...this.page.pointOf(held[0]), ...this.page.pointOf(held[1]));
  }

  piece(on) {
    const lines = on.filter((mark) => mark.lane >= 0);
    return {
      "background-color": on.findLast((mark) => mark.lane < 0)?.colour ?? "transparent",
      "background-image": lines.map((mark) => `linear-gradient(${mark.colour},${mark.colour})`).join(","),
      "background-size": lines.map((mark) => `100% ${mark.style === "thin" ? 1 : 2.5}px`).join(","),
      "background-position": lines.map((mark) => `0 calc(100% - ${(LANES - 1 - mark.lane) * 4}px)`).join(","),
      "background-repeat": "no-repeat",
      "padding-bottom": `${LANES * 4}px`,
    };
  }

  close() { this.reset(); }
}
