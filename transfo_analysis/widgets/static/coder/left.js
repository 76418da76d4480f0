// Left: the documents with how far one is, what filters them, and the search in the corpus.

function waveName(wave) { return /^\d/.test(wave) ? `vague ${wave}` : wave; }

class LeftPane {
  /** `acts` has openDocument(id), search(words), jump(hit). */
  constructor(store, acts) {
    this.store = store;
    this.acts = acts;
    this.filters = {};
    this.hits = null;
    const field = (name, label) => h("select", {
      class: "ta-field", "aria-label": label, onchange: (event) => { this.filters[name] = event.target.value; this.draw(); },
    });
    this.selects = { wave: field("wave", "Vague"), kind: field("kind", "Genre"), person: field("person", "Personne") };
    this.words = h("input", {
      class: "ta-field", type: "search", placeholder: "Chercher…", "aria-label": french("Chercher dans le corpus (vélo* : toutes les fins)"),
      onkeydown: (event) => { if (event.key === "Enter") this.acts.search(this.words.value.trim()); },
      onsearch: () => { if (!this.words.value) this.showHits(null); },
      oninput: () => { if (!this.words.value) this.showHits(null); },
    });
    this.list = h("ul", { class: "ta-documents" });
    this.total = h("p", { class: "ta-small" });
    this.node = h("nav", { class: "ta-left", "aria-label": "Documents", tabindex: "-1" },
      this.words, h("div", { class: "ta-filters" }, ...Object.values(this.selects)), this.total, this.list);
  }

  setFilters() {
    const { documents } = this.store;
    const fill = (name, first, values) => {
      const select = this.selects[name];
      const chosen = select.value;
      select.replaceChildren(h("option", { value: "" }, first), ...values.map(([value, label]) => h("option", { value }, label)));
      select.value = values.some(([value]) => value === chosen) ? chosen : "";
      select.hidden = values.length < 2;
    };
    const unique = (values) => [...new Set(values)].filter(Boolean).sort((a, b) => a.localeCompare(b, "fr", { numeric: true }));
    fill("wave", "Toutes les vagues", unique(documents.map((one) => one.wave)).map((wave) => [wave, waveName(wave)]));
    fill("kind", "Tous les genres", [...new Map(documents.map((one) => [one.kind, one.kind_label]))]);
    fill("person", "Toutes les personnes", unique(documents.flatMap((one) => one.people)).map((person) => [person, person]));
  }

  kept() {
    const { wave, kind, person } = this.filters;
    return this.store.documents.filter((one) => (!wave || one.wave === wave) && (!kind || one.kind === kind)
      && (!person || one.people.includes(person)));
  }

  showHits(hits) { this.hits = hits; this.draw(); }

  draw() {
    if (this.hits) { this.drawHits(); return; }
    if (this.acts.tasks?.open) { this.drawTasks(this.acts.tasks); return; }
    const kept = this.kept();
    const read = kept.filter((one) => one.read).length;
    this.total.textContent = `${plural(kept.length, "document")}, ${plural(read, "lu")}`;
    this.list.replaceChildren(...kept.map((one) => {
      const shown = one.id === this.store.shown?.id;
      const share = one.passages ? one.coded / one.passages : 0;
      const about = [one.kind_label, waveName(one.wave)].filter(Boolean).join(", ");
      const progress = french(`${one.read ? "lu" : "à lire"} · ${plural(one.codings, "codage")}`);
      return h("li", {}, h("button", {
        class: "ta-document", "aria-current": shown ? "true" : null, "data-document": one.id,
        title: french(`${one.coded} passages codés sur ${one.passages}`),
        onclick: () => this.acts.openDocument(one.id),
      },
      h("span", { class: "ta-document-title" }, one.title),
      h("span", { class: "ta-small" }, about),
      h("span", { class: one.read ? "ta-small ta-read" : "ta-small" }, progress),
      h("span", { class: "ta-gauge", "aria-hidden": "true" }, h("span", { style: { width: `${Math.round(share * 100)}%` } })),
      one.review ? h("span", { class: "ta-small ta-warn" }, french(`${plural(one.review, "codage")} à revoir`)) : null));
    }));
  }

  /** The list of what waits, in place of the documents. */
  drawTasks(tasks) {
    this.total.textContent = french(tasks.list.title);
    const held = this.list.contains(document.activeElement);
    this.list.replaceChildren(
      h("li", {}, h("button", { class: "ta-plain", onclick: () => tasks.close() }, "← Documents")),
      ...tasks.items.map((item, at) => {
        const [who, words, state] = tasks.list.line(item);
        return h("li", {}, h("button", { class: "ta-hit ta-document", "aria-current": at === tasks.at ? "true" : null, onclick: () => tasks.goTo(at) },
          h("span", { class: "ta-document-title" }, who), h("span", { class: "ta-kwic ta-clip" }, words),
          h("span", { class: tasks.list.answered(item) ? "ta-small ta-read" : "ta-small" }, french(state))));
      }));
    const now = this.list.querySelector("[aria-current]");
    // in the pane only: scrollIntoView would move the notebook too
    if (now) this.node.scrollTop = Math.max(0, Math.min(this.node.scrollTop, now.offsetTop - 60), now.offsetTop + now.offsetHeight - this.node.clientHeight);
    if (held) now?.focus({ preventScroll: true });
  }

  drawHits() {
    const { hits, total, words } = this.hits;
    this.total.textContent = french(`« ${words} » : ${plural(total, "place")}${total > hits.length ? `, les ${hits.length} premières` : ""}`);
    this.list.replaceChildren(
      h("li", {}, h("button", { class: "ta-plain", onclick: () => { this.words.value = ""; this.showHits(null); } }, "← Documents")),
      ...hits.map((hit) => h("li", {}, h("button", { class: "ta-hit", onclick: () => this.acts.jump(hit) },
        h("span", { class: "ta-small" }, hit.person || hit.document_id),
        h("span", { class: "ta-kwic" }, `…${hit.before}`, h("mark", {}, hit.found), `${hit.after}…`)))));
  }
}
