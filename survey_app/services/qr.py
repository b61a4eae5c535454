"""QR codes as drawings that a browser scales and a printer keeps sharp."""

from __future__ import annotations

from io import BytesIO

import segno


def svg(address: str, label: str) -> str:
    """A QR code as inline SVG, to put on a page as it is.

    Without ``omitsize`` a browser clips the code; the border of four is part of the standard.

    Args:
        address: what the code leads to.
        label: what it is, for who cannot see it.
    """
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn,
        kind="svg",
        omitsize=True,
        border=4,
        light="#fff",
        xmldecl=False,
        svgns=True,
        title=label,
        svgclass="dv-qr",
        lineclass=None,
    )
    return drawn.getvalue().decode()
