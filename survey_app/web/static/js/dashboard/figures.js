/* Figures arrive as Plotly's JSON in the page; plotly.js is loaded before this module runs. */
import { forPaper } from "./paper.js";
import { beside, hasRoom } from "./rows.js";

const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

export function drawAll(root) {
  for (const place of root.querySelectorAll("[data-figure]")) draw(place);
}

function draw(place) {
  const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
  place.classList.add("dash-drawing--drawn");
  let roomy;
  const show = (change = (same) => same) => {
    roomy = hasRoom(place.clientWidth);
    const { data, layout } = change(roomy ? beside(figure) : structuredClone(figure));
    window.Plotly.react(place, data, layout, CONFIG);
  };
  show();
  window.addEventListener("resize", () => roomy === hasRoom(place.clientWidth) || show());
  window.addEventListener("beforeprint", () => show(forPaper));
  window.addEventListener("afterprint", () => show());
}
