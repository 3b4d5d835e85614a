"""Transpile a module to MicroPython's dialect, which lacks some syntax and parts of the library.

The calculators are written once. This transforms a module's syntax tree one construct at a time: annotations are
dropped, a dataclass gets the methods that the decorator would generate, a dict keeps its order, an f-string becomes
``format``. Unsupported constructs raise ``CannotLower`` with their line, at build time. Nothing here depends on a
module's subject. Runtime support is in ``stand_ins/lowered.py``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import override

#: Modules used in annotations only.
FOR_TYPES = ("__future__", "typing", "collections.abc", "types")
#: Decorators and base classes that are replaced by what they generate.
REPLACED = {"dataclasses": ("dataclass", "field"), "enum": ("StrEnum",)}
#: Library modules replaced by ``stand_ins``; all others are MicroPython's own.
STAND_INS = ("dataclasses", "functools", "hashlib", "html", "importlib", "json", "pathlib", "re", "urllib.parse")
OWN = ("collections", "datetime")
#: Methods of str that MicroPython lacks or supports for ASCII only; ``split`` counts without arguments only.
TEXT_METHODS = (
    "capitalize", "isdigit", "isupper", "lower", "lstrip", "removeprefix", "removesuffix", "rstrip", "strip", "upper",
)  # fmt: skip
HELPERS = "lowered"
UNKNOWN_SYNTAX = (ast.Match, ast.TypeAlias, ast.AsyncFunctionDef, ast.TryStar, ast.TypeVar)


class CannotLower(Exception):
    """A module uses something that MicroPython lacks and no rule here replaces: where, and what."""


def enums(sources: Iterable[str]) -> set[str]:
    """The names of all string enums in these modules."""
    trees = [ast.parse(source) for source in sources]
    return {
        node.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "StrEnum" for base in node.bases)
    }


def lower(source: str, name: str, known_enums: set[str]) -> str:
    """A module's source for MicroPython.

    ``name`` is for messages; ``known_enums`` are the enums that it may use.
    """
    lowered = _Lowering(name, known_enums).visit(ast.parse(source))
    used = f"from stand_ins import {HELPERS}\n"
    return used + ast.unparse(ast.fix_missing_locations(lowered)) + "\n"


class _Lowering(ast.NodeTransformer):
    def __init__(self, name: str, known_enums: set[str]) -> None:
        self.name = name
        self.enums = known_enums

    def refuse(self, node: ast.AST, why: str) -> CannotLower:
        return CannotLower(f"{self.name}, line {getattr(node, 'lineno', '?')}: MicroPython has no {why}.")

    @override
    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, UNKNOWN_SYNTAX) or getattr(node, "type_params", None):
            raise self.refuse(node, f"{type(node).__name__} and nothing stands in for it")
        result: ast.AST = super().visit(node)
        return result

    # Modules, functions, classes

    def visit_Module(self, node: ast.Module) -> ast.Module:
        node.body = _without_docstring(node.body)
        self.generic_visit(node)
        return node

    def visit_ImportFrom(self, node: ast.ImportFrom) -> ast.AST | None:
        module = node.module or ""
        names = [alias for alias in node.names if alias.name not in REPLACED.get(module, ())]
        if module in FOR_TYPES or not names:
            return None
        return ast.ImportFrom(self.source_of(node, module), names, 0)

    def visit_Import(self, node: ast.Import) -> ast.AST:
        for alias in node.names:
            found = self.source_of(node, alias.name)
            alias.asname = None if found == alias.name else alias.asname or alias.name
            alias.name = found
        return node

    def source_of(self, node: ast.AST, module: str) -> str:
        if module in STAND_INS:
            return f"stand_ins.{module.replace('.', '_')}"
        if module in OWN or module.split(".")[0] == "calculators":
            return module
        raise self.refuse(node, f"module {module}, and transpiler.py names no stand-in")

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        if node.args.posonlyargs:
            raise self.refuse(node, "positional-only parameters")
        node.body = _without_docstring(node.body)
        node.returns = None
        for argument in (*node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg):
            if argument:
                argument.annotation = None
        self.generic_visit(node)
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value))

    def visit_Assert(self, _: ast.Assert) -> ast.AST:
        return ast.Pass()  # the calculators' asserts only inform the type checker

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.ClassDef:
        node.body = _without_docstring(node.body)
        if any("dataclass" in ast.unparse(mark) for mark in node.decorator_list):
            node.body = _record(node)
            node.decorator_list = []
        if node.name in self.enums:
            node.bases = []
        self.generic_visit(node)
        return node

    # String enums become their strings

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        if any(self.is_member(part) for part in (node.left, *node.comparators)):
            swap: dict[type[ast.cmpop], ast.cmpop] = {ast.Is: ast.Eq(), ast.IsNot: ast.NotEq()}
            node.ops = [swap.get(type(sign), sign) for sign in node.ops]
        return self.generic_visit(node)

    def is_member(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.enums

    # Displays: ordered, and with unpacking

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        return self.generic_visit(_call("ordered", *_dict_parts(node)))

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        pair = ast.Tuple([node.key, node.value])
        return self.generic_visit(_call("ordered", ast.ListComp(pair, node.generators)))

    def visit_List(self, node: ast.List) -> ast.AST:
        return self.generic_visit(_joined(node, node.elts) or node)

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        return self.generic_visit(_joined(node, node.elts) or node)

    def visit_Set(self, node: ast.Set) -> ast.AST:
        return self.generic_visit(_joined(node, node.elts) or node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        words, values = "", []
        for part in node.values:
            if isinstance(part, ast.Constant):
                words += str(part.value).replace("{", "{{").replace("}", "}}")
                continue
            if not isinstance(part, ast.FormattedValue):
                raise self.refuse(node, f"{type(part).__name__} in an f-string")
            words += "{" + (f"!{chr(part.conversion)}" if part.conversion > 0 else "")
            if part.format_spec:
                spec = part.format_spec
                if not (isinstance(spec, ast.JoinedStr) and all(isinstance(one, ast.Constant) for one in spec.values)):
                    raise self.refuse(node, "computed format in an f-string")
                words += ":" + "".join(str(one.value) for one in spec.values if isinstance(one, ast.Constant))
            words += "}"
            values.append(part.value)
        call = ast.Call(ast.Attribute(ast.Constant(words), "format"), values, [])
        return self.generic_visit(call)

    # Calls of what MicroPython lacks or supports in part

    def visit_Call(self, node: ast.Call) -> ast.AST:
        for keyword in node.keywords:
            if keyword.arg is None and isinstance(keyword.value, ast.Dict):  # arguments need no order, which costs time
                keyword.value = _call("unordered", *_dict_parts(keyword.value))
        self.generic_visit(node)
        if isinstance(node.func, ast.Name):
            return self.lowered_call(node, node.func.id)
        if isinstance(node.func, ast.Attribute):
            name, of = node.func.attr, node.func.value
            if isinstance(of, ast.Name) and of.id == "dict" and name == "fromkeys":
                return _call("ordered_keys", *node.args)
            if name in TEXT_METHODS or (name == "split" and not node.args):
                return _call(name, of, *node.args)
        return node

    def lowered_call(self, node: ast.Call, name: str) -> ast.AST:
        if name in self.enums:
            return _call("member", node.func, *node.args)
        if name == "dict":
            if node.keywords:
                raise self.refuse(node, "order in dict(name=...)")
            return _call("ordered", *node.args)
        if name == "sorted":
            return ast.Call(_helper("in_order"), node.args, node.keywords)
        if name == "zip" and node.keywords:
            is_strict = ast.literal_eval(node.keywords[0].value)
            return _call("zipped", *node.args) if is_strict else ast.Call(node.func, node.args, [])
        return node


def _dict_parts(node: ast.Dict) -> list[ast.expr]:
    """The dicts unpacked in a dict display, and tuples of the pairs between them."""
    parts: list[ast.expr] = []
    pairs: list[ast.expr] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is not None:
            pairs.append(ast.Tuple([key, value]))
            continue
        parts += [ast.Tuple(pairs), value] if pairs else [value]
        pairs = []
    return [*parts, *([ast.Tuple(pairs)] if pairs else [])]


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:] or [ast.Pass()]
    return body


def _record(node: ast.ClassDef) -> list[ast.stmt]:
    """The body of a dataclass with the methods that its decorator would generate."""
    fields = [part for part in node.body if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name)]
    methods = [part for part in node.body if part not in fields]
    names = [field.target.id for field in fields if isinstance(field.target, ast.Name)]
    defaults: list[ast.expr] = []
    sets = []
    for name, field in zip(names, fields, strict=True):
        value: ast.expr = ast.Name(name)
        if field.value is not None and (factory := _factory(field.value)):
            value = ast.IfExp(ast.Compare(value, [ast.Is()], [_helper("MISSING")]), ast.Call(factory, [], []), value)
            defaults.append(_helper("MISSING"))
        elif field.value is not None:
            defaults.append(field.value)
        sets.append(ast.Assign([ast.Attribute(ast.Name("self"), name)], value))
    arguments = ast.arguments([], [ast.arg("self"), *map(ast.arg, names)], None, [], [], None, defaults)
    made = ast.parse(
        f"__fields__ = {names!r}\n"
        "def __eq__(self, other): return {0}.equal(self, other)\n"
        "def __hash__(self): return {0}.hashed(self)\n".format(HELPERS)
    ).body
    init = ast.FunctionDef("__init__", arguments, [*sets] if sets else [ast.Pass()], [], None)
    return [made[0], init, *made[1:], *methods]


def _factory(value: ast.expr) -> ast.expr | None:
    if isinstance(value, ast.Call) and ast.unparse(value.func) == "field":
        return next(keyword.value for keyword in value.keywords if keyword.arg == "default_factory")
    return None


def _joined(node: ast.List | ast.Tuple | ast.Set, elements: list[ast.expr]) -> ast.expr | None:
    """A display with unpacking as a sum of lists; None for any other, and for an assignment target."""
    if not any(isinstance(part, ast.Starred) for part in elements) or isinstance(getattr(node, "ctx", None), ast.Store):
        return None
    parts = [part.value if isinstance(part, ast.Starred) else ast.List([part]) for part in elements]
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    return ast.Call(ast.Name(kind), [_call("joined", *parts)], [])


def _helper(name: str) -> ast.expr:
    return ast.Attribute(ast.Name(HELPERS), name)


def _call(helper: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_helper(helper), list(arguments), [])
