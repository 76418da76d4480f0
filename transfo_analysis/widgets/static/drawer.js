// A card opened. Read after the board, in one module with it.

/** A card opened: what it rests on, for and against, and what one can do with it. */
class Drawer {
  constructor(board, id) {
    Object.assign(this, { board, id });
    this.heading = h("h3", { id: `tv-${newId().slice(0, 8)}`, tabindex: "-1" });
    this.top = h("div", { class: "tv-drawer-top" });
    this.sides = h("div", { class: "tv-sides" }, h("p", { class: "tv-soft" }, french("Lecture des extraits…")));
    this.node = h("dialog", { class: "tv-dialog tv-drawer", "aria-labelledby": this.heading.id },
      h("div", { class: "tv-head" }, this.heading, button("Fermer", () => this.shut(), { class: "tv-button tv-mini", title: "Échap" })), this.top, this.sides);
    this.node.addEventListener("close", () => {
      this.node.remove();
      if (board.drawer === this) board.drawer = null;
      board.current(board.cards.has(this.id) ? this.id : board.here);
    });
    this.node.addEventListener("click", (event) => { if (event.target === this.node) this.shut(); });
    board.root.append(this.node);
    this.node.showModal();
    this.draw();
    this.heading.focus();
    this.read();
  }

  get card() { return this.board.cards.get(this.id); }
  shut() { if (this.node.open) this.node.close(); }
  refresh() { if (this.card) { this.draw(); this.read(); } else this.shut(); }

  draw() {
    const { board, card } = this;
    const finding = card.type === "finding";
    this.heading.textContent = card.title;
    const move = button("Déplacer vers…", () => board.moveMenu(card, move), { "aria-haspopup": "menu", "aria-expanded": "false" });
    const fact = (name, value) => (value ? h("p", {}, h("span", { class: "tv-soft" }, french(`${name} : `)), value) : "");
    this.top.replaceChildren(
      h("p", { class: "tv-soft" }, french(`${finding ? "Constat" : "Paquet"} · ${board.label(card.where)} · ${card.says}`)),
      card.rests_on ? h("p", {}, card.rests_on) : "",
      fact("Règle qui propose", card.rule), fact("Rédigé par", card.coder), fact("Issu de", (card.from ?? []).join(" · ")),
      card.sorts.length ? h("p", { class: card.differs ? "tv-differs" : "" }, h("span", { class: "tv-soft" }, french(card.differs ? "≠ Avis différents : " : "Tri : ")), french(card.sorts.map((one) => `${one.who} : ${one.label}`).join(" ; "))) : "",
      fact("Suite", (card.carried ?? []).map((one) => french(one.label)).join(" ; ")),
      h("div", { class: "tv-actions" }, ...(finding
        ? [button("Reformuler…", () => board.wording.reword(card)), button("Fusionner…", () => board.wording.merge(card)), button("Scinder…", () => board.wording.split(card)), move, board.carrying(card)]
        : [button(card.worded ? "Rédiger un autre constat…" : "Rédiger un constat…", () => board.wording.word(card, card.where === SET_ASIDE ? TO_SORT : card.where)), move])),
      finding ? this.memo(card) : "");
  }

  memo(card) {
    const area = draft(this.board.wire.shelf, `memo:${card.id}`, { rows: "2" }, card.memo);
    const keep = button("Garder le mémo", async () => {
      if (!(await this.board.sorter())) return;
      const wrong = await this.board.act({ kind: "memo", finding: card.id, text: area.value });
      if (!wrong) { area.forget(); this.draw(); }
      if (wrong) this.board.say(wrong); else this.board.told("Mémo gardé");
    }, { class: "tv-button tv-mini" });
    return h("details", { class: "tv-memo", open: Boolean(area.value || card.memos.length) }, h("summary", {}, "Mémo"),
      ...card.memos.map((one) => h("p", {}, h("span", { class: "tv-soft" }, french(`${one.coder} : `)), one.text)), field("Votre mémo sur ce constat", area), keep);
  }

  async read() {
    const answer = await this.board.wire.ask({ type: "open", card: this.id });
    if (answer.type !== "evidence") {
      this.sides.replaceChildren(h("p", { class: "tv-fault", role: "alert" }, answer.what ? `${answer.what} ${answer.cure}` : this.board.wire.says()[1]));
      return;
    }
    this.sides.replaceChildren(...[["for", "Pour"], ["against", "Contre"]].map(([side, label]) => {
      const quotes = answer.quotes.filter((one) => one.side === side);
      return h("section", { class: "tv-side", "data-side": side, "aria-label": label },
        h("h4", {}, `${label} `, h("span", { class: "tv-count" }, String(quotes.length))), this.origin(side),
        quotes.length ? h("ul", { class: "tv-quotes", role: "list" }, ...quotes.map((quote) => quoteCard(quote, this.actions(quote, side))))
          : h("p", { class: "tv-soft tv-none" }, french(side === "for" ? "Aucun extrait." : "Aucun extrait ne va dans l’autre sens, ou personne n’en a retenu.")));
    }));
  }

  /** Say what a finding rests on as a whole, beside the quotes chosen one by one. */
  origin(side) {
    const { board, card } = this;
    if (card.type !== "finding") return side === "against" ? h("p", { class: "tv-soft" }, french("Codes que le livre de codes oppose : à examiner.")) : "";
    const whole = (card.whole_bundles ?? []).filter((one) => one.side === side);
    return h("div", {}, ...whole.map((one) => h("p", { class: "tv-soft" },
      one.implied ? french(`Tout le paquet « ${one.title} », dont il est né. Dès qu’un extrait est retenu à la main, le constat ne s’appuie plus que sur ceux qui le sont. `) : french(`Tout le paquet « ${one.title} ». `),
      one.implied ? button("Retenir tout le paquet", () => this.link(one.id, "for"), { class: "tv-button tv-mini" })
        : button("Retirer", () => this.unlink(one.id), { class: "tv-button tv-mini" }))));
  }

  actions(quote, side) {
    const { board, card } = this;
    const made = button("Nouveau constat…", () => board.wording.word({ target: quote.target, quote: quote.quote, title: quote.person || quote.title }, TO_SORT), { class: "tv-button tv-mini" });
    const jump = button("Ouvrir dans le codeur", async () => { if (await jumpTo(board.wire, quote, jump, board.say)) this.shut(); }, { class: "tv-button tv-mini" });
    if (card.type !== "finding") return [jump, made];
    const other = side === "for" ? "against" : "for";
    const linked = card.linked.includes(quote.target);
    return [
      linked ? button("Retirer", () => this.unlink(quote.target), { class: "tv-button tv-mini" }) : button(side === "for" ? "Retenir pour" : "Retenir contre", () => this.link(quote.target, side), { class: "tv-button tv-mini" }),
      button(other === "for" ? "Passer en pour" : "Passer en contre", () => this.link(quote.target, other), { class: "tv-button tv-mini" }), made, jump,
    ];
  }

  async link(target, side) { this.told(await this.board.act({ kind: "link", finding: this.id, target, side }), side === "for" ? "Retenu pour" : "Retenu contre"); }
  async unlink(target) { this.told(await this.board.act({ kind: "unlink", finding: this.id, target }), "Retiré"); }
  told(wrong, words) { if (wrong) this.board.say(wrong); else this.board.told(words); this.refresh(); }
}

export default {
  render({ model, el }) {
    const view = new BoardView(model, el);
    return () => view.close();
  },
};
