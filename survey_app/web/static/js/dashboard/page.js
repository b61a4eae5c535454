/* The dashboard page: draw the figures, and follow a computation that is busy. */
import "../menu.js";
import { drawAll } from "./figures.js";
import { follow } from "./computing.js";

document.documentElement.classList.add("has-script");
drawAll(document);
follow(document.querySelector("[data-computing]"));
