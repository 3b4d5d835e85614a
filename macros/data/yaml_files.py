"""Read YAML files into their models; a duplicate key or a wrong field is said with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, override

import yaml
from pydantic import BaseModel, ValidationError

from macros.file_cache import cached_by_file
from macros.places import ROOT

#: YAML tags of the most common nodes.
WORDS, LIST, MAPPING, BOOL = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "bool"))


class WrongData(Exception):
    """A data file does not fit its model: file, entry, field, fault."""


def validated[Model: BaseModel](model: type[Model], path: Path) -> Model:
    """Load a YAML file as its model. Raises WrongData with a line per problem."""
    try:
        read: Model = _reader(model)(path)
    except yaml.YAMLError as problem:
        said = " ".join(str(problem).split()).replace('"<unicode string>"', f'"{shown(path)}"')
        raise WrongData(f"{shown(path)}: {said}") from None
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise WrongData(f"{shown(path)}, line {line}: this is not UTF-8. Save the file as UTF-8.") from None
    except RecursionError:
        raise WrongData(f"{shown(path)}: an entry holds itself (an alias like *name), or is nested too deep") from None
    except ValidationError as problem:
        lines = (f"{shown(path)}, {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in problem.errors())
        raise WrongData("\n".join(lines)) from None
    return read


@cache
def _reader[Model: BaseModel](model: type[Model]) -> Callable[[Path], Model]:
    """A cached loader of a model's files: the preview reloads only the edited one, and a copy is not parsed again."""
    parsed = cache(lambda text: model.model_validate(read_yaml(text)))
    return cached_by_file(lambda path: parsed(path.read_text(encoding="utf-8")))


def read_yaml(text: str) -> Any:
    """Parse YAML. Raises YAMLError, also for a duplicate key."""
    return yaml.load(text, _UniqueKeys)  # noqa: S506 (derived from the safe loader)


def shown(path: Path) -> str:
    """A path as shown to developers: relative to the project."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


class _UniqueKeys(yaml.CSafeLoader):
    """A SafeLoader on libyaml (eight times faster) that refuses duplicate keys.

    YAML would silently keep the last one. Scalars, lists and mappings are built directly: PyYAML's own two-phase
    construction, which supports self-references, takes twice as long.
    """

    @override
    def construct_object(self, node: Any, deep: bool = False) -> Any:
        if node.tag == WORDS:
            return node.value
        if node.tag == MAPPING and isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if node.tag == LIST and isinstance(node, yaml.SequenceNode):
            return [self.construct_object(one) for one in node.value]
        try:
            return super().construct_object(node, deep=True)
        except ValueError as problem:  # an impossible date
            raise yaml.constructor.ConstructorError(None, None, f"{node.value!r}: {problem}", node.start_mark) from None

    def _key(self, node: Any) -> Any:
        """A key as text. YAML reads a bare ``on`` as true, and a review has the key ``on``."""
        return node.value if node.tag == BOOL else self.construct_object(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[Any, Any]:
        made = {self._key(key): self.construct_object(value) for key, value in node.value}
        if len(made) != len(node.value):
            counted = Counter(self._key(key) for key, _ in node.value)
            twice, _ = counted.most_common(1)[0]
            raise yaml.constructor.ConstructorError(None, None, f"'{twice}' stands here twice", node.start_mark)
        return made
