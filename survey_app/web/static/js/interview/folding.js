// On a phone the Dutch words fold under one line; a tap opens them, here and on the next screens.
export function listen() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest("p.dv-label, legend.dv-label") && target.closest(".dv-read")) {
      document.documentElement.classList.toggle("dv-unfolded");
    }
  });
}
