// Right: the codebook by family.

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
    this.edit = h("form", { class: "ta-in-vivo", hidden: true, "aria-label": "Modifier un code", onsubmit: (event) => { event.preventDefault(); this.change(); } });
    this.edit.onkeydown = (event) => { if (event.key === "Escape") this.shutEdit(); };
    this.editButton = h("button", { class: "ta-plain ta-small", type: "button", onclick: () => this.openEdit() }, "Modifier un code…");
    this.node = h("section", { class: "ta-codebook", "aria-label": "Codes" }, this.search, this.form, this.edit, this.list, this.sheet, this.editButton);
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

  // -- a code's label, colour, meaning: in codebook.yaml, as projet.codes does it ----------------

  openEdit() {
    const chosen = this.acts.chosen()?.code ?? this.described ?? this.store.families[0]?.codes[0]?.code;
    const pick = h("select", { class: "ta-field", "aria-label": "Code à modifier", onchange: () => this.fillEdit(pick.value) },
      ...this.store.families.map((family) => h("optgroup", { label: family.label }, ...family.codes.map((code) => h("option", { value: code.code, selected: code.code === chosen }, code.label)))));
    this.editing = {
      pick, label: h("input", { class: "ta-field", "aria-label": "Libellé", maxlength: "80" }),
      colour: h("input", { type: "color", class: "ta-colour", "aria-label": "Couleur" }),
      definition: h("textarea", { class: "ta-field", rows: "4", "aria-label": "Définition" }),
    };
    this.fault = h("p", { class: "ta-warn", role: "alert" });
    this.edit.replaceChildren(pick, h("div", { class: "ta-row ta-nowrap" }, this.editing.colour, this.editing.label), this.editing.definition,
      h("p", { class: "ta-small" }, "Une définition changée renvoie les codages d’avant à la relecture."), this.fault,
      h("div", { class: "ta-row" }, h("button", { class: "ta-button ta-main", type: "submit" }, "Enregistrer"), h("button", { class: "ta-button", type: "button", onclick: () => this.shutEdit() }, "Annuler")));
    this.fillEdit(chosen);
    this.edit.hidden = false;
    this.editing.label.focus();
  }

  fillEdit(name) {
    const code = this.store.code(name);
    const { label, colour, definition } = this.editing;
    label.value = code.label;
    colour.value = /^#[0-9a-f]{6}$/i.test(code.colour) ? code.colour.toLowerCase() : "#5b6770";
    definition.value = code.definition;
  }

  shutEdit() { this.edit.hidden = true; this.editButton.focus(); }

  /** Only what changed is sent; the form stays until the file has it. */
  async change() {
    const { pick, label, colour, definition } = this.editing;
    const before = this.store.code(pick.value);
    const wanted = {};
    if (label.value.trim() && label.value.trim() !== before.label) wanted.label = label.value.trim();
    if (colour.value !== before.colour.toLowerCase()) wanted.colour = colour.value;
    if (definition.value.trim() !== before.definition) wanted.definition = definition.value.trim();
    if (Object.keys(wanted).length) {
      const fault = await this.acts.changeCode(pick.value, wanted);
      if (fault) { this.fault.textContent = fault; return; }
    }
    this.shutEdit();
  }

  describe(name) {
    this.described = name;
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
