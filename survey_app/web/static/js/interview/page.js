// The interview page works without any script; these modules only make it quicker and kinder.
import { enhance as cards } from "./cards.js";
import { enhance as choices } from "./choices.js";
import { enhance as clock } from "./clock.js";
import { listen as keyboard } from "./keyboard.js";
import { enhance as paradata } from "./paradata.js";
import { listen } from "./send.js";

function enhance(screen) {
  paradata();
  clock(screen);
  choices(screen);
  cards(screen);
}

// On a phone the Dutch words fold under one line; a tap opens them, here and on the next screens.
document.addEventListener("click", ({ target }) => {
  if (target.closest("p.dv-label, legend.dv-label") && target.closest(".dv-read")) {
    document.documentElement.classList.toggle("dv-unfolded");
  }
});

enhance(document.getElementById("screen"));
listen(enhance);
keyboard();
