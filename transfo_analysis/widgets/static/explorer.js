// The cross table: one button per cell; arrows go from cell to cell, Enter opens its quotes.

class ExplorerView {
  constructor(model, el) {
    const made = frame(el, "tv-explorer", "Tableau croisé");
    Object.assign(this, { root: made.root, live: made.live, say: made.say });
    this.wire = new Wire(model, "explorer", () => statusLine(this.wire, this.status));
    this.status = h("p", { class: "tv-status", role: "status" });
    this.at = [0, 0];
    this.chosen = {};
    this.heading = h("h2", { class: "tv-title" });
    this.filters = h("div", { class: "tv-filters", role: "group", "aria-label": "Filtres" });
    this.notes = h("div", { class: "tv-notes" });
    this.table = h("div", { class: "tv-scroll", tabindex: "-1" }, h("p", { class: "tv-soft tv-wait" }, french("Lecture du projet…")));
    this.panel = h("section", { class: "tv-panel", tabindex: "-1", "aria-label": "Extraits de la case", hidden: true });
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.target.closest("dialog, [role=menu]")) { event.preventDefault(); this.shut(); }
    });
    this.body = h("div", { class: "tv-body" }, h("div", { class: "tv-main-side" }, this.table, this.legend()), this.panel);
    this.root.append(h("header", { class: "tv-bar" }, this.heading, this.filters, this.status), this.notes, this.body, this.live);
    this.start();
  }

  async start() {
    const answer = await this.wire.ask({ type: "hello" });
    if (answer.type !== "table") { this.trouble(answer); return; }
    this.coder = answer.coder;
    this.coders = answer.coders;
    this.wire.open(answer.project);
    this.take(answer);
    this.root.dataset.ready = "true";
    if (this.wire.left) await this.wire.resend();
  }

  trouble(answer) {
    this.table.replaceChildren(h("p", { class: "tv-fault", role: "alert" }, answer.type === "lost" ? this.wire.says()[1] : `${answer.what} ${answer.cure}`));
  }

  legend() {
    const mark = (name, text, layer) => h("li", {}, h("span", { class: "tv-mark", "data-layer": layer, "aria-hidden": "true" }, name), text);
    return h("ul", { class: "tv-legend", "aria-label": french("Légende") },
      mark("3", "personnes entendues", "validated"), mark("⊙ 1", "personnes observées", "observed"), mark("▤ 2", "lignes du mur", "wall"), mark("◆ 1", "études", "studies"),
      mark("◌ 4", french("passages suggérés, que personne n’a validés"), "suggested"));
  }

  take(answer) {
    this.data = answer;
    this.heading.textContent = answer.caption;
    this.drawFilters();
    this.drawNotes();
    this.drawTable();
  }

  // -- filters -------------------------------------------------------------------------------

  drawFilters() {
    const open = this.filters.querySelector("details[open]")?.dataset.id;
    this.filters.replaceChildren(...this.data.filters.filter((one) => one.values.length > 1).map((one) => {
      const chosen = new Set(one.chosen);
      this.chosen[one.id] = chosen;
      const box = (value) => {
        const input = h("input", { type: "checkbox", checked: chosen.has(value.value) });
        input.addEventListener("change", () => {
          if (input.checked) chosen.add(value.value); else chosen.delete(value.value);
          this.filter(one.id, value.value);
        });
        input.dataset.value = value.value;
        return h("label", {}, input, " ", value.label);
      };
      const said = one.values.filter((value) => chosen.has(value.value)).map((value) => value.label).join(", ");
      const details = h("details", { class: "tv-filter", "data-id": one.id, open: open === one.id },
        h("summary", {}, french(`${one.label} : `), h("strong", {}, said || "toutes")), h("div", { class: "tv-choices", role: "group", "aria-label": one.label }, ...one.values.map(box)));
      details.addEventListener("toggle", () => {
        if (details.open) for (const other of this.filters.querySelectorAll("details[open]")) if (other !== details) other.open = false;
      });
      details.addEventListener("keydown", (event) => {
        if (event.key === "Escape") { event.preventDefault(); details.open = false; details.firstChild.focus(); }
      });
      details.addEventListener("focusout", (event) => { if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false; });
      return details;
    }));
  }

  async filter(id, value) {
    const filters = Object.fromEntries(Object.entries(this.chosen).map(([name, set]) => [name, [...set]]));
    const asked = (this.asked = (this.asked ?? 0) + 1);
    this.table.setAttribute("aria-busy", "true");
    const answer = await this.wire.ask({ type: "filter", filters });
    if (asked !== this.asked) return;   // a later choice is on its way
    this.table.removeAttribute("aria-busy");
    if (answer.type !== "table") { this.say(answer.what ?? this.wire.says()[1]); return; }
    this.take(answer);
    if (id) this.filters.querySelector(`[data-id="${id}"]`)?.querySelectorAll("input").forEach((one) => { if (one.dataset.value === value) one.focus(); });
    this.say(answer.kept ? `Tableau recalculé : ${answer.kept}` : "Tableau recalculé, sans filtre");
    if (!this.panel.hidden && this.opened) this.open(...this.opened, false);
  }

  drawNotes() {
    const { note, kept, notices } = this.data;
    this.notes.replaceChildren(...[
      note && h("p", { class: "tv-note" }, note + "."),
      kept && h("p", { class: "tv-soft" }, french(`Filtres : ${kept}.`)),
      notices.length ? h("details", { class: "tv-soft" }, h("summary", {}, plural(notices.length, "remarque")), h("ul", {}, ...notices.map((one) => h("li", {}, one)))) : null,
    ].filter(Boolean));
  }

  // -- the table -----------------------------------------------------------------------------

  drawTable() {
    const { rows, columns, corner, caption } = this.data;
    const most = Math.max(1, ...rows.flatMap((row) => row.cells.map((cell) => cell.people)));
    this.buttons = rows.map((row, r) => row.cells.map((cell, c) => this.cell(cell, r, c, most)));
    const table = h("table", { class: "tv-table" },
      h("caption", { class: "tv-hidden" }, french(`${caption}. Le nombre est celui des personnes entendues. Flèches pour aller d’une case à l’autre, Entrée pour lire ses extraits.`)),
      h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "tv-corner" }, corner), ...columns.map((one) => h("th", { scope: "col" }, one.label)))),
      h("tbody", {}, ...rows.map((row, r) => h("tr", {}, h("th", { scope: "row", class: row.under ? "tv-under" : "" }, row.label), ...this.buttons[r].map((one) => h("td", {}, one))))));
    table.addEventListener("keydown", (event) => this.key(event));
    const [top, left] = [this.table.scrollTop, this.table.scrollLeft];
    this.table.replaceChildren(table);
    this.table.scrollTo(left, top);
    this.at = [Math.min(this.at[0], rows.length - 1), Math.min(this.at[1], columns.length - 1)];
    this.current(...this.at, false);
    this.pressed();
  }

  cell(cell, r, c, most) {
    const some = cell.people || cell.excerpts;
    const marks = [
      cell.observed && ["observed", `⊙ ${cell.observed}`], cell.wall_rows && ["wall", `▤ ${cell.wall_rows}`],
      cell.studies && ["studies", `◆ ${cell.studies}`], cell.suggested_passages && ["suggested", `◌ ${cell.suggested_passages}`],
    ].filter(Boolean);
    const depth = cell.people ? 1 + Math.round((3 * cell.people) / most) : 0;
    return h("button", { type: "button", class: "tv-cell", "data-depth": String(depth), "data-filled": some ? "true" : null, tabindex: "-1", title: cell.name, onclick: () => { this.current(r, c); this.open(r, c); } },
      h("span", { class: "tv-hidden" }, cell.name), h("span", { class: "tv-see", "aria-hidden": "true" }, some ? h("span", { class: "tv-people" }, String(cell.people)) : "",
      some ? h("span", { class: "tv-small" }, plural(cell.documents, "doc.", "doc.")) : "",
      !some && !marks.length ? h("span", { class: "tv-empty" }, cell.empty === "indéterminé" ? "–" : cell.empty) : "",
      marks.length ? h("span", { class: "tv-marks" }, ...marks.map(([layer, text]) => h("span", { class: "tv-mark", "data-layer": layer }, text))) : ""));
  }

  current(r, c, focus = true) {
    this.buttons[this.at[0]]?.[this.at[1]]?.setAttribute("tabindex", "-1");
    this.at = [r, c];
    const now = this.buttons[r]?.[c];
    now?.setAttribute("tabindex", "0");
    if (focus) now?.focus();
  }

  key(event) {
    if (event.altKey) return;
    const [r, c] = this.at;
    const last = [this.buttons.length - 1, this.buttons[0].length - 1];
    const all = event.ctrlKey || event.metaKey;
    const to = {
      ArrowUp: [r - 1, c], ArrowDown: [r + 1, c], ArrowLeft: [r, c - 1], ArrowRight: [r, c + 1],
      Home: all ? [0, 0] : [r, 0], End: all ? last : [r, last[1]], PageUp: [r - 5, c], PageDown: [r + 5, c],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    this.current(Math.max(0, Math.min(last[0], to[0])), Math.max(0, Math.min(last[1], to[1])));
  }

  pressed() {
    for (const [r, row] of this.buttons.entries()) for (const [c, one] of row.entries()) {
      const on = !this.panel.hidden && this.opened?.[0] === r && this.opened?.[1] === c;
      if (on) one.setAttribute("aria-current", "true"); else one.removeAttribute("aria-current");
    }
  }

  // -- a cell's quotes -----------------------------------------------------------------------

  async open(r, c, focus = true) {
    const { rows, columns } = this.data;
    this.opened = [r, c];
    const answer = await this.wire.ask({ type: "cell", row: rows[r].code, column: columns[c].code });
    if (answer.type !== "cell") { this.say(answer.what ? `${answer.what} ${answer.cure}` : this.wire.says()[1]); return; }
    if (this.opened[0] !== r || this.opened[1] !== c) return;
    this.drawPanel(answer, focus);
  }

  shut() {
    this.panel.hidden = true;
    this.body.classList.remove("tv-open");
    this.pressed();
    this.current(...this.at);
  }

  drawPanel(cell, focus) {
    this.cellShown = cell;
    this.findings = cell.findings;
    const names = { validated: "Codé", wall: "Mur", studies: "Études", suggested: "Suggéré" };
    const first = Object.keys(names).find((layer) => cell.layers[layer].length) ?? "validated";
    const layer = this.layer && cell.layers[this.layer]?.length ? this.layer : first;
    const list = h("ul", { class: "tv-quotes", role: "list" });
    const page = h("div", { class: "tv-tabpanel", role: "tabpanel", id: `tv-${newId().slice(0, 8)}`, tabindex: "0" }, list);
    const tabs = Object.entries(names).map(([name, label]) => h("button", {
      type: "button", role: "tab", class: "tv-tab", "data-layer": name, "aria-controls": page.id,
      onclick: () => { this.layer = name; show(name); },
    }, h("span", { "aria-hidden": "true" }, `${LAYER_MARKS[name]} `), `${label} `, h("span", { class: "tv-count" }, String(cell.layers[name].length))));
    const show = (name) => {
      for (const tab of tabs) { const on = tab.dataset.layer === name; tab.setAttribute("aria-selected", String(on)); tab.tabIndex = on ? 0 : -1; }
      page.setAttribute("aria-label", names[name]);
      const quotes = cell.layers[name];
      list.replaceChildren(...(quotes.length ? quotes.map((quote) => quoteCard(quote, this.quoteActions(quote), false)) : [h("li", { class: "tv-soft tv-none" }, this.none(name))]));
      page.scrollTop = 0;
    };
    const bar = h("div", { role: "tablist", class: "tv-tabs", "aria-label": "Couches" }, ...tabs);
    bar.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
    const title = h("h3", { tabindex: "-1" }, cell.title);
    this.panel.replaceChildren(
      h("div", { class: "tv-head" }, title, button("Fermer", () => this.shut(), { class: "tv-button tv-mini", title: "Échap" })),
      h("p", { class: "tv-soft" }, cell.says),
      cell.stale ? h("p", { class: "tv-note" }, french("Des codages ont changé depuis ce tableau. "), button("Mettre à jour", () => this.filter(), { class: "tv-button tv-mini" })) : "",
      this.data.of_case ? h("div", { class: "tv-actions" }, button("En faire un constat…", () => this.word({ bundle: `${this.data.case}/${cell.row}/${cell.column}` }, cell.title, cell.says))) : "",
      bar, page);
    show(layer);
    this.panel.hidden = false;
    this.body.classList.add("tv-open");
    this.pressed();
    if (focus) title.focus({ preventScroll: false });
    this.panel.scrollIntoView({ block: "nearest" });
  }

  none(layer) {
    return french({
      validated: "Aucun extrait codé ici.", wall: "Aucun papier du mur ici.", studies: "Aucune étude ici.",
      suggested: "Aucune suggestion ici.",
    }[layer]);
  }

  quoteActions(quote) {
    const jump = button("Ouvrir dans le codeur", () => jumpTo(this.wire, quote, jump, this.say), { class: "tv-button tv-mini" });
    const more = button("Constat…", () => menu(this.root, more, "Faire servir cet extrait", [
      { text: "Nouveau constat…", run: () => this.word({ target: quote.target }, quote.person || quote.title, quote.quote) },
      ...this.findings.flatMap((one) => [["for", "Pour"], ["against", "Contre"]].map(([side, label]) => (
        { text: french(`${label} : ${one.statement}`), run: () => this.link(one, quote, side) }))),
    ]), { class: "tv-button tv-mini", "aria-haspopup": "menu", "aria-expanded": "false" });
    return [jump, more];
  }

  // -- a finding from here -------------------------------------------------------------------

  async known() {
    if (this.coder) return true;
    const { input, node } = coderField(this.coders);
    return ask(this.root, {
      title: french("Qui êtes-vous ?"), body: [node], actions: [{ label: "Continuer", main: true }],
      submit: async () => {
        if (!input.value.trim()) return "Écrivez votre prénom ou vos initiales.";
        const answer = await this.wire.ask({ type: "who", coder: input.value.trim() });
        if (answer.type !== "who") return answer.what ?? this.wire.says()[1];
        this.coder = answer.coder;
        return "";
      },
    });
  }

  async word(from, title, about) {
    if (!(await this.known())) return;
    const area = draft(this.wire.shelf, `word:${from.bundle ?? from.target}`, { required: true });
    const done = await ask(this.root, {
      title: "Nouveau constat",
      body: [h("p", {}, h("strong", {}, title)), h("p", { class: "tv-soft" }, about),
        field("Énoncé", area, "Une phrase, avec vos mots. Le constat ira « À trier » sur le tableau de tri.")],
      actions: [{ label: "Rédiger le constat", main: true }],
      submit: async () => {
        if (!area.value.trim()) return "L’énoncé est vide : écrivez-le en une phrase.";
        return this.tell(await this.wire.act({ kind: "word", statement: area.value, coder: this.coder, ...from }));
      },
    });
    if (done) { area.forget(); this.told("Constat rédigé"); }
  }

  async link(finding, quote, side) {
    if (!(await this.known())) return;
    const wrong = this.tell(await this.wire.act({ kind: "link", finding: finding.id, target: quote.target, side, coder: this.coder }));
    if (wrong) this.say(wrong); else this.told(side === "for" ? "Ajouté pour ce constat" : "Ajouté contre ce constat");
  }

  /** Give what was refused, or "": an act that could not be written waits, and is said to. */
  tell(answer) {
    if (answer.findings) this.findings = answer.findings;
    return answer.type === "refused" ? `${answer.what} ${answer.cure}` : "";
  }

  told(words) { this.say(this.wire.left ? this.wire.says()[1] : words); }
}

export default {
  render({ model, el }) {
    const view = new ExplorerView(model, el);
    return () => view.wire.close();
  },
};
