// Choices: what cannot go together, how many at most, in which order, and a filter for long lists.
export function enhance(screen) {
  for (const rows of screen.querySelectorAll(".dv-rows")) {
    const boxes = [...rows.querySelectorAll("input[type=checkbox]")];
    if (boxes.length) several(rows, boxes);
    if (rows.matches(".dv-rows--long")) filter(rows);
  }
}

function several(rows, boxes) {
  const order = orderField(rows, boxes[0].name);
  const most = Number(rows.dataset.atMost ?? Infinity);
  const codes = () => order.value.split(" ").filter(Boolean);
  rows.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox") return;
    if (target.checked) for (const box of boxes) if (clash(target, box)) box.checked = false;
    const ticked = boxes.filter((box) => box.checked).map((box) => box.value);
    const known = codes().filter((code) => ticked.includes(code));
    order.value = [...known, ...ticked.filter((code) => !known.includes(code))].join(" ");
    rows.classList.toggle("dv-rows--full", ticked.length >= most);
  });
}

function clash(chosen, other) {
  if (chosen === other) return false;
  const excludes = (one, two) => (one.dataset.excludes ?? "").split(" ").includes(two.value);
  const alone = "exclusive" in chosen.dataset || "exclusive" in other.dataset;
  return alone || excludes(chosen, other) || excludes(other, chosen);
}

// Starts with what was ticked before, in the order in which the list shows it.
function orderField(rows, name) {
  const field = document.createElement("input");
  const ticked = rows.querySelectorAll("input[type=checkbox]:checked");
  const before = rows.closest("[data-order]")?.dataset.order;
  Object.assign(field, {
    type: "hidden",
    name: `${name}__order`,
    value: before ?? [...ticked].map((box) => box.value).join(" "),
  });
  rows.append(field);
  return field;
}

function filter(rows) {
  const words = document.getElementById("words").dataset;
  const field = document.createElement("input");
  Object.assign(field, { type: "search", className: "dv-filter", autocomplete: "off" });
  field.setAttribute("aria-label", words.filter);
  field.placeholder = words.filter;
  rows.before(field);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // looking for an answer is not answering
    for (const row of rows.querySelectorAll(".dv-row")) {
      const found = plain(row.textContent).includes(plain(field.value));
      row.hidden = !found && !row.querySelector(":checked");
    }
  });
  field.addEventListener("keydown", (event) => {
    const left = rows.querySelectorAll(".dv-row:not([hidden]) input");
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (left.length === 1) left[0].click();
  });
}
