"""The people of a case, and which notes are about them.

The input is a page's stored list or a file's. A note names its person in free text; it is matched to a person only if
that is unambiguous.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from calculators.inputs import Choice, Input, Kind, read

SCHOOL, DISTRICT, OWN = "At the school", "In the district", "On your side"
#: The usual addressee of letters; questions refer to it as ``people.director.name`` (calculators/letters/people.yml).
DIRECTOR = "director"
OTHER = "other"
ROLES = (
    Choice("case_manager", "Case manager", SCHOOL),
    Choice("special_teacher", "Special education teacher", SCHOOL),
    Choice("teacher", "General education teacher", SCHOOL),
    Choice("principal", "Principal", SCHOOL),
    Choice("assistant_principal", "Assistant principal", SCHOOL),
    Choice("speech", "Speech therapist", SCHOOL),
    Choice("occupational", "Occupational therapist", SCHOOL),
    Choice("physical", "Physical therapist", SCHOOL),
    Choice("psychologist", "School psychologist", SCHOOL),
    Choice("behavior", "Behavior specialist", SCHOOL),
    Choice("counselor", "School counselor", SCHOOL),
    Choice("social_worker", "School social worker", SCHOOL),
    Choice("nurse", "School nurse", SCHOOL),
    Choice("aide", "Aide", SCHOOL),
    Choice("front_office", "Front office", SCHOOL),
    Choice(DIRECTOR, "Special education director", DISTRICT),
    Choice("district_representative", "District representative", DISTRICT),
    Choice("superintendent", "Superintendent", DISTRICT),
    Choice("transportation", "Transportation", DISTRICT),
    Choice("district_lawyer", "Lawyer of the district", DISTRICT),
    Choice("advocate", "Advocate", OWN),
    Choice("lawyer", "Lawyer", OWN),
    Choice("doctor", "Doctor or therapist outside of school", OWN),
    Choice("evaluator", "Evaluator outside of school", OWN),
    Choice("interpreter", "Interpreter", OWN),
    Choice(OTHER, "Someone else, in your words"),
)
#: The card's questions about each person.
PERSON = (
    Input("name", "Name", Kind.LINE, "As letters say it. Example: Dr. Ruth Lee.", max_length=200),
    Input("role", "Who is that?", Kind.CHOICE, choices=ROLES),
    Input("role_words", "In your words", Kind.LINE, when={"role": (OTHER,)}, max_length=200),
    Input("phone", "Phone", Kind.LINE, max_length=200),
    Input("email", "E-mail", Kind.LINE, max_length=200),
    Input("address", "Address", Kind.TEXT, max_length=500),
    Input("note", "Note", Kind.TEXT, "For you alone. It stands on no paper.", max_length=2_000),
)
#: The input's format: the role is one of ``ROLES``, or free text.
PEOPLE = Input(
    "people",
    "People",
    Kind.ROWS,
    fields=(
        Input("id", "Name of the line", Kind.LINE),
        Input("child", "Whose", Kind.LINE),
        *(Input(one.id, one.label, Kind.TEXT if one.kind is Kind.TEXT else Kind.LINE, max_length=one.max_length) for one in PERSON),
    ),
    most=500,
)  # fmt: skip
#: Words for groups, which are not stored as a person.
SEVERAL = (" and ", " & ", ";", " team")


@dataclass(frozen=True)
class Person:
    """A person of the case, at the school or on the parent's side.

    ``role`` is in words; ``place`` is its position in ``ROLES``, the last one for a custom role.
    """

    id: str
    name: str
    role: str
    place: int
    phone: str
    email: str

    @property
    def called(self) -> str:
        """``Ms. Lee, Speech therapist``."""
        return ", ".join(part for part in (self.name, self.role) if part)


def read_people(given: Any) -> tuple[Person, ...]:
    """The people sorted by role, then by name. Raises WrongInput for invalid input."""
    rows = read((PEOPLE,), {PEOPLE.id: given or []}).get(PEOPLE.id, ())
    found = [_person(number, row) for number, row in enumerate(rows)]
    return tuple(sorted((one for one in found if one.called), key=lambda one: (one.place, one.name.lower())))


def _person(number: int, row: Mapping[str, Any]) -> Person:
    role = row.get("role", "")
    places = {choice.value: place for place, choice in enumerate(ROLES) if choice.value != OTHER}
    words = ROLES[places[role]].label if role in places else row.get("role_words") or ("" if role == OTHER else role)
    texts = [row.get(name, "") for name in ("phone", "email")]
    return Person(row.get("id") or str(number), row.get("name", ""), words, places.get(role, len(ROLES)), *texts)


def named(who: str, people: Sequence[Person]) -> Person | None:
    """The person that a note names; None without exactly one candidate.

    A note has the name, or the name, a comma, and the role or part of it.
    """
    words = _plain(who)
    for fits in (_is_called, _has_name, _has_name_and_role):
        found = [one for one in people if fits(one, words)]
        if len(found) == 1:
            return found[0]
        if found:
            return None
    return None


def _is_called(one: Person, words: str) -> bool:
    return words == _plain(one.called)


def _has_name(one: Person, words: str) -> bool:
    return words == _plain(one.name)


def _has_name_and_role(one: Person, words: str) -> bool:
    name, comma, rest = words.partition(",")
    role = _plain(one.role)
    return bool(comma) and name.strip() == _plain(one.name) and (not role or rest.strip() in role or role in rest)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())


def as_person(who: str) -> dict[str, str] | None:
    """A person parsed from a note, with the fields of ``PERSON``; None for a group."""
    if any(words in f"{who.lower()} " for words in SEVERAL):
        return None
    name, _, rest = who.partition(",")
    rest = " ".join(rest.split())
    role = next((choice.value for choice in ROLES if choice.label.lower() == rest.lower()), OTHER if rest else "")
    words = next((choice.label for choice in ROLES if choice.value == role and role != OTHER), rest)
    return {"name": " ".join(name.split()), "role": role, "role_words": words}
