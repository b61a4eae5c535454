// Copy and share, where the browser can; without this script the buttons stay hidden.

function show(button, act) {
  button.hidden = false;
  button.addEventListener("click", act);
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const name = button.querySelector("span") ?? button;
  button.dataset.words ??= name.textContent; // tapped twice: the words are still these
  name.textContent = "✓ " + button.dataset.done;
  setTimeout(() => { name.textContent = button.dataset.words; }, 3000);
}

function share(button) {
  navigator.share({ text: button.dataset.share }).catch(() => {}); // closed without sharing
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) show(button, () => copy(button).catch(() => {})); // not allowed: the words can be marked
}
if (navigator.share) {
  for (const button of document.querySelectorAll("[data-share]")) show(button, () => share(button));
}
