// The window: what is shown together, what a person does, and what becomes of each act.

class Bench extends Drawing {
  constructor(model, el) {
    super();
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
      focused: () => this.store.shown && this.paintGround(),
      moved: () => this.drawStripesSoon(),
      read: () => this.markRead(),
      restored: () => { this.painter.reset(); this.draw(); },
    });
    this.left = new LeftPane(this.store, this);
    this.codebook = new Codebook(this.store, this);
    this.here = new Here(this.store, this);
    this.tasks = new Tasks(this.store, this);
    this.build(el);
    this.painter = new Painter(this.page);
    this.root.append(this.painter.style);
    listenToKeys(this.root, this.page, this);
    this.theme = new MutationObserver(() => this.themeChanged());
    this.theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light", "class"] });
    this.onFocus = () => this.refresh();
    window.addEventListener("focus", this.onFocus);
    this.onShow = (message) => { if (message?.type === "show") this.show(message); };
    model.on("msg:custom", this.onShow);
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
    this.noted = h("span", { class: "ta-note", role: "status", "aria-live": "polite" });
    this.leftButton = tool("Documents", () => this.showLeft(!this.leftShown), "Montrer ou cacher les documents", { class: "ta-button ta-narrow-only" });
    this.undoButton = tool("↶", () => this.undo(), "Annuler (Ctrl + Z)", { "aria-label": "Annuler" });
    this.redoButton = tool("↷", () => this.redo(), "Rétablir (Ctrl + Y)", { "aria-label": "Rétablir" });
    this.readButton = tool("Lu", () => this.markRead(), "J’ai lu ce document en entier : les suggestions peuvent se montrer");
    this.toggles = {
      suggestions: tool("Suggestions", () => this.toggle("suggestions"), "Montrer ou cacher les suggestions", { "aria-pressed": "true" }),
      others: tool("Autres", () => this.toggle("others"), "Montrer ou cacher les codages des autres", { "aria-pressed": "true" }),
    };
    this.taskButtons = {
      disagreements: tool("Désaccords", () => this.tasks.show("disagreements"), "Les tours que vous codez autrement, à trancher ensemble", { hidden: true, "data-task": "disagreements" }),
      review: tool("À revoir", () => this.tasks.show("review"), "Les codages dont le texte a été corrigé depuis", { hidden: true, "data-task": "review" }),
    };
    this.bar = h("div", { class: "ta-bar" },
      h("div", { class: "ta-heading" }, this.title, this.who),
      h("div", { class: "ta-tools", role: "toolbar", "aria-label": "Actes" },
        this.leftButton, this.readButton, this.toggles.suggestions, this.toggles.others,
        tool("Non codé", () => this.nextUncoded(), "Prochain passage non codé (n)"),
        tool("Suggestion", () => this.nextSuggestion(), "Prochaine suggestion (s)"),
        tool("À départager", () => this.nextToSettle(), "Prochain passage à départager (d)"),
        ...Object.values(this.taskButtons), this.undoButton, this.redoButton,
        tool("?", () => this.help(), "Touches", { "aria-label": "Touches" }),
        tool("Agrandir", () => this.fullScreen(), "Plein écran (Échap pour revenir)")));
    this.foot = h("div", { class: "ta-foot" }, this.status, this.noted);
    this.alerts = h("div", { class: "ta-alerts", role: "alert" });
    this.tip = h("div", { class: "ta-tip", role: "tooltip", hidden: true });
    this.keys = h("dl", { class: "ta-keys", tabindex: "0", hidden: true }, ...KEYS_HELP.flatMap(([key, text]) => [h("dt", {}, key), h("dd", {}, french(text))]));
    this.centre = h("section", { class: "ta-centre", "aria-label": "Texte" }, this.alerts, this.keys, this.tasks.node, this.page.scroller);
    this.right = h("aside", { class: "ta-right", "aria-label": "Codes et mémos", tabindex: "-1" }, this.codebook.node, this.here.node);
    this.root = h("div", { class: "ta-coder", "data-lm-suppress-shortcuts": "true", lang: "fr" },
      this.bar, h("div", { class: "ta-panes" }, this.left.node, this.centre, this.right), this.foot, this.tip);
    this.root.dataset.dark = this.dark;
    el.append(this.root);
    // below this width the documents lie over the page, when asked for
    this.width = new ResizeObserver(([entry]) => {
      const narrow = entry.contentRect.width < 860;
      if (narrow === this.narrow) return;
      this.narrow = narrow;
      this.root.dataset.narrow = narrow;
      this.showLeft(!narrow);
    });
    this.width.observe(this.root);
  }

  showLeft(shown) {
    this.leftShown = shown;
    this.left.node.hidden = !shown;
    this.leftButton.setAttribute("aria-expanded", String(shown));
    if (shown && this.narrow) this.left.words.focus();
  }

  // -- beginning -----------------------------------------------------------------------------

  async start() {
    this.drawStatus();
    const message = await this.kernel.ask({ type: "hello" });
    if (message.type !== "welcome") { this.alert(message.what, message.cure); return; }
    this.shelf = new Shelf(message.project);
    this.kernel.waiting = new Waiting(this.shelf);
    this.store.waiting = () => this.kernel.waiting.all();
    this.drafts = this.shelf.get("drafts", {});
    this.options = { ...this.options, ...this.shelf.get("options", {}) };
    for (const act of this.shelf.get("refused", [])) this.sayRefused(act);
    this.welcome(message);
    const coder = message.coder || this.shelf.get("coder", "");
    if (!coder) { this.askCoder(); return; }
    if (!message.coder) this.welcome(await this.kernel.ask({ type: "coder", coder }));
    await this.kernel.sendAgain((act, answer) => this.told(act, answer));
    const wanted = [this.model.get("start"), this.shelf.get("document", "")];
    const first = wanted.find((id) => this.store.document(id)) ?? this.store.documents[0]?.id;
    if (first) await this.openDocument(first);
    this.ready = true;
    this.root.dataset.ready = "true";
  }

  /** A quote of the cross table or the board asks to be seen here. */
  async show(place) {
    if (!this.store.document(place.document_id)) { this.say("Ce document n’est plus dans le corpus."); return; }
    this.root.scrollIntoView({ block: "nearest" });
    await this.jump(place);
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
        await this.openDocument(this.store.shown?.id ?? this.store.documents[0]?.id, true);
        this.root.dataset.ready = "true";
      },
    }, h("p", {}, french("Qui code ?")), h("p", { class: "ta-small" }, "Chaque codage garde le nom de qui l’a posé. On ne le demande qu’une fois."),
    name, known, h("button", { class: "ta-button ta-main", type: "submit" }, "Commencer"));
    this.centre.querySelector(".ta-who")?.remove();
    this.centre.prepend(form);
    name.focus();
  }

  async openDocument(id, again = false) {
    if (!id) return;
    this.here.keep();
    if (again || id !== this.store.shown?.id) {
      const message = await this.kernel.ask({ type: "document", document: id });
      if (message.type !== "document") { this.alert(message.what, message.cure); return; }
      this.active = this.proposal = this.unsettled = null;
      this.store.open(message);
      // a document of another case has other rows and columns
      if (this.store.setCodebook(message.codebook)) this.shadeCodes();
      this.shelf.set("document", id);
      const about = this.store.document();
      this.title.textContent = about.title;
      this.painter.reset();
      this.page.open(this.store.shown.text, this.store.shown.turns, about.title);
      this.left.draw();
      if (about.read) this.propose();
    }
    this.draw();
    if (this.narrow) this.showLeft(false);
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

  close() {
    this.here.keep();
    clearInterval(this.timer);
    this.model.off("msg:custom", this.onShow);
    window.removeEventListener("focus", this.onFocus);
    window.removeEventListener("pagehide", this.onHide);
    this.theme.disconnect();
    this.width.disconnect();
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
