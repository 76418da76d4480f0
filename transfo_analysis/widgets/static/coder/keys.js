// Keys. On the page only: in a text field a key types, and nothing else.

const KEYS_HELP = [
  ["1 2 3…, lettres", "poser le code qui porte cette touche"],
  ["Espace", "chercher un code par une partie de son nom, Entrée le pose"],
  ["Maj + flèches", "sélectionner des mots"],
  ["Alt + ↓ ou ↑", "sélectionner le passage suivant, précédent"],
  ["i", "code né des mots choisis"],
  ["l", "lier la catégorie à son mode, ou au mode de la question"],
  ["b", "donner au codage choisi les bornes de la sélection"],
  ["Suppr", "retirer le codage, refuser la suggestion"],
  ["Entrée", "accepter la suggestion, ou choisir parmi les modes à départager ; dans « À revoir », placer le codage sur les mots choisis"],
  ["r", "dire ce que sont les mots choisis : mots exacts, propos rapporté, description, remarque"],
  ["m", "écrire un mémo (Échap revient au texte)"],
  ["n", "prochain passage non codé"],
  ["s", "prochaine suggestion"],
  ["d", "prochain passage à départager"],
  ["Ctrl + Z, Ctrl + Y", "annuler, rétablir"],
  ["F6", "volet suivant"],
  ["?", "montrer ou cacher cette liste"],
];

/** Is a key being used to compose a character (dead key, input method)? */
function composing(event) {
  return event.isComposing || event.key === "Dead" || event.key === "Process" || event.keyCode === 229;
}

/** Return the name of a key for a code: the digit under the finger, or the letter typed. */
function keyName(event) {
  // by place for digits: an AZERTY keyboard types & where the digit 1 is engraved
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
  return digit ? digit[1] : event.key.length === 1 ? event.key.toLowerCase() : event.key;
}

/** Hear the keys of a window. `acts` is the window. */
function listenToKeys(root, page, acts) {
  root.addEventListener("keydown", (event) => {
    event.stopPropagation();   // JupyterLab's own shortcuts stay out
    if (composing(event)) return;
    const command = event.ctrlKey || event.metaKey;
    if (event.key === "F6") { event.preventDefault(); acts.nextPane(event.shiftKey ? -1 : 1); return; }
    if (event.target.closest("input, textarea, select")) return;
    if (command && !event.altKey) {
      const key = event.key.toLowerCase();
      if (key === "z" || key === "y") {
        event.preventDefault();
        acts[key === "y" || event.shiftKey ? "redo" : "undo"]();
      }
      return;
    }
    if (!page.paper.contains(event.target)) return;
    page.readSelection();   // the browser tells of a change a little later
    if (event.altKey && !event.shiftKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      acts.passage(event.key === "ArrowDown" ? 1 : -1);
      return;
    }
    if (command || event.altKey || event.getModifierState("AltGraph")) return;
    const act = {
      " ": () => acts.findCode(), "/": () => acts.findCode(), "?": () => acts.help(),
      Enter: () => acts.acceptHere(), Delete: () => acts.removeHere(), Backspace: () => acts.removeHere(),
      Escape: () => acts.escape(),
    }[event.key];
    const letter = { i: "askInVivo", l: "link", b: "move", m: "writeMemo", r: "chooseRegister", n: "nextUncoded", s: "nextSuggestion", d: "nextToSettle" }[keyName(event)];
    if (act) { event.preventDefault(); act(); return; }
    if (letter) { event.preventDefault(); acts[letter](); return; }
    const code = acts.codeOfKey(keyName(event));
    if (code) { event.preventDefault(); acts.code(code); }
  });
  for (const name of ["keyup", "keypress"]) root.addEventListener(name, (event) => event.stopPropagation());
}
