// The dialog, filled from the page that does the same without script.
import { lost, itemOf, send, told, wait } from "./saving.js";
import { $, $$, tell } from "./telling.js";

export const dialog = document.createElement("dialog");
dialog.setAttribute("aria-label", gettext("Details"));
document.body.append(dialog);
dialog.addEventListener("close", () => { dialog.className = ""; dialog.replaceChildren(); });

export async function open(url, focus = "[data-form] select, [data-form] input:not([type=hidden])") {
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

// Send a form of the dialog at once, since what is wrong with it is said in it. Whether it was saved.
export async function inDialog(form, url, fields) {
  const item = itemOf(url, fields);
  let answer;
  try {
    answer = await send(item);
  } catch {
    dialog.close();
    wait(item);
    return false;
  }
  if (answer.ok || answer.status === 409) {
    dialog.close();
    if (!answer.ok) await told(answer, item);
    else tell(gettext("Saved."));
    return true;
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
  return false;
}
