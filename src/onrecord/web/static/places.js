// Places of words, in code points as the ledger has them.
import { $, $$ } from "./telling.js";

export const article = () => $("#words");
export const leftward = () => getComputedStyle(article()).direction === "rtl"; // the report's words, whatever the page's are
const length = (text) => { let n = 0; for (const _ of text) n += 1; return n; };

export function placeOf(node, offset) {
  let el = (node.nodeType === 3 ? node.parentElement : node).closest?.("[data-start]");
  if (!el) { // between the pieces, or in a tag: the end of the piece before
    let before = node.nodeType === 3 ? node.parentElement : node.childNodes[offset] || node.lastChild;
    while (before && before !== article() && !(before.dataset && before.dataset.start)) before = before.previousSibling || before.parentElement;
    if (!before || before === article()) return 0;
    return Number(before.dataset.start) + length(before.textContent);
  }
  const range = document.createRange();
  range.setStart(el, 0);
  range.setEnd(node, offset);
  return Number(el.dataset.start) + length(range.toString());
}

function pointAt(place) {
  let found = null;
  for (const el of $$("[data-start]", article())) {
    if (Number(el.dataset.start) > place) break;
    found = el;
  }
  if (!found) return null;
  const text = document.createTreeWalker(found, NodeFilter.SHOW_TEXT).nextNode();
  if (!text) return null;
  let units = 0, left = place - Number(found.dataset.start);
  for (const c of text.data) {
    if (left-- <= 0) break;
    units += c.length;
  }
  return [text, units];
}

export function rangeOf(start, end) {
  const a = pointAt(start), b = pointAt(end - 1);
  if (!a || !b) return null;
  const range = document.createRange();
  range.setStart(...a);
  range.setEnd(b[0], Math.min(b[0].data.length, b[1] + String.fromCodePoint(b[0].data.codePointAt(b[1]) || 32).length));
  return range;
}

export function show(name, ranges) {
  if (!window.CSS?.highlights) return;
  CSS.highlights.set(name, new Highlight(...ranges.filter(Boolean)));
}

let known = null; // the words of the article at hand, as [start, end] in code points
export function words() {
  if (known?.of === article()) return known.list;
  const text = $$("[data-start]", article()).map((e) => e.textContent).join("");
  const list = [];
  let place = 0;
  for (const s of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
    const n = length(s.segment);
    if (s.isWordLike) list.push([place, place + n]);
    place += n;
  }
  known = { of: article(), list };
  return list;
}
