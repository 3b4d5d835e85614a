"""``escape``, with a fast path for texts that need none."""

SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))


def escape(text):
    """The text escaped for HTML, also inside quotes."""
    for sign, words in SIGNS:
        if sign in text:
            text = text.replace(sign, words)
    return text
