// The edges of a claim's words, which are dragged, or moved word by word, to amend it.
import { at, current, firstSpan, spans } from "./claims.js";
import { article, leftward, placeOf, rangeOf, show, words } from "./places.js";
import { save } from "./saving.js";
import { $, me, tell } from "./telling.js";

let edges = null; // {claim, first, start, end} while they are moved
export const moving = () => edges !== null;

export function leave() {
  edges = null;
  show("edges", []);
  handles();
}

const grips = ["start", "end"].map((side) => {
  const grip = document.createElement("span");
  grip.className = `grip ${side}`;
  grip.hidden = true;
  grip.addEventListener("pointerdown", (e) => {
    e.preventDefault();
    grip.setPointerCapture(e.pointerId);
    begin();
  });
  grip.addEventListener("pointermove", (e) => {
    if (!edges || !grip.hasPointerCapture(e.pointerId)) return;
    grips.forEach((g) => (g.style.pointerEvents = "none"));
    const caret = document.caretPositionFromPoint?.(e.clientX, e.clientY);
    const range = caret ? null : document.caretRangeFromPoint?.(e.clientX, e.clientY);
    grips.forEach((g) => (g.style.pointerEvents = ""));
    const node = caret?.offsetNode || range?.startContainer;
    if (!node || !article().contains(node)) return;
    shift(side, placeOf(node, caret ? caret.offset : range.startOffset));
  });
  grip.addEventListener("pointerup", (e) => {
    grip.releasePointerCapture(e.pointerId);
    settle();
  });
  document.body.append(grip);
  return grip;
});

function handles() {
  const span = edges || begin(false);
  const range = me && span && $("[data-do=accept]") && !$(".folded:not([open])") ? rangeOf(span.start, span.end) : null;
  const rects = range ? [...range.getClientRects()] : [];
  grips.forEach((grip, n) => {
    const rect = rects.at(n ? -1 : 0);
    grip.hidden = !rect;
    if (!rect) return;
    grip.style.left = `${scrollX + (Boolean(n) === leftward() ? rect.left : rect.right)}px`;
    grip.style.top = `${scrollY + rect.top}px`;
    grip.style.height = `${rect.height}px`;
  });
}
addEventListener("resize", handles);
addEventListener("toggle", handles, true); // what is folded has no edges to drag
document.addEventListener("at-hand", leave);

function begin(set = true) {
  const first = firstSpan();
  if (!first) return null;
  const [start, end] = first.split("-").map(Number);
  const found = { claim: current, first, start, end };
  if (set && !edges) edges = found;
  return found;
}

function shift(side, place) {
  if (side === "start" ? place < edges.end : place > edges.start) edges[side] = place;
  show("edges", [rangeOf(edges.start, edges.end)]);
  handles();
}

export function nudge(side, way) {
  if (!begin() && !edges) return;
  const place = edges[side], list = words(), n = side === "start" ? 0 : 1;
  const next = way === "forward" ? list.find((w) => w[n] > place) : list.findLast((w) => w[n] < place);
  if (next) shift(side, next[n]);
  tell(gettext("Enter saves these words as the claim's, Esc leaves them as they were."));
}

export function settle() {
  if (!edges) return;
  const { claim, first, start, end } = edges, li = at();
  edges = null;
  show("edges", []);
  if (`${start}-${end}` === first) return handles();
  const proof = [...new FormData($("#judging"))].filter(([k]) => ["seen", "me"].includes(k));
  li.classList.add("saving");
  save(`/claim/${claim}/amend`, [...proof, ...spans(li).map((s) => ["span", s === first ? `${start}-${end}` : s])]);
}
