"""The QR code on paper that leads back to the page."""

from __future__ import annotations

import segno

#: Matches paper.js, whose code of a section takes this one's place.
MILLIMETRES = 13
BORDER = 2


def data_uri(address: str) -> str:
    """A QR code of an address as an SVG data URI.

    Error correction covers a tenth of it.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    side = code.symbol_size(border=BORDER)[0]
    uri = code.svg_data_uri(border=BORDER, scale=MILLIMETRES / side, unit="mm", xmldecl=False, nl=False)
    return uri.replace('"', "%22")
