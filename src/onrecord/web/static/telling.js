// What every script of the pages finds things by, and the line in which it says how things are.
export const me = document.body.dataset.me;
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

export function tell(words, kind = "", link = null) {
  const told = $("#told");
  told.className = kind;
  told.textContent = words;
  if (link) {
    const a = document.createElement("a");
    a.href = link.href;
    a.textContent = link.words;
    told.append(" ", a);
  }
}
