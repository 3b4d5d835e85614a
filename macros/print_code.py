"""The square code on paper that leads a phone back to the page."""

from __future__ import annotations

import segno


def data_uri(address: str) -> str:
    """A QR code of an address, as an SVG image for a style sheet. A tenth of it may be dirty and it still reads."""
    code = segno.make_qr(address, error="m", boost_error=False)
    return code.svg_data_uri(border=2, encode_minimal=True, omitsize=True, xmldecl=False, nl=False).replace('"', "%22")
