// Before the consent a screen is the answer to a form, and the browser's back button cannot show
// such a page again. Here the next screen takes the place of this one: back leads to the invitation.
let sending = false;

export function listen(enhance) {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-opening]")) return;
    event.preventDefault();
    if (sending) return; // a double tap
    sending = true;
    form.setAttribute("aria-busy", "true");
    const response = await ask(form, event.submitter);
    sending = false;
    if (response?.redirected) location.replace(response.url);
    else if (response) place(await response.text(), enhance);
    else plainly(form, event.submitter);
  });
}

function ask(form, pressed) {
  const body = new URLSearchParams(new FormData(form));
  if (pressed?.name) body.set(pressed.name, pressed.value);
  const address = form.getAttribute("action");
  return fetch(address, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
}

function place(text, enhance) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const screen = page.getElementById("screen");
  if (!screen) return show(text);
  document.documentElement.lang = page.documentElement.lang;
  document.documentElement.dir = page.documentElement.dir;
  document.title = page.title;
  document.getElementById("screen").replaceWith(screen);
  enhance(screen);
  window.scrollTo(0, 0);
  (screen.querySelector("[data-focus]") ?? screen.querySelector("h1")).focus({ preventScroll: true });
}

// A page of another kind: what is wrong with the card.
function show(text) {
  document.open();
  document.write(text);
  document.close();
}

// The line is gone: the browser says so, and can try again. The server stores the same yes once.
function plainly(form, pressed) {
  if (pressed?.name) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: pressed.name, value: pressed.value });
    form.append(field);
  }
  HTMLFormElement.prototype.submit.call(form);
}
