"""QR codes that a browser scales and a printer keeps sharp."""

from __future__ import annotations

from io import BytesIO

import segno


def svg(address: str) -> str:
    """A QR code of an address as inline SVG, to put on a page as it is.

    Without ``omitsize`` a browser clips the code; the border of four is part of the standard.
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
        svgclass="dv-qr",
        lineclass=None,
    )
    return drawn.getvalue().decode()


def png(address: str) -> bytes:
    """The same as a picture of one pixel a module; print it without smoothing.

    A typesetter places a thousand of these in the time of thirty drawings.
    """
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", border=4)
    return drawn.getvalue()
