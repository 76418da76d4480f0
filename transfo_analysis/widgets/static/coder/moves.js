// Going about: from one place, passage, suggestion or pane to the next.

class Moves extends Acts {
  proposals() { return this.options.suggestions ? this.store.open_suggestions() : []; }
  get caret() { return this.page.selection?.end ?? this.page.caret ?? -1; }

  /** The next of a sorted list after the caret, or the first again. */
  after(list, start = this.caret) { return list.find((one) => one.start >= start) ?? list[0]; }

  passage(step) {
    const { passages } = this.store.shown;
    const { selection } = this.page;
    const at = selection?.start ?? this.page.caret ?? 0;
    const next = step > 0
      ? passages.find((one) => one.start > at || (!selection && one.end > at))
      : passages.findLast((one) => one.start < at);
    if (next) this.page.select(next.start, next.end);
  }

  nextUncoded() {
    const mine = this.store.codings().filter((coding) => coding.coder === this.store.coder);
    const free = this.store.shown.passages.filter((one) => !mine.some((coding) => coding.start < one.end && one.start < coding.end));
    const next = this.after(free);
    if (next) this.page.select(next.start, next.end); else this.say("Tous les passages de ce document sont codés.");
  }

  nextSuggestion() {
    if (!this.store.isRead) { this.say("Les suggestions se montrent après une première lecture."); return; }
    const list = this.proposals();
    const now = list.findIndex((one) => one.id === this.proposal);
    const next = now >= 0 ? list[(now + 1) % list.length] : this.after(list);
    if (next) this.goToProposal(next); else this.say("Aucune suggestion n’attend ici.");
  }

  goToProposal(one) {
    this.proposal = one.id;
    this.unsettled = null;
    this.page.select(one.start, one.end);
    this.draw();
    this.announce(`Suggestion : ${this.store.code(one.code).label}. ${one.reason.replace(/\*/g, "")}`);
  }

  nextToSettle() {
    if (!this.store.isRead) { this.say("Ce qui est à départager se montre après une première lecture."); return; }
    const list = this.store.open_to_settle();
    const next = this.after(list, this.unsettled ? this.unsettled.end : this.caret);
    if (!next) { this.say("Rien n’est à départager ici."); return; }
    this.proposal = null;
    this.unsettled = next;
    this.page.select(next.start, next.end);
    this.unsettled = next;
    this.drawHere();
    this.announce(`À départager : ${this.store.code(next.column).label}. ${next.rows.map((row) => this.store.code(row).label).join(", ")} ?`);
  }

  async search(words) {
    if (!words) { this.left.showHits(null); return; }
    const message = await this.kernel.ask({ type: "search", words });
    if (message.type === "hits") this.left.showHits(message);
  }

  async jump(hit) {
    await this.openDocument(hit.document_id);
    const { units } = this.store.shown;
    this.page.select(units.toUnits(hit.start), units.toUnits(hit.end));
  }

  /** The cell of the table that a coding is in, by what overlaps it or is linked to it; or "". */
  cellOf(coding) {
    const side = (one) => this.store.code(one.code).family.side;
    const wanted = { row: "column", column: "row" }[coding && side(coding)];
    if (!wanted) return "";
    const linked = this.store.linked(coding.id);
    const other = this.store.codings().find((one) => one.coder === coding.coder && side(one) === wanted
      && (linked.includes(one.id) || (one.start < coding.end && coding.start < one.end)));
    if (!other) return "";
    const [row, column] = wanted === "row" ? [other, coding] : [coding, other];
    return `${this.store.case.id}/${row.code}/${column.code}`;
  }

  findCode() { this.codebook.search.focus(); this.codebook.search.select(); }
  codeOfKey(key) { return [...this.store.codes.values()].find((code) => code.key === key)?.code; }
  writeMemo() { this.here.about.value = this.chosen() ? "coding" : "document"; this.here.fillMemo(); this.here.memo.focus(); }
  acceptHere() {
    if (this.tasks.open && this.tasks.kind === "review" && this.page.selection) this.tasks.list.onSelection();
    else if (this.proposal) this.accept([this.proposal], false);
    else if (this.unsettled) this.here.list.querySelector(".ta-settle button")?.focus();
  }

  removeHere() {
    if (this.proposal) { this.refuse(this.proposal); return; }
    const coding = this.chosen();
    const { selection } = this.page;
    const here = coding && (selection ? coding.start < selection.end && selection.start < coding.end
      : coding.start <= this.page.caret && this.page.caret <= coding.end);
    if (here) this.withdraw();
  }

  escape() {
    this.proposal = this.unsettled = this.active = null;
    if (this.page.selection) this.page.place(this.page.selection.start);
    this.draw();
  }

  back() { this.page.paper.focus({ preventScroll: true }); if (this.page.selection) this.page.select(this.page.selection.start, this.page.selection.end); }

  nextPane(step) {
    const panes = [this.left.list.querySelector("button") ?? this.left.words, this.page.paper, this.codebook.search, this.here.memo];
    const holders = [this.left.node, this.page.scroller, this.codebook.node, this.here.node];
    if (this.tasks.open) { panes.splice(1, 0, this.tasks.heading); holders.splice(1, 0, this.tasks.node); }
    if (this.narrow) { panes.shift(); holders.shift(); }
    const at = holders.findIndex((node) => node.contains(document.activeElement));
    panes[(at + step + panes.length) % panes.length].focus();
  }

  help() { this.keys.hidden = !this.keys.hidden; }
  fullScreen() { if (document.fullscreenElement) document.exitFullscreen(); else this.root.requestFullscreen?.(); }

  toggle(name) {
    this.options[name] = !this.options[name];
    this.shelf.set("options", this.options);
    this.draw();
  }

  activate(id) {
    this.active = id;
    this.proposal = null;
    const coding = this.chosen();
    if (coding) this.page.show(coding.start, coding.end);
    this.draw();
  }

  codingsAt(start, end) {
    return this.visibleCodings().filter((coding) => coding.start < Math.max(end, start + 1) && start <= coding.end && (end > start || start < coding.end))
      .sort((a, b) => (a.end - a.start) - (b.end - b.start));
  }

  atCaret(unit) {
    const found = document.getSelection();
    if (!found.isCollapsed) return;
    const here = this.codingsAt(unit, unit);
    if (here.length && !here.some((coding) => coding.id === this.active)) this.active = here[0].id;
    const proposed = this.proposals().find((one) => one.start <= unit && unit < one.end);
    this.proposal = proposed?.id ?? null;
    this.unsettled = null;
    this.drawHere();
  }

  point(unit) {
    const here = this.codingsAt(unit, unit);
    if (here.length > 1) {
      // clicking again goes through what is at one place
      const at = this.lastPoint === unit ? here.findIndex((coding) => coding.id === this.active) : -1;
      this.active = here[(at + 1) % here.length].id;
    }
    this.lastPoint = unit;
    this.drawHere();
  }

  hover(unit, event) {
    const found = unit === null ? null : this.proposals().find((one) => one.start <= unit && unit < one.end);
    this.tip.hidden = !found;
    if (!found) return;
    const text = french(`${this.store.code(found.code).label} ? ${found.reason.replace(/\*/g, "")}`);
    if (this.tip.textContent !== text) this.tip.textContent = text;
    const box = this.root.getBoundingClientRect();
    this.tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - 280)}px`;
    this.tip.style.top = `${event.clientY - box.top + 18}px`;
  }

  announce(text) { this.say(text); }
}
