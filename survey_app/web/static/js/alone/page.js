// Answering alone works without any script; these make choices and cards kinder.
import { enhance as cards } from "../interview/cards.js";
import { enhance as choices } from "../interview/choices.js";
import { listen } from "./opening.js";

function enhance(screen) {
  choices(screen);
  cards(screen);
}

enhance(document.getElementById("screen"));
listen(enhance);
