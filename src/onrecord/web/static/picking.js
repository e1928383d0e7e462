// Several claims at once: the picked ones, and what will change before it does.
import { at, claims, current } from "./claims.js";
import { open } from "./dialog.js";
import { $, $$, tell } from "./telling.js";

const picked = new Set();

export function pick(number, on) {
  on ? picked.add(number) : picked.delete(number);
  repick();
  tell(ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size));
}

export function repick() {
  for (const li of claims()) {
    const on = picked.has(li.dataset.claim), box = $("input[name=claim]", li);
    li.classList.toggle("picked", on);
    if (box) box.checked = on;
  }
  const said = $("#picks");
  if (said) said.textContent = picked.size ? ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size) : gettext("The picked ones:");
  $$("#several button").forEach((b) => { b.disabled = !picked.size; });
}
repick();

export const isPicked = (number) => picked.has(number);
export const unpick = () => picked.clear();

export function pickAll() { // of the incident at hand, what nobody has judged; and none of them, where all are picked
  const group = (at() || claims()[0])?.dataset.incident, left = claims().filter((c) => c.dataset.incident === group && c.dataset.state === "open");
  const all = left.every((c) => picked.has(c.dataset.claim));
  left.forEach((c) => (all ? picked.delete(c.dataset.claim) : picked.add(c.dataset.claim)));
  repick();
  tell(ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size));
}

export function many(decision) {
  const several = picked.size ? [...picked] : current ? [current] : [];
  if (!several.length) return;
  const back = encodeURIComponent(location.pathname);
  open(`/claims/preview?decision=${decision}&back=${back}&${several.map((n) => `claim=${n}`).join("&")}`, "button:not(.shut)");
}
document.addEventListener("change", (e) => {
  if (e.target.matches("#claims input[name=claim]")) pick(e.target.value, e.target.checked);
});
document.addEventListener("submit", (e) => {
  if (e.target.id !== "several") return;
  e.preventDefault();
  many(e.submitter.value);
});
