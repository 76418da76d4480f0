// Acts: what a person does to codings, and what becomes of each until it is on disk.

class Acts {
  /** Do an act: shown now as not saved, and as saved once the kernel says that it is on disk. */
  act(kind, data) {
    const act = { id: newId(), kind, coder: this.store.coder, document: this.store.shown.id, ...data };
    this.kernel.act(act, (done, answer) => this.told(done, answer));
    this.draw();
    return act.id;
  }

  told(act, answer) {
    if (answer.type === "done") {
      this.savedAt = answer.at || this.savedAt;
      this.failure = null;
      if (this.active === act.id && answer.coding) this.active = answer.coding;
      // what was taken back may be on the list again; what is written elsewhere too
      if (["undo", "redo"].includes(act.kind)) this.tasks.reload();
      if (act.kind === "read" && act.document === this.store.shown?.id) this.propose();
      this.take(answer);
      return;
    }
    if (answer.type === "failed") this.failure = answer;
    else {
      this.refused(act, answer);
      this.tasks.reload();
    }
    this.draw();
  }

  take(message) {
    const written = this.store.written;
    const before = JSON.stringify(this.store.document());
    this.store.news(message);
    if (message.changed && message.changed === this.store.shown?.id) {
      this.left.setFilters();
      this.openDocument(message.changed, true).then(() => this.tasks.reload());
      return;
    }
    if (this.store.written !== written) this.shadeCodes();
    if (this.active && !this.store.codings().some((coding) => coding.id === this.active)) this.active = null;
    this.draw();
    if (message.every || JSON.stringify(this.store.document()) !== before) this.left.draw();
  }

  /** An act that cannot be: said, and kept on screen until the person puts it aside. */
  refused(act, answer) {
    const kept = { id: act.id, what: answer.what, cure: answer.cure, quote: act.quote ?? act.text ?? "" };
    this.shelf.set("refused", [...this.shelf.get("refused", []), kept]);
    this.sayRefused(kept);
  }

  sayRefused(kept) {
    this.alert(kept.what, [kept.cure, kept.quote && `« ${kept.quote.slice(0, 200)} »`].filter(Boolean).join(" "), () => {
      this.shelf.set("refused", this.shelf.get("refused", []).filter((one) => one.id !== kept.id));
    });
  }

  alert(what, cure = "", closed = () => {}) {
    const box = h("div", { class: "ta-alert" }, h("p", {}, h("strong", {}, what ?? "Cela n’a pas pu se faire."), " ", cure ?? ""),
      h("button", { class: "ta-button", type: "button", onclick: () => { box.remove(); closed(); this.back(); } }, "J’ai lu"));
    this.alerts.append(box);
  }

  say(text) { this.note = french(text); this.drawStatus(); clearTimeout(this.noteTimer); this.noteTimer = setTimeout(() => { this.note = ""; this.drawStatus(); }, 6000); }

  place({ start, end }) {
    const { units, text, sha256 } = this.store.shown;
    return { sha256, start: units.toPoints(start), end: units.toPoints(end), quote: text.slice(start, end), suggestions_shown: this.suggestionsShown };
  }

  get suggestionsShown() { return this.options.suggestions && this.store.isRead && this.store.suggestions.length > 0; }

  /** Return the selection if it may be coded; else say why not. */
  codable() {
    this.page.readSelection();
    const { selection } = this.page;
    if (!selection) { this.say("Sélectionnez d’abord des mots."); return null; }
    const turns = this.store.shown.turns.filter((turn) => turn.start < selection.end && selection.start < turn.end);
    if (turns.every((turn) => turn.role === "interviewer")) {
      this.say("Les paroles de l’enquêteur·rice ne se codent pas : codez la réponse.");
      return null;
    }
    return selection;
  }

  code(name) {
    const selection = this.codable();
    if (!selection) return;
    const same = this.store.codings().find((coding) => coding.coder === this.store.coder && coding.code === name
      && coding.start === selection.start && coding.end === selection.end);
    if (same) { this.active = same.id; this.say("Ce code est déjà posé sur ces mots."); this.draw(); return; }
    this.active = newId();
    this.active = this.act("add", { ...this.place(selection), code: name });
    this.draw();
  }

  askInVivo() {
    const selection = this.codable();
    if (selection) this.codebook.ask(this.store.shown.text.slice(selection.start, selection.end));
  }

  inVivo(label, family) {
    const selection = this.codable();
    if (!selection) return;
    const stem = plain(label).replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 40) || "code";
    let code = `${family}:${stem}`;
    for (let rank = 2; this.store.codes.has(code); rank += 1) code = `${family}:${stem}_${rank}`;
    this.active = this.act("in_vivo", { ...this.place(selection), code, label });
    this.draw();
  }

  /** Change what the codebook says of a code; return what is wrong, or "". */
  async changeCode(code, wanted) {
    const message = await this.kernel.ask({ type: "code", code, coder: this.store.coder, ...wanted });
    if (message.type !== "codebook") return `${message.what} ${message.cure}`;
    this.savedAt = new Date().toISOString();   // the file is written: it answered
    if (this.store.setCodebook(message.codebook)) this.shadeCodes();
    this.draw();
    return "";
  }

  chosen() { return this.store.codings().find((coding) => coding.id === this.active); }

  own(coding) {
    if (!coding) { this.say("Choisissez d’abord un codage."); return null; }
    if (coding.coder !== this.store.coder) { this.say(`Ce codage est de ${coding.coder} : on ne change que les siens.`); return null; }
    return coding;
  }

  withdraw(id = this.active) {
    const coding = this.own(this.store.codings().find((one) => one.id === id));
    if (!coding) return;
    this.act("withdraw", { coding: coding.id });
    if (this.active === id) this.active = null;
    this.draw();
  }

  move() {
    const coding = this.own(this.chosen());
    if (!coding) return;
    const selection = this.codable();
    if (selection) { this.active = this.act("move", { coding: coding.id, ...this.place(selection) }); this.draw(); }
  }

  /** Link a category to its mode: coded in the same turn or the question, else named by it. */
  link() {
    const chosen = this.own(this.chosen());
    if (!chosen) return;
    const side = (coding) => this.store.code(coding.code).family.side;
    const wanted = { row: "column", column: "row" }[side(chosen)];
    if (!wanted) { this.say("Ce code n’est ni une ligne ni une colonne du tableau."); return; }
    const others = this.store.codings().filter((coding) => coding.coder === this.store.coder && side(coding) === wanted);
    if (others.some((coding) => coding.start < chosen.end && chosen.start < coding.end)) {
      this.say("Déjà croisés : les deux extraits se chevauchent.");
      return;
    }
    const turn = this.store.turnAt(chosen.start);
    const linked = this.store.linked(chosen.id);
    const distance = (coding) => Math.min(Math.abs(coding.start - chosen.end), Math.abs(chosen.start - coding.end));
    const near = others.filter((coding) => [turn.rank, turn.question].includes(this.store.turnAt(coding.start).rank))
      .sort((a, b) => distance(a) - distance(b));
    const free = near.find((coding) => !linked.includes(coding.id));
    if (free) {
      const [row, column] = wanted === "row" ? [free, chosen] : [chosen, free];
      this.act("link", { row_coding: row.id, column_coding: column.id });
      this.say(`Croisé : ${this.store.code(row.code).label} × ${this.store.code(column.code).label}.`);
      return;
    }
    const asked = wanted === "row" ? this.store.shown.asked[turn.question] ?? [] : [];
    if (asked.length === 1) this.carry(chosen, asked[0]);
    else if (asked.length) this.chooseMode(chosen, asked);
    else this.say(linked.length ? "Déjà croisé." : "Aucun mode dans ce tour ni dans la question : codez-le d’abord.");
  }

  carry(column, code) {
    this.act("carry", { column_coding: column.id, code, suggestions_shown: this.suggestionsShown });
    this.say(`Croisé avec le mode de la question : ${this.store.code(code).label}.`);
  }

  chooseMode(column, codes) {
    const box = h("div", { class: "ta-alert" }, h("p", {}, french("La question nomme plusieurs modes :")),
      ...codes.map((code) => this.here.button(this.store.code(code).label, () => { box.remove(); this.carry(column, code); this.back(); })),
      this.here.button("Annuler", () => { box.remove(); this.back(); }));
    this.alerts.append(box);
    box.querySelector("button").focus();
  }

  accept(ids, bulk) { this.proposal = null; this.act("accept", { suggestions: ids, bulk }); }
  refuse(id) { this.proposal = null; this.act("refuse", { suggestion: id }); }
  acceptAll(code) { this.accept(this.proposals().filter((one) => one.code === code).map((one) => one.id), true); }
  settle(one, row) {
    this.unsettled = null;
    this.act("settle", { start: one.points[0], end: one.points[1], row, column: one.column });
    this.back();
  }
  chooseRegister() { if (this.codable()) { this.drawHere(); this.here.openMenu(); } }

  /** Say what the chosen words are: exact words, reported, a description, a remark. */
  mark(register) {
    const selection = this.codable();
    if (!selection) return;
    const now = this.store.markOn(selection.start, selection.end);
    if (now?.register !== register) this.act("register", { ...this.place(selection), register });
    this.back();
  }
  memo(target, text) { this.act("memo", { target_kind: target.kind, target: target.target, text }); }
  undo() { this.act("undo", {}); }
  redo() { this.act("redo", {}); }
  markRead() { if (this.store.shown && !this.store.isRead) { this.act("read", {}); this.left.draw(); } }

  draft(target, text) {
    if (!target) return;
    const key = `${target.kind} ${target.target}`;
    if (text === null) delete this.drafts[key]; else this.drafts[key] = text;
    this.shelf.set("drafts", this.drafts);
  }
  draftOf(target) { return this.drafts[`${target.kind} ${target.target}`]; }
}
