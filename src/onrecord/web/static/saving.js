// Saving: one decision after the other. Decisions wait in this browser until the server has them, whatever page is open; nothing is sent
// anywhere else. Everything here is also done by plain forms: without script the pages work.
import { $, me, tell } from "./telling.js";

const box = `onrecord.waiting.${document.body.dataset.record}`;
const waiting = () => JSON.parse(localStorage.getItem(box) || "[]");
const keep = (list) => (list.length ? localStorage.setItem(box, JSON.stringify(list)) : localStorage.removeItem(box));
const by = (item) => item.fields.find(([k]) => k === "me")?.[1] || me;
const own = () => waiting().filter((item) => by(item) === me); // what somebody else decided here waits until they are back
const token = () => $("input[name=token]")?.value || "";
let pumping = false, again = null, cut = false, look = async () => {};

// What looks at the page again once something is saved.
export function whenSaved(then) {
  look = then;
}

export const anyWaiting = () => own().length > 0;
export const itemOf = (url, fields, then = null) => ({ url: new URL(url, location.href).pathname, fields: fields.filter(([k]) => k !== "token"), then });

export function save(url, fields, then = null) {
  keep([...waiting(), itemOf(url, fields, then)]);
  pump();
}

// What got no answer: it waits with the others.
export function wait(item) {
  keep([...waiting(), item]);
  lost();
}

export async function send(item) {
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
  if (anyWaiting() && !cut) await pump(); // decided while the page was being looked at again
}

async function empty() {
  let saved = 0, then = null, refused = false;
  for (let list = own(); list.length; list = own()) {
    let answer;
    try {
      answer = await send(list[0]);
      if (answer.status === 503) throw new Error("busy");
    } catch {
      lost();
      return;
    }
    const [item] = list;
    const every = waiting();
    every.splice(every.findIndex((other) => by(other) === me), 1);
    keep(every);
    if (answer.ok) {
      saved += 1;
      then = item.then;
    } else {
      refused = true;
      await told(answer, item);
    }
  }
  if (cut) {
    cut = false;
    tell(saved ? ngettext("The workbench is back, and %(n)s decision is saved.", "The workbench is back, and %(n)s decisions are saved.", saved) : gettext("The workbench is back."), "back");
  } else if (saved && !refused) tell(ngettext("Saved: %(n)s decision.", "Saved: %(n)s decisions.", saved));
  if (then) location.assign(then);
  else if (saved || $(".saving")) await look();
}

export async function told(answer, item) {
  const said = await answer.json().catch(() => ({ sentence: gettext("The workbench could not save this.") }));
  if (answer.status === 409) {
    const who = [...new Set(said.others.map((j) => j.by))].join(gettext(" and "));
    const number = item.url.split("/")[2];
    tell(gettext("You and %(who)s judged claim %(number)s at the same moment. Both are kept, and the record follows yours.", { who, number }), "wrong",
      { href: `/claim/${number}`, words: gettext("See both") });
  } else tell(said.sentence, "wrong");
}

export function lost() {
  cut = true;
  const n = own().length;
  tell(ngettext("No connection to the workbench. %(n)s decision waits in this browser and will be saved when it is back.", "No connection to the workbench. %(n)s decisions wait in this browser and will be saved when it is back.", n), "offline");
  clearTimeout(again);
  again = setTimeout(pump, 1500);
}

addEventListener("online", pump);
addEventListener("offline", lost);
addEventListener("beforeunload", (e) => { if (cut && anyWaiting()) e.preventDefault(); });
if (me) {
  const other = waiting().map(by).find((name) => name !== me);
  if (other) tell(gettext("This was decided by %(other)s, and you are %(me)s now: take that name again to save it.", { other, me }), "wrong");
  if (anyWaiting()) pump();
}
