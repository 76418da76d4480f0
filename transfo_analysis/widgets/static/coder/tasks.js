// Above the text: what waits for people, one item at a time. Turns that coders code otherwise,
// to be talked over; codings whose text was corrected, to be looked at again.

/** What the two lists have in common: a list, the item on screen, the way to the next. */
class Tasks {
  /** `acts` is the window. */
  constructor(store, acts) {
    Object.assign(this, { store, acts, kind: "", items: [], at: 0 });
    this.lists = { disagreements: new Differences(this), review: new Review(this) };
    this.heading = h("h3", { class: "ta-task-title", tabindex: "-1" });
    this.body = h("div", { class: "ta-task-body" });
    const step = (label, by, title) => this.button(label, () => this.go(by), { title: french(title), "aria-label": french(title) });
    this.node = h("section", { class: "ta-task", "aria-label": "À traiter", hidden: true, onkeydown: (event) => this.key(event) },
      h("div", { class: "ta-task-head" }, this.heading,
        h("div", { class: "ta-row" }, step("←", -1, "Précédent (Page précédente)"), step("→", 1, "Suivant (Page suivante)"), this.button("Fermer", () => this.close(), { title: "Échap" }))),
      this.body);
  }

  button(label, act, props = {}) { return h("button", { type: "button", class: "ta-button", onclick: act, ...props }, french(label)); }

  get open() { return !this.node.hidden; }
  get item() { return this.items[this.at]; }
  get list() { return this.lists[this.kind]; }

  async show(kind) {
    if (this.open && this.kind === kind) { this.close(); return; }
    this.acts.say("Lecture…");
    const message = await this.acts.kernel.ask({ type: kind });
    if (message.type !== kind) { this.acts.alert(message.what, message.cure); return; }
    this.acts.say("");
    Object.assign(this, { kind, items: message.items, at: 0 });
    this.node.hidden = false;
    await this.go(0);
  }

  /** Ask for the list anew and stay where one is, as far as it is still there. */
  async reload() {
    if (!this.open) return;
    const { kind } = this;
    const message = await this.acts.kernel.ask({ type: kind });
    if (message.type !== kind || kind !== this.kind) return;
    const here = this.item && this.list.key(this.item);
    this.items = message.items;
    const found = this.items.findIndex((item) => this.list.key(item) === here);
    this.at = found >= 0 ? found : Math.min(this.at, Math.max(0, this.items.length - 1));
    this.draw();
    this.acts.draw();
  }

  close() {
    this.node.hidden = true;
    this.kind = "";
    this.acts.left.draw();
    this.acts.draw();
    this.acts.back();
  }

  /** Go to another item: its document opens and its place is shown. */
  async go(by, focus = true) {
    if (this.items.length) this.at = (this.at + by + this.items.length) % this.items.length;
    await this.goTo(this.at, focus);
  }

  async goTo(at, focus = true) {
    this.at = at;
    const { item } = this;
    this.draw();
    if (item) {
      if (item.document !== this.store.shown?.id) await this.acts.openDocument(item.document);
      const place = this.list.places(item)[0];
      if (place && item === this.item) this.acts.page.show(...this.units(place));
    }
    this.acts.draw();
    if (focus) this.heading.focus({ preventScroll: true });
  }

  units({ start, end }) { const { units } = this.store.shown; return [units.toUnits(start), units.toUnits(end)]; }

  /** The next that nobody has answered, after the one on screen. */
  async next() {
    const open = (item) => !this.list.answered(item);
    const rest = [...this.items.slice(this.at + 1), ...this.items.slice(0, this.at)];
    const found = rest.find(open);
    if (found) await this.goTo(this.items.indexOf(found));
    else { this.draw(); this.acts.draw(); this.heading.focus({ preventScroll: true }); }
  }

  /** Places of the item that are in the text on screen, to be marked there. */
  places() {
    const { item } = this;
    if (!this.open || !item || item.document !== this.store.shown?.id || item.sha256 !== this.store.shown.sha256) return [];
    return this.list.places(item).map((place) => { const [start, end] = this.units(place); return { start, end }; });
  }

  key(event) {
    if (event.target.closest("select, textarea")) return;
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (step) { event.preventDefault(); this.go(step); }
    if (event.key === "Escape") { event.preventDefault(); this.close(); }
  }

  draw() {
    const { list, items } = this;
    const left = items.filter((item) => !list.answered(item)).length;
    const rank = items.length ? `${this.at + 1} sur ${items.length} — ` : "";
    this.heading.replaceChildren(french(`${list.title} : `), h("span", { class: "ta-task-rank" }, french(`${rank}${left ? plural(left, "en attente", "en attente") : "tout est fait"}`)));
    this.node.setAttribute("aria-label", french(list.title));
    this.body.replaceChildren(...(this.item ? list.draw(this.item) : [h("p", { class: "ta-small" }, french(list.none))]));
    this.acts.left.draw();
  }

  label(code) { return this.store.code(code).label; }

  code(name) {
    return h("span", { class: "ta-task-code", style: { "--ta-colour": this.store.code(name).shade } }, h("span", { class: "ta-swatch", "aria-hidden": "true" }), this.label(name));
  }

  title(item) { return this.store.document(item.document)?.title ?? item.document; }
}

/** Turns that coders code otherwise, what changes the table most first. */
class Differences {
  constructor(tasks) { this.tasks = tasks; }
  get title() { return "Désaccords"; }
  get none() { return "Aucun désaccord : là où vous êtes plusieurs à avoir codé, vous avez mis les mêmes codes."; }
  key(item) { return `${item.document} ${item.start}`; }
  answered(item) { return Boolean(item.settled); }
  places(item) { return [item]; }
  line(item) { return [item.who, item.words, item.settled ? "tranché" : this.stakes(item)]; }

  stakes(item) {
    if (item.people) return `change ${plural(item.people, "personne")} du tableau`;
    return item.cells ? `change ${plural(item.cells, "case")} du tableau` : "ne change pas le tableau";
  }

  draw(item) {
    const { tasks } = this;
    const chosen = new Set(item.chosen ?? item.settled ?? item.shared);
    item.chosen = chosen;
    const codes = [...new Set([...item.codes.map((one) => one.code), ...(item.settled ?? []), ...chosen])];
    const marks = new Map(item.codes.map((one) => [one.code, one.marks]));
    const row = (code) => {
      const box = h("input", { type: "checkbox", checked: chosen.has(code), "aria-label": french(`Retenir ${tasks.label(code)}`), onchange: () => { if (box.checked) chosen.add(code); else chosen.delete(code); this.said(item); } });
      return h("tr", {}, h("th", { scope: "row" }, tasks.code(code)),
        ...item.coders.map((coder) => {
          const words = marks.get(code)?.[coder];
          return h("td", { class: words ? "ta-yes" : "ta-no" }, words ? h("span", { title: words }, h("span", { "aria-hidden": "true" }, "●"), h("span", { class: "ta-hidden" }, french(`oui : « ${words} »`))) : h("span", {}, h("span", { "aria-hidden": "true" }, "–"), h("span", { class: "ta-hidden" }, "non")));
        }),
        h("td", {}, h("label", { class: "ta-keep" }, box)));
    };
    const table = h("table", { class: "ta-side" }, h("caption", { class: "ta-hidden" }, "Codes posés dans ce tour, par personne"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Code"), ...item.coders.map((coder) => h("th", { scope: "col" }, coder)), h("th", { scope: "col" }, "Retenir"))),
      h("tbody", {}, ...codes.map(row)));
    const others = tasks.store.families.map((family) => [family, family.codes.filter((one) => !codes.includes(one.code))]).filter(([, list]) => list.length);
    const more = h("select", { class: "ta-field ta-more", "aria-label": "Ajouter un autre code", onchange: () => { chosen.add(more.value); tasks.draw(); tasks.body.querySelector(".ta-more")?.focus(); } },
      h("option", { value: "" }, "Ajouter un autre code…"), ...others.map(([family, list]) => h("optgroup", { label: family.label }, ...list.map((one) => h("option", { value: one.code }, one.label)))));
    this.verdict = h("p", { class: "ta-small", role: "status" });
    this.said(item);
    return [
      h("p", { class: "ta-small" }, [tasks.title(item), item.who, this.stakes(item)].filter(Boolean).join(" · ")),
      item.question && h("p", { class: "ta-task-question" }, item.question),
      h("blockquote", { class: "ta-task-words", tabindex: "0", "aria-label": "Mots du tour" }, item.words),
      h("div", { class: "ta-side-box" }, table), more, this.verdict,
      h("div", { class: "ta-row ta-task-acts" },
        tasks.button(item.settled ? "Trancher autrement" : "Trancher ainsi", () => this.settle(item), { class: "ta-button ta-main" }),
        item.settled && tasks.button("Rouvrir", () => this.reopen(item), { title: "Chacun reprend ses codages" })),
    ].filter(Boolean);
  }

  said(item) {
    const names = [...item.chosen].map((code) => this.tasks.label(code)).join(", ");
    const now = item.settled ? `Tranché : ${item.settled.map((code) => this.tasks.label(code)).join(", ") || "aucun code"}. ` : "";
    this.verdict.textContent = french(`${now}À retenir : ${names || "aucun code dans ce tour"}.`);
  }

  settle(item) {
    const codes = [...item.chosen];
    const { document, turn, sha256 } = item;
    this.tasks.acts.act("agree", { document, turn, sha256, codes });
    item.settled = codes;
    this.tasks.next();
  }

  reopen(item) {
    const { document, turn, sha256 } = item;
    this.tasks.acts.act("reopen", { document, turn, sha256 });
    item.settled = null;
    this.tasks.draw();
    this.tasks.heading.focus({ preventScroll: true });
  }
}

/** Codings whose text was corrected: where they are now, or where they may be. */
class Review {
  constructor(tasks) { this.tasks = tasks; }
  get title() { return "À revoir"; }
  get none() { return "Rien n’est à revoir : tous les codages ont leur place dans les textes d’aujourd’hui."; }
  key(item) { return item.coding; }
  answered(item) { return Boolean(item.answer); }
  places(item) { return item.places; }
  line(item) { return [this.tasks.label(item.code), item.old.words, item.answer || (item.placed ? "mots changés" : "place à dire")]; }

  /** Words with what stands around them; on one line, so that the words are seen first. */
  excerpt({ before, words, after }) {
    const flat = (text) => text.replace(/\s*\n\s*/g, " / ");
    return h("blockquote", { class: "ta-task-words ta-around", tabindex: "0" }, h("span", { class: "ta-soft" }, before && `…${flat(before)}`), h("mark", {}, flat(words)), h("span", { class: "ta-soft" }, after && `${flat(after)}…`));
  }

  draw(item) {
    const { tasks } = this;
    const touched = tasks.items.filter((one) => one.document === item.document && one.placed && !one.answer);
    const place = (one, rank) => h("div", { class: "ta-place" }, this.excerpt(one),
      item.placed ? null : tasks.button(item.places.length > 1 ? `C’est ici (${rank + 1})` : "C’est ici", () => this.put(item, one)));
    const today = item.places.length ? item.places.map(place)
      : [h("p", {}, "Ces mots ne se retrouvent pas. Sélectionnez dans le texte ceux qui les remplacent, puis « Placer sur la sélection » ; ou dites qu’ils n’y sont plus.".replace(/« | »/g, (m) => m.replace(" ", NARROW)))];
    return [
      h("p", { class: "ta-small ta-row" }, tasks.code(item.code), h("span", {}, [tasks.title(item), `codé par ${item.coder}`].join(" · ")),
        h("span", { class: "ta-pill" }, item.answer || (item.placed ? "les mots ont changé" : item.places.length > 1 ? "plusieurs places possibles" : item.places.length ? "une place possible" : "introuvable"))),
      h("div", { class: "ta-two" },
        h("div", {}, h("h4", {}, "Quand il a été codé"), this.excerpt(item.old)),
        h("div", {}, h("h4", {}, french("Dans le texte d’aujourd’hui")), ...today)),
      h("div", { class: "ta-row ta-task-acts" },
        item.placed && tasks.button("Ces mots conviennent", () => this.stand([item]), { class: "ta-button ta-main" }),
        tasks.button("Placer sur la sélection", () => this.onSelection(), { title: "Sélectionnez d’abord les mots dans le texte ; Entrée dans le texte fait de même" }),
        tasks.button("Ces mots n’y sont plus", () => this.gone(item)),
        touched.length > 1 && tasks.button(`Accepter les ${touched.length} dont les mots ont changé dans ce document`, () => this.stand(touched))),
    ];
  }

  stand(items) {
    const { document, sha256 } = items[0];
    this.tasks.acts.act("stand", { document, sha256, codings: items.map((item) => item.coding) });
    for (const item of items) item.answer = "accepté";
    this.tasks.next();
  }

  put(item, { start, end, words }) {
    const { document, sha256, coding } = item;
    this.tasks.acts.act("place", { document, sha256, coding, start, end, quote: words });
    item.answer = "placé";
    this.tasks.next();
  }

  onSelection() {
    const { acts, item } = this.tasks;
    if (!item || item.document !== acts.store.shown?.id) { acts.say("Le document de ce codage n’est pas à l’écran."); return; }
    const selection = acts.codable();
    if (!selection) return;
    const { start, end, quote } = acts.place(selection);
    acts.page.forget();
    this.put(item, { start, end, words: quote });
  }

  gone(item) {
    const { document, sha256, coding } = item;
    this.tasks.acts.act("gone", { document, sha256, coding });
    item.answer = "n’y est plus";
    this.tasks.next();
  }
}
