"""A drawing of cost by number of rows on plain axes, with the straight line through the points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

WIDTH, HEIGHT, LEFT, EDGE = 480, 320, 70, 50
STYLE = 'font-family="sans-serif" font-size="12"'
TICKS = 5


def drawing(title: str, rows: Sequence[int], seconds: Sequence[float]) -> str:
    """SVG of points and their least-squares line; below it what that line says."""
    slope, start = np.polyfit(rows, seconds, 1)
    most, top = max(rows), 1.15 * max(seconds)

    def place(n: float, cost: float) -> tuple[float, float]:
        x = LEFT + n / most * (WIDTH - LEFT - EDGE)
        return round(x, 1), round(HEIGHT - EDGE - cost / top * (HEIGHT - 2 * EDGE), 1)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {STYLE}>']
    parts.append(f"<title>{title}</title>")
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>')
    parts.append(f'<text x="{LEFT}" y="24">{title}</text>')
    (x0, y0), (x1, y1) = place(0, 0), place(most, top)
    parts.append(f'<path d="M{x0} {y1}V{y0}H{x1}" stroke="#666" fill="none"/>')
    for tick in range(1, TICKS + 1):
        x, y = place(most * tick / TICKS, 0)
        parts.append(
            f'<text x="{x}" y="{y + 18}" text-anchor="middle">{most * tick // TICKS:,}</text>'
        )
    for cost in np.linspace(0, max(seconds), 5):
        x, y = place(0, float(cost))
        parts.append(f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{cost:.1f} s</text>')
    (x0, y0), (x1, y1) = place(0, start), place(most, start + slope * most)
    parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4"/>')
    for n, cost in zip(rows, seconds, strict=True):
        x, y = place(n, cost)
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#2b6cb0"/>')
    said = f"people; the line: {start:.2f} s + {1e5 * slope:.2f} s for each 100,000"
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">{said}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"
