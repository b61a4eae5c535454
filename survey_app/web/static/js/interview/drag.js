// Drag a card by its picture to a mat, with a mouse, a pen or a finger.
export function drag(card, mats, drop) {
  const handle = card.querySelector("img");
  if (!handle) return;
  handle.draggable = false; // the browser's own dragging of pictures
  let from = null;

  const over = (event) => mats.findIndex((mat) => inside(mat.getBoundingClientRect(), event));
  const mark = (place) => mats.forEach((mat, each) => mat.classList.toggle("dv-mat--over", each === place));

  handle.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
    handle.setPointerCapture(event.pointerId);
    card.classList.add("dv-card--held");
  });
  handle.addEventListener("pointermove", (event) => {
    if (!from) return;
    card.style.translate = `${event.clientX - from.x}px ${event.clientY - from.y}px`;
    mark(over(event));
  });
  const end = (event) => {
    if (!from) return;
    const place = event.type === "pointerup" ? over(event) : -1;
    from = null;
    card.style.translate = "";
    card.classList.remove("dv-card--held");
    mark(-1);
    if (place >= 0) drop(place);
  };
  handle.addEventListener("pointerup", end);
  handle.addEventListener("pointercancel", end);
}

const inside = (box, { clientX, clientY }) =>
  clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
