"""A decorator for the methods that pages may call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_MARK = "is_macro"


def macro[Method: Callable[..., Any]](method: Method) -> Method:
    """Mark a method as a macro. An override must be marked again."""
    setattr(method, _MARK, True)
    return method


def macros_of(owner: object) -> dict[str, Callable[..., Any]]:
    """An object's macros by name, bound to it."""
    marked = (name for name in dir(type(owner)) if hasattr(getattr(type(owner), name), _MARK))
    return {name: getattr(owner, name) for name in marked}
