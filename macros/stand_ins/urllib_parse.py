"""Words in an address."""

PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~"


def quote(text, safe="/"):
    """The text with every byte that is not plain as ``%XX``."""
    kept = PLAIN + safe
    return "".join([chr(byte) if chr(byte) in kept else f"%{byte:02X}" for byte in text.encode()])


def urlencode(pairs, quote_via):
    """``name=value&name=value``."""
    return "&".join(["{}={}".format(quote_via(name, ""), quote_via(value, "")) for name, value in pairs.items()])
