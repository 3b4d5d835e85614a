"""The square code on paper that leads a phone back to the page."""

from __future__ import annotations

import segno

#: As in paper.js, which draws the code of a section in place of this one.
MILLIMETRES = 13
BORDER = 2


def data_uri(address: str) -> str:
    """A QR code of an address, as an SVG image for a style sheet. A tenth of it may be dirty and it still reads."""
    code = segno.make_qr(address, error="m", boost_error=False)
    side = code.symbol_size(border=BORDER)[0]
    uri = code.svg_data_uri(border=BORDER, scale=MILLIMETRES / side, unit="mm", xmldecl=False, nl=False)
    return uri.replace('"', "%22")
