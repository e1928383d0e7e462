// Taking reports in: files dropped anywhere on the form, their size before they are sent; and how far a capture, or a run of linking, is.
// Without script the form and the page of what goes on do the same.
"use strict";
(() => {
  const form = document.getElementById("capture");
  if (form) {
    const input = form.querySelector("input[type=file]"), drop = document.getElementById("drop"), most = Number(form.dataset.most);
    for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (e) => {
      if (![...e.dataTransfer.types].includes("Files")) return;
      e.preventDefault();
      drop.classList.add("over");
    });
    for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => drop.classList.remove("over"));
    form.addEventListener("drop", (e) => {
      if (!e.dataTransfer.files.length) return;
      e.preventDefault();
      input.files = e.dataTransfer.files;
      input.dispatchEvent(new Event("change"));
    });
    const size = () => [...input.files].reduce((sum, f) => sum + f.size, 0);
    input.addEventListener("change", () => {
      const much = size() > most;
      input.setCustomValidity(much ? gettext("These files have %(size)s MB, and %(most)s MB are taken at once: give them in parts.", { size: Math.ceil(size() / 1e6), most: most / 1e6 }) : "");
      if (much) input.reportValidity();
    });
    form.addEventListener("submit", () => {
      document.getElementById("told").textContent = gettext("Sending …");
      form.querySelector(".buttons button").disabled = true;
    });
    addEventListener("pageshow", () => (form.querySelector(".buttons button").disabled = false));
  }

  const state = document.getElementById("state");
  if (!state || state.dataset.state !== "works") return;
  const fates = document.getElementById("fates"), told = document.getElementById("told");

  async function look() {
    let said;
    try {
      const answer = await fetch(state.dataset.at, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15000) });
      if (answer.status === 404) return location.reload();
      said = await answer.json();
      told.textContent = "";
    } catch {
      told.className = "offline";
      told.textContent = gettext("No connection to the workbench. The work goes on where it runs, and this page looks again.");
      return setTimeout(look, 2000);
    }
    for (const f of fates ? said.fates.slice(fates.children.length) : []) { // a run of linking has none
      const li = document.createElement("li");
      li.className = f.what;
      li.dir = "auto";
      li.textContent = f.sentence;
      fates.append(li);
    }
    document.getElementById("far").textContent = said.far;
    const progress = document.getElementById("progress");
    if (said.of) Object.assign(progress, { max: said.of, value: said.done });
    if (said.state === "works") return setTimeout(look, 700);
    progress.remove();
    document.getElementById("wrong").textContent = said.wrong;
    state.textContent = said.state === "done" ? state.dataset.done : state.dataset.failed;
    state.dataset.state = said.state;
    document.title = document.title.replace(/^[^·]*/, `${state.textContent} `);
  }
  setTimeout(look, 300);
})();
