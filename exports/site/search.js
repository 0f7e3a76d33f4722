// Shortens the lists of the contents to the entries in which every word that is typed begins a word.
"use strict";
(() => {
  const form = document.getElementById("search"), typed = form.elements.q, found = document.getElementById("found");
  const entries = [...document.querySelectorAll("[data-find]")];
  // as figures.kit.text.folded writes the words of the entries
  const LETTERS = {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ۀ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ؤ": "و"};
  const folded = (text) =>
    text.toLowerCase().replace(/[يىكةۀأإآؤ]/g, (one) => LETTERS[one]).replace(/[\u200cʻʼ’']/g, "")
      .normalize("NFKD").replace(/\p{M}/gu, "");
  const shorten = () => {
    const words = folded(typed.value).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    let number = 0;
    for (const entry of entries) {
      const text = ` ${entry.dataset.find}`;
      entry.hidden = !words.every((word) => text.includes(` ${word}`));
      number += !entry.hidden;
    }
    for (const list of document.querySelectorAll("section.list"))
      list.hidden = !list.querySelector("[data-find]:not([hidden])");
    found.textContent = number ? "" : found.dataset.none;
  };
  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  typed.addEventListener("input", shorten);
  typed.value = new URLSearchParams(location.search).get("q") ?? "";
  shorten();
})();
