"""The two complaints: what the law wants in them, which facts are in time, and what a parent should be told.

A letter is only its text. A complaint has to hold certain things to count at all, and it reaches back only so far;
this module checks both before the letter is written. The words of the complaints stand in ``calculators/letters``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from calculators.counting import days
from calculators.counting.clocks import MONTHS_IN, Calendar, deadline
from calculators.inputs import Input, WrongInput, read
from calculators.law import Law
from calculators.result import Check
from calculators.words import listed, plain_date

#: Answers to "What did the school do wrong?" that are no rule.
BACKGROUND, ANOTHER_RULE = "none", "other"
NO_RULE = (BACKGROUND, ANOTHER_RULE)
#: Rules about services that can be made up for.
SERVICES = ("iep_services", "iep_start_of_year")
#: Answers to "Is it still happening?"
STILL, ENDED = "still", "ended"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: Words that only give a problem a name: "The district denied my child a free appropriate public education".
LABEL = frozenset(
    re.findall(
        r"\w+",
        """
        a an and the of to for in my his her their our child student son daughter school district they it he she was
        were is are has have had been being be not no never denied denies deny denying denial failed fails fail failure
        provide provided providing given give free appropriate public education fape idea iep law rights right violated
        violates violate violation broke broken
        """,
    )
)
#: What must be left without those words; letters, for languages that put no spaces between words.
FEWEST_WORDS, FEWEST_LETTERS = 3, 12


@dataclass(frozen=True)
class Element:
    """One thing that the law wants: the id of the rule's item, and the fields that answer it."""

    item: str
    fields: tuple[str, ...]
    #: The heading under which it stands in the letter.
    heading: str
    #: What is left for the writer to do, if anything is.
    to_do: str = ""


Values = Mapping[str, Any]
Questions = Sequence[Input]


@dataclass(frozen=True)
class Complaint:
    """A complaint: the rule that lists what it must say, and its parts.

    ``problems`` are by field, rows by their place (``facts.0.day``). ``words`` are what its text needs besides the
    answers. ``warnings`` stand beside the finished letter.
    """

    rule: str
    elements: tuple[Element, ...]
    problems: Callable[[Law, Values, Questions], dict[str, str]]
    words: Callable[[Law, Values, Questions], dict[str, Any]]
    warnings: Callable[[Law, Values, Questions], list[str]]
    more_checks: tuple[Check, ...] = ()

    def read(self, law: Law, questions: Questions, given: Mapping[str, Any]) -> dict[str, Any]:
        """The answers as values. Raises WrongInput with every field that does not fit, in the words of the law."""
        try:
            values = read(questions, given)
        except WrongInput as wrong:
            raise WrongInput(self._named(law, wrong.problems, given)) from None
        problems = self.problems(law, values, questions)
        if problems:
            raise WrongInput(as_sent(problems, given))
        return values

    def checks(self, law: Law) -> tuple[Check, ...]:
        """What the law lists, in its order, and where the letter has it; then what makes it enough in practice."""
        rule = law.rule(self.rule)
        by_item = {rule.item(element.item): element for element in self.elements}
        return (*(_check(item, by_item[item]) for item in rule.items), *self.more_checks)

    def _named(self, law: Law, problems: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, str]:
        """The problems, and below each about a field that was left empty what the law wants to see there."""
        said = dict(problems)
        for name, element in ((name, element) for name in problems for element in self.elements):
            if re.sub(r"\.\d+\.", ".", name) in element.fields and not str(given.get(name, "")).strip():
                wanted = law.rule(self.rule).item(element.item)
                said[name] = f"{problems[name]}\nThe law asks for it: “{wanted}”"
        return said


def labels(questions: Questions) -> dict[str, str]:
    """What the answers that rows offer are called, by their values."""
    return {choice.value: choice.label for rows in questions for field in rows.fields for choice in field.choices}


def as_sent(problems: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, str]:
    """Problems of rows by their place, renamed as the form sent them: rows that are empty or gone leave gaps."""
    return {_row_as_sent(name, given): problem for name, problem in problems.items()}


def _row_as_sent(name: str, given: Mapping[str, Any]) -> str:
    place = re.fullmatch(r"(\w+)\.(\d+)\.(\w+)", name)
    if not place:
        return name
    rows, number, field = place.groups()
    sent = given.get(rows)
    if isinstance(sent, list):
        filled = [index for index, row in enumerate(sent) if any(str(value).strip() for value in row.values())]
    else:
        named = ((re.fullmatch(rf"{rows}\.(\d+)\.\w+", key), value) for key, value in given.items())
        filled = sorted({int(match[1]) for match, value in named if match and str(value).strip()})
    return f"{rows}.{filled[int(number)]}.{field}"


# ---- the state complaint


@dataclass(frozen=True)
class Fact:
    """Something that happened on a day, or from a day on; ``answer`` is what the school did wrong.

    ``end`` is its last day so far (that of receipt, if it goes on), ``place`` its row in the form. ``since`` is the
    first day of it on which the state decides; what came before it is told as background to the same claim.
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
        """True if it began before the state looks back, and went on into the time that counts."""
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


def span(first: date, last: date, going: str) -> str:
    """On which day, or from which day on, something happened, as a letter writes it."""
    if going == STILL:
        return f"Since {plain_date(first)}, and still now"
    return plain_date(first) if first == last else f"From {plain_date(first)} to {plain_date(last)}"


@dataclass(frozen=True)
class Sorted:
    """The facts by age, each list by date. ``edge`` are those of ``inside`` that are in on one reading only."""

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
    """A row of the form. What goes on counts from the first safe day; what ended on the edge, from the edge."""
    first_day, safe_day = reaches
    day, end = row["day"], last_day(row, received)
    since = max(day, safe_day if end >= safe_day else first_day) if end >= first_day else day
    return Fact(place, day, end, row["going"], row["what"], row["rule"], row.get("shows", ""), since)


def last_day(row: Mapping[str, Any], received: date) -> date:
    """The last day on which it happened: that of receipt, if it goes on."""
    began: date = row["day"]
    by_answer: dict[str, date] = {STILL: received, ENDED: row.get("ended_on", began)}
    return by_answer.get(row["going"], began)


def _state_complaint_problems(law: Law, values: Values, questions: Questions) -> dict[str, str]:
    problems = {**_reach_problem(values), **_dates_problem(values)}
    facts = _sorted(law, values)
    for fact in [*facts.inside, *facts.older]:
        if fact.day > values["received_on"]:
            problems[f"facts.{fact.place}.day"] = "This is after the day on which the state will have your complaint."
        if fact.answer not in NO_RULE and not rule_here(law, fact.answer):
            problems[f"facts.{fact.place}.rule"] = (
                f"We could not confirm this rule for {law.name}. Choose “{labels(questions)[ANOTHER_RULE]}” and say it in the fact."
            )
    first_day, safe_day = reach(law, values["received_on"])
    claims_lost = [fact for fact in facts.older if fact.answer != BACKGROUND]
    for fact in claims_lost:
        problems[f"facts.{fact.place}.going"] = _lost(fact, safe_day, labels(questions))
    if not facts.inside and not claims_lost:
        problems["facts"] = (
            f"All of these days are before {plain_date(first_day)}, and the state looks back no further. Add something "
            "that happened on that day or later, or that still happens. If there is nothing, ask your parent center: due "
            "process has a longer limit."
        )
    elif facts.inside and all(fact.answer == BACKGROUND for fact in facts.inside):
        problems["facts"] = (
            f"At least one fact on {plain_date(first_day)} or later must be something that the school did wrong. Choose "
            "it under “What did the school do wrong?”"
        )
    return problems


def _lost(fact: Fact, safe_day: date, answers: Mapping[str, str]) -> str:
    """What to do about a claim that nobody would decide: find a day of it that counts, or give it up knowingly."""
    field = "Then change the day on which it ended" if fact.going == ENDED else f"Then choose “{answers[STILL]}”"
    return (
        f"This would not be decided: it is too old. Did it also happen on {plain_date(safe_day)} or later? {field}, or add "
        f"a fact with a newer day. If it did not, choose “{answers[BACKGROUND]}” under “What did the school do wrong?”, and "
        "it stays in as background."
    )


def _state_complaint_words(law: Law, values: Values, questions: Questions) -> dict[str, Any]:
    facts = _sorted(law, values)
    groups = _by_rule(law, facts.inside, questions)
    return {
        "groups": groups,
        "older": [fact.in_words() for fact in facts.older],
        "services_missed": any(group["rule"] in SERVICES for group in groups),
        **_office(law, values, "complaint_office"),
    }


def _state_complaint_warnings(law: Law, values: Values, questions: Questions) -> list[str]:
    facts = _sorted(law, values)
    rules = [group["rule"] for group in _by_rule(law, facts.inside, questions) if group["rule"]]
    return [
        *_age_warnings(law, values["received_on"], facts),
        *_reported_rules(law, rules),
        *_overlap_warning(values),
        *_address_warning(law, values, "complaint_office"),
    ]


def reach(law: Law, received: date) -> tuple[date, date]:
    """The first day that a state complaint received on this day reaches back to: at the most, and on every reading.

    The rule says "not more than" its limit, which can be read to take the same date of the earlier year in. Such a
    fact stays in the complaint; its writer is told that it stands on the edge.
    """
    rule = law.rule("state_complaint_lookback")
    safe = deadline(rule, law.events["state_complaint_received"], received, Calendar()).due
    clock = rule.clock
    assert safe
    assert clock
    assert clock.value
    return days.count_months(received, clock.value * MONTHS_IN[clock.unit or ""], -1).due, safe


def rule_here(law: Law, rule_id: str) -> str | None:
    """The rule as this state has it; None if it has none, or none that is confirmed."""
    rule = law.find(rule_id)
    return rule.id if rule and rule.publish != "hold" else None


def _by_rule(law: Law, facts: list[Fact], questions: Questions) -> list[dict[str, Any]]:
    """The claims: the facts under what the school did wrong, how it came about first, the others by their first day.

    What began before the state looks back is a claim of its own, so that its earlier part belongs to no other.
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
    """What a claim is called: A to Z, then AA to AZ."""
    return LETTERS[number] if number < len(LETTERS) else f"A{LETTERS[number - len(LETTERS)]}"


def _age_warnings(law: Law, received: date, facts: Sorted) -> list[str]:
    said = []
    first_day, safe_day = (plain_date(day) for day in reach(law, received))
    split = [fact for fact in facts.inside if fact.is_split and fact not in facts.edge]
    if facts.older:
        said.append(
            f"This will not be decided: {_short_list(facts.older)}. If the state has your complaint on "
            f"{plain_date(received)}, it looks back to {safe_day}. Did it also happen on that day or later? Add a date. If "
            "not, it stands in the letter as background. Due process has a longer limit."
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


# ---- the due process complaint


def _due_process_problems(_law: Law, values: Values, _questions: Questions) -> dict[str, str]:
    problems = {**_reach_problem(values), **_dates_problem(values)}
    for place, issue in enumerate(values["issues"]):
        if is_label(issue["facts"]):
            problems[f"issues.{place}.facts"] = (
                "This names the problem and tells no facts. Say what happened, how often and since when, and what your "
                "child did not get."
            )
        if issue["day"] > values["received_on"]:
            problems[f"issues.{place}.day"] = "This is after the day on which the district will have your complaint."
        if issue.get("known") and issue["known"] < issue["day"]:
            problems[f"issues.{place}.known"] = (
                "This is before the day on which it happened. Correct it or leave it empty."
            )
    return problems


def _due_process_words(law: Law, values: Values, _questions: Questions) -> dict[str, Any]:
    return {
        "spans": [_span(law, issue, values["received_on"]) for issue in values["issues"]],
        "late": _numbers(values, lambda issue: is_late(law, issue, values["received_on"])),
        "discipline": _is_about_discipline(values),
        **_office(law, values, "due_process_office"),
    }


def _due_process_warnings(law: Law, values: Values, _questions: Questions) -> list[str]:
    return [
        "Get legal help before you send this. What you leave out you may not be able to raise at the hearing.",
        *_limit_warnings(law, values),
        *_stay_put_warnings(values),
        *_address_warning(law, values, "due_process_office"),
    ]


def _is_about_discipline(values: Values) -> bool:
    return any(issue["about"] == "discipline" for issue in values["issues"])


def _numbers(values: Values, chosen: Callable[[Mapping[str, Any]], bool]) -> list[int]:
    """The numbers, from 1, of the problems that are ``chosen``."""
    return [number for number, issue in enumerate(values["issues"], 1) if chosen(issue)]


def is_label(text: str) -> bool:
    """True for a text that gives a problem its legal name and says nothing of what happened."""
    told = [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in LABEL]
    return len(told) < FEWEST_WORDS and len("".join(told)) < FEWEST_LETTERS


def is_late(law: Law, issue: Mapping[str, Any], received: date) -> bool:
    """True if the limit had run out, counted from the day the parent found out, on the reading that is kindest."""
    return received > _limit(law, issue)[1]


def _limit(law: Law, issue: Mapping[str, Any]) -> tuple[date, date]:
    """The last day for one problem: on every reading, and at the most."""
    rule = law.rule("due_process_filing_limit")
    clock, counted_from = rule.clock, issue.get("known") or issue["day"]
    safe = deadline(rule, law.events["violation"], counted_from, Calendar()).due
    assert safe
    assert clock
    assert clock.value
    return safe, days.count_months(counted_from, clock.value * MONTHS_IN[clock.unit or ""], 1).due


def in_time_since(law: Law, issue: Mapping[str, Any], received: date) -> date | None:
    """From which day on a problem is in time on every reading, if it began too early for that and went on; else None."""
    first = reached_since(law, received)
    began_too_early = _limit(law, issue)[0] < received
    return first if began_too_early and last_day(issue, received) >= first else None


def reached_since(law: Law, received: date) -> date:
    """The first day whose limit is not over on the day of receipt, on every reading."""
    clock = law.rule("due_process_filing_limit").clock
    assert clock
    assert clock.value
    day: date = days.count_months(received, clock.value * MONTHS_IN[clock.unit or ""], -1).due - timedelta(days=2)
    while _limit(law, {"day": day})[0] < received:
        day += timedelta(days=1)
    return day


def _span(law: Law, issue: Mapping[str, Any], received: date) -> dict[str, str]:
    """When a problem happened, as the letter writes it, and from which day on it is in time if it began too early."""
    since = in_time_since(law, issue, received)
    return {
        "when": span(issue["day"], last_day(issue, received), issue["going"]),
        "since": plain_date(since) if since else "",
    }


def _limit_warnings(law: Law, values: Values) -> list[str]:
    received, reason = values["received_on"], values.get("older")
    clock = law.rule("due_process_filing_limit").clock
    assert clock
    limit = clock.in_words()
    partly = _numbers(values, lambda issue: in_time_since(law, issue, received) is not None)
    late = [number for number in _numbers(values, lambda issue: is_late(law, issue, received)) if number not in partly]
    edge = _numbers(values, lambda issue: _limit(law, issue)[0] < received <= _limit(law, issue)[1])
    edge = [number for number in edge if number not in partly]
    found_out = _numbers(
        values,
        lambda issue: (
            "known" in issue and received <= _limit(law, issue)[1] and received > _limit(law, {"day": issue["day"]})[0]
        ),
    )
    first = plain_date(reached_since(law, received))
    said = []
    if late and not reason:
        said.append(
            f"{_problem(late)} may be too late: the limit is {limit} from the day you knew or should have known. Did it "
            f"also happen on {first} or later? Then say so, or add a problem with a newer day. Two things can lift the "
            "limit. If one fits, choose it under “why can it still be heard?” Ask a lawyer first."
        )
    if partly:
        said.append(
            f"{_problem(partly)} began more than {limit} ago and went on. The letter asks for a decision on the part since "
            f"{first} at the least. It gives up nothing that came before. Let a lawyer look at it."
        )
    if late and reason:
        said.append(
            f"{_problem(late)} may be too late: the limit is {limit}. The letter gives your reason why it can still be "
            "heard. People argue about these reasons, so let a lawyer look at yours."
        )
    if reason and not late and not partly:
        said.append(f"No problem in your list is older than {limit}, so the letter leaves the time limit out.")
    if edge:
        said.append(f"{_problem(edge)}: you are on the edge of the {limit}. Send this sooner, and ask a lawyer today.")
    if found_out:
        said.append(
            f"{_problem(found_out)}: the limit is counted from the day you found out. Be ready to show that you could "
            "not have known sooner."
        )
    may = law.rule("due_process_filing_limit").states_may
    if may:
        said.append(f"The limit counted here is the federal one, {limit}. {may.words} {may.ask}")
    return said


def _stay_put_warnings(values: Values) -> list[str]:
    if values.get("stay_put") != "yes":
        return []
    said = []
    change, received = values.get("change_on"), values["received_on"]
    if change and change <= received:
        said.append(
            f"The change starts on {plain_date(change)}, and the district gets this on {plain_date(received)}. File "
            "before the change starts if you can. Talk to a lawyer today."
        )
    if _is_about_discipline(values):
        said.append(
            "Stay-put works in another way in a discipline case. Your child may have to stay in the interim setting. "
            "Ask a lawyer."
        )
    return said


# ---- what both have


def _check(item: str, element: Element) -> Check:
    return Check(item, element.to_do or f"It stands under “{element.heading}”.", done=not element.to_do)


def _reach_problem(values: Mapping[str, Any]) -> dict[str, str]:
    if values.get("parent_contact") or values.get("parent_address"):
        return {}
    return {"parent_contact": "Give a phone number, an e-mail address or your address. They must be able to reach you."}


def _dates_problem(values: Mapping[str, Any]) -> dict[str, str]:
    if values["received_on"] >= values["letter_date"]:
        return {}
    return {
        "received_on": f"This is before the date of the letter, {plain_date(values['letter_date'])}. Give the day on which "
        "it will arrive."
    }


def _office(law: Law, values: Values, kind: str) -> dict[str, str]:
    """The state office as a letter is addressed to it (empty if nobody knows it), and as a sentence names it."""
    typed = values.get("state_office", "")
    office = law.contact(kind)
    own = law.sea_full if office == law.contact("sea") else office.name
    known = "the state education agency" if office.jurisdiction == "US" else own
    return {"office": typed or "\n".join(office.address), "office_name": known}


def _address_warning(law: Law, values: Values, kind: str) -> list[str]:
    office = law.contact(kind)
    if values.get("state_office"):
        return []
    if not office.address:
        return [f"We do not know the address of this office in your state. {office.ask_for}"]
    if office.publish == "ok":
        return []
    return [f"Check the address of the state office before you send this. {office.note or ''}".rstrip()]


def _short_list(facts: list[Fact]) -> str:
    return listed([f"{plain_date(fact.day)} (“{_short(fact.what)}”)" for fact in facts])


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 40 else text[:39] + "…"


def _problem(numbers: list[int]) -> str:
    return f"Problem{'s' if len(numbers) > 1 else ''} {listed([str(number) for number in numbers])}"


#: By the id of the letter.
COMPLAINTS = {
    "state_complaint": Complaint(
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
        _state_complaint_problems,
        _state_complaint_words,
        _state_complaint_warnings,
    ),
    "due_process_complaint": Complaint(
        "due_process_content",
        (
            Element("name", ("child_name",), "Who it is about"),
            Element("address", ("child_home",), "Who it is about"),
            Element("school", ("school",), "Who it is about"),
            Element(
                "problem",
                ("issues.day", "issues.going", "issues.about", "issues.did", "issues.facts"),
                "The problems, with the facts",
            ),
            Element("fix", ("fix",), "How I ask that it be solved"),
        ),
        _due_process_problems,
        _due_process_words,
        _due_process_warnings,
        (
            Check("Each problem has its day.", "Each has one, and the time limit was counted from it."),
            Check(
                "Each problem tells facts. “Denied FAPE” alone is not enough.",
                "None is only a label. Would a stranger understand what happened? Read it once more.",
                done=False,
            ),
            Check(
                "It is signed and sent to both.",
                "Sign it. Send it to the district, and the copy to the state.",
                done=False,
            ),
        ),
    ),
}
