"""Load and validate the law, letters and checklists.

Write the calculators' input, one file per state.
``python -m macros.data.state_files`` writes ``calculators/data/``; with ``--check`` it only validates.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any, override

import yaml
from pydantic import BaseModel, ValidationError

from calculators.counting.clocks import COUNTED_SAFELY
from calculators.inputs import Input, Kind
from calculators.letter_forms import COUNT, TICK
from calculators.tools.people import PERSON, ROLES
from macros.data import claims as claim_questions
from macros.data import law_references
from macros.data.checklist_model import Checklist, Checklists
from macros.data.claim_model import Claims
from macros.data.core_facts import fact_rows, titles
from macros.data.holiday_days import by_name, days_in_doubt, federal_holidays, state_holidays
from macros.data.law_model import (
    AddedRule,
    ChangedRule,
    Cite,
    Clock,
    Code,
    Contact,
    Event,
    FederalLaw,
    Form,
    Law,
    NamedItem,
    Publish,
    Rule,
    StateLaw,
    StatesChange,
    StatesMay,
    Unit,
)
from macros.data.letter_model import AboutUs, LetterDeclaration, LetterInput, People, Situation, Situations
from macros.data.path_model import TAKEN_OVER, Carry, PathQuestion, Paths
from macros.data.path_model import Path as Way
from macros.data.search_model import SearchWords
from macros.data.state_rules import in_state
from macros.file_cache import cached_by_file
from macros.fingerprint import fingerprint
from macros.places import CHECKLISTS, DATA, GLOSSARY, LAW, LETTERS, PATHS, ROOT, SEARCH, STATE_LAW

#: Files beside the letters that concern all of them.
SHARED = ("about.yml", "claims.yml", "people.yml", "situations.yml")
INCLUDE = re.compile(r'^\{% include "([a-z_]+\.txt)" %\}\n', re.MULTILINE)
MADE_FROM = "made-from.txt"
#: Fields that are not published: numbers on hold, worked examples, internal notes.
NOT_FOR_READERS = {"claimed", "examples", "research", "cite", "see_also", "states_may", "answer"}
#: Fields that few rules have, omitted when empty.
RARE = (
    "item_ids",
    "replaces",
    "contains",
    "words",
    "was",
    "fax",
    "also_to",
    "reaches_agency",
    "not_by",
    "office",
    "portal",
    "reviewed",
    "came_with",
    "ended_by",
    "ended",
    "federal_limit",
)
#: Those of a clock.
RARE_OF_A_CLOCK = (
    "shown_by",
    "shown_in_time_by",
    "met_by_decides",
    "left_open_by",
    "never_late",
    "doubtful_days",
    "may_be",
    "comes_before",
    "to_working_day",
)


#: YAML tags of the most common nodes.
WORDS, LIST, MAPPING, BOOL = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map", "bool"))


class WrongData(Exception):
    """A data file does not fit its model: file, entry, field, fault."""


def load_law(path: Path = LAW) -> Law:
    """The federal law and every state's, validated. Raises WrongData with a line per problem.

    ``path`` is the federal file; the states' files are in the folder of the same name beside it.
    """
    federal = validated(FederalLaw, path)
    files = {"US": path}
    states: dict[str, StateLaw] = {}
    wrong = []
    for own in sorted(path.with_suffix("").glob("*.yml")):
        try:
            state = validated(StateLaw, own)
        except WrongData as problem:
            wrong.append(str(problem))
            continue
        if state.slug != own.stem:
            wrong.append(f"{shown(own)}, slug: it is '{state.slug}', so the file is named {state.slug}.yml")
        if state.code in states:
            wrong.append(f"{shown(own)}, code: {state.code} is {shown(files[state.code])} too")
        states[state.code], files[state.code] = state, own
    if wrong:
        raise WrongData("\n".join(wrong))
    law = Law(federal, states)
    wrong = [f"{shown(file)}, {where}: {said}" for file, where, said in law_references.problems(law, files)]
    if wrong:
        raise WrongData("\n".join(wrong))
    return law


def state_data(law: Law, code: str) -> dict[str, Any]:
    """The publishable law of ``code``: merged rules and sources, nothing on hold."""
    state = law.jurisdictions[code]
    rules = in_state(law, code)
    used = {source for rule in rules.values() for source in rule.sources}
    timed = {event for rule_id, rule in rules.items() for event in _asked_for(law, rule_id, rule.clock)}
    elsewhere = _timed_somewhere(law)
    events = {
        key: _event_data(event, rules)
        for key, event in law.events(code).items()
        if key in timed or event.stands_for in timed or (key not in elsewhere and _moves_a_clock(event, rules))
    }
    return {
        "code": code,
        **state.model_dump(include={"name", "slug", "sea", "sea_full"}),
        "checked": law.federal.checked.isoformat(),
        "rules": {rule_id: _rule_data(law, rule_id, rule, code) for rule_id, rule in rules.items()},
        "sources": {key: source.model_dump(mode="json") for key, source in law.sources(code).items() if key in used},
        "events": events,
        "elsewhere": {key: title for key, title in _event_titles(law).items() if key not in events},
        "contacts": {
            _contact_id(place, kind): {
                "jurisdiction": place,
                **_offered_data(contact),
                **_finder(law.federal.contacts.get(kind), contact),
            }
            for place in _own_and_national(code)
            for kind, contact in law.offices(place).items()
        },
        "forms": {
            letter: _form_data(law, place, letter, form)
            for place in _own_and_national(code)
            for letter, form in law.forms(place).items()
        },
        "holidays": federal_holidays(),
        "state_holidays": state_holidays(law, code),
        "days_in_doubt": by_name(days_in_doubt(law, code)),
        **({"terms": law.states[code].terms} if code in law.states and law.states[code].terms else {}),
    }


def _own_and_national(code: str) -> tuple[str, ...]:
    """US and the state; a state's own entries displace the national ones."""
    return tuple(dict.fromkeys(("US", code)))


def _contact_id(place: str, kind: str) -> str:
    return f"{place.lower()}_{kind}"


def _finder(national: Contact | None, contact: Contact) -> dict[str, str]:
    """Where to look up an office for which neither phone nor address was found."""
    reached = contact.phone or contact.email or contact.web or contact.address
    return {"finder": str(national.web)} if national and national.web and not reached else {}


def _office(law: Law, code: str, kind: str) -> tuple[str, Contact]:
    """The state's own office of a kind, or else the national one, with its id."""
    place = code if kind in law.offices(code) else "US"
    return _contact_id(place, kind), law.offices(place)[kind]


def _form_data(law: Law, place: str, letter: str, form: Form) -> dict[str, Any]:
    ask = _office(law, place, form.ask)[0] if form.ask else None
    return {"jurisdiction": place, "letter": letter, **_offered_data(form), "ask": ask}


def load_letters(law: Law, folder: Path = LETTERS) -> dict[str, dict[str, Any]]:
    """Every letter's declaration, merged with the shared questions, its text and sample answers."""
    people = validated(People, folder / "people.yml")
    about: dict[str, LetterInput | Input] = {**load_about(folder).questions(), **_of_people()}
    found = {}
    for path in sorted(folder.glob("*.yml")):
        if path.name in SHARED:
            continue
        letter = validated(LetterDeclaration, path)
        own = {question.id for question in letter.inputs}
        _check_about(about, path, [*people.inputs, *letter.inputs])
        asked = [*letter.inputs, *(question for question in people.inputs if question.id not in own)]
        inputs = [
            one
            for each_of, found in groupby(asked, lambda one: one.each_of)
            for one in _each(law, each_of, list(found))
        ]
        claims: dict[str, Any] = {}
        unasked: dict[str, str] = {}
        if letter.claims:
            known = load_claims(law, folder)
            asked_of = list(claim_questions.questions(known, letter.claims.part))
            place = [one["id"] for one in inputs].index(letter.claims.before)
            inputs[place:place] = asked_of
            claims = {"claims": claim_questions.texts(known)}
            unasked = {one["id"]: "" for one in asked_of}
        found[path.stem] = {
            **letter.model_dump(
                mode="json", exclude={"inputs", "copies", "sheets", "awaits", "claims"}, exclude_defaults=True
            ),
            "awaits": letter.awaits.model_dump(),
            "inputs": inputs,
            **claims,
            "template": _with_parts(path.with_suffix(".txt")),
            "sheets": [_with_parts(path.with_suffix(f".{sheet.id}.txt")) for sheet in letter.sheets],
            "copies": [
                {**copy.model_dump(exclude={"id"}), "template": _with_parts(path.with_suffix(f".{copy.id}.txt"))}
                for copy in letter.copies
            ],
            "sample": {**people.sample, **unasked, **letter.sample},
        }
    return found


def _of_people() -> dict[str, Input]:
    """The answers that the list of people supplies, by their name in letters' questions: ``people.director.name``."""
    return {f"people.{role.value}.{question.id}": question for role in ROLES for question in PERSON}


def _check_about(about: Mapping[str, LetterInput | Input], path: Path, asked: Iterable[LetterInput]) -> None:
    """Raises WrongData if a question refers to an unknown "About us" answer, or one that may not fit."""
    for question in asked:
        for name in question.about.split():
            source = about.get(name)
            if source is None:
                raise WrongData(
                    f"{shown(path)}: “About us” does not ask for '{name}' (about.yml, calculators/tools/people.py)"
                )
            if source.max_length > question.max_length or question.kind not in (source.kind, Kind.TEXT):
                raise WrongData(f"{shown(path)}: '{question.id}' takes less than '{name}' may have in it (about.yml)")


def _each(law: Law, rule_id: str, questions: list[LetterInput]) -> Iterator[dict[str, Any]]:
    """Questions as data: once, or once per item of a rule, in a card titled with the item.

    Raises WrongData if a state changes the rule's items: a form has one text for all states.
    """
    plain = [one.model_dump(mode="json", exclude_defaults=True, exclude={"each_of"}) for one in questions]
    if not rule_id:
        yield from plain
        return
    items = _texts(law.federal.rules[rule_id].items)
    other = [code for code, state in law.states.items() if _has_other_items(state, rule_id)]
    if other:
        raise WrongData(f"{rule_id} has other items in {', '.join(other)}: a letter cannot ask for each of them")
    own = {one["id"] for one in plain}
    for number, item in enumerate(items, 1):
        for one in plain:
            when = {f"{name}_{number}" if name in own else name: given for name, given in one.get("when", {}).items()}
            yield {
                **one,
                "id": f"{one['id']}_{number}",
                "card": f"{number}. {item}",
                **({"when": when} if when else {}),
            }


def _has_other_items(state: StateLaw, rule_id: str) -> bool:
    change = state.changes.get(rule_id)
    entries: list[AddedRule | ChangedRule] = [*state.adds.values(), *state.changes.values()]
    return bool(change and "items" in change.model_fields_set) or any(rule_id in entry.replaces for entry in entries)


def load_paths(law: Law, letters: Mapping[str, Any], path: Path = PATHS) -> dict[str, Any]:
    """The data of "Which way". Raises WrongData for an unknown rule, letter, field or office."""
    found = validated(Paths, path)
    unknown = sorted(found.asked_of_the_law() - set(law.federal.rules))
    unknown += [letter for way in found.paths for letter in way.letters if letter not in letters]
    unknown += [way.contact for way in found.paths if way.contact and way.contact not in law.federal.contacts]
    if unknown:
        raise WrongData(f"{shown(path)}: there is no such rule, letter or office: {', '.join(unknown)}")
    ways = [{**_path(one), "carries": [_carry(letters, carry) for carry in one.carries]} for one in found.paths]
    return {"questions": [_path_question(one) for one in found.questions], "paths": ways}


def _carry(letters: Mapping[str, Any], carry: Carry) -> dict[str, Any]:
    """What is carried into a letter, by form field, and the label of the claim it is about."""
    asked = {one["id"]: one for one in letters[carry.letter]["inputs"]}
    rows = {f"{name}.{inner['id']}": inner for name, one in asked.items() for inner in one.get("fields", ())}
    claim = carry.claim
    day, still = TAKEN_OVER
    of_claim = {f"{TICK}{claim}": "yes", f"{COUNT}{claim}_day": day, f"{COUNT}{claim}_going": still}
    fill = of_claim if claim else carry.fill
    for name, answer in fill.items():
        question = {**asked, **rows}.get(name, {})
        possible = [choice["value"] for choice in question.get("choices", ())]
        if answer not in (day, still, *possible) or (question.get("kind") == "date") != (answer == day):
            raise WrongData(f"{shown(PATHS)}: '{carry.letter}' cannot take over '{answer}' as its '{name}'")
    return {
        "letter": carry.letter,
        "about": asked[f"{TICK}{claim}"]["label"] if claim else "",
        "fill": {name.replace(".", ".0."): answer for name, answer in fill.items()},
        "when": carry.when,
        "unless": carry.unless,
    }


def _let_take_over(letters: dict[str, Any], paths: Mapping[str, Any]) -> None:
    """Permit each letter's form to be filled in by "Which way"."""
    for carry in (carry for way in paths["paths"] for carry in way["carries"]):
        known = letters[carry["letter"]].setdefault("handed", [])
        known += [name for name in carry["fill"] if name not in known]


def _path_question(question: PathQuestion) -> dict[str, Any]:
    """A question with its options as a list, because not every JSON reader keeps an object's order."""
    return {**question.model_dump(mode="json"), "choices": [list(choice) for choice in question.choices.items()]}


def _path(way: Way) -> dict[str, Any]:
    return way.model_dump(mode="json", by_alias=True)


def load_checklists(path: Path = CHECKLISTS) -> dict[str, Checklist]:
    """Every checklist by id. Raises WrongData with a line per problem."""
    return validated(Checklists, path).root


def load_search(path: Path = SEARCH) -> SearchWords:
    """What parents type into the search. Raises WrongData with a line per problem."""
    return validated(SearchWords, path)


def load_claims(law: Law, folder: Path = LETTERS) -> Claims:
    """The claims of a due process complaint. Raises WrongData for an unknown rule."""
    path = folder / "claims.yml"
    claims = validated(Claims, path)
    unknown = sorted({rule for claim in claims.all() for rule in claim.rules} - set(law.federal.rules))
    if unknown:
        raise WrongData(f"{shown(path)}: there is no such rule: {', '.join(unknown)}")
    return claims


def load_about(folder: Path = LETTERS) -> AboutUs:
    """The questions asked once for all letters."""
    return validated(AboutUs, folder / "about.yml")


def load_situations(folder: Path = LETTERS) -> list[Situation]:
    """Which letter to write when. Raises WrongData for an unlisted or unknown letter."""
    path = folder / "situations.yml"
    situations = validated(Situations, path).situations
    named = {letter for situation in situations for letter in situation.letters}
    known = {found.stem for found in folder.glob("*.yml") if found.name not in SHARED}
    if named != known:
        raise WrongData(f"{shown(path)}: these letters stand in one place only: {', '.join(sorted(named ^ known))}")
    return situations


def check_forms(law: Law, letters: Container[str], path: Path = LAW) -> None:
    """Raise WrongData with a line for each form of an unknown letter."""
    wrong = []
    for code, place in law.jurisdictions.items():
        file = path.with_suffix("") / f"{place.slug}.yml" if code in law.states else path
        wrong += [
            f"{shown(file)}, forms.{letter}: there is no such letter"
            for letter in law.forms(code)
            if letter not in letters
        ]
    if wrong:
        raise WrongData("\n".join(wrong))


def check_terms(law: Law, words: Container[str]) -> None:
    """Raise WrongData with a line for each state term missing from the glossary."""
    wrong = [
        f"{shown(STATE_LAW / state.slug)}.yml, terms.{term}: the glossary has no such word"
        for state in law.states.values()
        for term in state.terms
        if term not in words
    ]
    if wrong:
        raise WrongData("\n".join(wrong))


def load_glossary(path: Path = GLOSSARY) -> dict[str, Any]:
    """The glossary's entries, by id."""
    words: dict[str, Any] = read_yaml(path.read_text(encoding="utf-8"))
    return words


def _with_parts(path: Path) -> str:
    """A letter's text with its includes resolved: ``{% include "head.txt" %}``."""
    text = path.read_text(encoding="utf-8")
    return INCLUDE.sub(lambda found: path.with_name(found[1]).read_text(encoding="utf-8"), text)


def write_data(folder: Path = DATA) -> list[Path]:
    """Write all states' data, the letters and the JSON Schema, unless their inputs are unchanged.

    Returns the files that changed or were deleted.
    """
    made_from = fingerprint(_made_from(), version("holidays"))
    known = folder / MADE_FROM
    if known.is_file() and known.read_text(encoding="utf-8").strip() == made_from:
        return []
    known.unlink(missing_ok=True)
    law = load_law()
    files: dict[str, object] = {f"{code}.json": state_data(law, code) for code in law.jurisdictions}
    letters = load_letters(law)
    check_forms(law, letters)
    check_terms(law, load_glossary())
    files["paths.json"] = paths = load_paths(law, letters)
    _let_take_over(letters, paths)
    files["letters.json"] = {
        key: {name: value for name, value in letter.items() if name != "sample"} for key, letter in letters.items()
    }
    files["samples.json"] = {key: letter["sample"] for key, letter in letters.items()}
    files["law.json"] = whole_law(law)
    files["core_facts.json"] = {"titles": titles(law), "rows": fact_rows(law)}
    folder.mkdir(parents=True, exist_ok=True)
    changed = [path for name, content in files.items() for path in _written(folder / name, content)]
    for path in folder.glob("*.json"):
        if path.name not in files:  # the file of a state that was removed
            path.unlink()
            changed.append(path)
    known.write_text(f"{made_from}\n", encoding="utf-8")
    return changed


def read_ahead() -> None:
    """Fill the caches of ``write_data``, so that a first edit is fast too."""
    with suppress(WrongData):  # reported when it is edited
        law = load_law()
        for code in law.jurisdictions:
            state_data(law, code)


def whole_law(law: Law) -> dict[str, Any]:
    """The whole law as one document: federal law, and each state's changes and additions."""
    kept: dict[str, Any] = {"mode": "json", "exclude_defaults": True}
    return {
        "federal": law.federal.model_dump(**kept),
        "states": {code: state.model_dump(**kept) for code, state in law.states.items()},
    }


def _made_from() -> list[Path]:
    models = sorted(Path(__file__).parent.glob("*.py"))
    return [LAW, GLOSSARY, PATHS, *sorted(STATE_LAW.glob("*.yml")), *LETTERS.iterdir(), *models]


def _written(path: Path, content: object) -> Iterator[Path]:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        yield path


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


def _rule_data(law: Law, rule_id: str, rule: Rule, code: str) -> dict[str, Any]:
    kept = rule.model_dump(mode="json", exclude=NOT_FOR_READERS)
    named = {item.id: number for number, item in enumerate(rule.items) if isinstance(item, NamedItem)}
    kept |= {"items": _texts(rule.items), "exceptions": _texts(rule.exceptions)}
    kept["words"] = _federally_cited(law, rule_id, rule, code)
    kept = _without_empty({**kept, "item_ids": named, "clock": _clock_data(_safe_for_the_parent(rule))})
    if rule.ask:
        kept["ask"]["contact"] = _office(law, code, rule.ask.contact)[0]
    codes = law.codes(code)
    return {
        **kept,
        "cites": _each_once([_cite_data(codes[cite.code], cite) for cite in rule.cite]),
        "see_also": [_cite_data(codes[cite.code], cite) for cite in rule.see_also],
        "states_may": _states_may_data(law, rule.states_may, code, inside=_is_inside_another(law, rule_id, code)),
        **_not_found_data(law, rule_id, code),
        **_federal_limit_data(law, rule_id, rule),
    }


def _federally_cited(law: Law, rule_id: str, rule: Rule, code: str) -> dict[str, str]:
    """A rule's wordings with the federal rule's citations in place of ``{federal}``; in the federal set they are all it has."""
    federal, codes = law.federal.rules.get(rule_id), law.codes("US")
    cites = [_cite_data(codes[cite.code], cite) for cite in federal.cite] if federal else []
    cited = "; ".join(str(cite["text"]) for cite in _each_once(cites))
    found = "{cite}" if code == "US" else cited
    return {name: text.replace("{federal}", found) for name, text in rule.words.items()}


def _texts(listed: Iterable[str | NamedItem]) -> list[str]:
    return [one.text if isinstance(one, NamedItem) else one for one in listed]


#: Days at least in a unit, to find the shorter of two limits.
_AT_LEAST = {Unit.CALENDAR_DAYS: 1, Unit.MONTHS: 28, Unit.YEARS: 365}


def _safe_for_the_parent(rule: Rule) -> Clock | None:
    """The rule's clock; with the shorter of two limits that may hold counted first, if a parent must keep it."""
    clock = rule.clock
    other = clock.may_be if clock else None
    if not (clock and other and other.own and rule.who in COUNTED_SAFELY and clock.value and clock.unit):
        return clock
    if other.value * _AT_LEAST[other.unit] >= clock.value * _AT_LEAST[clock.unit]:
        return clock
    longer = other.model_copy(update={"value": clock.value, "unit": clock.unit, "words": other.own, "own": None})
    return clock.model_copy(update={"value": other.value, "unit": other.unit, "may_be": longer})


def _clock_data(clock: Clock | None) -> dict[str, Any] | None:
    """A clock without empty rare fields; a fixed end date as month and day."""
    if clock is None:
        return None
    said = clock.model_dump(mode="json")
    for name in (*RARE_OF_A_CLOCK, "pauses", "second", "late_in_year"):
        if not said[name]:
            del said[name]
    if clock.may_be:
        del said["may_be"]["own"]
    if clock.late_in_year:
        by = said["late_in_year"].pop("by")
        month, day = (int(part) for part in by.split("-")) if by else (None, None)
        said["late_in_year"] |= {"month": month, "day": day}
    return said


def _not_found_data(law: Law, rule_id: str, code: str) -> dict[str, str]:
    """The note for a federal rule whose state version was not found; empty otherwise."""
    missing = law.states[code].not_found if code in law.states else {}
    for fact_id, found in missing.items():
        if law.federal.core_facts[fact_id].rule == rule_id:
            state = law.states[code]
            office = state.sea_full if found.ask == "sea" else _office(law, code, found.ask)[1].name
            said = law.federal.not_found.format(state=state.name, office=office)
            return {"not_found": " ".join(filter(None, (said, found.advice)))}
    return {}


def _federal_limit_data(law: Law, rule_id: str, rule: Rule) -> dict[str, Any]:
    """The federal limit, where a state's number is only reported and a state may only shorten it; empty otherwise."""
    federal = law.federal.rules.get(rule_id)
    limit = federal.clock if federal else None
    reported = rule.publish is Publish.CAVEAT and rule.clock and rule.clock.value is not None
    if not (reported and federal and limit and limit.value and limit.unit and federal.publish is Publish.OK):
        return {}
    if not isinstance(federal.states_may, StatesMay) or federal.states_may.change is not StatesChange.SHORTEN:
        return {}
    cites = [_cite_data(law.federal.codes[cite.code], cite) for cite in federal.cite]
    return {"federal_limit": {"value": limit.value, "unit": limit.unit, "cites": cites}}


def _is_inside_another(law: Law, rule_id: str, code: str) -> bool:
    """Whether a limit of the state contains this rule's step."""
    state = law.states.get(code)
    changes = state.changes.values() if state else ()
    return any(rule_id in change.contains for change in changes)


def _states_may_data(law: Law, may: StatesMay | None, code: str, *, inside: bool) -> dict[str, Any] | None:
    """The note on a federal limit where the state's law was not read; None if none is needed.

    ``inside``: another limit of the state contains the step, which the note then says.
    """
    if may is None or may.ask is None:
        return None
    place = law.jurisdictions[code]
    office = _office(law, code, may.ask)[1].name
    office = office[0].lower() + office[1:] if office.startswith("Your ") else office
    asked = place.sea_full if may.ask == "sea" else office
    said = law.federal.inside_another if inside else may.words or law.federal.state_limits[may.change]
    return {
        "change": may.change,
        "words": said.format(state="Your state" if code == "US" else place.name),
        "ask": f"Ask {asked} which limit holds, before you count on this one.",
        "in_letters": said.format(state="My state" if code == "US" else place.name),
        "text": may.text,
        "checked": may.checked.isoformat(),
    }


def _asked_for(law: Law, rule_id: str, clock: Clock | None) -> Iterable[str]:
    """A clock's events. What may show that a federal step was done is asked only where the state counts with it."""
    if clock is None:
        return ()
    federal = law.federal.rules.get(rule_id)
    return (*clock.starts, *clock.met_by) if federal and federal.clock == clock else clock.events


def _timed_somewhere(law: Law) -> set[str]:
    """Events that start or satisfy a clock in some state; other states' events are omitted here."""
    federal = {event for key, rule in law.federal.rules.items() for event in _asked_for(law, key, rule.clock)}
    entries = [entry for state in law.states.values() for entry in (*state.changes.values(), *state.adds.values())]
    return federal | {event for entry in entries if entry.clock for event in entry.clock.events}


def _event_titles(law: Law) -> dict[str, str]:
    """The title of every event of any state."""
    return {key: event.title for code in law.jurisdictions for key, event in law.events(code).items()}


def _moves_a_clock(event: Event, rules: Mapping[str, Rule]) -> bool:
    return any(change.rule in rules for change in event.changes)


def _event_data(event: Event, rules: Mapping[str, Rule]) -> dict[str, Any]:
    changes = [_without_empty(change.model_dump(mode="json")) for change in event.changes if change.rule in rules]
    return _without_empty({**event.model_dump(mode="json", exclude={"after"}), "changes": changes})


def _offered_data(offered: Contact | Form) -> dict[str, Any]:
    return _without_empty(offered.model_dump(mode="json", exclude={"research", "sources", "confidence"}))


def _without_empty(said: dict[str, Any]) -> dict[str, Any]:
    """The fields without those rare ones that are empty."""
    return {name: value for name, value in said.items() if value or name not in RARE}


def _cite_data(code: Code, cite: Cite) -> dict[str, str | None]:
    """``34 CFR § 300.152(a)-(b)`` with the address of section 300.152, and its kind unless it is law."""
    number = cite.section.split("(")[0].strip()
    signed = f"{code.sign} {cite.section}".strip() if cite.section else ""
    url = code.url.format(number=number) if code.url and (cite.section or "{number}" not in code.url) else None
    # "14 Del. C. 3134" has the title before the code, so it names the code itself
    itself = cite.section and cite.code in cite.section
    text = (
        cite.section.replace(cite.code, f"{cite.code} {code.sign}".strip())
        if itself
        else f"{cite.code} {signed}".strip()
    )
    return {"text": text, "url": url, **({} if code.kind == "law" else {"kind": code.kind})}


def _each_once(cites: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """A state that adds to a federal rule may name the federal section again."""
    return list({cite["text"]: cite for cite in reversed(cites)}.values())[::-1]


def main(arguments: list[str]) -> int:
    """Write (or only check) the data. Returns 0, or 1 after printing what is wrong."""
    try:
        if arguments == ["--check"]:
            law = load_law()
            letters = load_letters(law)
            load_checklists()
            load_situations()
            check_forms(law, letters)
            check_terms(law, load_glossary())
            load_paths(law, letters)
            load_search()
            print(
                f"The law is well formed: {len(law.federal.rules)} federal rules, {len(law.states)} states, {len(letters)} letters."
            )
        else:
            changed = write_data()
            print(f"Law data: {len(changed)} files written.")
    except WrongData as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
