/* On paper colours may be grey: parts of one bar get a pattern there, as in the legend beside them. */
const PATTERNS = ["", "/", ".", "x", "-", "\\"];

export function forPaper(figure) {
  const parts = figure.data.filter((trace) => trace.type === "bar");
  if (figure.layout.barmode !== "stack" || parts.length < 2) return figure;
  const printed = structuredClone(figure);
  printed.data.forEach((trace, index) => {
    const shape = PATTERNS[index % PATTERNS.length];
    trace.marker.pattern = { shape, size: 7, solidity: 0.2, fgcolor: "#ffffff", fillmode: "overlay" };
  });
  return printed;
}
