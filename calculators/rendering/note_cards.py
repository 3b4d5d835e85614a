"""Notes of conversations as cards: open promises first, then each note in order.

``data-log`` has the actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from calculators.counting.cautions import PRACTICE
from calculators.rendering.log_entry import button


@dataclass(frozen=True)
class OpenCard:
    """A promise or request without an answer in the notes."""

    id: str
    title: str
    mark: str
    words: str
    #: The good practice for this case; empty if there is none.
    practice: str
    #: The text of an e-mail about it.
    mail: str
    #: Title and page of each suitable letter; the link fills in its answers.
    letters: Sequence[tuple[str, str]]
    #: Today in words: the day recorded by "It is done".
    today: str
    #: Phone number and e-mail address of the person who promised it or was asked; the page turns them into links.
    reached: Sequence[str] = ()


@dataclass(frozen=True)
class NoteCard:
    """One note: its text, what was promised and done, and the letters from it."""

    id: str
    title: str
    said: str
    points: Sequence[tuple[str, str]]
    known: str
    sentence: str
    letters: Sequence[tuple[str, str]]


def open_list(title: str, cards: Iterable[OpenCard], nothing: str) -> str:
    """The open promises and requests, each with ways to get an answer."""
    items = "".join(map(_open, cards))
    listed = f"<ul>{items}</ul>" if items else f'<p class="pt-help">{escape(nothing)}</p>'
    return f'<section class="pt-notes-open" data-key="open"><h4>{escape(title)}</h4>{listed}</section>'


def _open(card: OpenCard) -> str:
    practice = (
        f'<p><span class="pt-badge" data-kind="practice">{PRACTICE}</span> {escape(card.practice)}</p>'
        if card.practice
        else ""
    )
    data = {"entry": card.id, "day": card.today}
    done = button("answered", "It is done, or answered", data, f"It is done, or answered: {card.title}")
    return (
        f'<li data-key="open {escape(card.id)}" data-standing="{escape(card.mark)}"><p class="pt-note-promise">{escape(card.title)} '
        f'<span class="pt-badge" data-mark="{escape(card.mark)}">{escape(card.mark)}</span></p><p>{escape(card.words)}</p>{_reached(card.reached)}{practice}'
        f'<div class="pt-log-ways">{done}</div>'
        f'<details class="pt-on-screen"><summary>Write about it</summary>{_words("Copy these words for an e-mail", card.mail)}'
        f"{_letters(card.letters)}</details></li>"
    )


def keep_list(people: Iterable[Mapping[str, str]]) -> str:
    """The people named in notes but not stored, each with a button to add them."""
    buttons = "".join(
        button(
            "person",
            f"Keep {one['name']}",
            {"name": one["name"], "role": one["role"], "words": one["role_words"]},
            f"Keep {one['name']} among your people",
        )
        for one in people
    )
    return (
        '<section class="pt-notes-people pt-on-screen" data-key="people"><p>Not among your people yet. Keep the name, and it is offered '
        f'in letters and in the case file.</p><div class="pt-log-ways">{buttons}</div></section>'
    )


def _reached(ways: Sequence[str]) -> str:
    return f'<p class="pt-reached">{"<br>".join(map(escape, ways))}</p>' if ways else ""


def note_list(title: str, cards: Iterable[NoteCard], more: str) -> str:
    """The notes; ``more`` labels the button that shows the rest, or is empty."""
    shown = "".join(map(_note, cards))
    rest = button("more", more, {"more": "all"}) if more else ""
    return (
        f'<section class="pt-notes" data-key="notes"><h4>{escape(title)}</h4>{shown}'
        f'<div class="pt-log-ways">{rest}{button("csv", "Save as a table (CSV)", {})}</div></section>'
    )


def _note(card: NoteCard) -> str:
    points = "".join(f"<dt>{escape(name)}</dt><dd>{escape(words)}</dd>" for name, words in card.points)
    ways = [
        button("edit", "Change", {"item": card.id}, f"Change: {card.title}"),
        button("remove", "Remove", {"item": card.id}, f"Remove: {card.title}"),
    ]
    return (
        f'<article data-key="note {escape(card.id)}"><h5>{escape(card.title)}</h5>{f'<p class="pt-note-said">{escape(card.said)}</p>' if card.said else ""}'
        f'{f"<dl>{points}</dl>" if points else ""}<p class="pt-help">{escape(card.known)}</p>'
        f'<details class="pt-on-screen"><summary>Letter, copy, change</summary>{_words("Copy the sentence", card.sentence)}'
        f'{_letters(card.letters)}<div class="pt-log-ways">{"".join(ways)}</div></details></article>'
    )


def _words(words: str, sentence: str) -> str:
    return f'<div class="pt-note-words"><p class="pt-log-sentence">{escape(sentence)}</p>{button("words", words, {})}</div>'


def _letters(letters: Sequence[tuple[str, str]]) -> str:
    items = "".join(f'<li><a data-path="{escape(path)}" href="#">{escape(words)}</a></li>' for words, path in letters)
    return f'<ul class="pt-next">{items}</ul>' if items else ""
