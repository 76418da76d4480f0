// 2. The kernel: messages out and back, the acts that wait for their acknowledgement, and
// what is known of the kernel's health.

/** Acts not yet on disk. They live in the browser's storage: a reload does not lose them. */
class Waiting {
  constructor(shelf) { this.shelf = shelf; }
  all() { return this.shelf.get("waiting", []); }
  add(act) { this.shelf.set("waiting", [...this.all(), act]); }
  remove(id) { this.shelf.set("waiting", this.all().filter((act) => act.id !== id)); }
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
    this.lost = false;      // this window's kernel is gone: only running the cell helps
    this.slow = false;
    this.waiting = null;    // known once the project is
    this.onMessage = (message) => this.heard(message);
    model.on("msg:custom", this.onMessage);
    this.kernel = model.widget_manager?.kernel ?? null;
    this.onStatus = (_, status) => this.health(status);
    this.onConnection = (_, status) => {
      const before = this.connected;
      this.connected = status === "connected";
      if (this.connected && !before) this.sendAgain();
      this.changed();
    };
    this.kernel?.statusChanged?.connect(this.onStatus);
    this.kernel?.connectionStatusChanged?.connect(this.onConnection);
    this.kernel?.disposed?.connect(() => this.health("dead"));
  }

  health(status) {
    this.status = status;
    if (["dead", "restarting", "autorestarting", "terminating"].includes(status)) this.lost = true;
    clearTimeout(this.busyTimer);
    // every message makes the kernel busy for a moment: only a long one is worth saying
    if (status === "busy") this.busyTimer = setTimeout(() => { this.slow = true; this.changed(); }, 800);
    else this.slow = false;
    this.changed();
  }

  /** Send a message and return a promise of its answer. */
  ask(message) {
    const n = ++this.number;
    return new Promise((resolve) => {
      this.answers.set(n, resolve);
      this.post({ ...message, n });
    });
  }

  post(message) {
    if (this.lost) return;
    try { this.model.send({ ...message, view: this.view }); }
    catch { this.lost = true; this.changed(); }
  }

  heard(message) {
    if (!message || typeof message !== "object") return;
    const resolve = this.answers.get(message.re);
    if (!resolve) return;
    this.answers.delete(message.re);
    resolve(message);
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
  }

  /** Send what waits, in order: the kernel leaves out what it finds in the journal. */
  async sendAgain(told = this.told) {
    this.told = told;
    for (const act of this.waiting?.all() ?? []) await this.sendAct(act, true);
  }

  /** What to say of the kernel, or "". */
  trouble() {
    if (this.lost) {
      return this.status === "dead" || this.status === "terminating"
        ? "Le noyau est arrêté : relancez la cellule (Maj + Entrée)."
        : "Le noyau a redémarré : relancez la cellule (Maj + Entrée).";
    }
    if (!this.connected) return "La connexion au noyau est coupée : elle sera reprise.";
    if (this.slow) return "Le noyau est occupé : ce qui est codé attend.";
    return "";
  }

  close() {
    this.model.off("msg:custom", this.onMessage);
    this.kernel?.statusChanged?.disconnect(this.onStatus);
    this.kernel?.connectionStatusChanged?.disconnect(this.onConnection);
    clearTimeout(this.busyTimer);
  }
}
