// Drawing: the marks on the text and in the margin, the panes, the status line.

class Drawing extends Moves {
  visibleCodings() {
    const codings = this.store.codings();
    return this.options.others ? codings : codings.filter((coding) => coding.coder === this.store.coder);
  }

  /** Draw everything that follows from what is known; once, however often it is asked for. */
  draw() {
    if (this.drawing || !this.store.shown) return;
    this.drawing = true;
    queueMicrotask(() => { this.drawing = false; this.drawNow(); });
  }

  drawNow() {
    this.drawText();
    this.codebook.count(this.store.codings());
    this.drawHere();
    this.drawStripesSoon();
    this.drawStatus();
    const { isRead } = this.store;
    this.readButton.textContent = isRead ? "Lu ✓" : "Lu";
    this.readButton.setAttribute("aria-pressed", String(isRead));
    for (const [name, button] of Object.entries(this.toggles)) button.setAttribute("aria-pressed", String(this.options[name]));
    this.toggles.suggestions.disabled = !isRead;
    this.drawTaskButtons();
    this.undoButton.title = french(this.store.undo ? `Annuler : ${this.store.undo} (Ctrl + Z)` : "Rien à annuler");
    this.redoButton.title = french(this.store.redo ? `Rétablir : ${this.store.redo} (Ctrl + Y)` : "Rien à rétablir");
  }

  /** What waits for people has a button only when there is some, or when its list is open. */
  drawTaskButtons() {
    const { toReview, several } = this.store;
    const on = (kind) => this.tasks.open && this.tasks.kind === kind;
    for (const [kind, some, label] of [["disagreements", several, "Désaccords"], ["review", toReview, toReview ? `À revoir (${toReview})` : "À revoir"]]) {
      const button = this.taskButtons[kind];
      button.hidden = !some && !on(kind);
      button.setAttribute("aria-pressed", String(on(kind)));
      if (button.textContent !== label) button.textContent = label;
    }
  }

  drawText() {
    const codings = this.visibleCodings();
    const proposals = this.proposals();
    const every = [...codings, ...proposals].sort((a, b) => a.start - b.start || b.end - a.end);
    const lane = lanes(every, LANES);
    const colour = (one) => this.store.code(one.code).shade ?? readable("#5B6770", this.dark);
    this.marks = [
      ...codings.map((one) => ({ start: one.start, end: one.end, colour: colour(one), lane: lane.get(one.id), id: one.id,
        style: one.pending ? "dotted" : one.coder === this.store.coder ? "solid" : "thin" })),
      ...proposals.map((one) => ({ start: one.start, end: one.end, colour: colour(one), lane: lane.get(one.id), id: one.id, style: "dashed" })),
    ];
    this.painter.paint("lines", this.marks);
    // two codings on one line must not share a stripe's place: about a line of slack
    const margin = lanes(codings, 6, (one) => Math.min(one.end + 60, Math.max(one.end, this.store.turnAt(one.end - 1).end)));
    this.margin = codings.map((coding) => ({ ...coding, lane: margin.get(coding.id), colour: colour(coding) }));
  }

  paintGround() {
    // words whose register a person marked: a quiet ground; the menu says which
    const quiet = this.dark ? "rgba(170,170,170,.20)" : "rgba(110,110,110,.13)";
    const ground = this.store.marked().map((one) => ({ start: one.start, end: one.end, colour: quiet, lane: -1, id: "register" }));
    for (const place of this.tasks.places()) ground.push({ ...place, colour: this.dark ? "rgba(90,200,170,.20)" : "rgba(0,140,110,.14)", lane: -1, id: "task" });
    const coding = this.chosen();
    if (coding) ground.push({ start: coding.start, end: coding.end, colour: this.dark ? "rgba(255,214,102,.16)" : "rgba(255,196,0,.20)", lane: -1, id: "chosen" });
    const { selection } = this.page;
    // with the caret in the text, the browser shows the selection itself
    if (selection && document.activeElement !== this.page.paper) ground.push({ ...selection, colour: this.dark ? "rgba(90,160,255,.38)" : "rgba(60,130,246,.25)", lane: -1, id: "selection" });
    this.painter.paint("ground", ground);
  }

  drawHere() {
    if (!this.store.shown) return;
    this.paintGround();
    const { selection, caret } = this.page;
    const codings = selection ? this.codingsAt(selection.start, selection.end) : caret === null ? [] : this.codingsAt(caret, caret);
    const active = this.chosen();
    if (active) codings.splice(0, codings.length, active, ...codings.filter((coding) => coding.id !== active.id));
    const proposals = this.proposals();
    const suggestion = proposals.find((one) => one.id === this.proposal);
    if (suggestion) suggestion.same = proposals.filter((one) => one.code === suggestion.code).length;
    this.here.draw({
      codings, active, suggestion, unsettled: this.unsettled,
      register: selection && this.registerOf(selection),
      selection: selection && this.store.shown.text.slice(selection.start, selection.end),
    });
    this.drawStripesSoon();
  }

  /** What some words are; nothing to mark where all of them are the interviewer's. */
  registerOf({ start, end }) {
    const turns = this.store.shown.turns.filter((turn) => turn.start < end && start < turn.end && turn.role !== "interviewer");
    if (!turns.length) return null;
    const mark = this.store.markOn(start, end);
    const exact = this.store.shown.quoted.some((one) => one.start <= start && end <= one.end);
    return mark ? { name: mark.register, marked: true, pending: mark.pending } : { name: exact ? REGISTERS[0][0] : turns[0].register };
  }

  drawStripesSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = null; this.drawStripes(); });
  }

  drawStripes() {
    if (!this.store.shown || !this.margin) return;
    const [from, to] = this.page.visible();
    let below = -100;
    const parts = [];
    for (const one of this.margin) {
      if (one.end <= from || one.start >= to) continue;
      const { top, bottom } = this.page.box(one.start, one.end);
      const { label } = this.store.code(one.code);
      const classes = ["ta-stripe", one.id === this.active && "ta-active", one.pending && "ta-pending"].filter(Boolean).join(" ");
      parts.push(h("span", {
        class: classes, "data-coding": one.id, title: `${label} (${one.coder})`, onclick: () => this.activate(one.id),
        style: { top: `${top + 3}px`, height: `${Math.max(bottom - top - 6, 8)}px`, left: `${one.lane * 7}px`, "--ta-colour": one.colour },
      }));
      const at = Math.max(top, below + 15);
      if (at < bottom + 40) {
        parts.push(h("span", { class: "ta-stripe-label", onclick: () => this.activate(one.id), style: { top: `${at}px`, "--ta-colour": one.colour } }, label));
        below = at;
      }
    }
    this.page.stripes.replaceChildren(...parts);
  }

  drawStatus() {
    const waiting = this.kernel.waiting?.all().length ?? 0;
    const trouble = this.kernel.trouble() || (this.failure ? `${this.failure.what} ${this.failure.cure}` : "")
      || (this.shelf?.broken && waiting ? "Ce navigateur ne garde rien : ne fermez pas cette page." : "");
    const saved = this.savedAt ? `enregistré à ${clock(this.savedAt)}` : "";
    const state = waiting ? `non enregistré : ${plural(waiting, "acte")}` : saved;
    const text = french([state, trouble].filter(Boolean).join(" — "));
    if (this.noted.textContent !== (this.note ?? "")) this.noted.textContent = this.note ?? "";
    if (this.status.textContent !== text) this.status.textContent = text;
    this.root.dataset.state = trouble ? "trouble" : waiting ? "waiting" : "saved";
    if (waiting && !this.kernel.lost && !this.retry) {
      // a full disk may have been emptied since
      this.retry = setTimeout(() => { this.retry = null; if (this.failure) this.kernel.sendAgain(); }, 5000);
    }
  }

  themeChanged() {
    this.root.dataset.dark = this.dark;
    this.shadeCodes();
    this.draw();
  }
}
