/* The rows of a figure: on a phone a label stands above its bar, where there is room beside it.
   The server draws for the phone and tells in `layout.meta.rows` where the rows are. */
const ROOM = 560; // pixels from which a figure has room beside its bars
const LETTER = 7.6; // pixels of one letter of a label, on average
const MOST = 300; // pixels for the labels
const GAP = 14; // pixels between rows

export function hasRoom(width) {
  return width >= ROOM;
}

export function beside(figure) {
  const rows = figure.layout.meta?.rows;
  if (!rows) return figure;
  const wide = structuredClone(figure);
  const { places, height } = closer(rows, figure.layout.annotations);
  const moved = new Map(rows.places.map((place, index) => [place, places[index]]));
  for (const trace of wide.data) trace.y = trace.y.map((place) => moved.get(place) ?? place);
  const before = -figure.layout.yaxis.range[0];
  wide.layout.yaxis.range = [-height, 0];
  wide.layout.height += height - before;
  const column = widest(figure.layout.annotations);
  wide.layout.margin.l = column;
  wide.layout.annotations.forEach((label, index) => {
    Object.assign(label, { y: places[index], yanchor: "middle", xshift: -column });
  });
  return wide;
}

function closer(rows, labels) {
  let top = 0;
  const places = labels.map((label) => {
    const tall = Math.max(rows.bar, rows.line * lines(label).length) + GAP;
    top += tall;
    return tall / 2 - top;
  });
  return { places, height: top };
}

function widest(labels) {
  const letters = labels.flatMap(lines).map((line) => line.length);
  return Math.min(MOST, Math.max(...letters) * LETTER + 24);
}

function lines(label) {
  return label.text.split("<br>");
}
