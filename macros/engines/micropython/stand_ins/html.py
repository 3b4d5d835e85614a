"""``escape``, which most texts pass as they are."""

SIGNS = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"))


def escape(text):
    """The text for HTML, in quotes or not."""
    for sign, words in SIGNS:
        if sign in text:
            text = text.replace(sign, words)
    return text
