// The page: a document's text, its caret and selection. The text is in an editable element
// because that gives a caret and Shift + arrows; nothing can change it: what changes anyway
// (a dead key, a browser extension) is put back.

class Page {
  /** `heard` has select(range or null), caret(unit), point(unit, event), read(). */
  constructor(heard) {
    this.heard = heard;
    this.text = "";
    this.turns = [];
    this.nodes = [];
    this.selection = null;
    this.paper = h("div", {
      class: "ta-paper", contenteditable: "true", tabindex: "0", role: "textbox", lang: "fr",
      "aria-multiline": "true", "aria-readonly": "true", spellcheck: "false", translate: "no",
      autocorrect: "off", autocapitalize: "off", "data-gramm": "false",
    });
    this.stripes = h("div", { class: "ta-stripes", "aria-hidden": "true" });
    this.sheet = h("div", { class: "ta-sheet" }, this.paper, this.stripes);
    this.scroller = h("div", { class: "ta-scroller" }, this.sheet);
    for (const name of ["beforeinput", "paste", "cut", "drop", "dragstart"]) {
      this.paper.addEventListener(name, (event) => event.preventDefault());
    }
    this.guard = new MutationObserver((changes) => this.restore(changes));
    this.onSelection = () => this.readSelection();
    document.addEventListener("selectionchange", this.onSelection);
    for (const name of ["focus", "blur"]) this.paper.addEventListener(name, () => this.heard.focused());
    this.paper.addEventListener("mousedown", (event) => {
      // else pressing inside what is selected would drag it, and overlaps could not be selected
      if (event.button === 0 && !event.shiftKey && this.selection) document.getSelection().removeAllRanges();
    });
    this.paper.addEventListener("click", (event) => {
      const unit = this.unitAt(event);
      if (unit !== null && !this.selection) this.heard.point(unit, event);
    });
    this.paper.addEventListener("mousemove", (event) => this.heard.hover(this.unitAt(event), event));
    this.paper.addEventListener("mouseleave", () => this.heard.hover(null));
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.sizes = new ResizeObserver(() => this.heard.moved());
    this.sizes.observe(this.paper);
  }

  open(text, turns, label) {
    this.text = text;
    this.turns = turns;
    this.forget();
    this.paper.setAttribute("aria-label", french(`Texte : ${label}`));
    this.quietly(() => {
      this.nodes = turns.map((turn) => {
        const time = turn.time === null ? "" : timecode(turn.time);
        const role = turn.guessed ? `${turn.role_label} ?` : turn.role_label;
        const said = turn.role === "interviewer" ? [role, time] : [role, [turn.register, time].filter(Boolean).join(" · ")];
        return h("p", {
          class: "ta-turn", "data-turn": turn.rank, "data-role": turn.role,
          style: { "contain-intrinsic-size": `auto ${Math.max(56, Math.ceil((turn.end - turn.start) / 58) * 34 + 12)}px` },
          "data-who": turn.who || "—", "data-about": french(said.filter(Boolean).join("\n")),
        }, text.slice(turn.start, turn.end));
      });
      this.paper.replaceChildren(...this.nodes);
    });
    this.scroller.scrollTop = 0;
    this.reachedEnd = false;
  }

  /** Change the page's elements without the guard putting them back. */
  quietly(change) {
    const missed = this.guard.takeRecords().length > 0;
    this.guard.disconnect();
    try { change(); } finally {
      this.guard.observe(this.paper, { childList: true, characterData: true, subtree: true });
    }
    if (missed && this.nodes.length) this.restore();
  }

  /** Put back what changed although nothing may: composition cannot be prevented. */
  restore() {
    const caret = this.caret ?? 0;
    this.quietly(() => {
      const whole = this.nodes.length === this.paper.childNodes.length
        && this.nodes.every((node, rank) => this.paper.childNodes[rank] === node);
      if (!whole) this.paper.replaceChildren(...this.nodes);
      this.turns.forEach((turn) => {
        const node = this.nodes[turn.rank];
        const words = this.text.slice(turn.start, turn.end);
        if (node.textContent !== words) { node.replaceChildren(words); delete node.dataset.painted; }
      });
    });
    if (document.activeElement === this.paper) this.place(caret);
    this.heard.restored();
  }

  // -- between places of the text and points of the page ------------------------------------

  /** Return the place in the text of a point of the page, or null outside it. */
  unitOf(node, offset) {
    if (!this.paper.contains(node)) return null;
    if (node === this.paper) {
      return offset < this.turns.length ? this.turns[offset].start : this.text.length;
    }
    let turnNode = node;
    while (turnNode.parentNode !== this.paper) turnNode = turnNode.parentNode;
    const turn = this.turns[turnNode.dataset?.turn];
    if (!turn) return null;
    if (node.parentNode === turnNode && !node.previousSibling && node.nodeType === 3) return turn.start + offset;
    const before = document.createRange();
    before.selectNodeContents(turnNode);
    before.setEnd(node, offset);
    return Math.min(turn.start + before.toString().length, turn.end);
  }

  /** Return the point of the page at a place of the text. */
  pointOf(unit, end = false) {
    // at the border of two turns, an end belongs to the first and a start to the second
    let rank = firstIndex(this.turns, (turn) => turn.start > unit) - 1;
    if (end && rank > 0 && this.turns[rank].start === unit) rank -= 1;
    const turn = this.turns[Math.max(0, rank)];
    let left = Math.min(Math.max(unit, turn.start), turn.end) - turn.start;
    const only = this.nodes[turn.rank].firstChild;
    if (only?.nodeType === 3 && !only.nextSibling) return [only, Math.min(left, only.length)];
    const walker = document.createTreeWalker(this.nodes[turn.rank], NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node && left > node.length) {
      left -= node.length;
      node = walker.nextNode() ?? node;
    }
    return node ? [node, Math.min(left, node.length)] : [this.nodes[turn.rank], 0];
  }

  /** Return one range per turn: what stands between two turns is no text. */
  ranges(start, end) {
    const found = [];
    const first = Math.max(0, firstIndex(this.turns, (turn) => turn.end > start));
    for (let rank = first; rank < this.turns.length && this.turns[rank].start < end; rank += 1) {
      const turn = this.turns[rank];
      const [a, from] = this.pointOf(Math.max(start, turn.start));
      const [b, to] = this.pointOf(Math.min(end, turn.end), true);
      found.push(new StaticRange({ startContainer: a, startOffset: from, endContainer: b, endOffset: to }));
    }
    return found;
  }

  /** Return where a stretch of text is on the sheet: its top and bottom. */
  box(start, end) {
    const range = document.createRange();
    range.setStart(...this.pointOf(start));
    range.setEnd(...this.pointOf(end, true));
    const { top, bottom } = range.getBoundingClientRect();
    const zero = this.sheet.getBoundingClientRect().top;
    return { top: top - zero, bottom: bottom - zero };
  }

  /** Return the stretch of text that is on screen, a little more on both sides. */
  visible() {
    const zero = this.sheet.getBoundingClientRect().top;
    const view = this.scroller.getBoundingClientRect();
    const top = view.top - zero - 200, bottom = view.bottom - zero + 200;
    const first = firstIndex(this.nodes, (node) => node.offsetTop + node.offsetHeight > top);
    const last = firstIndex(this.nodes, (node) => node.offsetTop > bottom) - 1;
    if (first >= this.nodes.length || last < first) return [0, 0];
    return [this.turns[first].start, this.turns[last].end];
  }

  unitAt(event) {
    let node, offset;
    if (document.caretPositionFromPoint) {
      const found = document.caretPositionFromPoint(event.clientX, event.clientY);
      [node, offset] = [found?.offsetNode, found?.offset];
    } else {
      const found = document.caretRangeFromPoint?.(event.clientX, event.clientY);
      [node, offset] = [found?.startContainer, found?.startOffset];
    }
    return node && this.paper.contains(node) ? this.unitOf(node, offset) : null;
  }

  // -- selection ---------------------------------------------------------------------------

  readSelection() {
    const found = document.getSelection();
    const root = this.paper.getRootNode();
    const anchor = found?.anchorNode;
    if (!anchor || !this.paper.isConnected) return;
    if (!this.paper.contains(anchor) || !this.paper.contains(found.focusNode)) {
      // words stay chosen while one types a code's name in this window, and only then
      const inside = this.paper.closest(".ta-coder")?.contains(root.activeElement ?? document.activeElement);
      if (!inside) this.choose(null);
      return;
    }
    const places = [this.unitOf(anchor, found.anchorOffset), this.unitOf(found.focusNode, found.focusOffset)];
    this.caret = places[1];
    this.heard.caret(this.caret);
    this.choose(found.isCollapsed ? null : this.trimmed(Math.min(...places), Math.max(...places)));
  }

  /** Return a stretch without the spaces around it and with whole characters, or null. */
  trimmed(start, end) {
    while (start < end && /\s/.test(this.text[start])) start += 1;
    while (end > start && /\s/.test(this.text[end - 1])) end -= 1;
    if (/[\udc00-\udfff]/.test(this.text[start] ?? "")) start -= 1;
    if (/[\ud800-\udbff]/.test(this.text[end - 1] ?? "")) end += 1;
    return start < end ? { start, end } : null;
  }

  choose(selection) {
    const same = selection?.start === this.selection?.start && selection?.end === this.selection?.end;
    this.selection = selection;
    if (!same) this.heard.select(selection);
  }

  /** Select a stretch of text and bring it on screen. */
  select(start, end, focus = true) {
    if (focus) this.paper.focus({ preventScroll: true });
    document.getSelection().setBaseAndExtent(...this.pointOf(start), ...this.pointOf(end, true));
    this.readSelection();
    this.show(start, end);
  }

  place(unit) { document.getSelection().collapse(...this.pointOf(unit)); }

  forget() {
    this.caret = null;
    if (this.selection) this.choose(null);
    const found = document.getSelection();
    if (found?.anchorNode && this.paper.contains(found.anchorNode)) found.removeAllRanges();
  }

  show(start, end, again = false) {
    const box = this.box(start, end);
    const { scrollTop, clientHeight } = this.scroller;
    if (box.top >= scrollTop + 40 && box.bottom <= scrollTop + clientHeight - 40) return;
    this.scroller.scrollTop = Math.max(0, box.top - clientHeight / 3);
    if (!again) requestAnimationFrame(() => this.show(start, end, true));   // heights are known now
  }

  scrolled() {
    this.heard.moved();
    const { scrollTop, clientHeight, scrollHeight } = this.scroller;
    if (!this.reachedEnd && scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 24) {
      this.reachedEnd = true;
      this.heard.read();
    }
  }

  close() {
    document.removeEventListener("selectionchange", this.onSelection);
    this.guard.disconnect();
    this.sizes.disconnect();
  }
}
