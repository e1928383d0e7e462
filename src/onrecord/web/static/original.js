// The page of an original by itself: the key that opens it over a report leads back.
import { $ } from "./telling.js";

document.addEventListener("keydown", (e) => {
  if (e.key === "o" && !e.ctrlKey && !e.metaKey && !e.altKey && !e.target.closest("input:not([type=checkbox]), textarea")) $("[data-do=back]").click();
});
