"""The state complaint: which facts are timely, their claims, and warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar, same_date
from calculators.law import Law, OnHold
from calculators.tools.complaint import (
    ENDED,
    STILL,
    Complaint,
    Element,
    Questions,
    Values,
    address_warning,
    contact_problem,
    dates_problem,
    last_day,
    names_no_limit,
    office,
    span,
)
from calculators.words import listed, plain_date, shortened

#: Answers to "What did the school do wrong?" that name no rule.
BACKGROUND, ANOTHER_RULE = "none", "other"
NO_RULE = (BACKGROUND, ANOTHER_RULE)
#: Rules about services for which compensatory services can be asked.
SERVICES = ("iep_services", "iep_start_of_year")
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day or from a day on.

    ``answer`` is the violation chosen.
    ``end``: its last day so far (the day of receipt, if it goes on). ``place``: its row in the form. ``since``: the first day
    of it that the state decides about; anything earlier is told as background to the same claim.
    """

    place: int
    day: date
    end: date
    going: str
    what: str
    answer: str
    shows: str
    since: date

    @property
    def is_split(self) -> bool:
        """True if it began before the look-back period and continued into it."""
        return self.since > self.day

    def in_words(self) -> dict[str, str]:
        """The fact as a letter writes it."""
        when = span(self.since, self.end, self.going)
        began = plain_date(self.day) if self.is_split else ""
        return {
            "when": when,
            "what": self.what,
            "shows": self.shows,
            "began": began,
            "since": plain_date(self.since),
        }


@dataclass(frozen=True)
class Sorted:
    """The facts by age, each list by date.

    ``edge``: those of ``inside`` that are timely on one reading only.
    """

    inside: list[Fact]
    edge: list[Fact]
    older: list[Fact]


def _sorted(law: Law, values: Values) -> Sorted:
    received = values["received_on"]
    first_day, safe_day = reach(law, received)
    facts = [_fact(place, row, received, (first_day, safe_day)) for place, row in enumerate(values["facts"])]
    facts.sort(key=lambda fact: fact.day)
    inside = [fact for fact in facts if fact.end >= first_day]
    return Sorted(inside, [f for f in inside if f.end < safe_day], [f for f in facts if f.end < first_day])


def _fact(place: int, row: Mapping[str, Any], received: date, reaches: tuple[date, date]) -> Fact:
    """A fact from a row of the form. What goes on counts from the first safe day; what ended, from the edge."""
    first_day, safe_day = reaches
    day, end = row["day"], last_day(row, received)
    since = max(day, safe_day if end >= safe_day else first_day) if end >= first_day else day
    return Fact(place, day, end, row["going"], row["what"], row["rule"], row.get("shows", ""), since)


def _problems(law: Law, values: Values, questions: Questions) -> dict[str, str]:
    problems = {**contact_problem(values), **dates_problem(values)}
    facts = _sorted(law, values)
    for fact in [*facts.inside, *facts.older]:
        if fact.day > values["received_on"]:
            problems[f"facts.{fact.place}.day"] = "This is after the day on which the state will have your complaint."
        if names_no_limit(law, fact.answer):
            answers = labels(questions)
            problems[f"facts.{fact.place}.rule"] = (
                "We know of no number of days for this in your state, and federal law has none. Choose "
                f"“{answers[ANOTHER_RULE]}” and say in the fact how long it took. If more than 3 years are over since the last "
                f"evaluation, choose “{answers['reevaluation_due']}”."
            )
        elif fact.answer not in NO_RULE and not rule_here(law, fact.answer):
            problems[f"facts.{fact.place}.rule"] = (
                f"We could not confirm this rule for {law.name}. Choose “{labels(questions)[ANOTHER_RULE]}” and say it in the fact."
            )
    first_day, safe_day = reach(law, values["received_on"])
    claims_lost = _claims_lost(facts.older, safe_day, questions)
    problems.update(claims_lost)
    if not facts.inside and not claims_lost:
        problems["facts"] = (
            f"All of these days are before {plain_date(first_day)}, and the state looks back no further. Add something "
            "that happened on that day or later, or that still happens. If there is nothing, ask your parent center: due "
            "process may have a longer limit."
        )
    elif facts.inside and all(fact.answer == BACKGROUND for fact in facts.inside):
        problems["facts"] = (
            f"At least one fact on {plain_date(first_day)} or later must be something that the school did wrong. Choose "
            "it under “What did the school do wrong?”"
        )
    return problems


def _too_old(law: Law, values: Values, questions: Questions) -> dict[str, str]:
    """The claims too old even if the state has the complaint on its own date, of rows that are complete enough."""
    received = max(values.get("received_on", date.min), values.get("letter_date", date.min))
    rows = values.get("facts", ())
    told = [row if _is_placed(row) else None for row in rows]
    if received == date.min or not any(told):
        return {}
    reaches = reach(law, received)
    facts = [_fact(place, {"what": "", **row}, received, reaches) for place, row in enumerate(told) if row]
    return _claims_lost([fact for fact in facts if fact.end < reaches[0]], reaches[1], questions)


def _is_placed(row: Mapping[str, Any]) -> bool:
    """True if a row says when it happened, until when, and what was wrong."""
    return {"day", "going", "rule"} <= row.keys() and (row["going"] != ENDED or "ended_on" in row)


def _claims_lost(older: Sequence[Fact], safe_day: date, questions: Questions) -> dict[str, str]:
    """What to do about each claim that is too old, by field."""
    asked = labels(questions)
    return {f"facts.{fact.place}.going": _lost(fact, safe_day, asked) for fact in older if fact.answer != BACKGROUND}


def _lost(fact: Fact, safe_day: date, answers: Mapping[str, str]) -> str:
    """What to do about a claim that would be dismissed as too old: find a timely day, or drop it knowingly."""
    field = "Then change the day on which it ended" if fact.going == ENDED else f"Then choose “{answers[STILL]}”"
    return (
        f"This would not be decided: it is too old. Did it also happen on {plain_date(safe_day)} or later? {field}, or add "
        f"a fact with a newer day. If it did not, choose “{answers[BACKGROUND]}” under “What did the school do wrong?”, and "
        "it stays in as background."
    )


def _words(law: Law, values: Values, questions: Questions) -> dict[str, Any]:
    facts = _sorted(law, values)
    groups = _by_rule(law, facts.inside, questions)
    return {
        "groups": groups,
        "older": [fact.in_words() for fact in facts.older],
        "services_missed": any(group["rule"] in SERVICES for group in groups),
        **office(law, values, "complaint_office"),
    }


def _warnings(law: Law, values: Values, questions: Questions) -> list[str]:
    facts = _sorted(law, values)
    rules = [group["rule"] for group in _by_rule(law, facts.inside, questions) if group["rule"]]
    return [
        *_age_warnings(law, values["received_on"], facts),
        *_reported_rules(law, rules),
        *_overlap_warning(values),
        *address_warning(law, values, "complaint_office"),
    ]


def reach(law: Law, received: date) -> tuple[date, date]:
    """The first day within reach of a state complaint: literal and safe reading.

    The rule says "not more than" its limit, which can be read to include the same date of the earlier year. A fact on that
    date stays in the complaint; its writer is told that it is on the edge. Raises OnHold without a number.
    """
    rule = law.rule("state_complaint_lookback")
    safe = deadline(rule, law.events["state_complaint_received"], received, Calendar()).due
    clock = rule.clock
    if safe is None:
        raise OnHold(f"{rule.id} has no number")
    assert clock
    return same_date(clock, received, -1) or safe, safe


def labels(questions: Questions) -> dict[str, str]:
    """The labels of the choices in rows, by value."""
    return {choice.value: choice.label for rows in questions for field in rows.fields for choice in field.choices}


def rule_here(law: Law, rule_id: str) -> str | None:
    """The id of the rule in this state.

    None if it has none, or none that is confirmed.
    """
    rule = law.find(rule_id)
    return rule.id if rule and rule.publish != "hold" else None


def _by_rule(law: Law, facts: list[Fact], questions: Questions) -> list[dict[str, Any]]:
    """The claims: facts grouped by violation, background first, then by their first day.

    A fact that began before the look-back period is a claim of its own, so that its earlier part is tied to no other.
    """
    claims: dict[tuple[str, int], list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: fact.answer != BACKGROUND):
        own = fact.place if fact.is_split and fact.answer != BACKGROUND else -1
        claims.setdefault((fact.answer, own), []).append(fact)
    return [
        {
            "letter": sign(number),
            "claim": "How it came about" if answer == BACKGROUND else labels(questions)[answer],
            "rule": None if answer in NO_RULE else rule_here(law, answer),
            "unnamed": answer == ANOTHER_RULE,
            "facts": [fact.in_words() for fact in found],
        }
        for number, ((answer, _), found) in enumerate(claims.items())
    ]


def sign(number: int) -> str:
    """The label of a claim: A to Z, then AA to AZ."""
    return ALPHABET[number] if number < len(ALPHABET) else f"A{ALPHABET[number - len(ALPHABET)]}"


def _age_warnings(law: Law, received: date, facts: Sorted) -> list[str]:
    said = []
    first_day, safe_day = (plain_date(day) for day in reach(law, received))
    split = [fact for fact in facts.inside if fact.is_split and fact not in facts.edge]
    if facts.older:
        said.append(
            f"This will not be decided: {_short_list(facts.older)}. If the state has your complaint on "
            f"{plain_date(received)}, it looks back to {safe_day}. Did it also happen on that day or later? Add a date. If "
            "not, it stands in the letter as background. Due process may have a longer limit."
        )
    if split:
        said.append(
            f"This began earlier and went on: {_short_list(split)}. The letter asks for a decision on the part since "
            f"{safe_day}. The part before that is background to the same claim."
        )
    if facts.edge:
        said.append(
            f"On the edge: {_short_list(facts.edge)}. Some count {first_day} in and some do not. To be safe, let the state "
            f"have your complaint sooner. On {plain_date(received)}, {safe_day} is the first safe day."
        )
    return said


def _reported_rules(law: Law, rules: Iterable[str]) -> list[str]:
    return [
        f"The letter marks the rule “{law.rule(rule).title}”. {law.rule(rule).note or ''}".rstrip()
        for rule in rules
        if law.rule(rule).publish == "caveat"
    ]


def _overlap_warning(values: Mapping[str, Any]) -> list[str]:
    if values.get("hearing") != "yes":
        return []
    return ["The state sets aside each point that is also part of an open due process case until that case is over."]


def _short_list(facts: list[Fact]) -> str:
    return listed([f"{plain_date(fact.day)} (“{shortened(fact.what)}”)" for fact in facts])


STATE_COMPLAINT = Complaint(
    "state_complaint_content",
    (
        Element("statement", ("district",), "What I state"),
        Element("facts", ("facts.day", "facts.going", "facts.what", "facts.rule"), "The facts"),
        Element("signature", ("parent_name",), "", "How to reach you stands at the top. Now sign it."),
        Element("address", ("child_name", "child_home"), "Who it is about"),
        Element("school", ("school",), "Who it is about"),
        Element("problem", ("problem",), "The problem"),
        Element("fix", ("fix",), "How I ask you to fix it"),
    ),
    _problems,
    _words,
    _warnings,
    early=lambda law, values, questions: {**contact_problem(values), **_too_old(law, values, questions)},
)
