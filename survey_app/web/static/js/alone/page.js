// Answering alone works without any script; these make choices and cards kinder.
import { enhance as cards } from "../interview/cards.js";
import { enhance as choices } from "../interview/choices.js";

const screen = document.getElementById("screen");
choices(screen);
cards(screen);
