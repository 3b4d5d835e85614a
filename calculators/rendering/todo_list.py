"""The list of what is to do, for the top of a page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from calculators.result import Todo
from calculators.words import long_date

NOTHING = "Nothing is due, and nothing waits."


def todo_list(todos: Sequence[Todo], as_of: date) -> str:
    """The day, and a line for each thing."""
    items = "".join(_item(todo) for todo in todos)
    listed = f"<ul>{items}</ul>" if items else f"<p>{NOTHING}</p>"
    return f'<p class="pt-help">{long_date(as_of)}</p>{listed}'


def _item(todo: Todo) -> str:
    step = f' <a data-path="{escape(todo.path)}" href="#">{escape(todo.step)}</a>' if todo.path else ""
    return (
        f'<li data-kind="{escape(todo.kind.lower())}"><span class="pt-todo-kind">{escape(todo.kind)}:</span> '
        f"<strong>{escape(todo.title)}</strong> <span>{escape(todo.words)}</span>{step}</li>"
    )
