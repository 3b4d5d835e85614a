"""URL encoding."""

import host


def quote(text, safe="/"):
    """The text with reserved bytes as ``%XX``."""
    return "/".join([host.quote(part) for part in text.split("/")]) if "/" in safe else host.quote(text)


def urlencode(pairs, quote_via):
    """``name=value&name=value``."""
    return "&".join(["{}={}".format(quote_via(name, ""), quote_via(value, "")) for name, value in pairs.items()])
