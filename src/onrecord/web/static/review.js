// The reader's page at the keyboard. Everything here is also done by plain forms and links: without script the page works.
// Decisions wait in this browser until the server has them; nothing is sent anywhere else.
"use strict";
(() => {
  const me = document.body.dataset.me;
  const box = `onrecord.waiting.${document.body.dataset.record}`;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // On a phone the row of pages scrolls sideways: begin it where one is.
  const here = $(".places [aria-current]");
  if (here) here.parentElement.scrollBy(here.getBoundingClientRect().left - here.parentElement.getBoundingClientRect().left - 16, 0);

  // -- telling ------------------------------------------------------------------------------------------------
  function tell(words, kind = "", link = null) {
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

  // -- saving: one decision after the other, kept until the server has answered ----------------------------------
  const waiting = () => JSON.parse(localStorage.getItem(box) || "[]");
  const keep = (list) => (list.length ? localStorage.setItem(box, JSON.stringify(list)) : localStorage.removeItem(box));
  const token = () => $("input[name=token]")?.value || "";
  let pumping = false, again = null, cut = false, refused = null;

  function save(url, fields, then = null) {
    keep([...waiting(), { url: new URL(url, location.href).pathname, fields: fields.filter(([k]) => k !== "token"), then }]);
    pump();
  }

  async function send(item) {
    const body = new URLSearchParams([...item.fields, ["token", token()]]);
    return fetch(item.url, { method: "POST", headers: { Accept: "application/json" }, body, signal: AbortSignal.timeout(15000) });
  }

  async function pump() {
    if (pumping) return;
    pumping = true;
    try {
      if (navigator.locks) await navigator.locks.request(box, empty); // two tabs save one after the other
      else await empty();
    } finally {
      pumping = false;
    }
    if (waiting().length && !cut) await pump(); // decided while the page was being looked at again
  }

  async function empty() {
    let saved = 0, then = null;
    for (let list = waiting(); list.length; list = waiting()) {
      let answer;
      try {
        answer = await send(list[0]);
        if (answer.status === 503) throw new Error("busy");
      } catch {
        lost();
        return;
      }
      const [item] = list;
      keep(waiting().slice(1));
      if (answer.ok) {
        saved += 1;
        then = item.then;
      } else await told(answer, item);
    }
    if (cut) {
      cut = false;
      tell(saved ? ngettext("The workbench is back, and %(n)s decision is saved.", "The workbench is back, and %(n)s decisions are saved.", saved) : gettext("The workbench is back."), "back");
    } else if (saved && !refused) tell(ngettext("Saved: %(n)s decision.", "Saved: %(n)s decisions.", saved));
    refused = null;
    if (then) location.assign(then);
    else if (saved || $(".saving")) await refresh();
  }

  async function told(answer, item) {
    const said = await answer.json().catch(() => ({ sentence: gettext("The workbench could not save this.") }));
    refused = item;
    if (answer.status === 409) {
      const who = [...new Set(said.others.map((j) => j.by))].join(gettext(" and "));
      const number = item.url.split("/")[2];
      tell(gettext("You and %(who)s judged claim %(number)s at the same moment. Both are kept, and the record follows yours.", { who, number }), "wrong",
        { href: `/claim/${number}`, words: gettext("See both") });
    } else tell(said.sentence, "wrong");
  }

  function lost() {
    cut = true;
    const n = waiting().length;
    tell(ngettext("No connection to the workbench. %(n)s decision waits in this browser and will be saved when it is back.", "No connection to the workbench. %(n)s decisions wait in this browser and will be saved when it is back.", n), "offline");
    clearTimeout(again);
    again = setTimeout(pump, 1500);
  }

  addEventListener("online", pump);
  addEventListener("offline", lost);
  addEventListener("beforeunload", (e) => { if (cut && waiting().length) e.preventDefault(); });
  if (waiting().length && me) pump();

  async function refresh() {
    if (!$("#reader")) return;
    let text;
    try {
      text = await (await fetch(location.pathname + location.search)).text();
    } catch {
      return lost();
    }
    if (waiting().length) return; // older than what was decided since: it is looked at again once that is saved
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const scroll = $("#claims").scrollTop;
    const folded = $("details.folded");
    const part = (page, id) => page.getElementById(id)?.closest("details.folded") ?? page.getElementById(id); // the words with their fold
    for (const id of ["bench", "words", "claims", "remarks"]) {
      const mine = part(document, id), theirs = part(fresh, id);
      if (mine && theirs) mine.replaceWith(theirs);
    }
    if (folded?.open && $("details.folded")) $("details.folded").open = true;
    $("#claims").scrollTop = scroll;
    repick?.();
    if (current) go(current, false);
  }
  let decided = null, repick = null; // the reader's page: its picks are done with, or to be shown again

  // -- forms that are sent by script ------------------------------------------------------------------------------
  const fieldsOf = (form, submitter) => {
    const fields = [...new FormData(form)];
    if (submitter?.name) fields.push([submitter.name, submitter.value]);
    return fields;
  };

  document.addEventListener("submit", async (e) => {
    const form = e.target, by = e.submitter;
    if (form.method !== "post" || !me || form.closest("header") || form.action.endsWith("/me") || (!$("#reader") && !form.closest("dialog"))) return;
    e.preventDefault();
    const url = by?.hasAttribute("formaction") ? by.formAction : form.action;
    const fields = fieldsOf(form, by);
    if (form.closest("dialog")) return inDialog(form, url, fields);
    const leaves = ["done", "skip"].includes(by?.dataset.do) ? $("[data-do=next-report]")?.getAttribute("href") || "/queue" : null;
    const li = by?.closest("[data-claim]");
    if (li) mark(li, by.dataset.do);
    save(url, fields, leaves);
    if (li) step(1, true, li);
  });

  async function inDialog(form, url, fields) {
    const item = { url: new URL(url).pathname, fields: fields.filter(([k]) => k !== "token") };
    let answer;
    try {
      answer = await send(item);
    } catch {
      keep([...waiting(), item]); // no answer: it waits with the others
      dialog.close();
      return lost();
    }
    if (answer.ok || answer.status === 409) {
      if (item.url === "/claims/judge") decided?.();
      dialog.close();
      if (!answer.ok) await told(answer, item);
      else tell(gettext("Saved."));
      refused = null;
      return refresh();
    }
    const said = await answer.json().catch(() => ({ sentence: gettext("The workbench could not save this.") }));
    let alert = $("[role=alert].refusal", form);
    if (!alert) {
      alert = document.createElement("p");
      alert.className = "wrong wide refusal";
      alert.setAttribute("role", "alert");
      form.prepend(alert);
    }
    alert.textContent = said.sentence;
  }

  // -- the dialog, filled from the page that does the same without script -----------------------------------------
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", gettext("Details"));
  document.body.append(dialog);
  dialog.addEventListener("close", () => { dialog.className = ""; dialog.replaceChildren(); if (current) go(current, false); });

  async function open(url, focus = "[data-form] select, [data-form] input:not([type=hidden])") {
    let page;
    try {
      page = new DOMParser().parseFromString(await (await fetch(url)).text(), "text/html");
    } catch {
      return lost();
    }
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "small plain shut";
    shut.textContent = gettext("Close (Esc)");
    shut.addEventListener("click", () => dialog.close());
    const main = document.createElement("div");
    main.append(...$("main", page).childNodes);
    $$("#told, .back", main).forEach((n) => n.remove());
    $("h1", main)?.setAttribute("tabindex", "-1");
    dialog.replaceChildren(shut, main);
    dialog.setAttribute("aria-label", $("h1", main)?.textContent.trim() || gettext("Details"));
    if (!dialog.open) dialog.showModal();
    ($$(focus, main)[0] || $("h1", main))?.focus();
  }

  const home = $("[data-do=back]");
  if (home) document.addEventListener("keydown", (e) => { // the page of an original by itself: the same key leads back
    if (e.key === "o" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest("input:not([type=checkbox]), textarea")) home.click();
  });
  if (!$("#reader")) return;

  // -- the claim at hand -------------------------------------------------------------------------------------------
  const picked = new Set();
  let current = null, edges = null;
  const claims = () => $$("#claims [data-claim]");
  const at = () => current && document.getElementById(`claim-${current}`);

  function light(numbers) {
    const wanted = new Set(numbers.map(String));
    $$("#words mark").forEach((m) => m.classList.toggle("lit", m.dataset.claims.split(" ").some((n) => wanted.has(n))));
  }

  function go(number, show = true) {
    const li = document.getElementById(`claim-${number}`);
    if (!li) return;
    $$("#claims [aria-current]").forEach((n) => n.removeAttribute("aria-current"));
    current = number;
    li.setAttribute("aria-current", "true");
    li.focus({ preventScroll: !show });
    if (show) li.scrollIntoView({ block: "nearest" });
    light([number]);
    const words = $("#words mark.lit");
    if (show && words) {
      const place = words.getBoundingClientRect();
      if (place.top < 0 || place.bottom > innerHeight) words.scrollIntoView({ block: "center" });
      li.scrollIntoView({ block: "nearest" });
    }
    edges = null;
    handles();
  }

  function step(by, openOnly = false, from = at()) {
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

  function mark(li, what) {
    const state = { accept: "accepted", reject: "rejected" }[what] || "open";
    li.dataset.state = state;
    li.className = `claim ${state} saving`;
  }

  function judge(decision) {
    const li = at();
    if (!li) return step(1, true);
    const button = $(`[data-do=${decision}]`, li);
    if (button) button.click();
  }

  document.addEventListener("focusin", (e) => {
    const li = e.target.closest("#claims [data-claim]");
    if (li && li.dataset.claim !== current) {
      $$("#claims [aria-current]").forEach((n) => n.removeAttribute("aria-current"));
      current = li.dataset.claim;
      li.setAttribute("aria-current", "true");
      light([current]);
      handles();
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
  document.addEventListener("click", (e) => {
    const act = e.target.closest("[data-do]");
    const several = e.target.closest("[data-many]");
    if (several && !e.ctrlKey && !e.metaKey && !e.shiftKey) {
      e.preventDefault();
      open(several.href, "button:not(.shut)");
    }
    if (act?.dataset.do === "amend" && me && !e.ctrlKey && !e.metaKey) {
      e.preventDefault();
      go(act.closest("[data-claim]").dataset.claim, false);
      open(act.href);
    } else if (act?.dataset.do === "help") open_help();
    const mark = e.target.closest("#words mark");
    if (mark && getSelection().isCollapsed) {
      e.preventDefault();
      go(mark.dataset.claims.split(" ")[0]);
    }
  });

  // -- places of words, in code points as the ledger has them ------------------------------------------------------
  const article = () => $("#words");
  const leftward = () => getComputedStyle(article()).direction === "rtl"; // the report's words, whatever the page's are
  const length = (text) => { let n = 0; for (const _ of text) n += 1; return n; };

  function placeOf(node, offset) {
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

  function rangeOf(start, end) {
    const a = pointAt(start), b = pointAt(end - 1);
    if (!a || !b) return null;
    const range = document.createRange();
    range.setStart(...a);
    range.setEnd(b[0], Math.min(b[0].data.length, b[1] + String.fromCodePoint(b[0].data.codePointAt(b[1]) || 32).length));
    return range;
  }

  function show(name, ranges) {
    if (!window.CSS?.highlights) return;
    CSS.highlights.set(name, new Highlight(...ranges.filter(Boolean)));
  }

  function content(li) {
    show("content", li.dataset.content.trim().split(" ").map((s) => rangeOf(...s.split("-").map(Number))));
  }

  // -- words chosen for a claim of one's own -------------------------------------------------------------------------
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
    const words = me && $("[data-do=add]") && !edges ? chosen() : null;
    bar.hidden = !words;
    if (!words) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = gettext("Make a claim of these words (+)");
    button.addEventListener("mousedown", (e) => e.preventDefault());
    button.addEventListener("click", add);
    bar.replaceChildren(button);
  });

  function add() {
    const words = chosen();
    const about = at()?.dataset.incident || "";
    const query = words ? `?start=${words.start}&end=${words.end}&about=${encodeURIComponent(about)}` : "";
    open(`/add/${$("#reader").dataset.report}${query}`, "[open] select, [open] input:not([type=hidden])");
  }

  let known = null; // the words of the article at hand, as [start, end] in code points
  function words() {
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

  let walk = null; // the first and the last word that are chosen, by their number
  function choose() {
    const first = spans(at()).find((s) => !s.includes(":"));
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

  function move(e) {
    const on = leftward() ? -1 : 1;
    const by = { ArrowRight: on, ArrowLeft: -on, ArrowDown: 10, ArrowUp: -10 }[e.key], last = words().length - 1;
    const within = (n) => Math.min(last, Math.max(0, n));
    if (e.shiftKey) walk = [walk[0], Math.max(walk[0], within(walk[1] + by))];
    else walk = [within((by > 0 ? walk[1] : walk[0]) + by), 0].map((_, n, all) => all[0]);
    reach();
  }

  // -- the edges of a claim's words ------------------------------------------------------------------------------------
  const spans = (li) => (li?.dataset.spans || "").trim().split(" ").filter(Boolean);
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

  function begin(set = true) {
    const first = spans(at()).find((s) => !s.includes(":"));
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

  function nudge(side, way) {
    if (!begin() && !edges) return;
    const place = edges[side], list = words(), n = side === "start" ? 0 : 1;
    const next = way === "forward" ? list.find((w) => w[n] > place) : list.findLast((w) => w[n] < place);
    if (next) shift(side, next[n]);
    tell(gettext("Enter saves these words as the claim's, Esc leaves them as they were."));
  }

  function settle() {
    if (!edges) return;
    const { claim, first, start, end } = edges, li = at();
    edges = null;
    show("edges", []);
    if (`${start}-${end}` === first) return handles();
    const proof = [...new FormData($("#judging"))].filter(([k]) => ["seen", "me"].includes(k));
    li.classList.add("saving");
    save(`/claim/${claim}/amend`, [...proof, ...spans(li).map((s) => ["span", s === first ? `${start}-${end}` : s])]);
  }

  // -- keys ------------------------------------------------------------------------------------------------------------
  const KEYS = [
    ["j ↓", gettext("next claim")], ["k ↑", gettext("claim before")], ["n", gettext("next claim that nobody judged")], ["a", gettext("accept")], ["r", gettext("reject")],
    ["e", gettext("amend")], ["c", gettext("comment")], ["u", gettext("undo my last decision")], ["U", gettext("undo the judgement of this claim")],
    ["s", gettext("split the person or the incident that the claim is about (S: the incident)")],
    ["m", gettext("merge it with another (M: the incident)")], ["[ {", gettext("its words begin a word earlier, later")],
    ["] }", gettext("its words end a word later, earlier")], ["v", gettext("choose words: arrows move, Shift extends")], ["+", gettext("make a claim of the chosen words")],
    ["x", gettext("pick this claim")], ["X", gettext("pick all of this incident that nobody judged")], ["A", gettext("accept what is picked")], ["R", gettext("reject what is picked")],
    ["g", gettext("to its words")], ["o", gettext("the original")], ["d", gettext("done with this report")], ["l", gettext("leave it for later")],
    ["N", gettext("next report")], ["?", gettext("these keys")], ["Esc", gettext("stop")],
  ];

  function open_help() {
    const off = localStorage.getItem("onrecord.keys") === "off";
    const title = document.createElement("h1");
    title.textContent = gettext("Keys");
    title.tabIndex = -1;
    const list = document.createElement("dl");
    list.className = "keys";
    for (const [keys, words] of KEYS) {
      const dt = document.createElement("dt"), dd = document.createElement("dd");
      keys.split(" ").forEach((k) => { const kbd = document.createElement("kbd"); kbd.textContent = k; dt.append(kbd, " "); });
      dd.textContent = words;
      list.append(dt, dd);
    }
    const turn = document.createElement("button");
    turn.type = "button";
    turn.textContent = off ? gettext("Turn the keys on") : gettext("Turn the keys off");
    turn.addEventListener("click", () => { localStorage.setItem("onrecord.keys", off ? "on" : "off"); dialog.close(); });
    const shut = document.createElement("button");
    shut.type = "button";
    shut.className = "plain";
    shut.textContent = gettext("Close (Esc)");
    shut.addEventListener("click", () => dialog.close());
    const row = document.createElement("p");
    row.className = "buttons";
    row.append(turn, shut);
    dialog.replaceChildren(title, list, row);
    dialog.setAttribute("aria-label", gettext("Keys"));
    dialog.showModal();
    title.focus();
  }

  // -- several at once: the picked ones, and what will change before it does -------------------------------------------
  function pick(number, on) {
    on ? picked.add(number) : picked.delete(number);
    repick();
    tell(ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size));
  }

  repick = () => {
    for (const li of claims()) {
      const on = picked.has(li.dataset.claim), box = $("input[name=claim]", li);
      li.classList.toggle("picked", on);
      if (box) box.checked = on;
    }
    const said = $("#picks");
    if (said) said.textContent = picked.size ? ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size) : gettext("The picked ones:");
    $$("#several button").forEach((b) => { b.disabled = !picked.size; });
  };
  decided = () => picked.clear();
  repick();

  function pick_all() { // of the incident at hand, what nobody has judged; and none of them, where all are picked
    const group = (at() || claims()[0])?.dataset.incident, left = claims().filter((c) => c.dataset.incident === group && c.dataset.state === "open");
    const all = left.every((c) => picked.has(c.dataset.claim));
    left.forEach((c) => (all ? picked.delete(c.dataset.claim) : picked.add(c.dataset.claim)));
    repick();
    tell(ngettext("%(n)s claim is picked.", "%(n)s claims are picked.", picked.size));
  }

  function many(decision) {
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

  // The original over the page, at the words of the claim at hand; the same key takes it away again.
  function original() {
    const link = $("[data-do=original]");
    if (!link) return;
    const first = spans(at()).find((s) => !s.includes(":"));
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
    x: () => at() && pick(current, !picked.has(current)), X: pick_all,
    A: () => many("accept"), R: () => many("reject"), g: () => $("#words mark.lit")?.scrollIntoView({ block: "center" }),
    "?": open_help,
  };

  document.addEventListener("keydown", (e) => {
    const typing = e.target.closest("input, textarea, select, [contenteditable]");
    if (e.key === "o" && dialog.matches(".original[open]")) return dialog.close();
    if (dialog.open || typing || e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === "Escape") {
      edges = walk = null;
      show("edges", []);
      getSelection().removeAllRanges();
      tell("");
      return handles();
    }
    if (e.key !== "?" && localStorage.getItem("onrecord.keys") === "off") return;
    if (edges && e.key === "Enter") { e.preventDefault(); return settle(); }
    if (e.key.startsWith("Arrow") && walk && document.activeElement === article()) { e.preventDefault(); return move(e); }
    if (e.key.startsWith("Arrow") && !e.target.closest("#claims")) return; // the page scrolls
    if (does[e.key]) { e.preventDefault(); does[e.key](); }
  });

  const asked = location.hash.match(/^#claim-(\d+)$/);
  if (asked) go(asked[1]);
})();
