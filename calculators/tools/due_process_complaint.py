"""The due process complaint: checks for facts and timeliness, and warnings to its writer."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from calculators.counting.cautions import marked
from calculators.counting.clocks import deadline
from calculators.counting.counted import Calendar, same_date
from calculators.law import Law
from calculators.letter_forms import COUNT, TICK, Claim, letters
from calculators.result import Check
from calculators.tools.complaint import (
    ENDED,
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
    typed_office,
)
from calculators.words import listed, plain_date

#: Words that only label a problem: "The district denied my child a free appropriate public education".
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
#: The line that a draft has where an answer is missing.
BLANK = "_" * 30
#: The ways of filing that an office may not take, as its form calls them.
WAYS = {
    "hand": "Handed over in person",
    "mail": "Mail",
    "email": "E-mail",
    "fax": "Fax",
    "portal": "The office's own website",
}
#: The line for an address that is not known.
LINE = "_" * 32
#: The minimum that must remain without those words; letters, for languages without spaces between words.
FEWEST_WORDS, FEWEST_LETTERS = 3, 12


@dataclass(frozen=True)
class Allegation:
    """One alleged violation: its name, the prefix of its field names, and its answers."""

    name: str
    at: str
    row: Mapping[str, Any]


def allegations(values: Values) -> list[Allegation]:
    """All allegations: a count per claim, then those in the parent's own words."""
    counts = [
        Allegation(f"Count {number}", f"{COUNT}{claim.id}_", _answers(values, f"{COUNT}{claim.id}_"))
        for number, claim in enumerate(counted_claims(values), 1)
    ]
    rows = values.get("issues", ())
    return [*counts, *(Allegation(f"Problem {place + 1}", f"issues.{place}.", row) for place, row in enumerate(rows))]


def counted_claims(values: Values) -> list[Claim]:
    """The ticked claims that become counts."""
    return [claim for claim in _ticked(values) if not claim.elsewhere]


def _ticked(values: Values) -> list[Claim]:
    return [claim for claim in letters()["due_process_complaint"].claims if values.get(f"{TICK}{claim.id}")]


def _answers(values: Values, start: str) -> dict[str, Any]:
    return {name.removeprefix(start): value for name, value in values.items() if name.startswith(start)}


def _demands(questions: Questions, given: Mapping[str, Any]) -> Questions:
    """Require a problem in the parent's own words if no claim is ticked."""
    counts = [claim for claim in letters()["due_process_complaint"].claims if not claim.elsewhere]
    if any(str(given.get(f"{TICK}{claim.id}") or "").strip() for claim in counts):
        return questions
    return [replace(question, least=1) if question.either else question for question in questions]


def _problems(_law: Law, values: Values, _questions: Questions) -> dict[str, str]:
    problems = {**dates_problem(values), **_service_problem(values)}
    received = values.get("received_on")
    for one in allegations(values):
        if received and "day" in one.row and one.row["day"] > received:
            problems[f"{one.at}day"] = "This is after the day on which the district will have your complaint."
    return problems


def _unfinished(values: Values) -> dict[str, str]:
    """A way to reach the writer, and allegations that have only a label instead of facts."""
    return contact_problem(values) | {
        f"{one.at}facts": f"{one.name} tells too little. Say what happened, how often and since when, and what "
        "your child did not get."
        for one in allegations(values)
        if "facts" in one.row and is_label(one.row["facts"])
    }


def _service_problem(values: Values) -> dict[str, str]:
    """The error for a certificate of service dated on a day when the complaint cannot have been sent."""
    day, received = values.get("served_on"), values.get("received_on")
    if day is None or (values["letter_date"] <= day and (received is None or day <= received)):
        return {}
    if received and day > received:
        return {"served_on": "This is after the day on which the district will have it. Correct one of the two days."}
    return {
        "served_on": f"This is before the date on the complaint, {plain_date(values['letter_date'])}. Give the day on "
        "which you send it, or leave it empty."
    }


def _words(law: Law, values: Values, _questions: Questions) -> dict[str, Any]:
    return {
        "counts": _counts(law, values),
        "spans": [_span(law, issue, values.get("received_on")) for issue in values.get("issues", ())],
        "late": _names(values, lambda issue: is_late(law, issue, values.get("received_on"))),
        "discipline": _is_about_discipline(values),
        "blank": BLANK,
        **(addressed := office(law, values, "due_process_office")),
        "office_title": typed_office(values) or _office_title(law),
        "also_to": law.contact("due_process_office").also_to,
        "served": _served(law, values, addressed),
    }


def _counts(law: Law, values: Values) -> list[dict[str, Any]]:
    """The letter's text for each ticked claim."""
    found = []
    for claim, one in zip(counted_claims(values), allegations(values), strict=False):
        row = one.row
        found.append(
            {
                "title": claim.title.upper(),
                "says": claim.says,
                "rules": [rule for rule in claim.rules if not names_no_limit(law, rule)],
                "lines": [(words, row.get(name, "")) for name, words in claim.facts],
                **{name: row.get(name, "") for name in ("facts", "shows", "ask")},
                **{name: plain_date(row[name]) if name in row else "" for name in ("day", "known")},
                **_span(law, row, values.get("received_on")),
            }
        )
    return found


def _office_title(law: Law) -> str:
    """The caption's name for the due process office; empty if the law names none."""
    found = law.contact("due_process_office")
    return "" if found.is_national else found.name


def _served(law: Law, values: Values, addressed: Mapping[str, str]) -> list[dict[str, str]]:
    """Who gets a copy: the other party, the due process office, the SEA unless that reaches it, and others."""
    district = [values.get("recipient", ""), values.get("district", ""), values.get("recipient_address", "")]
    way = values.get("served_state", "")
    agency = law.contact("sea")
    found = law.contact("due_process_office")
    served = [("The other party", "\n".join(filter(None, district)), values.get("served_district", ""))]
    if found != agency:
        served.append(("The office for due process", addressed["office"] or _office_title(law), way))
    if found == agency or not found.reaches_agency:
        lines = addressed["office"] if found == agency else "\n".join(agency.addressed)
        served.append(("The state education agency", lines or LINE, way if found == agency else ""))
    served += [("The law sends it here too", one, "") for one in found.also_to]
    return [{"name": name, "lines": lines, "way": by} for name, lines, by in served]


def _warnings(law: Law, values: Values, _questions: Questions) -> list[str]:
    return [
        "Get legal help before you send this. What you leave out you may not be able to raise at the hearing.",
        *_limit_warnings(law, values),
        *_stay_put_warnings(values),
        *(claim.elsewhere for claim in _ticked(values) if claim.elsewhere),
        *address_warning(law, values, "due_process_office"),
        *_way_warning(law, values),
    ]


def _way_warning(law: Law, values: Values) -> list[str]:
    """The caution for a way of filing that the office is said not to take."""
    way = values.get("served_state", "")
    if values.get("state_office") or way not in law.contact("due_process_office").not_by:
        return []
    return [
        f"You chose “{WAYS[way]}” for the state office. We read that it takes no complaint that way, so yours may not count "
        "as filed. Choose another way, or ask the office first."
    ]


def _is_about_discipline(values: Values) -> bool:
    rows = values.get("issues", ())
    return any(issue.get("about") == "discipline" for issue in rows) or any(
        one.discipline for one in counted_claims(values)
    )


def _names(values: Values, is_meant: Callable[[Mapping[str, Any]], bool]) -> list[str]:
    """The names of the allegations that satisfy ``is_meant``; those without a date are skipped."""
    return [one.name for one in allegations(values) if "day" in one.row and is_meant(one.row)]


def is_label(text: str) -> bool:
    """True for a text that only labels a problem and says nothing about what happened."""
    told = [word for word in re.findall(r"[^\W_]+", text.lower()) if word not in LABEL]
    return len(told) < FEWEST_WORDS and len("".join(told)) < FEWEST_LETTERS


def is_late(law: Law, issue: Mapping[str, Any], received: date | None) -> bool:
    """True if the limit has expired even on the most generous reading.

    False while the day of receipt is not known.
    """
    return received is not None and _is_counted(law) and received > _limit(law, issue)[1]


def _is_counted(law: Law) -> bool:
    """False if the limit is on hold: nothing is called late or timely by an unconfirmed number."""
    rule = law.rule("due_process_filing_limit")
    return rule.publish != "hold" and rule.clock is not None and rule.clock.value is not None


def _limit(law: Law, issue: Mapping[str, Any]) -> tuple[date, date]:
    """The last day to file about one problem: on the strictest and on the most generous reading."""
    rule = law.rule("due_process_filing_limit")
    clock, counted_from = rule.clock, issue.get("known") or issue["day"]
    safe = deadline(rule, law.events["violation"], counted_from, Calendar()).due
    assert safe
    assert clock
    return safe, same_date(clock, counted_from, 1) or safe


def in_time_since(law: Law, issue: Mapping[str, Any], received: date | None) -> date | None:
    """The first timely day of a continuing problem that began too early, else None."""
    if received is None or not _is_counted(law) or _limit(law, issue)[0] >= received:
        return None
    first = reached_since(law, received)
    return first if last_day(issue, received) >= first else None


def reached_since(law: Law, received: date) -> date:
    """The first day whose limit has not expired by the day of receipt."""
    clock = law.rule("due_process_filing_limit").clock
    assert clock
    began = same_date(clock, received, -1)
    assert began
    day = began - timedelta(days=2)
    while _limit(law, {"day": day})[0] < received:
        day += timedelta(days=1)
    return day


def _span(law: Law, issue: Mapping[str, Any], received: date | None) -> dict[str, str]:
    """When a problem happened, as the letter says it, and its first timely day if it began too early."""
    if "day" not in issue:
        return {"when": "", "since": ""}
    since = in_time_since(law, issue, received)
    when = span(issue["day"], last_day(issue, received or issue["day"]), issue.get("going", ""))
    if issue.get("going") == ENDED and "ended_on" not in issue:
        when = f"From {when} to {BLANK}"
    return {
        "when": when,
        "since": plain_date(since) if since else "",
    }


def _limit_warnings(law: Law, values: Values) -> list[str]:
    """What to know of the time limit; a federal or a reported one always says that it is."""
    rule = law.rule("due_process_filing_limit")
    clock = rule.clock
    if clock is None or not _is_counted(law):
        return [rule.note] if rule.note else []
    limit, received, may = clock.in_words(), values.get("received_on"), rule.states_may
    if received is None:
        said = [f"Say when the district will have it: the time limit, {limit}, is counted back from that day."]
    else:
        said = _age_warnings(law, values, received, limit)
    if may:
        said.append(f"The limit counted here is the federal one, {limit}. {may.words} {may.ask}")
    if rule.publish == "caveat":
        said.append(f"The limit counted here is {limit}. {marked(rule)}")
    return said


def _age_warnings(law: Law, values: Values, received: date, limit: str) -> list[str]:
    """Which problems are too old, partly too old or on the edge on the day of receipt."""
    reason = values.get("older")
    partly = _names(values, lambda issue: in_time_since(law, issue, received) is not None)
    late = [name for name in _names(values, lambda issue: is_late(law, issue, received)) if name not in partly]
    edge = _names(values, lambda issue: _limit(law, issue)[0] < received <= _limit(law, issue)[1])
    edge = [name for name in edge if name not in partly]
    found_out = _names(
        values,
        lambda issue: (
            "known" in issue and received <= _limit(law, issue)[1] and received > _limit(law, {"day": issue["day"]})[0]
        ),
    )
    first = plain_date(reached_since(law, received))
    said = []
    if late and not reason:
        said.append(
            f"{listed(late)} may be too late: the limit is {limit} from the day you knew or should have known. Did it "
            f"also happen on {first} or later? Then say so, or add a problem with a newer day. Two things can lift the "
            "limit. If one fits, choose it under “why can it still be heard?” Ask a lawyer first."
        )
    if partly:
        said.append(
            f"{listed(partly)} began more than {limit} ago and went on. The letter asks for a decision on the part since "
            f"{first} at the least. It gives up nothing that came before. Let a lawyer look at it."
        )
    if late and reason:
        said.append(
            f"{listed(late)} may be too late: the limit is {limit}. The letter gives your reason why it can still be "
            "heard. People argue about these reasons, so let a lawyer look at yours."
        )
    if reason and not late and not partly:
        said.append(f"No problem in your list is older than {limit}, so the letter leaves the time limit out.")
    if edge:
        said.append(f"{listed(edge)}: you are on the edge of the {limit}. Send this sooner, and ask a lawyer today.")
    if found_out:
        said.append(
            f"{listed(found_out)}: the limit is counted from the day you found out. Be ready to show that you could "
            "not have known sooner."
        )
    return said


def _stay_put_warnings(values: Values) -> list[str]:
    if values.get("stay_put") != "yes":
        return []
    said = []
    change, received = values.get("change_on"), values.get("received_on")
    if change and received and change <= received:
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


DUE_PROCESS_COMPLAINT = Complaint(
    "due_process_content",
    (
        Element("name", ("child_name",), "Who it is about"),
        Element("address", ("child_home",), "Who it is about"),
        Element("school", ("school",), "Who it is about"),
        Element(
            "problem",
            ("counts", "issues.day", "issues.going", "issues.about", "issues.did", "issues.facts"),
            "The problems, with the facts",
        ),
        Element("fix", ("fix",), "How I ask that it be solved"),
    ),
    _problems,
    _words,
    _warnings,
    (
        Check("Each problem has its day.", "Each has one. The time limit runs from it."),
        Check(
            "Each problem tells facts. “Denied FAPE” alone is not enough.",
            "None is only a label. Would a stranger understand what happened? Read it once more.",
            done=False,
        ),
        Check(
            "It is signed and sent to each.",
            "Sign it. Send it to each one in the certificate of service: the district and each office.",
            done=False,
        ),
        Check(
            "The top and the certificate are as the office wants them.",
            "Federal law does not say how they must look. Ask the office that takes it.",
            done=False,
        ),
    ),
    _unfinished,
    _demands,
)
