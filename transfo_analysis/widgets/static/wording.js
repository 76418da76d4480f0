// Wording findings. Read after the board, in one module with it.

/** The dialogs by which people word, reword, merge and split findings; the words are theirs. */
class Wording {
  constructor(board) { this.board = board; }

  /** Word a finding: from a bundle, a quote or nothing. The statement is the person's own. */
  async word(from, to) {
    const { board } = this;
    if (!(await board.sorter())) { board.draw(); return; }
    const bundle = from.type === "bundle" ? from : null;
    const area = draft(board.wire.shelf, `word:${from.id ?? from.target ?? ""}`, { required: true });
    const sorted = to !== TO_SORT;
    let how = "";
    const done = await ask(board.root, {
      title: sorted ? french(`Rédiger un constat : ${board.label(to)}`) : "Rédiger un constat",
      body: [
        from.title && h("p", {}, h("strong", {}, from.title), from.says ? h("span", { class: "tv-soft" }, ` — ${from.says}`) : ""),
        from.rests_on && h("p", { class: "tv-soft" }, from.rests_on),
        from.quote && h("blockquote", {}, from.quote),
        field("Énoncé", area, "Une phrase, avec vos mots. Le programme n’en propose aucune."),
      ].filter(Boolean),
      actions: [{ label: "Rédiger le constat", how: "word", main: true }, ...(bundle && sorted ? [{ label: "Classer sans rédiger", how: "move" }] : [])],
      submit: async (_form, chosen) => {
        how = chosen;
        if (chosen === "move") return board.act({ kind: "move", card: bundle.id, to });
        if (!area.value.trim()) return bundle && sorted ? "L’énoncé est vide. Écrivez-le, ou classez le paquet sans le rédiger." : "L’énoncé est vide : écrivez-le en une phrase.";
        const answer = await board.wire.act({ kind: "word", statement: area.value, to, bundle: bundle?.id ?? "", target: from.target ?? "", coder: board.data.coder, decided_by: board.data.decider });
        board.here = answer.made || board.here;
        return board.take(answer);
      },
    });
    if (!done) { board.draw(); return; }
    area.forget();
    if (how === "move") board.tell(bundle, to, "");
    else { board.drawer?.refresh(); board.current(board.here, !board.drawer); board.told(`Constat rédigé : ${board.label(board.cards.get(board.here)?.where ?? to)}`); }
  }

  async reword(card) {
    const { board } = this;
    const area = draft(board.wire.shelf, `reword:${card.id}`, { required: true }, card.title);
    const done = await ask(board.root, {
      title: "Reformuler le constat", body: [field("Énoncé", area, "L’énoncé d’avant reste dans le journal.")], actions: [{ label: "Reformuler", main: true }],
      submit: async () => (area.value.trim() ? board.act({ kind: "reword", finding: card.id, statement: area.value }) : "L’énoncé est vide."),
    });
    if (done) { area.forget(); board.drawer?.refresh(); board.told("Constat reformulé"); }
  }

  get findings() { return this.board.data.cards.filter((card) => card.type === "finding"); }

  async merge(card) {
    const { board } = this;
    if (!(await board.sorter())) return;
    const others = this.findings.filter((one) => one.id !== card.id);
    if (!others.length) { board.say("Il n’y a pas d’autre constat à fusionner"); return; }
    const area = draft(board.wire.shelf, `merge:${card.id}`);
    const group = `tv-${newId().slice(0, 8)}`;
    const keep = h("div", { class: "tv-keep" });
    const boxes = others.map((one) => h("label", { class: "tv-radio" }, h("input", { type: "checkbox", value: one.id, onchange: () => offer() }), h("span", {}, one.title, h("span", { class: "tv-soft" }, ` — ${board.label(one.where)}`))));
    const chosen = () => boxes.map((one) => one.firstChild).filter((one) => one.checked).map((one) => one.value);
    const offer = () => {
      const before = keep.querySelector("input:checked")?.value ?? "";
      keep.replaceChildren(
        h("label", { class: "tv-radio" }, h("input", { type: "radio", name: group, value: "", checked: true }), h("span", {}, "un nouvel énoncé")), area,
        ...[card.id, ...chosen()].map((id) => h("label", { class: "tv-radio" }, h("input", { type: "radio", name: group, value: id, checked: id === before }), h("span", {}, french("garder : "), board.cards.get(id).title))));
    };
    area.setAttribute("aria-label", "Nouvel énoncé");
    area.addEventListener("focus", () => { keep.querySelector("input[type=radio]").checked = true; });
    offer();
    const done = await ask(board.root, {
      title: "Fusionner des constats", wide: true,
      body: [h("p", {}, h("strong", {}, card.title)), h("fieldset", { class: "tv-field tv-long" }, h("legend", {}, "avec"), ...boxes), h("fieldset", { class: "tv-field" }, h("legend", {}, "Énoncé du résultat"), keep)],
      actions: [{ label: "Fusionner", main: true }],
      submit: async () => {
        const ids = chosen();
        if (!ids.length) return "Choisissez au moins un autre constat.";
        const into = keep.querySelector("input:checked").value;
        if (!into && !area.value.trim()) return "Écrivez un nouvel énoncé, ou gardez-en un.";
        return board.act({ kind: "merge", findings: [card.id, ...ids].filter((id) => id !== into), into, statement: area.value, to: card.where });
      },
    });
    if (done) { area.forget(); board.drawer?.shut(); board.told("Constats fusionnés"); }
  }

  async split(card) {
    const { board } = this;
    if (!(await board.sorter())) return;
    const areas = h("div", { class: "tv-long" });
    const more = () => {
      const area = draft(board.wire.shelf, `split:${card.id}:${areas.children.length}`);
      areas.append(field(`Énoncé ${areas.children.length + 1}`, area));
      return area;
    };
    more();
    more();
    const done = await ask(board.root, {
      title: "Scinder le constat", wide: true,
      body: [h("p", {}, h("strong", {}, card.title)), areas, button("Ajouter un énoncé", () => more().focus(), { class: "tv-button tv-mini" }), h("p", { class: "tv-soft" }, french("Les extraits ne sont pas répartis d’office : chaque nouveau constat garde le paquet d’origine, à vous de retenir ceux qui l’appuient."))],
      actions: [{ label: "Scinder", main: true }],
      submit: async () => {
        const statements = [...areas.querySelectorAll("textarea")].map((one) => one.value).filter((one) => one.trim());
        if (statements.length < 2) return "Scinder donne au moins deux énoncés.";
        return board.act({ kind: "split", finding: card.id, statements, to: card.where });
      },
    });
    if (done) { areas.querySelectorAll("textarea").forEach((one) => one.forget()); board.drawer?.shut(); board.told("Constat scindé"); }
  }
}
