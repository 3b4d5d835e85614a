"""The e-mail address to which a letter goes, read from the words above its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: An address as people have it; rarer signs would need care in a link.
ADDRESS = re.compile(
    r"[A-Z0-9._'+-]+@[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?(?:\.[A-Z0-9](?:[A-Z0-9-]*[A-Z0-9])?)+", re.I | re.A
)
#: What stands around an address in a sentence or in a mail app: "Jane Lee <jane@oak.org>;".
AROUND = '<>()[]"“”,;:.'


def email_of(paragraphs: Sequence[str]) -> str:
    """The one e-mail address of whom a letter is for; empty if there is none, several, or one that cannot be right.

    A letter begins with who writes; then come the day and to whom, up to its subject. A letter to two offices has no
    address: an e-mail to only one of them would look as if it were all.
    """
    ends = next((place for place, words in enumerate(paragraphs) if words.startswith("Re: ")), 0)
    head = "\n".join(paragraphs[1:ends])
    if head.count("To:") > 1:
        return ""
    words = {word.removeprefix("mailto:").strip(AROUND) for word in head.split() if "@" in word}
    return words.pop() if len(words) == 1 and all(ADDRESS.fullmatch(word) for word in words) else ""
