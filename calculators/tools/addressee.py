"""Find the e-mail address that a letter goes to, in the lines above its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: An e-mail address in its common form; rarer characters would need escaping in a link.
ADDRESS = re.compile(
    r"[A-Z0-9._'+-]+@[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?(?:\.[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?)+", re.I | re.A
)
#: What surrounds an address in a sentence or a mail app: "Jane Lee <jane@oak.org>;".
AROUND = '<>()[]"“”,;:.'


def email_of(paragraphs: Sequence[str]) -> str:
    """The one e-mail address of the addressee.

    Empty if there is none, more than one, or an invalid one.
    A letter starts with the sender; then come the date and the addressee, up to the subject. A letter to two offices gives
    no address: an e-mail to only one of them would look complete.
    """
    ends = next((place for place, words in enumerate(paragraphs) if words.startswith("Re: ")), 0)
    head = "\n".join(paragraphs[1:ends])
    if head.count("To:") > 1:
        return ""
    words = {word.removeprefix("mailto:").strip(AROUND) for word in head.split() if "@" in word}
    return words.pop() if len(words) == 1 and all(ADDRESS.fullmatch(word) for word in words) else ""
