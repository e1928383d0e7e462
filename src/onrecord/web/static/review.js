// The page of a report at the keyboard. Everything here is also done by plain forms and links: without script the page works.
import { current, go, mark, step } from "./claims.js";
import { dialog, inDialog, open } from "./dialog.js";
import { help } from "./helping.js";
import "./keys.js";
import { repick, unpick } from "./picking.js";
import { anyWaiting, lost, save, whenSaved } from "./saving.js";
import { $, me } from "./telling.js";

async function refresh() {
  let text;
  try {
    text = await (await fetch(location.pathname + location.search)).text();
  } catch {
    return lost();
  }
  if (anyWaiting()) return; // older than what was decided since: it is looked at again once that is saved
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
  repick();
  if (current) go(current, false);
}
whenSaved(refresh);
dialog.addEventListener("close", () => { if (current) go(current, false); });

const fieldsOf = (form, submitter) => {
  const fields = [...new FormData(form)];
  if (submitter?.name) fields.push([submitter.name, submitter.value]);
  return fields;
};

document.addEventListener("submit", async (e) => {
  const form = e.target, by = e.submitter;
  if (form.method !== "post" || !me || form.closest("header") || form.action.endsWith("/me")) return;
  e.preventDefault();
  const url = by?.hasAttribute("formaction") ? by.formAction : form.action;
  const fields = fieldsOf(form, by);
  if (form.closest("dialog")) {
    const saved = await inDialog(form, url, fields);
    if (saved && new URL(url).pathname === "/claims/judge") unpick();
    return saved && refresh();
  }
  const leaves = ["done", "skip"].includes(by?.dataset.do) ? $("[data-do=next-report]")?.getAttribute("href") || "/queue" : null;
  const li = by?.closest("[data-claim]");
  if (li) mark(li, by.dataset.do);
  save(url, fields, leaves);
  if (li) step(1, true, li);
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
  } else if (act?.dataset.do === "help") help();
  const mark = e.target.closest("#words mark");
  if (mark && getSelection().isCollapsed) {
    e.preventDefault();
    go(mark.dataset.claims.split(" ")[0]);
  }
});

const asked = location.hash.match(/^#claim-(\d+)$/);
if (asked) go(asked[1]);
