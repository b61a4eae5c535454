// The interview page works without any script; these modules only make it quicker and kinder.
import { enhance as cards } from "./cards.js";
import { enhance as choices } from "./choices.js";
import { enhance as clock } from "./clock.js";
import { listen as folding } from "./folding.js";
import { listen as keyboard } from "./keyboard.js";
import { enhance as paradata } from "./paradata.js";
import { listen } from "./send.js";

function enhance(screen) {
  paradata();
  clock(screen);
  choices(screen);
  cards(screen);
}

enhance(document.getElementById("screen"));
listen(enhance);
keyboard();
folding();
