// The parts of the page, of which one is there at a time; the others are not in the document, so
// that no hook and no name is there twice.
const found = [...document.querySelectorAll("[data-part]")];
const main = document.getElementById("main");

export const parts = Object.fromEntries(found.map((part) => [part.dataset.part, part]));

export function go(name) {
  for (const part of found) if (part !== parts[name]) part.remove();
  parts[name].hidden = false;
  main.append(parts[name]);
  main.classList.toggle("dv-main--interview", name === "interview");
  document.body.classList.toggle("dv-interview", name === "interview");
  window.scrollTo(0, 0);
}
