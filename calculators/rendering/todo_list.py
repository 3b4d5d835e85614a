"""The to-do list at the top of a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from calculators.result import Todo
from calculators.words import long_date

NOTHING = "<p>Nothing is due, and nothing waits.</p>"


@dataclass(frozen=True)
class Whose:
    """The child that a list is about, if there are several.

    ``name`` is the nickname or its substitute.
    For a child that is not the one shown on the page, lines link to the child and not to a step.
    """

    id: str
    name: str
    is_shown: bool


def head(as_of: date) -> str:
    """The date above the list."""
    return f'<p class="pt-help">{long_date(as_of)}</p>'


def line(todo: Todo, whose: Whose | None) -> str:
    """One thing to do; ``whose`` is None if there is only one child."""
    named = f'<span class="pt-todo-child">{escape(whose.name)}.</span> ' if whose else ""
    of = f' data-child="{escape(whose.id)}"' if whose else ""
    key = escape(f"{whose.id if whose else ''} {todo.kind} {todo.title}")
    words = f" <span>{escape(todo.words)}</span>" if todo.words else ""
    return (
        f'<li data-kind="{escape(todo.kind.lower())}"{of} data-key="{key}"><span class="pt-todo-kind">{escape(todo.kind)}:</span> '
        f"{named}<strong>{escape(todo.title)}</strong>{words}{_step(todo, whose)}</li>"
    )


def _step(todo: Todo, whose: Whose | None) -> str:
    if whose and not whose.is_shown:
        return f' <button type="button" class="pt-show-child">Show {escape(whose.name)}</button>'
    if not todo.path:
        return ""
    label = escape(f"{todo.step}: {todo.title}")  # the same step stands at several items
    return f' <a aria-label="{label}" data-path="{escape(todo.path)}" href="#">{escape(todo.step)}</a>'
