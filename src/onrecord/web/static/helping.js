// The keys of a report's page, as `?` shows them.
import { dialog } from "./dialog.js";

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

export function help() {
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
