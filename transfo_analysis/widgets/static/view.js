// What the table's and the board's windows share, after what every window does.

function button(label, onclick, props = {}) {
  return h("button", { type: "button", class: "tv-button", ...props, onclick }, french(label));
}

/** The kernel, for windows that wait for the answer to an act before they draw it. */
class Wire extends Kernel {
  constructor(model, kind, changed) {
    super(model, changed);
    Object.assign(this, { kind, sending: 0, last: "", fault: "" });   // last: hour of the last act on disk
  }

  /** Take what the browser keeps for a project. */
  open(project) {
    this.shelf = new Shelf(project);
    this.waiting = new Waiting(this.shelf, `${this.kind}:waiting`);
  }

  /** How many acts are not on disk. */
  get left() { return this.waiting?.all().length ?? 0; }

  gone() {
    super.gone();
    // what asked is told that nobody will answer
    for (const { resolve } of this.answers.values()) resolve({ type: "lost" });
    this.answers.clear();
  }

  ask(message) { return this.lost === "gone" ? Promise.resolve({ type: "lost" }) : super.ask(message); }

  /** Send an act and return the answer; until it is on disk the act is kept in the browser. */
  async act(act) {
    const whole = { ...act, id: newId() };
    this.waiting.add(whole);
    return this.sendAct(whole, false);
  }

  async sendAct(act, again) {
    this.sending += 1;
    this.fault = "";
    this.changed();
    const answer = await super.sendAct(act, again);
    this.sending -= 1;
    if (answer.type === "done" && answer.at) this.last = answer.at;
    if (answer.type === "failed") this.fault = `${answer.what} ${answer.cure}`;
    this.changed();
    return answer;
  }

  /** Send again what waits; what the journal holds already is written only once. */
  async resend() {
    let answer = null;
    for (const act of this.waiting.all()) answer = await this.sendAct(act, true);
    return answer;
  }

  get busy() { return this.sending ? "Pas encore enregistré : le noyau est occupé." : ""; }

  /** Return [state, words] for the status line. « Enregistré » only comes from an answer. */
  says() {
    const trouble = this.trouble() || this.fault;
    const held = this.left && (!this.sending || this.lost) ? `Non enregistré : ${plural(this.left, "acte attend", "actes attendent")}. ` : "";
    if (trouble || held) return ["trouble", french(held + trouble)];
    if (this.sending) return ["sending", "enregistrement…"];
    return this.last ? ["saved", french(`enregistré à ${this.last}`)] : ["", ""];
  }
}

/** The window's frame: JupyterLab's shortcuts stay out; saving the notebook still works. */
function frame(el, name, label) {
  const live = h("p", { class: "tv-hidden", role: "status", "aria-live": "polite" });
  const root = h("section", { class: `tv-root ${name}`, "aria-label": french(label) });
  for (const kind of ["keydown", "keyup", "keypress"]) {
    root.addEventListener(kind, (event) => {
      if (!((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s")) event.stopPropagation();
    });
  }
  // a right click is the browser's, as in any page where one reads
  root.addEventListener("contextmenu", (event) => event.stopPropagation());
  el.replaceChildren(root);
  return { root, live, say: (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = french(text); }); } };
}

function typing(event) { return event.isComposing || event.target.closest?.("input, textarea, select") !== null; }

/** Draw the status line, with a way to try again. */
function statusLine(wire, node) {
  const [state, words] = wire.says();
  node.dataset.state = state;
  node.replaceChildren(words);
  if (wire.fault) node.append(" ", button("Réessayer", () => wire.resend().then((answer) => wire.resent?.(answer)), { class: "tv-button tv-mini" }));
}

/**
 * Open a form in a modal window; `submit(form, how)` returns "" or what is wrong, and the
 * window closes only then: what was typed stays until it is on disk.
 */
function ask(root, { title, body, actions, submit, wide = false, closed }) {
  const fault = h("p", { class: "tv-fault", role: "alert" });
  const name = `tv-${newId().slice(0, 8)}`;
  const form = h("form", { method: "dialog", class: "tv-form" },
    h("h3", { id: name }, title), ...body, fault,
    h("div", { class: "tv-actions" },
      ...actions.map(({ label, how = "", main = false }) => h("button", { type: main ? "submit" : "button", class: `tv-button${main ? " tv-main" : ""}`, "data-how": how, onclick: main ? null : () => send(how) }, french(label))),
      button("Annuler", () => dialog.close())));
  const dialog = h("dialog", { class: `tv-dialog${wide ? " tv-wide" : ""}`, "aria-labelledby": name }, form);
  let busy = false;
  async function send(how) {
    if (busy) return;
    busy = true;
    fault.textContent = "";
    form.setAttribute("aria-busy", "true");
    const wrong = await submit(form, how);
    busy = false;
    form.removeAttribute("aria-busy");
    if (wrong) { fault.textContent = french(wrong); return; }
    dialog.close("done");
  }
  const main = actions.find((one) => one.main)?.how ?? "";
  form.addEventListener("submit", (event) => { event.preventDefault(); send(main); });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) { event.preventDefault(); send(main); }
  });
  root.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => { const done = dialog.returnValue === "done"; dialog.remove(); closed?.(); resolve(done); });
    dialog.showModal();
    (form.querySelector("[autofocus]") ?? form.querySelector("textarea, input"))?.focus();
  });
}

/** A field with its label above. */
function field(label, input, hint = "") {
  const id = `tv-${newId().slice(0, 8)}`;
  input.id = id;
  if (hint) input.setAttribute("aria-describedby", `${id}-h`);
  return h("div", { class: "tv-field" }, h("label", { for: id }, french(label)), input,
    hint && h("p", { class: "tv-soft", id: `${id}-h` }, french(hint)));
}

/** A text area whose words survive a reload until they are on disk or given up. */
function draft(shelf, key, props = {}, value = "") {
  const area = h("textarea", { rows: "3", class: "tv-input", ...props });
  area.value = shelf?.get(`draft:${key}`, "") || value;
  area.addEventListener("input", () => shelf?.set(`draft:${key}`, area.value && area.value !== value ? area.value : null));
  area.forget = () => shelf?.set(`draft:${key}`, null);
  return area;
}

/** A menu under a button: arrows, Escape, a choice by Enter or click. */
function menu(root, anchor, label, items) {
  const list = h("div", { class: "tv-menu", role: "menu", "aria-label": french(label) });
  const close = (back) => {
    list.remove();
    anchor.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (back) anchor.focus();
  };
  const outside = (event) => { if (!list.contains(event.target)) close(false); };
  for (const { text, note, run, off } of items) {
    list.append(h("button", { type: "button", role: "menuitem", tabindex: "-1", "aria-disabled": off ? "true" : null, onclick: () => { if (!off) { close(true); run(); } } },
      h("span", {}, text), note && h("span", { class: "tv-soft" }, note)));
  }
  const buttons = [...list.children];
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next !== undefined) { event.preventDefault(); event.stopPropagation(); buttons[(next + buttons.length) % buttons.length].focus(); }
    if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); event.stopPropagation(); close(true); }
  });
  list.addEventListener("focusout", (event) => { if (event.relatedTarget && !list.contains(event.relatedTarget)) close(false); });
  const host = anchor.closest("dialog") ?? root;
  host.append(list);
  const box = anchor.getBoundingClientRect(), zero = host.getBoundingClientRect();
  const left = Math.min(box.left - zero.left, zero.width - list.offsetWidth - 6);
  const below = box.bottom - zero.top + host.scrollTop + 2;
  const room = zero.height + host.scrollTop - below >= list.offsetHeight;
  list.style.left = `${Math.max(4, left)}px`;
  list.style.top = `${room ? below : Math.max(4, box.top - zero.top + host.scrollTop - list.offsetHeight - 2)}px`;
  anchor.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  buttons.find((one) => one.getAttribute("aria-disabled") !== "true")?.focus();
}

const LAYER_MARKS = { validated: "●", wall: "▤", studies: "◆", suggested: "◌", linked: "＋" };

/** A quote, with everything that says where it comes from. */
function quoteCard(quote, actions = [], told = true) {
  const who = quote.person || quote.speaker || (quote.layer === "wall" ? "" : "personne non identifiée");
  const origin = [quote.title || quote.document, quote.kind, quote.wave, quote.timecode].filter(Boolean);
  const rows = [];
  const row = (name, value) => { if (value) rows.push(h("div", {}, h("dt", {}, french(name)), h("dd", {}, value))); };
  row("Situation", quote.situation);
  row("Étude", quote.study);
  row("Source du papier", quote.source);
  row(quote.layer === "suggested" ? "Codes suggérés" : "Codes", quote.codes.join(" · "));
  row("Codé par", quote.coder);
  row("Raison", quote.reason);
  return h("li", { class: "tv-quote", "data-layer": quote.layer, "data-target": quote.target },
    h("p", { class: "tv-who" }, h("strong", {}, who), quote.speaker && quote.person && quote.speaker !== quote.person ? h("span", { class: "tv-soft" }, quote.speaker) : "",
      told && h("span", { class: "tv-pill" }, `${LAYER_MARKS[quote.layer] ?? ""} ${quote.layer_label}`),
      h("span", { class: "tv-pill tv-quiet" }, quote.register),
      quote.standing && h("span", { class: "tv-pill tv-standing", "data-standing": quote.standing }, quote.standing)),
    quote.question && h("p", { class: "tv-question" }, h("span", { class: "tv-soft" }, french("Question : ")), quote.question),
    h("blockquote", { class: quote.exact ? "tv-exact" : "" }, quote.quote),
    h("p", { class: "tv-soft tv-origin" }, origin.join(" · ")),
    rows.length ? h("dl", { class: "tv-about" }, ...rows) : "",
    actions.length ? h("div", { class: "tv-actions" }, ...actions) : "");
}

/** Ask who holds the keyboard, when nobody said; return whether it is known. */
function coderField(coders = []) {
  const input = h("input", { class: "tv-input", type: "text", maxlength: "60", autocomplete: "off", list: "" });
  const list = h("datalist", { id: `tv-${newId().slice(0, 8)}` }, ...coders.map((name) => h("option", { value: name })));
  input.setAttribute("list", list.id);
  return { input, node: h("div", {}, field("Votre prénom ou vos initiales", input, "Chaque acte du journal porte ce nom."), list) };
}

/** Show a quote in the coder, or say what to run. */
async function jumpTo(wire, quote, anchor, say) {
  const answer = await wire.ask({ type: "jump", document: quote.document, start: quote.start, end: quote.end });
  if (answer.type !== "jumped") { say(answer.what ?? wire.says()[1]); return false; }
  anchor.parentNode.querySelector(".tv-line")?.remove();
  if (answer.shown) { say("Extrait montré dans le codeur"); return true; }
  anchor.parentNode.append(h("p", { class: "tv-line", role: "status" }, french("Le codeur n’est pas ouvert. Exécutez dans une cellule : "), h("code", {}, answer.line)));
  return false;
}
