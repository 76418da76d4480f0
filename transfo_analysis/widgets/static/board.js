// The sorting board. What is drawn is what the kernel said last; a card dragged elsewhere
// stays there only once the act is on disk.

const TO_SORT = "to_sort", SET_ASIDE = "set_aside", NEXT_WORK = "next_work";
const BECAME = { taken_up: "Repris", passed_over: "Pas repris", closed: "Clos" };

class BoardView {
  constructor(model, el) {
    const made = frame(el, "tv-board", "Tableau de tri");
    Object.assign(this, { root: made.root, live: made.live, say: made.say });
    this.wire = new Wire(model, "board", () => this.drawStatus());
    this.wire.resent = (answer) => this.take(answer);
    this.query = "";
    this.wording = new Wording(this);
    this.heading = h("h2", { class: "tv-title" });
    this.status = h("p", { class: "tv-status", role: "status" });
    this.undo = button("Annuler", () => this.turn("undo"));
    this.redo = button("Rétablir", () => this.turn("redo"));
    this.who = button("Qui trie ?", () => this.askWho(true), { class: "tv-button tv-who-button" });
    this.add = button("Nouveau constat…", () => this.wording.word({}, TO_SORT));
    this.columns = h("div", { class: "tv-columns" }, h("p", { class: "tv-soft tv-wait" }, french("Lecture du projet…")));
    this.help = h("p", { class: "tv-soft tv-help" }, french("Flèches : d’une carte à l’autre · Ctrl ou Alt + flèches : déplacer la carte · Entrée : l’ouvrir · Ctrl + Z : annuler"));
    this.root.append(
      h("header", { class: "tv-bar" }, this.heading, h("div", { class: "tv-tools" }, this.who, this.add, this.undo, this.redo), this.status),
      this.columns, this.help, this.live);
    this.root.addEventListener("keydown", (event) => this.key(event));
    // what was done elsewhere (a colleague's file, the coder) shows when one comes back
    this.onBack = () => { if (!document.hidden) this.refresh(); };
    document.addEventListener("visibilitychange", this.onBack);
    this.root.addEventListener("focusin", (event) => { if (!this.root.contains(event.relatedTarget)) this.refresh(); });
    this.start();
  }

  close() {
    this.wire.close();
    document.removeEventListener("visibilitychange", this.onBack);
    this.sortables?.forEach((one) => one.destroy());
  }

  async start() {
    let answer = await this.wire.ask({ type: "hello" });
    if (answer.type !== "board") {
      this.columns.replaceChildren(h("p", { class: "tv-fault", role: "alert" }, answer.type === "lost" ? this.wire.says()[1] : `${answer.what} ${answer.cure}`));
      return;
    }
    this.wire.open(answer.project);
    this.take(answer);
    this.root.dataset.ready = "true";
    if (this.wire.left) {
      answer = await this.wire.resend();
      const wrong = this.take(answer);
      if (wrong) this.toast(french(wrong));
    }
  }

  async refresh() {
    if (!this.data || this.wire.sending || this.dragging || this.root.querySelector("dialog[open]:not(.tv-drawer), .tv-menu")) return;
    const answer = await this.wire.ask({ type: "refresh" });
    if (answer.type === "board" && !this.dragging) this.take(answer);
  }

  /**
   * Draw what an answer says; give what was refused, or "". An act that could not be written
   * (kernel gone, disk full) is not refused: it waits, and the status line says so.
   */
  take(answer) {
    if (answer?.cards) {
      this.data = answer;
      this.cards = new Map(answer.cards.map((card) => [card.id, card]));
      this.draw();
    }
    if (!answer || answer.cards) return "";
    this.draw();
    return answer.type === "refused" ? `${answer.what} ${answer.cure}` : "";
  }

  /** Announce an act, or that it waits. */
  told(words) { this.say(this.wire.left ? this.wire.says()[1] : words); }

  async act(act) { return this.take(await this.wire.act({ ...act, coder: this.data.coder, decided_by: act.decided_by ?? this.data.decider })); }

  label(id) { return this.data.columns.find((one) => one.id === id)?.label ?? ""; }

  // -- drawing -------------------------------------------------------------------------------

  drawStatus() { statusLine(this.wire, this.status); }

  draw() {
    const { data } = this;
    const scrolls = new Map([...this.columns.querySelectorAll(".tv-column")].map((one) => [one.dataset.column, one.querySelector(".tv-cards").scrollTop]));
    const focused = this.columns.contains(document.activeElement) && document.activeElement.closest(".tv-slot") ? this.here : "";
    const inSearch = document.activeElement?.classList.contains("tv-search");
    const unfolded = this.columns.querySelector("details[open]") !== null;
    this.heading.textContent = french(`Tableau de tri : ${data.title}`);
    this.who.replaceChildren(french(data.decider ? `Trie : ${data.decider}` : "Qui trie ?"));
    for (const [node, name, verb] of [[this.undo, "undo", "Annuler"], [this.redo, "redo", "Rétablir"]]) {
      node.disabled = !data[name].can;
      node.title = data[name].label ? french(`${verb} : ${data[name].label}`) : "";
      node.setAttribute("aria-label", data[name].can ? french(`${verb} : ${data[name].label}`) : verb);
    }
    const place = (card) => (data.columns.some((one) => one.id === card.where) ? card.where : TO_SORT);
    this.lists = data.columns.map((column) => ({ ...column, cards: data.cards.filter((card) => place(card) === column.id) }));
    this.sortables?.forEach((one) => one.destroy());
    this.columns.replaceChildren(...this.lists.map((column) => this.column(column)));
    this.sortables = [...this.columns.querySelectorAll(".tv-cards")].map((list) => this.sortable(list));
    if (unfolded) for (const one of this.columns.querySelectorAll("details")) one.open = true;
    for (const column of this.columns.querySelectorAll(".tv-column")) column.querySelector(".tv-cards").scrollTop = scrolls.get(column.dataset.column) ?? 0;
    this.search();
    if (!this.slot(this.here)) this.here = "";
    this.current(this.here || this.columns.querySelector(".tv-slot")?.dataset.id || "", Boolean(focused));
    if (inSearch) { const input = this.columns.querySelector(".tv-search"); input.focus(); input.setSelectionRange(input.value.length, input.value.length); }
    this.drawStatus();
  }

  column({ id, label, cards }) {
    const title = h("h3", { id: `tv-${newId().slice(0, 8)}` }, label, " ", h("span", { class: "tv-count" }, String(cards.length - (id === TO_SORT ? cards.filter((card) => card.worded).length : 0))));
    const done = id === TO_SORT ? cards.filter((card) => card.worded) : [];
    const list = h("ul", { class: "tv-cards", role: "list", "aria-labelledby": title.id, "data-column": id }, ...cards.filter((card) => !done.includes(card)).map((card) => this.card(card)));
    const search = id === TO_SORT && h("input", {
      type: "search", class: "tv-input tv-search", placeholder: "Chercher dans « À trier »".replace(/« | »/g, (m) => m.replace(" ", NARROW)), "aria-label": french("Chercher dans « À trier »"), value: this.query,
      oninput: (event) => { this.query = event.target.value; this.search(); },
    });
    return h("section", { class: "tv-column", "data-column": id, "aria-labelledby": title.id }, title, search, list,
      !cards.length && h("p", { class: "tv-soft tv-none" }, french(id === TO_SORT ? "Rien à trier : codez des extraits, ou rédigez un constat." : "Glissez une carte ici.")),
      done.length && h("details", { class: "tv-done" }, h("summary", {}, french(`Déjà rédigés : ${plural(done.length, "paquet")}`)), h("ul", { role: "list" }, ...done.map((card) => this.card(card)))));
  }

  card(card) {
    const finding = card.type === "finding";
    const name = `tv-${newId().slice(0, 8)}`;
    const move = button("Déplacer vers…", () => this.moveMenu(card, move), { class: "tv-button tv-mini", tabindex: "-1", "aria-haspopup": "menu", "aria-expanded": "false" });
    const carry = this.carrying(card, { class: "tv-button tv-mini", tabindex: "-1" });
    const marks = [
      card.against && h("span", { class: "tv-pill tv-against" }, french(`⇄ contre : ${card.against}`)),
      !finding && card.where === TO_SORT && card.proposed && h("span", { class: "tv-pill tv-proposed", title: card.rule }, french(`proposé : ${card.proposed}`)),
      !finding && card.where !== TO_SORT && card.where !== SET_ASIDE && h("span", { class: "tv-pill tv-proposed" }, "à rédiger"),
    ].filter(Boolean);
    const sorts = card.sorts.length && (card.differs || !(card.sorts.length === 1 && card.where === TO_SORT))
      ? h("p", { class: card.differs ? "tv-differs" : "tv-soft" }, card.differs ? h("strong", {}, french("≠ Avis différents : ")) : "",
        french(card.differs ? card.sorts.map((one) => `${one.who} : ${one.label}`).join(" ; ") : `tri : ${card.sorts.map((one) => one.who).join(", ")}`))
      : "";
    const node = h("article", { class: "tv-card", "data-type": card.type, tabindex: "-1", "aria-labelledby": `${name}-k ${name}-t`, "aria-describedby": `${name}-d` },
      h("p", { class: "tv-kind", id: `${name}-k` }, finding ? "Constat" : "Paquet"),
      h("p", { class: "tv-card-title", id: `${name}-t` }, card.title),
      h("div", { id: `${name}-d`, class: "tv-card-about" },
        h("p", { class: "tv-soft" }, card.says, card.whole ? h("span", {}, french(` · ${card.whole}`)) : ""),
        !finding && card.rests_on ? h("p", { class: "tv-soft tv-clamp", title: card.rests_on }, card.rests_on) : "",
        marks.length ? h("p", { class: "tv-marks" }, ...marks) : "", sorts),
      carry ? h("p", { class: "tv-soft tv-carry" }, carry, french(card.carried.map((one) => one.label).join(" ; "))) : "",
      h("div", { class: "tv-card-tools" }, button("Ouvrir", () => this.open(card.id), { class: "tv-button tv-mini", tabindex: "-1" }), move));
    node.addEventListener("dblclick", () => this.open(card.id));
    node.addEventListener("focus", () => this.current(card.id, false));
    return h("li", { class: "tv-slot", "data-id": card.id, "data-type": card.type }, node);
  }

  search() {
    const words = plain(this.query).split(/\s+/).filter(Boolean);
    for (const slot of this.columns.querySelectorAll(`.tv-column[data-column="${TO_SORT}"] .tv-slot`)) {
      const said = plain(slot.querySelector(".tv-card-title").textContent);
      slot.hidden = !words.every((word) => said.includes(word));
    }
  }

  slot(id) { return [...this.columns.querySelectorAll(".tv-slot")].find((one) => one.dataset.id === id); }

  /** Make one card the one that Tab reaches; its buttons too. */
  current(id, focus = true) {
    for (const slot of this.columns.querySelectorAll(".tv-slot")) {
      const on = slot.dataset.id === id;
      for (const one of slot.querySelectorAll(".tv-card, .tv-card .tv-button")) one.tabIndex = on ? 0 : -1;
    }
    this.here = id;
    if (!focus) return;
    const slot = this.slot(id);
    if (slot?.closest("details")) slot.closest("details").open = true;
    slot?.querySelector(".tv-card").focus();
  }

  // -- by mouse ------------------------------------------------------------------------------

  sortable(list) {
    return Sortable.create(list, {
      group: {
        name: "tv-board",
        // a worded finding does not go back among what nobody worded
        put: (to, _from, node) => !(to.el.dataset.column === TO_SORT && node.dataset.type === "finding"),
      },
      sort: false, draggable: ".tv-slot", filter: "button, input, summary", preventOnFilter: false,
      forceFallback: true, fallbackOnBody: true, fallbackTolerance: 4, fallbackClass: "tv-flying", ghostClass: "tv-landing",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120, emptyInsertThreshold: 40,
      scroll: true, bubbleScroll: true,
      onStart: () => { this.dragging = true; this.root.classList.add("tv-dragging"); },
      onEnd: (event) => {
        this.dragging = false;
        this.root.classList.remove("tv-dragging");
        const card = this.cards.get(event.item.dataset.id);
        if (card && event.to !== event.from) { this.here = card.id; this.move(card, event.to.dataset.column); } else this.draw();
      },
    });
  }

  // -- by keyboard ---------------------------------------------------------------------------

  key(event) {
    if (event.isComposing || event.target.closest("dialog, [role=menu]")) return;
    const command = event.ctrlKey || event.metaKey;
    const field = event.target.closest("input, textarea, select");
    if (field) return;
    if (command && !event.altKey && ["z", "y"].includes(event.key.toLowerCase())) {
      event.preventDefault();
      this.turn(event.key.toLowerCase() === "y" || event.shiftKey ? "redo" : "undo");
      return;
    }
    const slot = event.target.closest(".tv-slot");
    if (!slot) return;
    const card = this.cards.get(slot.dataset.id);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step && (command || event.altKey)) { event.preventDefault(); this.shift(card, step); return; }
    if (["ArrowUp", "ArrowDown"].includes(event.key) && (command || event.altKey)) { event.preventDefault(); return; }
    if (command || event.altKey || event.target.closest("button, summary")) return;
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); this.open(card.id); return; }
    const to = this.neighbour(slot, event.key);
    if (to) { event.preventDefault(); this.current(to.dataset.id); }
  }

  neighbour(slot, key) {
    const shown = (column) => [...column.querySelectorAll(".tv-slot")].filter((one) => !one.hidden && one.offsetParent !== null);
    const column = slot.closest(".tv-column");
    const cards = shown(column);
    const at = cards.indexOf(slot);
    if (key === "ArrowDown") return cards[at + 1];
    if (key === "ArrowUp") return cards[at - 1];
    if (key === "Home") return cards[0];
    if (key === "End") return cards.at(-1);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
    if (!step) return null;
    const all = [...this.columns.querySelectorAll(".tv-column")];
    for (let next = all.indexOf(column) + step; all[next]; next += step) {
      const there = shown(all[next]);
      if (there.length) return there[Math.min(at, there.length - 1)];
    }
    return null;
  }

  shift(card, step) {
    const ids = this.data.columns.map((one) => one.id);
    const to = ids[ids.indexOf(card.where) + step];
    if (!to || (to === TO_SORT && card.type === "finding")) {
      this.say(to ? "Un constat rédigé ne revient pas « À trier »" : "Pas de colonne de ce côté");
      return;
    }
    this.move(card, to);
  }

  moveMenu(card, anchor) {
    menu(this.root, anchor, "Déplacer vers", this.data.columns.map((column) => {
      const here = column.id === card.where;
      const never = column.id === TO_SORT && card.type === "finding";
      return { text: column.label, note: here ? "ici" : never ? "pas un constat rédigé" : "", off: here || never, run: () => this.move(card, column.id) };
    }));
  }

  /** Give the button that says what became of a chantier in the last session; "" on other cards. */
  carrying(card, attributes = {}) {
    if (card.type !== "finding" || card.where !== NEXT_WORK || !this.data.wave) return "";
    const carry = button("Suite…", () => this.carryMenu(card, carry), { ...attributes, "aria-haspopup": "menu", "aria-expanded": "false" });
    return carry;
  }

  carryMenu(card, anchor) {
    const wave = this.data.wave.replace("-", " ");
    const mine = card.carried.find((one) => one.wave === this.data.wave && one.who === this.data.decider)?.became ?? "";
    menu(this.root, anchor, `Ce chantier, en ${wave}`, [
      ...Object.entries(BECAME).map(([became, label]) => ({ text: `${label} en ${wave}`, note: mine === became ? "dit" : "", off: mine === became, run: () => this.carry(card, became, label) })),
      ...(mine ? [{ text: "Ne plus le dire", run: () => this.carry(card, "", "N’est plus dit") }] : []),
    ]);
  }

  // -- acts ----------------------------------------------------------------------------------

  /** Say what became of a chantier; the program never does. */
  async carry(card, became, label) {
    if (!(await this.sorter())) return;
    const wrong = await this.act({ kind: "carry", finding: card.id, became, wave: this.data.wave });
    this.drawer?.refresh();
    this.current(card.id, !this.root.querySelector("dialog[open]"));
    if (wrong) this.toast(french(wrong)); else this.told(`${card.title} : ${label}`);
  }

  async turn(which) {
    if (!this.data[which].can) { this.say(this.data[which].label || "Rien à annuler"); return; }
    const what = this.data[which].label;
    const wrong = await this.act({ kind: which });
    if (wrong) this.say(wrong); else this.told(`${which === "undo" ? "Annulé" : "Rétabli"} : ${what}`);
  }

  /** Move a card; a bundle that goes into a column is worded on the way, if one wants. */
  async move(card, to) {
    if (!(await this.sorter())) { this.draw(); return; }
    if (card.type === "bundle" && to !== TO_SORT && to !== SET_ASIDE) { await this.wording.word(card, to); return; }
    this.tell(card, to, await this.act({ kind: "move", card: card.id, to }));
  }

  tell(card, to, wrong) {
    const now = this.cards.get(card.id);
    this.current(card.id, !this.root.querySelector("dialog[open]"));
    if (wrong) this.toast(french(wrong));
    else if (!this.wire.left && now && now.where !== to) this.notice(to, now);
    else this.told(`${card.title} : ${this.label(to)}`);
  }

  /** The group's sort outweighs: say why a card that one moved stands elsewhere. */
  notice(to, now) {
    this.toast(french(`Votre tri est gardé (${this.label(to)}). La carte reste dans « ${this.label(now.where)} » : le tri du groupe l’emporte sur celui d’une session ou d’une personne.`));
  }

  toast(words) {
    this.say(words);
    this.root.querySelector(".tv-toast")?.remove();
    const toast = h("p", { class: "tv-note tv-toast" }, words, " ", button("Compris", () => toast.remove(), { class: "tv-button tv-mini" }));
    this.columns.before(toast);
  }

  async sorter() { return this.data.decider ? true : this.askWho(false); }

  async askWho(again) {
    const { data } = this;
    const group = `tv-${newId().slice(0, 8)}`;
    const session = h("input", { class: "tv-input", type: "text", maxlength: "60", placeholder: "par exemple mars 2026", "aria-label": "Nom de la session", value: /^session : (.*)$/.exec(data.decider)?.[1] });
    const radio = (value, label, more) => h("label", { class: "tv-radio" }, h("input", { type: "radio", name: group, value, checked: value === "group" }), h("span", {}, label), more ?? "");
    const { input, node } = coderField(data.coders);
    input.value = data.coder;
    session.addEventListener("input", () => { session.closest("label").querySelector("input[type=radio]").checked = true; });
    return ask(this.root, {
      title: french("Qui trie ?"),
      body: [
        h("p", { class: "tv-soft" }, french(again && data.decider ? "Les tris déjà faits gardent le nom de qui les a faits." : "Choisi une fois pour cette séance. Si plusieurs trient à leur tour, tous les tris sont gardés et leurs différences montrées.")),
        h("fieldset", { class: "tv-field" }, h("legend", {}, "Le tri est celui"), radio("group", "du groupe"), radio("session", french("d’une session : "), session), radio("person", "d’une seule personne, moi")), node,
      ],
      actions: [{ label: "Continuer", main: true }],
      submit: async (form) => {
        const who = form.querySelector("input[type=radio]:checked").value;
        if (!input.value.trim()) return "Écrivez votre prénom ou vos initiales.";
        if (who === "session" && !session.value.trim()) return "Donnez un nom à la session.";
        const answer = await this.wire.ask({ type: "who", who, name: session.value, coder: input.value.trim() });
        return this.take(answer) || (answer.type === "who" ? "" : this.wire.says()[1]);
      },
    });
  }

  // -- a card opened -------------------------------------------------------------------------

  open(id) {
    this.drawer?.shut();
    this.current(id, false);
    this.drawer = new Drawer(this, id);
  }
}
