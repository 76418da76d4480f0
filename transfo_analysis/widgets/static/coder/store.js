// What is known: the project, the document on screen, its codings; and what was done
// here that is not on disk yet, laid over it. Offsets here are the browser's units.

const COLUMN_KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
const RESERVED = "lbinsdmr";
// as the journal holds them, and as a person calls them here
const REGISTERS = [
  ["mot à mot", "Mots exacts"], ["propos rapporté", "Propos rapporté"],
  ["description", "Description"], ["remarque de l’enquêteur", "Remarque"],
];

class Store {
  constructor() {
    this.documents = [];
    this.families = [];
    this.codes = new Map();
    this.counts = {};
    this.several = false;    // whether two people coded one document
    this.coder = "";
    this.coders = [];
    this.shown = null;       // the document on screen
    this.saved = new Map();  // its codings on disk
    this.suggestions = [];
    this.toSettle = [];
    this.waiting = () => [];
    this.version = 0;        // of what is on disk, as far as it was told
  }

  welcome(message) {
    this.title = message.title;
    this.case = message.case;
    this.coder = message.coder;
    this.coders = message.coders;
    this.documents = message.documents;
    this.counts = message.counts;
    this.several = message.several;
    this.setCodebook(message.codebook);
  }

  /** How many codings wait since their document was corrected. */
  get toReview() { return this.documents.reduce((sum, one) => sum + one.review, 0); }

  setCodebook(families) {
    const written = JSON.stringify(families);
    if (written === this.written) return false;
    this.written = written;
    this.families = families;
    this.codes = new Map();
    const taken = new Set(RESERVED);
    const digits = [...COLUMN_KEYS];
    const every = families.flatMap((family) => family.codes.map((code) => ({ ...code, family })));
    every.forEach((code, index) => this.codes.set(code.code, { ...code, index }));
    // categories by digit; the others by their first letter, another of theirs, or any left
    const others = [];
    for (const code of this.codes.values()) {
      code.key = code.family.side === "column" ? digits.shift() ?? "" : "";
      if (!code.key) others.push(code);
    }
    const alphabet = "abcdefghijklmnopqrstuvwxyz";
    for (const choice of [(label) => label.slice(0, 1), (label) => label, () => alphabet]) {
      for (const code of others) {
        if (code.key) continue;
        code.key = [...choice(plain(code.label).replace(/[^a-z]/g, ""))].find((letter) => !taken.has(letter)) ?? "";
        if (code.key) taken.add(code.key);
      }
    }
    return true;
  }

  /** Take a document's text, turns and codings. */
  open(message) {
    this.case = message.case;
    const units = new Units(message.text);
    const turns = message.turns.map((turn, rank) => ({
      ...turn, rank, start: units.toUnits(turn.start), end: units.toUnits(turn.end),
    }));
    const passages = message.passages.map(([start, end]) => ({
      start: units.toUnits(start), end: units.toUnits(end),
    }));
    const quoted = message.quoted.map(([start, end]) => ({
      start: units.toUnits(start), end: units.toUnits(end),
    }));
    this.shown = {
      id: message.document, sha256: message.sha256, text: message.text, units, turns, passages,
      quoted, asked: message.asked,
    };
    this.saved = new Map();
    this.suggestions = [];
    this.toSettle = [];
    this.put(message.codings);
    this.besides(message);
  }

  put(records) {
    const { units } = this.shown;
    for (const record of records) {
      this.saved.set(record.id, {
        ...record, start: units.toUnits(record.start), end: units.toUnits(record.end),
      });
    }
  }

  besides(message) {
    this.version += 1;
    this.links = message.links;
    this.memos = message.memos;
    this.undo = message.undo;
    this.redo = message.redo;
    this.answers = new Map(message.answers.map(([start, end, code, answer]) => [`${start}-${end}=${code}`, answer]));
    const { units } = this.shown;
    this.registers = message.registers.map(([start, end, register]) => ({
      start: units.toUnits(start), end: units.toUnits(end), register,
    }));
    this.settled = new Map(message.settled.map(([start, end, column, row]) => [`${start}-${end}=${column}`, row]));
  }

  /** Take what the kernel says has changed. */
  news(message) {
    if (message.every) this.documents = message.documents;
    if (!message.put || message.document !== this.shown?.id) return;
    message.drop.forEach((id) => this.saved.delete(id));
    this.put(message.put);
    this.besides(message);
    this.counts = message.counts;
    this.several = message.several;
    for (const one of message.documents) {
      this.documents = this.documents.map((known) => (known.id === one.id ? one : known));
    }
    this.setCodebook(message.codebook);
  }

  propose(message) {
    const { units } = this.shown;
    const placed = (one) => ({ ...one, start: units.toUnits(one.start), end: units.toUnits(one.end), points: [one.start, one.end] });
    this.suggestions = message.suggestions.map(placed);
    this.toSettle = message.to_settle.map(placed);
  }

  document(id = this.shown?.id) { return this.documents.find((one) => one.id === id); }
  get isRead() {
    return Boolean(this.document()?.read)
      || this.waiting().some((act) => act.kind === "read" && act.document === this.shown?.id);
  }
  code(name) {
    return this.codes.get(name) ?? { code: name, label: name, colour: "#5B6770", family: { side: "" }, definition: "", index: 999 };
  }
  get familyOfRows() { return this.families.find((family) => family.side === "row"); }

  /** Every coding of the document, with what is not on disk yet laid over; in text order. */
  codings() {
    const key = this.waiting();
    if (this.laid?.key !== key || this.laid.version !== this.version) {
      this.laid = { key, version: this.version, codings: this.layAll() };
    }
    return this.laid.codings;
  }

  layAll() {
    const held = new Map(this.saved);
    const done = [];
    for (const act of this.waiting()) {
      if (act.document !== this.shown?.id) continue;
      if (act.kind === "undo") { done.pop()?.(); continue; }
      const step = this.lay(act, held);
      if (step) done.push(step);
    }
    return [...held.values()].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  }

  /** Lay one waiting act over the codings; return how to take it back. */
  lay(act, held) {
    const { units } = this.shown;
    const place = { start: units.toUnits(act.start), end: units.toUnits(act.end) };
    const mine = { coder: act.coder, pending: true, origin: "hand" };
    if (["add", "in_vivo"].includes(act.kind)) {
      held.set(act.id, { id: act.id, code: act.code, ...place, ...mine });
      return () => held.delete(act.id);
    }
    if (act.kind === "carry") {
      const column = held.get(act.column_coding);
      if (!column) return null;
      held.set(act.id, { id: act.id, code: act.code, start: column.start, end: column.end, ...mine });
      return () => held.delete(act.id);
    }
    if (act.kind === "accept") {
      const ids = act.suggestions.map((id, rank) => {
        const [, start, end, code] = /@(\d+)-(\d+)=(.+)$/s.exec(id.slice(act.document.length)) ?? [];
        const key = rank ? `${act.id}.${rank}` : act.id;
        held.set(key, { id: key, code, ...mine, start: units.toUnits(+start), end: units.toUnits(+end), origin: act.bulk ? "accepted_bulk" : "accepted" });
        return key;
      });
      return () => ids.forEach((id) => held.delete(id));
    }
    const old = held.get(act.coding);
    if (act.kind === "withdraw" && old) {
      held.delete(act.coding);
      return () => held.set(act.coding, old);
    }
    if (act.kind === "move" && old) {
      held.delete(act.coding);
      held.set(act.id, { ...old, id: act.id, ...place, pending: true });
      return () => { held.delete(act.id); held.set(act.coding, old); };
    }
    return () => {};
  }

  /** Suggestions of the document that wait for an answer; none before it was read through. */
  open_suggestions() {
    if (!this.isRead) return [];
    const held = this.codings();
    if (this.open_for !== held || this.open_of !== this.suggestions) {
      [this.open_for, this.open_of] = [held, this.suggestions];
      this.open_list = this.unanswered(held.filter((coding) => coding.coder === this.coder));
    }
    return this.open_list;
  }

  unanswered(held) {
    const answered = new Set();
    for (const act of this.waiting()) {
      if (act.kind === "refuse") answered.add(act.suggestion);
      if (act.kind === "accept") act.suggestions.forEach((id) => answered.add(id));
    }
    return this.suggestions.filter((one) => !answered.has(one.id)
      && !this.answers.has(`${one.points[0]}-${one.points[1]}=${one.code}`)
      && !held.some((coding) => coding.code === one.code && coding.start < one.end && one.start < coding.end));
  }

  open_to_settle() {
    if (!this.isRead) return [];
    const waiting = new Set(this.waiting().filter((act) => act.kind === "settle")
      .map((act) => `${act.start}-${act.end}=${act.column}`));
    return this.toSettle.filter((one) => {
      const key = `${one.points[0]}-${one.points[1]}=${one.column}`;
      return !this.settled.has(key) && !waiting.has(key);
    });
  }

  /** Registers that people marked, with what is not on disk yet; the widest first. */
  marked() {
    const { units, sha256 } = this.shown;
    const done = [];
    for (const act of this.waiting()) {
      if (act.document !== this.shown.id) continue;
      if (act.kind === "undo") done.pop();
      else done.push(act.kind === "register" && act.sha256 === sha256 ? act : null);
    }
    const marks = new Map(this.registers.map((one) => [`${one.start}-${one.end}`, one]));
    for (const act of done.filter(Boolean)) {
      const one = { start: units.toUnits(act.start), end: units.toUnits(act.end), register: act.register, pending: true };
      marks.set(`${one.start}-${one.end}`, one);
    }
    return [...marks.values()].sort((a, b) => (b.end - b.start) - (a.end - a.start) || b.start - a.start);
  }

  /** The mark that speaks for some words: the narrowest that holds them all. */
  markOn(start, end) { return this.marked().findLast((one) => one.start <= start && end <= one.end); }

  linked(id) {
    const pairs = this.links.map((pair) => [...pair]);
    for (const act of this.waiting()) {
      if (act.kind === "link") pairs.push([act.row_coding, act.column_coding]);
      if (act.kind === "carry") pairs.push([act.id, act.column_coding]);
      if (act.kind === "unlink") {
        const at = pairs.findIndex(([row, column]) => row === act.row_coding && column === act.column_coding);
        if (at >= 0) pairs.splice(at, 1);
      }
    }
    return pairs.filter((pair) => pair.includes(id)).map(([row, column]) => (row === id ? column : row));
  }

  memo(kind, target) {
    const mine = this.memos?.find((one) => one.kind === kind && one.target === target && one.coder === this.coder)?.text ?? "";
    return this.waiting().filter((act) => act.kind === "memo" && act.target_kind === kind && act.target === target)
      .map((act) => act.text).at(-1) ?? mine;
  }

  turnAt(unit) {
    const { turns } = this.shown;
    return turns[Math.max(0, firstIndex(turns, (turn) => turn.start > unit) - 1)];
  }
}
