// Searching only: the page is whole without it.
(() => {
  const form = document.querySelector("form.search");
  const box = document.getElementById("mots");
  const told = document.getElementById("trouve");
  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’ʼ]/g, "'").toLowerCase();
  const all = [...document.querySelectorAll(".searchable")].map((node) => [node, fold(node.textContent)]);
  const tops = all.filter(([node]) => !node.parentElement.closest(".searchable"));
  const seek = () => {
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [node, text] of tops) {
      const hit = words.every((word) => text.includes(word));
      node.hidden = !hit;
      found += hit;
    }
    for (const cell of document.querySelectorAll(".cell")) {
      cell.hidden = !cell.querySelector(".searchable:not([hidden])");
    }
    const said = found < 2 ? `${found} réponse` : `${found} réponses`;
    told.textContent = words.length ? said : "";
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  box.addEventListener("input", seek);
  // a cell that the search hid opens all the same when its link is followed
  document.addEventListener("click", (event) => {
    if (event.target.closest('a[href^="#"]') && box.value) {
      box.value = "";
      seek();
    }
  });
})();
