// 7. Right: the codebook by family, and what is said here: codings, suggestions, memo.

class Codebook {
  /** `acts` has code(name), inVivo(label, family), back(). */
  constructor(store, acts) {
    this.store = store;
    this.acts = acts;
    this.rows = new Map();
    this.search = h("input", {
      class: "ta-field", type: "search", placeholder: french("Chercher un code (Espace)"), "aria-label": "Chercher un code",
      oninput: () => this.filter(),
      onkeydown: (event) => this.searchKey(event),
    });
    this.list = h("div", { class: "ta-codes", role: "group", "aria-label": "Livre de codes", onkeydown: (event) => this.listKey(event) });
    this.sheet = h("div", { class: "ta-definition", "aria-live": "polite" });
    this.form = h("form", { class: "ta-in-vivo", hidden: true, onsubmit: (event) => { event.preventDefault(); this.create(); } });
    this.node = h("section", { class: "ta-codebook", "aria-label": "Codes" }, this.search, this.form, this.list, this.sheet);
  }

  draw() {
    this.rows = new Map();
    this.list.replaceChildren(...this.store.families.map((family) => h("details", { open: true, class: "ta-family" },
      h("summary", {}, family.label),
      h("ul", {}, ...family.codes.map((code) => h("li", {}, this.row(this.store.code(code.code))))))));
    this.filter();
  }

  row(code) {
    const count = h("span", { class: "ta-count" });
    const row = h("button", {
      class: code.under ? "ta-code ta-under" : "ta-code", type: "button", "data-code": code.code, style: { "--ta-colour": code.shade },
      onmousedown: (event) => event.preventDefault(),   // the words stay selected
      onclick: () => this.acts.code(code.code),
      onmouseenter: () => this.describe(code.code), onfocus: () => this.describe(code.code),
    },
    h("span", { class: "ta-swatch", "aria-hidden": "true" }), h("span", { class: "ta-label" }, code.label), count,
    code.key ? h("kbd", { "aria-label": `touche ${code.key}` }, code.key) : null);
    this.rows.set(code.code, { row, count, words: plain(`${code.label} ${code.code} ${code.family.label ?? ""}`) });
    return row;
  }

  /** Show counts: in this document, and in the project. */
  count(codings) {
    const here = {};
    for (const coding of codings) if (coding.coder === this.store.coder) here[coding.code] = (here[coding.code] ?? 0) + 1;
    for (const [name, { count }] of this.rows) {
      const all = Math.max(this.store.counts[name] ?? 0, here[name] ?? 0);
      const text = all ? `${here[name] ?? 0}/${all}` : "";
      if (count.textContent !== text) count.textContent = text;
      count.title = french(`${here[name] ?? 0} dans ce document, ${all} en tout`);
    }
  }

  filter() {
    const wanted = plain(this.search.value.trim());
    let first = null;
    for (const [name, { row, words }] of this.rows) {
      const kept = !wanted || words.includes(wanted);
      row.parentNode.hidden = !kept;
      row.classList.remove("ta-first");
      const label = plain(this.store.code(name).label);
      // what begins with what is typed comes before what holds it
      const rank = label.startsWith(wanted) ? 0 : label.includes(wanted) ? 1 : 2;
      if (wanted && kept && (!first || rank < first.rank)) first = { row, rank, name };
    }
    for (const family of this.list.children) {
      family.hidden = ![...family.querySelectorAll("li")].some((item) => !item.hidden);
      if (wanted) family.open = true;
    }
    first?.row.classList.add("ta-first");
    this.first = first?.name ?? null;
    if (this.first) this.describe(this.first);
  }

  searchKey(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && this.first) {
      event.preventDefault();
      const name = this.first;
      this.search.value = "";
      this.filter();
      this.acts.code(name);
      this.acts.back();
    } else if (event.key === "Escape") {
      this.search.value = "";
      this.filter();
      this.acts.back();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.visible()[0]?.focus();
    }
  }

  visible() { return [...this.rows.values()].map(({ row }) => row).filter((row) => row.offsetParent); }

  listKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = this.visible();
    const at = rows.indexOf(document.activeElement) + step;
    (at < 0 ? this.search : rows[at])?.focus();
  }

  describe(name) {
    const code = this.store.code(name);
    const part = (title, text) => (text ? h("p", {}, h("strong", {}, french(`${title} : `)), text) : null);
    this.sheet.replaceChildren(...[h("p", { class: "ta-definition-title" }, code.label), code.definition && h("p", {}, code.definition),
      part("Inclure", code.include), part("Exclure", code.exclude)].filter(Boolean));
  }

  /** Ask for the name of a code born from the selected words. */
  ask(words) {
    const label = h("input", { class: "ta-field", value: words.replace(/\s+/g, " ").slice(0, 60), "aria-label": "Nom du nouveau code", maxlength: "80" });
    const family = h("select", { class: "ta-field", "aria-label": "Famille" },
      ...this.store.families.map((one) => h("option", { value: one.id, selected: one.side === "column" }, one.label)));
    this.fields = { label, family };
    this.form.replaceChildren(h("p", { class: "ta-small" }, "Nouveau code, avec les mots choisis"), label, family,
      h("div", { class: "ta-row" }, h("button", { class: "ta-button ta-main", type: "submit" }, "Créer et coder"),
        h("button", { class: "ta-button", type: "button", onclick: () => this.cancel() }, "Annuler")));
    this.form.onkeydown = (event) => { if (event.key === "Escape") this.cancel(); };
    this.form.hidden = false;
    label.focus();
    label.select();
  }

  create() {
    const { label, family } = this.fields;
    if (!label.value.trim()) return;
    this.form.hidden = true;
    this.acts.inVivo(label.value.trim(), family.value);
    this.acts.back();
  }

  cancel() { this.form.hidden = true; this.acts.back(); }
}

/** What is at the caret: codings, a suggestion to answer, what is to be settled; and the memo. */
class Here {
  constructor(store, acts) {
    this.store = store;
    this.acts = acts;
    this.list = h("div", { class: "ta-here-list" });
    this.about = h("select", { class: "ta-field", "aria-label": "Mémo sur", onchange: () => { this.keep(); this.fillMemo(); } },
      ...[["coding", "Mémo sur l’extrait"], ["document", "Mémo sur le document"], ["code", "Mémo sur le code"]]
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
    const target = { document: this.store.shown?.id, coding: this.active?.id, code: this.active?.code }[kind];
    return target ? { kind, target } : null;
  }

  fillMemo() {
    if (document.activeElement === this.memo) return;   // never under the fingers
    this.target = this.aim();
    const draft = this.target && this.acts.draftOf(this.target);
    this.memo.disabled = !this.target;
    this.memo.placeholder = this.target ? french("Votre note (m)") : french("Choisissez d’abord un codage");
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
