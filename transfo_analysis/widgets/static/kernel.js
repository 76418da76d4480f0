// The kernel: messages out and back, the acts that wait for their acknowledgement, and
// what is known of the kernel's health.

/** Acts not yet on disk. They live in the browser's storage: a reload does not lose them. */
class Waiting {
  constructor(shelf, name = "waiting") { this.shelf = shelf; this.name = name; }
  /** The acts; the same list as long as nothing changed, here or in another window. */
  all() {
    const written = this.shelf.raw(this.name);
    if (written !== this.written || !this.list) {
      this.written = written;
      this.list = this.shelf.get(this.name, []);
    }
    return this.list;
  }
  add(act) { this.put([...this.all(), act]); }
  remove(id) { this.put(this.all().filter((act) => act.id !== id)); }
  put(acts) { this.shelf.set(this.name, acts.length ? acts : null); }
}

class Kernel {
  /** `changed` is called when health or the number of waiting acts may have changed. */
  constructor(model, changed) {
    this.model = model;
    this.changed = changed;
    this.view = newId();
    this.number = 0;
    this.answers = new Map();
    this.status = "idle";
    this.connected = true;
    this.lost = false;      // "gone": only running the cell helps; "silent": it may come back
    this.silence = 0;
    this.slow = false;
    this.waiting = null;    // known once the project is
    this.onMessage = (message) => this.heard(message);
    model.on("msg:custom", this.onMessage);
    this.kernel = model.widget_manager?.kernel ?? null;
    this.onStatus = (_, status) => this.health(status);
    this.onGone = () => this.health("dead");
    this.onConnection = (_, status) => {
      const before = this.connected;
      this.connected = status === "connected";
      if (this.connected && !before) this.sendAgain();
      this.changed();
    };
    this.kernel?.statusChanged?.connect(this.onStatus);
    this.kernel?.connectionStatusChanged?.connect(this.onConnection);
    this.kernel?.disposed?.connect(this.onGone);
  }

  health(status) {
    this.status = status;
    // "starting": it was restarted from elsewhere, and knows nothing of this window
    if (["dead", "restarting", "autorestarting", "terminating", "starting"].includes(status)) this.gone();
    clearTimeout(this.busyTimer);
    // every message makes the kernel busy for a moment: only a long one is worth saying
    if (status === "busy") this.busyTimer = setTimeout(() => { this.slow = true; this.changed(); }, 800);
    else this.slow = false;
    this.changed();
  }

  /** Nobody will answer any more, until the cell is run again. */
  gone() { this.lost = "gone"; this.changed(); }

  /** Send a message and return a promise of its answer. */
  ask(message) {
    const n = ++this.number;
    return new Promise((resolve) => {
      this.answers.set(n, { resolve, message: { ...message, n } });
      this.post({ ...message, n });
      this.watch();
    });
  }

  post(message) {
    if (this.lost === "gone") return;
    try { this.model.send({ ...message, view: this.view }); }
    catch { this.gone(); }
  }

  heard(message) {
    if (!message || typeof message !== "object") return;
    this.silence = 0;
    if (this.lost === "silent") { this.lost = false; this.changed(); }
    const asked = this.answers.get(message.re);
    if (!asked) return;
    this.answers.delete(message.re);
    asked.resolve(message);
  }

  /** Count the seconds in which a kernel that has nothing to do leaves us without an answer. */
  watch() {
    if (this.timer) return;
    this.silence = 0;
    this.timer = setInterval(() => {
      if (!this.answers.size || this.lost === "gone") { clearInterval(this.timer); this.timer = null; return; }
      if (this.status !== "idle" || !this.connected) { this.silence = 0; return; }
      this.silence += 1;
      if (this.silence === 3) this.repair();
      if (this.silence === 10) { this.lost = "silent"; this.changed(); }
    }, 1000);
  }

  /**
   * After a kernel has died and come back, JupyterLab sends the messages of widgets to a
   * thread of the kernel that is no more, and they are dropped. Ask it for a new one, then
   * send again what has no answer: an act that was written is not written twice.
   */
  async repair() {
    const before = this.kernel?.commsOverSubshells;
    const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });
    if (before && before !== "disabled") {
      this.kernel.commsOverSubshells = "disabled";
      await pause(300);
      this.kernel.commsOverSubshells = before;
      await pause(700);
    }
    for (const { message } of this.answers.values()) {
      this.post(message.type === "act" ? { ...message, again: true } : message);
    }
  }

  /** Keep an act, then send it; `told` hears the answer. It waits until it is on disk. */
  act(act, told) {
    this.waiting.add(act);
    this.told = told;
    this.sendAct(act, false);
  }

  async sendAct(act, again) {
    const answer = await this.ask({ type: "act", ...act, again });
    // a refusal is final and is shown; a failure (full disk) leaves the act waiting
    if (answer.type === "done" || answer.type === "refused") this.waiting.remove(act.id);
    this.told?.(act, answer);
    return answer;
  }

  /** Send what waits, in order: the kernel leaves out what it finds in the journal. */
  async sendAgain(told = this.told) {
    this.told = told;
    for (const act of this.waiting?.all() ?? []) await this.sendAct(act, true);
  }

  /** What to say of the kernel, or "". */
  trouble() {
    if (this.lost === "silent") return "Le noyau ne répond plus à cette fenêtre : relancez la cellule, ou rechargez la page.";
    if (this.lost) {
      return this.status === "dead" || this.status === "terminating"
        ? "Le noyau est arrêté : relancez la cellule (Maj + Entrée)."
        : "Le noyau a redémarré : relancez la cellule (Maj + Entrée).";
    }
    if (!this.connected) return "La connexion au noyau est coupée : elle sera reprise.";
    return this.slow ? this.busy : "";
  }

  get busy() { return "Le noyau est occupé : ce qui est codé attend."; }

  close() {
    this.model.off("msg:custom", this.onMessage);
    this.kernel?.statusChanged?.disconnect(this.onStatus);
    this.kernel?.connectionStatusChanged?.disconnect(this.onConnection);
    this.kernel?.disposed?.disconnect(this.onGone);
    clearTimeout(this.busyTimer);
    clearInterval(this.timer);
  }
}
