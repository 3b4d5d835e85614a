"""What a public function's docstring must say."""

import ast
from collections.abc import Iterator

from macros.places import ROOT

MODULES = [path for room in ("calculators", "macros") for path in sorted((ROOT / room).rglob("*.py"))]
#: At most so many words in a docstring's first line.
WORDS = 15


def public(source: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """The public functions that have a docstring, each with it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            said = ast.get_docstring(node)
            if said:
                yield node, said


def raised(function: ast.AST) -> set[str]:
    """The exceptions that a function raises by name, those of functions inside it included."""
    asked = (node.exc for node in ast.walk(function) if isinstance(node, ast.Raise) and node.exc)
    names = (one.func if isinstance(one, ast.Call) else one for one in asked)
    return {one.id for one in names if isinstance(one, ast.Name) and one.id[:1].isupper()}


def unsaid(source: str) -> list[str]:
    """A line for each exception that a docstring does not name."""
    return [
        f"line {function.lineno}: {function.name} raises {name}, which its docstring does not say"
        for function, said in public(source)
        for name in sorted(raised(function))
        if name not in said
    ]


def test_a_docstring_names_what_its_function_raises() -> None:
    assert not {path: lines for path in MODULES if (lines := unsaid(path.read_text(encoding="utf-8")))}


def test_a_docstring_begins_with_one_short_line() -> None:
    first = [said.splitlines()[0] for path in MODULES for _, said in public(path.read_text(encoding="utf-8"))]
    assert len(first) > len(MODULES)
    assert not [line for line in first if len(line.split()) > WORDS or line[-1] not in ".:"]


def test_a_missing_name_is_found() -> None:
    said = 'def f():\n    """A number.{}"""\n    def g():\n        raise ValueError("no")\n    raise KeyError\n'
    assert [line.split(", ")[0] for line in unsaid(said.format(""))] == [
        "line 1: f raises KeyError",
        "line 1: f raises ValueError",
    ]
    assert not unsaid(said.format(" Raises KeyError, or ValueError inside."))
