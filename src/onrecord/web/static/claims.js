// The claim at hand, and what ties claims to their words: hover and focus.
import { rangeOf, show } from "./places.js";
import { $, $$, tell } from "./telling.js";

export let current = null;
export const spans = (li) => (li?.dataset.spans || "").trim().split(" ").filter(Boolean);
export const firstSpan = () => spans(at()).find((s) => !s.includes(":")); // of the report's own words, not of its title
const moved = () => document.dispatchEvent(new CustomEvent("at-hand")); // another claim is at hand, or the same one anew
export const claims = () => $$("#claims [data-claim]");
export const at = () => current && document.getElementById(`claim-${current}`);

function light(numbers) {
  const wanted = new Set(numbers.map(String));
  $$("#words mark").forEach((m) => m.classList.toggle("lit", m.dataset.claims.split(" ").some((n) => wanted.has(n))));
}

function call(li) {
  $$("#claims [aria-current]").forEach((n) => n.removeAttribute("aria-current"));
  current = li.dataset.claim;
  li.setAttribute("aria-current", "true");
  light([current]);
}

export function go(number, show = true) {
  const li = document.getElementById(`claim-${number}`);
  if (!li) return;
  call(li);
  li.focus({ preventScroll: !show });
  if (show) li.scrollIntoView({ block: "nearest" });
  const words = $("#words mark.lit");
  if (show && words) {
    const place = words.getBoundingClientRect();
    if (place.top < 0 || place.bottom > innerHeight) words.scrollIntoView({ block: "center" });
    li.scrollIntoView({ block: "nearest" });
  }
  moved();
}

export function step(by, openOnly = false, from = at()) {
  const every = claims();
  let n = from ? every.indexOf(from) : by > 0 ? -1 : every.length;
  do n += by; while (every[n] && openOnly && every[n].dataset.state !== "open");
  const found = every[n] || (openOnly && every.find((c) => c.dataset.state === "open")); // the end goes on from the top
  if (found) go(found.dataset.claim);
  else if (openOnly) {
    if (from) go(from.dataset.claim);
    tell(gettext("No claim of this report waits for a judgement: d calls it done and opens the next report."));
  }
}

export function mark(li, what) {
  const state = { accept: "accepted", reject: "rejected" }[what] || "open";
  li.dataset.state = state;
  li.className = `claim ${state} saving`;
}

export function judge(decision) {
  const li = at();
  if (!li) return step(1, true);
  const button = $(`[data-do=${decision}]`, li);
  if (button) button.click();
}

function content(li) {
  show("content", li.dataset.content.trim().split(" ").map((s) => rangeOf(...s.split("-").map(Number))));
}

document.addEventListener("focusin", (e) => {
  const li = e.target.closest("#claims [data-claim]");
  if (li && li.dataset.claim !== current) {
    call(li);
    moved();
  }
  const said = e.target.closest("[data-content]");
  if (said) content(said);
});
document.addEventListener("mouseover", (e) => {
  const li = e.target.closest("#claims [data-claim]"), words = e.target.closest("#words mark"), said = e.target.closest("[data-content]");
  if (li) light([li.dataset.claim]);
  if (words) {
    const numbers = words.dataset.claims.split(" ");
    light(numbers);
    claims().forEach((c) => c.classList.toggle("lit", numbers.includes(c.dataset.claim)));
  } else if (!li) claims().forEach((c) => c.classList.remove("lit"));
  if (said) content(said);
});
