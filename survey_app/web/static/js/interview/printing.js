// The card with the number, on paper; without a script there is no button that does nothing.
for (const button of document.querySelectorAll("[data-action=print]")) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
