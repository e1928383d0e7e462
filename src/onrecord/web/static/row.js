// On a phone the row of pages scrolls sideways: begin it where one is.
import { $ } from "./telling.js";

const here = $(".places [aria-current]");
if (here) here.parentElement.scrollBy(here.getBoundingClientRect().left - here.parentElement.getBoundingClientRect().left - 16, 0);
