// Words chosen for a claim of one's own, with the mouse or the keys.
import { at, firstSpan } from "./claims.js";
import { open } from "./dialog.js";
import { moving } from "./edges.js";
import { article, leftward, placeOf, rangeOf, words } from "./places.js";
import { $, me, tell } from "./telling.js";

const bar = document.createElement("div");
bar.id = "chosen";
bar.hidden = true;
document.body.append(bar);

function chosen() {
  const s = getSelection();
  if (!s.rangeCount || s.isCollapsed || !article().contains(s.anchorNode) || !article().contains(s.focusNode)) return null;
  const r = s.getRangeAt(0);
  const start = placeOf(r.startContainer, r.startOffset), end = placeOf(r.endContainer, r.endOffset);
  return end > start ? { start, end, text: r.toString() } : null;
}

document.addEventListener("selectionchange", () => {
  const words = me && $("[data-do=add]") && !moving() ? chosen() : null;
  bar.hidden = !words;
  if (!words) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = gettext("Make a claim of these words (+)");
  button.addEventListener("mousedown", (e) => e.preventDefault());
  button.addEventListener("click", add);
  bar.replaceChildren(button);
});

export function add() {
  const words = chosen();
  const about = at()?.dataset.incident || "";
  const query = words ? `?start=${words.start}&end=${words.end}&about=${encodeURIComponent(about)}` : "";
  open(`/add/${$("#reader").dataset.report}${query}`, "[open] select, [open] input:not([type=hidden])");
}

let walk = null; // the first and the last word that are chosen, by their number
export function choose() {
  const first = firstSpan();
  const [start, end] = first ? first.split("-").map(Number) : [0, 1];
  const list = words();
  if (!list.length) return;
  const from = Math.max(0, list.findIndex(([, e]) => e > start));
  const to = list.findLastIndex(([s]) => s < end);
  walk = [from, Math.max(from, to)];
  article().setAttribute("tabindex", "-1");
  article().focus({ preventScroll: true });
  reach();
  tell(gettext("Choose words: arrow keys move, with Shift they extend. Press + to make a claim, Esc to stop."));
}

function reach() {
  const list = words(), range = rangeOf(list[walk[0]][0], list[walk[1]][1]);
  if (!range) return;
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  const box = range.getBoundingClientRect();
  if (box.top < 0 || box.bottom > innerHeight) range.startContainer.parentElement.scrollIntoView({ block: "center" });
}

export function move(e) {
  const on = leftward() ? -1 : 1;
  const by = { ArrowRight: on, ArrowLeft: -on, ArrowDown: 10, ArrowUp: -10 }[e.key], last = words().length - 1;
  const within = (n) => Math.min(last, Math.max(0, n));
  if (e.shiftKey) walk = [walk[0], Math.max(walk[0], within(walk[1] + by))];
  else walk = [within((by > 0 ? walk[1] : walk[0]) + by), 0].map((_, n, all) => all[0]);
  reach();
}

export const walking = () => walk !== null && document.activeElement === article();

export function stop() {
  walk = null;
  getSelection().removeAllRanges();
}
