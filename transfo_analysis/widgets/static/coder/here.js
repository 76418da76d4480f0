// Right, below: what is at the caret, and the memo.

/** What is at the caret: codings, a suggestion to answer, what is to be settled; and the memo. */
class Here {
  constructor(store, acts) {
    this.store = store;
    this.acts = acts;
    this.list = h("div", { class: "ta-here-list" });
    this.about = h("select", { class: "ta-field", "aria-label": "Mémo sur", onchange: () => { this.keep(); this.fillMemo(); } },
      ...[["coding", "Mémo sur l’extrait"], ["document", "Mémo sur le document"], ["code", "Mémo sur le code"], ["cell", "Mémo sur la case"]]
        .map(([value, label]) => h("option", { value }, label)));
    this.memo = h("textarea", {
      class: "ta-field ta-memo", rows: "2", "aria-label": "Mémo",
      oninput: () => { this.acts.draft(this.target, this.memo.value); this.said(); },
      onblur: () => this.keep(),
      onkeydown: (event) => {
        if (event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey))) {
          event.preventDefault();
          this.keep();
          this.acts.back();
        }
      },
    });
    this.memoState = h("span", { class: "ta-small" });
    this.registers = new Map(REGISTERS.map(([register, label]) => [register, this.button(label, () => this.mark(register))]));
    this.menu = h("details", {
      class: "ta-registers", hidden: true, onkeydown: (event) => this.menuKey(event),
    },
    h("summary", { onmousedown: (event) => event.preventDefault() }, "Registre", h("kbd", { "aria-hidden": "true" }, "r")),
    h("div", { class: "ta-row", role: "group", "aria-label": "Registre de ces mots" }, ...this.registers.values()));
    this.node = h("section", { class: "ta-here", "aria-label": french("À cet endroit") }, this.list, this.menu,
      h("div", { class: "ta-memo-box" }, h("div", { class: "ta-row" }, this.about, this.memoState), this.memo));
  }

  button(label, act, title = label, key = "") {
    return h("button", { class: "ta-button", type: "button", title: french(title), onmousedown: (event) => event.preventDefault(), onclick: act },
      label, key ? h("kbd", { "aria-hidden": "true" }, key) : null);
  }

  // -- register --------------------------------------------------------------------------------

  openMenu() {
    if (this.menu.hidden) return;
    this.menu.open = true;
    const buttons = [...this.registers.values()];
    (buttons.find((one) => one.getAttribute("aria-pressed") === "true") ?? buttons[0]).focus();
  }

  mark(register) {
    this.menu.open = false;
    this.acts.mark(register);
  }

  menuKey(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const buttons = [...this.registers.values()];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") {
      event.preventDefault();
      this.menu.open = false;
      this.acts.back();
    } else if (step && at >= 0) {
      event.preventDefault();
      buttons[(at + step + buttons.length) % buttons.length].focus();
    }
  }

  /** Say what the chosen words are, and who says so: the text, or a person. */
  drawRegister(register) {
    this.menu.hidden = !register;
    if (!register) { this.menu.open = false; return; }
    for (const [name, button] of this.registers) button.setAttribute("aria-pressed", String(name === register.name));
  }

  draw({ codings, active, suggestion, unsettled, selection, register }) {
    const parts = [];
    if (selection) parts.push(h("p", { class: "ta-chosen" }, `« ${this.clip(selection)} »`));
    this.drawRegister(register);
    if (register) {
      const by = register.pending ? "marqué, non enregistré" : register.marked ? "marqué" : "d’après le texte";
      parts.push(h("p", { class: "ta-small ta-register" }, french(`Registre : ${register.name} (${by})`)));
    }
    if (suggestion) parts.push(this.suggestion(suggestion));
    if (unsettled) parts.push(this.settle(unsettled));
    for (const coding of codings) parts.push(this.coding(coding, coding.id === active?.id));
    if (!parts.length) parts.push(h("p", { class: "ta-small" }, french("Sélectionnez des mots, puis un code : clic, touche, ou Espace et le début de son nom.")));
    const held = this.list.contains(document.activeElement) ? document.activeElement.textContent : null;
    this.list.replaceChildren(...parts);
    if (held) [...this.list.querySelectorAll("button")].find((one) => one.textContent === held)?.focus();
    this.active = active;
    this.fillMemo();
  }

  clip(text) { return text.length > 90 ? `${text.slice(0, 60)}…${text.slice(-25)}` : text; }

  coding(coding, active) {
    const code = this.store.code(coding.code);
    const mine = coding.coder === this.store.coder;
    const linked = this.store.linked(coding.id).length;
    const about = [coding.coder, { accepted: "accepté", accepted_bulk: "accepté en lot", imported: "importé" }[coding.origin],
      this.store.markOn(coding.start, coding.end)?.register, coding.pending && "non enregistré", linked && "croisé à la main"].filter(Boolean).join(" · ");
    return h("div", { class: active ? "ta-card ta-active" : "ta-card", "data-coding": coding.id, style: { "--ta-colour": code.shade } },
      h("button", { class: "ta-plain ta-card-title", "aria-pressed": String(active), onclick: () => this.acts.activate(coding.id) }, code.label),
      h("span", { class: coding.pending ? "ta-small ta-warn" : "ta-small" }, about),
      active && mine ? h("div", { class: "ta-row" },
        this.button("Lier", () => this.acts.link(), "Lier à son mode, ou au mode de la question", "l"),
        this.button("Bornes", () => this.acts.move(), "Donner à ce codage les bornes de la sélection", "b"),
        this.button("Retirer", () => this.acts.withdraw(coding.id), "Retirer ce codage", "Suppr")) : null);
  }

  suggestion(one) {
    const code = this.store.code(one.code);
    return h("div", { class: "ta-card ta-suggested", "data-suggestion": one.id, style: { "--ta-colour": code.shade } },
      h("p", { class: "ta-card-title" }, french(`Suggestion : ${code.label}`)),
      h("p", { class: "ta-small ta-reason" }, one.reason.replace(/\*/g, "")),
      h("div", { class: "ta-row" }, this.button("Accepter", () => this.acts.accept([one.id], false), "Accepter", "Entrée"),
        this.button("Refuser", () => this.acts.refuse(one.id), "Refuser", "Suppr"),
        one.same > 1 ? this.button(`Accepter les ${one.same}`, () => this.acts.acceptAll(one.code), `Accepter toutes les suggestions « ${code.label} » de ce document, en lot`) : null));
  }

  settle(one) {
    return h("div", { class: "ta-card ta-suggested ta-settle", role: "group", "aria-label": "À départager" },
      h("p", { class: "ta-card-title" }, french(`À départager : ${this.store.code(one.column).label}`)),
      h("p", { class: "ta-small" }, "Plusieurs modes dans ce passage. Duquel parle-t-on ?"),
      h("div", { class: "ta-row" }, ...one.rows.map((row) => this.button(this.store.code(row).label, () => this.acts.settle(one, row)))));
  }

  // -- memo ------------------------------------------------------------------------------------

  aim() {
    const kind = this.about.value;
    const target = { document: this.store.shown?.id, coding: this.active?.id, code: this.active?.code, cell: this.acts.cellOf(this.active) }[kind];
    return target ? { kind, target } : null;
  }

  fillMemo() {
    if (document.activeElement === this.memo) return;   // never under the fingers
    this.target = this.aim();
    const draft = this.target && this.acts.draftOf(this.target);
    this.memo.disabled = !this.target;
    this.memo.placeholder = this.target ? french("Votre note (m)") : french(this.about.value === "cell" ? "Choisissez un codage qui en croise un autre" : "Choisissez d’abord un codage");
    this.memo.value = this.target ? draft ?? this.store.memo(this.target.kind, this.target.target) : "";
    this.said();
  }

  said() {
    const unsaved = this.target && this.memo.value.trim() !== this.store.memo(this.target.kind, this.target.target);
    const waits = this.target && this.store.waiting().some((act) => act.kind === "memo" && act.target === this.target.target);
    this.memoState.textContent = unsaved || waits ? "non enregistré" : this.memo.value ? "enregistré" : "";
    this.memoState.classList.toggle("ta-warn", Boolean(unsaved || waits));
  }

  keep() {
    if (!this.target) return;
    const text = this.memo.value.trim();
    if (text !== this.store.memo(this.target.kind, this.target.target)) this.acts.memo(this.target, text);
    this.acts.draft(this.target, null);
    this.said();
  }
}
