// The coder’s text: offsets between Python and the browser, and hours.

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
