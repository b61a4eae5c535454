/* Figures arrive as Plotly's JSON in the page; plotly.js is loaded before this module runs. */
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, doubleClick: false };

export function drawAll(root) {
  for (const place of root.querySelectorAll("[data-figure]")) draw(place);
}

function draw(place) {
  const figure = JSON.parse(document.getElementById(place.dataset.figure).textContent);
  place.classList.add("dash-drawing--drawn");
  window.Plotly.newPlot(place, figure.data, figure.layout, CONFIG);
}
