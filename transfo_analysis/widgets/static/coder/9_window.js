// 9. The window: what is shown together, what a person does, and what becomes of each act.

class Bench {
  constructor(model, el) {
    this.model = model;
    this.store = new Store();
    this.kernel = new Kernel(model, () => this.drawStatus());
    this.active = null;      // id of the coding that Delete, l, b and m are about
    this.proposal = null;    // id of the suggestion to answer
    this.unsettled = null;
    this.drafts = {};
    this.options = { suggestions: true, others: true };
    this.page = new Page({
      select: () => this.drawHere(),
      caret: (unit) => this.atCaret(unit),
      point: (unit, event) => this.point(unit, event),
      hover: (unit, event) => this.hover(unit, event),
      moved: () => this.drawStripesSoon(),
      read: () => this.markRead(),
      restored: () => this.draw(),
    });
    this.left = new LeftPane(this.store, this);
    this.codebook = new Codebook(this.store, this);
    this.here = new Here(this.store, this);
    this.build(el);
    this.painter = new Painter(this.page, this.dark);
    this.root.append(this.painter.style);
    listenToKeys(this.root, this.page, this);
    this.theme = new MutationObserver(() => this.themeChanged());
    this.theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
    this.onFocus = () => this.refresh();
    window.addEventListener("focus", this.onFocus);
    this.onHide = () => this.here.keep();
    window.addEventListener("pagehide", this.onHide);
    this.timer = setInterval(() => { if (!document.hidden) this.refresh(); }, 8000);
    this.start();
  }

  get dark() { return document.body.dataset.jpThemeLight === "false"; }

  build(el) {
    const tool = (label, act, title, extra = {}) => h("button", {
      class: "ta-button", type: "button", title: french(title), onmousedown: (event) => event.preventDefault(), onclick: act, ...extra,
    }, label);
    this.title = h("h2", { class: "ta-title" });
    this.who = h("button", { class: "ta-plain ta-small", type: "button", title: "Changer de personne", onclick: () => this.askCoder() });
    this.status = h("span", { class: "ta-status", role: "status", "aria-live": "polite" });
    this.undoButton = tool("↶", () => this.undo(), "Annuler (Ctrl + Z)", { "aria-label": "Annuler" });
    this.redoButton = tool("↷", () => this.redo(), "Rétablir (Ctrl + Y)", { "aria-label": "Rétablir" });
    this.readButton = tool("Lu", () => this.markRead(), "J’ai lu ce document en entier : les suggestions peuvent se montrer");
    this.toggles = {
      suggestions: tool("Suggestions", () => this.toggle("suggestions"), "Montrer ou cacher les suggestions", { "aria-pressed": "true" }),
      others: tool("Autres", () => this.toggle("others"), "Montrer ou cacher les codages des autres", { "aria-pressed": "true" }),
    };
    this.bar = h("header", { class: "ta-bar" },
      h("div", { class: "ta-heading" }, this.title, this.who),
      h("div", { class: "ta-tools", role: "toolbar", "aria-label": "Actes" },
        this.readButton, this.toggles.suggestions, this.toggles.others,
        tool("Non codé", () => this.nextUncoded(), "Prochain passage non codé (n)"),
        tool("Suggestion", () => this.nextSuggestion(), "Prochaine suggestion (s)"),
        tool("À départager", () => this.nextToSettle(), "Prochain passage à départager (d)"),
        this.undoButton, this.redoButton,
        tool("?", () => this.help(), "Touches", { "aria-label": "Touches" }),
        tool("Agrandir", () => this.fullScreen(), "Plein écran (Échap pour revenir)")),
      this.status);
    this.alerts = h("div", { class: "ta-alerts", role: "alert" });
    this.tip = h("div", { class: "ta-tip", role: "tooltip", hidden: true });
    this.keys = h("dl", { class: "ta-keys", hidden: true }, ...KEYS_HELP.flatMap(([key, text]) => [h("dt", {}, key), h("dd", {}, french(text))]));
    this.centre = h("section", { class: "ta-centre", "aria-label": "Texte" }, this.alerts, this.keys, this.page.scroller);
    this.right = h("aside", { class: "ta-right", "aria-label": "Codes et mémos", tabindex: "-1" }, this.codebook.node, this.here.node);
    this.root = h("div", { class: "ta-coder", "data-lm-suppress-shortcuts": "true", lang: "fr" },
      this.bar, h("div", { class: "ta-panes" }, this.left.node, this.centre, this.right), this.tip);
    this.root.dataset.dark = this.dark;
    el.append(this.root);
  }

  // -- beginning -----------------------------------------------------------------------------

  async start() {
    this.drawStatus();
    const remembered = new Shelf("last").get("coders", {});
    const message = await this.kernel.ask({ type: "hello" });
    if (message.type !== "welcome") { this.alert(message.what, message.cure); return; }
    this.shelf = new Shelf(message.project);
    this.kernel.waiting = new Waiting(this.shelf);
    this.store.waiting = () => this.kernel.waiting.all();
    this.drafts = this.shelf.get("drafts", {});
    this.options = { ...this.options, ...this.shelf.get("options", {}) };
    for (const act of this.shelf.get("refused", [])) this.sayRefused(act);
    this.welcome(message);
    const coder = message.coder || remembered[message.project] || this.shelf.get("coder", "");
    if (!coder) { this.askCoder(); return; }
    if (!message.coder) this.welcome(await this.kernel.ask({ type: "coder", coder }));
    await this.kernel.sendAgain((act, answer) => this.told(act, answer));
    const wanted = [this.model.get("start"), this.shelf.get("document", "")];
    const first = wanted.find((id) => this.store.document(id)) ?? this.store.documents[0]?.id;
    if (first) await this.openDocument(first);
    this.ready = true;
    this.root.dataset.ready = "true";
  }

  welcome(message) {
    this.store.welcome(message);
    this.who.textContent = message.coder ? french(`Vous codez : ${message.coder}`) : "";
    this.left.setFilters();
    this.left.draw();
    this.shadeCodes();
  }

  shadeCodes() {
    for (const code of this.store.codes.values()) code.shade = readable(code.colour, this.dark);
    this.codebook.draw();
  }

  askCoder() {
    const known = h("datalist", { id: `${this.kernel.view}-coders` }, ...this.store.coders.map((name) => h("option", { value: name })));
    const name = h("input", { class: "ta-field", "aria-label": "Votre prénom ou vos initiales", list: known.id, value: this.store.coder, autocomplete: "off" });
    const form = h("form", {
      class: "ta-who", onsubmit: async (event) => {
        event.preventDefault();
        const coder = name.value.trim();
        if (!coder) return;
        this.here.keep();
        const message = await this.kernel.ask({ type: "coder", coder });
        if (message.type !== "welcome") { this.alert(message.what, message.cure); return; }
        this.shelf.set("coder", message.coder);
        form.remove();
        this.welcome(message);
        await this.kernel.sendAgain((act, answer) => this.told(act, answer));
        await this.openDocument(this.store.shown?.id ?? this.store.documents[0]?.id);
        this.root.dataset.ready = "true";
      },
    }, h("p", {}, french("Qui code ?")), h("p", { class: "ta-small" }, "Chaque codage garde le nom de qui l’a posé. On ne le demande qu’une fois."),
    name, known, h("button", { class: "ta-button ta-main", type: "submit" }, "Commencer"));
    this.centre.querySelector(".ta-who")?.remove();
    this.centre.prepend(form);
    name.focus();
  }

  async openDocument(id) {
    if (!id) return;
    this.here.keep();
    if (id !== this.store.shown?.id) {
      const message = await this.kernel.ask({ type: "document", document: id });
      if (message.type !== "document") { this.alert(message.what, message.cure); return; }
      this.active = this.proposal = this.unsettled = null;
      this.store.open(message);
      this.shelf.set("document", id);
      const about = this.store.document();
      this.title.textContent = about.title;
      this.page.open(this.store.shown.text, this.store.shown.turns, about.title);
      this.left.draw();
      if (about.read) this.propose();
    }
    this.draw();
    this.page.paper.focus({ preventScroll: true });
  }

  /** Ask for suggestions until they are computed; a document that was not read has none. */
  async propose() {
    const id = this.store.shown.id;
    const message = await this.kernel.ask({ type: "suggestions", document: id });
    if (id !== this.store.shown.id) return;
    if (message.type !== "suggestions") { this.alert(message.what, message.cure); return; }
    if (!message.ready) { setTimeout(() => this.store.shown.id === id && this.propose(), 1200); return; }
    this.store.propose(message);
    this.draw();
  }

  async refresh() {
    if (!this.store.shown || this.kernel.lost || this.kernel.answers.size) return;
    const message = await this.kernel.ask({ type: "refresh" });
    if (message?.type === "news") this.take(message);
  }

  // -- acts ------------------------------------------------------------------------------------

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
      if (act.kind === "read" && act.document === this.store.shown?.id) this.propose();
      this.take(answer);
      return;
    }
    if (answer.type === "failed") this.failure = answer;
    else this.refused(act, answer);
    this.draw();
  }

  take(message) {
    const written = this.store.written;
    if (message.put) this.store.news(message);
    if (this.store.written !== written) this.shadeCodes();
    if (this.active && !this.store.codings().some((coding) => coding.id === this.active)) this.active = null;
    this.draw();
    this.left.draw();
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

  // -- going about -----------------------------------------------------------------------------

  proposals() { return this.options.suggestions ? this.store.open_suggestions() : []; }
  get caret() { return this.page.selection?.end ?? this.page.caret ?? -1; }

  /** The next of a sorted list after the caret, or the first again. */
  after(list, start = this.caret) { return list.find((one) => one.start >= start) ?? list[0]; }

  passage(step) {
    const { passages } = this.store.shown;
    const { selection } = this.page;
    const at = selection?.start ?? this.page.caret ?? 0;
    const next = step > 0
      ? passages.find((one) => one.start > at || (!selection && one.end > at))
      : passages.findLast((one) => one.start < at);
    if (next) this.page.select(next.start, next.end);
  }

  nextUncoded() {
    const mine = this.store.codings().filter((coding) => coding.coder === this.store.coder);
    const free = this.store.shown.passages.filter((one) => !mine.some((coding) => coding.start < one.end && one.start < coding.end));
    const next = this.after(free);
    if (next) this.page.select(next.start, next.end); else this.say("Tous les passages de ce document sont codés.");
  }

  nextSuggestion() {
    if (!this.store.isRead) { this.say("Les suggestions se montrent après une première lecture."); return; }
    const list = this.proposals();
    const now = list.findIndex((one) => one.id === this.proposal);
    const next = now >= 0 ? list[(now + 1) % list.length] : this.after(list);
    if (next) this.goToProposal(next); else this.say("Aucune suggestion n’attend ici.");
  }

  goToProposal(one) {
    this.proposal = one.id;
    this.unsettled = null;
    this.page.select(one.start, one.end);
    this.draw();
    this.announce(`Suggestion : ${this.store.code(one.code).label}. ${one.reason.replace(/\*/g, "")}`);
  }

  nextToSettle() {
    if (!this.store.isRead) { this.say("Ce qui est à départager se montre après une première lecture."); return; }
    const list = this.store.open_to_settle();
    const next = this.after(list, this.unsettled ? this.unsettled.end : this.caret);
    if (!next) { this.say("Rien n’est à départager ici."); return; }
    this.proposal = null;
    this.unsettled = next;
    this.page.select(next.start, next.end);
    this.unsettled = next;
    this.drawHere();
  }

  async search(words) {
    if (!words) { this.left.showHits(null); return; }
    const message = await this.kernel.ask({ type: "search", words });
    if (message.type === "hits") this.left.showHits(message);
  }

  async jump(hit) {
    await this.openDocument(hit.document_id);
    const { units } = this.store.shown;
    this.page.select(units.toUnits(hit.start), units.toUnits(hit.end));
  }

  findCode() { this.codebook.search.focus(); this.codebook.search.select(); }
  codeOfKey(key) { return [...this.store.codes.values()].find((code) => code.key === key)?.code; }
  writeMemo() { this.here.about.value = this.chosen() ? "coding" : "document"; this.here.fillMemo(); this.here.memo.focus(); }
  acceptHere() { if (this.proposal) this.accept([this.proposal], false); }

  removeHere() {
    if (this.proposal) { this.refuse(this.proposal); return; }
    const coding = this.chosen();
    const { selection } = this.page;
    const here = coding && (selection ? coding.start < selection.end && selection.start < coding.end
      : coding.start <= this.page.caret && this.page.caret <= coding.end);
    if (here) this.withdraw();
  }

  escape() {
    this.proposal = this.unsettled = this.active = null;
    if (this.page.selection) this.page.place(this.page.selection.start);
    this.draw();
  }

  back() { this.page.paper.focus({ preventScroll: true }); if (this.page.selection) this.page.select(this.page.selection.start, this.page.selection.end); }

  nextPane(step) {
    const panes = [this.left.list.querySelector("button") ?? this.left.words, this.page.paper, this.codebook.search, this.here.memo];
    const holders = [this.left.node, this.centre, this.codebook.node, this.here.node];
    const at = holders.findIndex((node) => node.contains(document.activeElement));
    panes[(at + step + panes.length) % panes.length].focus();
  }

  help() { this.keys.hidden = !this.keys.hidden; }
  fullScreen() { if (document.fullscreenElement) document.exitFullscreen(); else this.root.requestFullscreen?.(); }

  toggle(name) {
    this.options[name] = !this.options[name];
    this.shelf.set("options", this.options);
    this.draw();
  }

  activate(id) {
    this.active = id;
    this.proposal = null;
    const coding = this.chosen();
    if (coding) this.page.show(coding.start, coding.end);
    this.draw();
  }

  codingsAt(start, end) {
    return this.visibleCodings().filter((coding) => coding.start < Math.max(end, start + 1) && start <= coding.end && (end > start || start < coding.end))
      .sort((a, b) => (a.end - a.start) - (b.end - b.start));
  }

  atCaret(unit) {
    const found = document.getSelection();
    if (!found.isCollapsed) return;
    const here = this.codingsAt(unit, unit);
    if (here.length && !here.some((coding) => coding.id === this.active)) this.active = here[0].id;
    const proposed = this.proposals().find((one) => one.start <= unit && unit < one.end);
    this.proposal = proposed?.id ?? null;
    this.unsettled = null;
    this.drawHere();
  }

  point(unit) {
    const here = this.codingsAt(unit, unit);
    if (here.length > 1) {
      // clicking again goes through what is at one place
      const at = this.lastPoint === unit ? here.findIndex((coding) => coding.id === this.active) : -1;
      this.active = here[(at + 1) % here.length].id;
    }
    this.lastPoint = unit;
    this.drawHere();
  }

  hover(unit, event) {
    const found = unit === null ? null : this.proposals().find((one) => one.start <= unit && unit < one.end);
    this.tip.hidden = !found;
    if (!found) return;
    const text = french(`${this.store.code(found.code).label} ? ${found.reason.replace(/\*/g, "")}`);
    if (this.tip.textContent !== text) this.tip.textContent = text;
    const box = this.root.getBoundingClientRect();
    this.tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - 280)}px`;
    this.tip.style.top = `${event.clientY - box.top + 18}px`;
  }

  announce(text) { this.say(text); }

  // -- drawing -----------------------------------------------------------------------------------

  visibleCodings() {
    const codings = this.store.codings();
    return this.options.others ? codings : codings.filter((coding) => coding.coder === this.store.coder);
  }

  draw() {
    if (!this.store.shown) return;
    this.drawText();
    this.codebook.count(this.store.codings());
    this.drawHere();
    this.drawStripesSoon();
    this.drawStatus();
    const { isRead } = this.store;
    this.readButton.textContent = isRead ? "Lu ✓" : "Lu";
    this.readButton.setAttribute("aria-pressed", String(isRead));
    for (const [name, button] of Object.entries(this.toggles)) button.setAttribute("aria-pressed", String(this.options[name]));
    this.toggles.suggestions.disabled = !isRead;
    this.undoButton.title = french(this.store.undo ? `Annuler : ${this.store.undo} (Ctrl + Z)` : "Rien à annuler");
    this.redoButton.title = french(this.store.redo ? `Rétablir : ${this.store.redo} (Ctrl + Y)` : "Rien à rétablir");
  }

  drawText() {
    const codings = this.visibleCodings();
    const proposals = this.proposals();
    const every = [...codings, ...proposals].sort((a, b) => a.start - b.start || b.end - a.end);
    const lane = lanes(every, LANES);
    const colour = (one) => this.store.code(one.code).shade ?? readable("#5B6770", this.dark);
    this.marks = [
      ...codings.map((one) => ({ start: one.start, end: one.end, colour: colour(one), lane: lane.get(one.id),
        style: one.pending ? "dotted" : one.coder === this.store.coder ? "solid" : "thin" })),
      ...proposals.map((one) => ({ start: one.start, end: one.end, colour: colour(one), lane: lane.get(one.id), style: "dashed" })),
    ];
    this.paint();
    // two codings on one line must not share a stripe's place: about a line of slack
    const margin = lanes(codings, 6, (one) => Math.min(one.end + 60, Math.max(one.end, this.store.turnAt(one.end - 1).end)));
    this.margin = codings.map((coding) => ({ ...coding, lane: margin.get(coding.id), colour: colour(coding) }));
  }

  paint() {
    const ground = [];
    const coding = this.chosen();
    if (coding) ground.push({ start: coding.start, end: coding.end, colour: this.dark ? "rgba(255,214,102,.16)" : "rgba(255,196,0,.20)", lane: -1, style: "ground" });
    const { selection } = this.page;
    if (selection) ground.push({ ...selection, colour: this.dark ? "rgba(90,160,255,.38)" : "rgba(60,130,246,.25)", lane: -1, style: "selection" });
    this.painter.paint([...ground, ...(this.marks ?? [])], this.store.shown.turns);
  }

  drawHere() {
    if (!this.store.shown) return;
    this.paint();
    const { selection, caret } = this.page;
    const codings = selection ? this.codingsAt(selection.start, selection.end) : caret === null ? [] : this.codingsAt(caret, caret);
    const active = this.chosen();
    if (active && !codings.some((coding) => coding.id === active.id)) codings.push(active);
    const proposals = this.proposals();
    const suggestion = proposals.find((one) => one.id === this.proposal);
    if (suggestion) suggestion.same = proposals.filter((one) => one.code === suggestion.code).length;
    this.here.draw({
      codings, active, suggestion, unsettled: this.unsettled,
      selection: selection && this.store.shown.text.slice(selection.start, selection.end),
    });
    this.drawStripesSoon();
  }

  drawStripesSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = null; this.drawStripes(); });
  }

  drawStripes() {
    if (!this.store.shown || !this.margin) return;
    const [from, to] = this.page.visible();
    let below = -100;
    const parts = [];
    for (const one of this.margin) {
      if (one.end <= from || one.start >= to) continue;
      const { top, bottom } = this.page.box(one.start, one.end);
      const { label } = this.store.code(one.code);
      const classes = ["ta-stripe", one.id === this.active && "ta-active", one.pending && "ta-pending"].filter(Boolean).join(" ");
      parts.push(h("span", {
        class: classes, "data-coding": one.id, title: `${label} (${one.coder})`, onclick: () => this.activate(one.id),
        style: { top: `${top + 3}px`, height: `${Math.max(bottom - top - 6, 8)}px`, left: `${one.lane * 7}px`, "--ta-colour": one.colour },
      }));
      const at = Math.max(top, below + 15);
      if (at < bottom + 40) {
        parts.push(h("span", { class: "ta-stripe-label", onclick: () => this.activate(one.id), style: { top: `${at}px`, "--ta-colour": one.colour } }, label));
        below = at;
      }
    }
    this.page.stripes.replaceChildren(...parts);
  }

  drawStatus() {
    const waiting = this.kernel.waiting?.all().length ?? 0;
    const trouble = this.kernel.trouble() || (this.failure ? `${this.failure.what} ${this.failure.cure}` : "")
      || (this.shelf?.broken && waiting ? "Ce navigateur ne garde rien : ne fermez pas cette page." : "");
    const saved = this.savedAt ? `enregistré à ${clock(this.savedAt)}` : "";
    const state = waiting ? `non enregistré : ${plural(waiting, "acte")}` : saved;
    const text = french([state, trouble, this.note].filter(Boolean).join(" — "));
    if (this.status.textContent !== text) this.status.textContent = text;
    this.root.dataset.state = trouble ? "trouble" : waiting ? "waiting" : "saved";
    if (waiting && !this.kernel.lost && !this.retry) {
      // a full disk may have been emptied since
      this.retry = setTimeout(() => { this.retry = null; if (this.failure) this.kernel.sendAgain(); }, 5000);
    }
  }

  themeChanged() {
    this.root.dataset.dark = this.dark;
    this.painter.dark = this.dark;
    this.shadeCodes();
    this.draw();
  }

  close() {
    this.here.keep();
    clearInterval(this.timer);
    window.removeEventListener("focus", this.onFocus);
    window.removeEventListener("pagehide", this.onHide);
    this.theme.disconnect();
    this.page.close();
    this.painter.close();
    this.kernel.close();
  }
}

export default {
  render({ model, el }) {
    const bench = new Bench(model, el);
    return () => bench.close();
  },
};
