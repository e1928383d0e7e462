// The keys of a report's page.
import { at, current, firstSpan, judge, step } from "./claims.js";
import { add, choose, move, stop, walking } from "./choosing.js";
import { dialog, open } from "./dialog.js";
import { leave, moving, nudge, settle } from "./edges.js";
import { help } from "./helping.js";
import { isPicked, many, pick, pickAll } from "./picking.js";
import { $, tell } from "./telling.js";

// The original over the page, at the words of the claim at hand; the same key takes it away again.
function original() {
  const link = $("[data-do=original]");
  if (!link) return;
  const first = firstSpan();
  open(link.getAttribute("href") + (first ? `?words=${first}` : ""), ".picture[data-words] .ask, .inert").then(() => {
    dialog.classList.add("original");
    $("[data-words]", dialog)?.scrollIntoView({ block: "center" });
  });
}

const click = (what, within = document) => $(`[data-do=${what}]`, within)?.click();
const thing = (li, upper) => (!upper && li?.dataset.person) || (li?.dataset.incident.startsWith("i") ? li.dataset.incident : null);
const does = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => step(1, true),
  a: () => judge("accept"), r: () => judge("reject"), e: () => click("amend", at() || undefined),
  c: () => (at() ? open(`/claim/${current}`, "textarea[name=text]") : $("#remarks textarea")?.focus()),
  u: () => click("undo-last"), U: () => at() && click("undo", at()),
  s: () => thing(at()) && open(`/thing/${thing(at())}`, "[data-form=split] input[type=checkbox]"),
  S: () => thing(at(), true) && open(`/thing/${thing(at(), true)}`, "[data-form=split] input[type=checkbox]"),
  m: () => thing(at()) && open(`/thing/${thing(at())}`, "[data-form=merge] input:not([type=hidden])"),
  M: () => thing(at(), true) && open(`/thing/${thing(at(), true)}`, "[data-form=merge] input:not([type=hidden])"),
  "[": () => nudge("start", "backward"), "{": () => nudge("start", "forward"), "]": () => nudge("end", "forward"), "}": () => nudge("end", "backward"),
  v: choose, "+": add, o: original, d: () => click("done"), l: () => click("skip"), N: () => click("next-report"),
  x: () => at() && pick(current, !isPicked(current)), X: pickAll,
  A: () => many("accept"), R: () => many("reject"), g: () => $("#words mark.lit")?.scrollIntoView({ block: "center" }),
  "?": help,
};

document.addEventListener("keydown", (e) => {
  const typing = e.target.closest("input, textarea, select, [contenteditable]");
  if (e.key === "o" && dialog.matches(".original[open]")) return dialog.close();
  if (dialog.open || typing || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "Escape") {
    stop();
    tell("");
    return leave();
  }
  if (e.key !== "?" && localStorage.getItem("onrecord.keys") === "off") return;
  if (moving() && e.key === "Enter") { e.preventDefault(); return settle(); }
  if (e.key.startsWith("Arrow") && walking()) { e.preventDefault(); return move(e); }
  if (e.key.startsWith("Arrow") && !e.target.closest("#claims")) return; // the page scrolls
  if (does[e.key]) { e.preventDefault(); does[e.key](); }
});
