"""Days out of school: each removal goes in.

The count against the legal limit comes out, as a range.
A day that may not count lies between ``sure`` and ``at_most``. Whether removals form a pattern is decided case by case,
not here: this module collects the factors in the law, so that a parent can ask.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from calculators.counting.cautions import MARKS
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Calendar
from calculators.counting.days import closed_days, count_open_days, each_day, is_weekend
from calculators.counting.school_year import FIRST_MONTH, begun_in, july, out_of_school
from calculators.counting.together import together
from calculators.inputs import Choice, Input, Kind, WrongInput, midnight, read, today
from calculators.law import Law
from calculators.letter_forms import letters
from calculators.reading.printed_calendars import read_given
from calculators.reading.written_dates import LAST
from calculators.rendering import render
from calculators.rendering.calendar_file import calendar as calendar_file
from calculators.result import File, Happened, Next, Part, Point, Result
from calculators.tools import school_calendar
from calculators.tools.resolved import resolve, warnings
from calculators.words import WEEKDAYS, listed, plain_date, quantity

BUTTON = "Count the days out"
#: The rules that the count is compared with, and the event that starts the clock of the manifestation determination.
LIMIT, SERVICES, DECIDED = "removal_limit", "services_after_removal", "disciplinary_removal_decided"
#: The rule on which days count.
COUNTED = "removal_days_counted"
REVIEW_LETTER = "manifestation_review_request"
SURE, MAYBE, NOT = "sure", "maybe", "no"
KINDS = (
    Choice("suspension", "Suspended: not allowed to come to school"),
    Choice("in_school", "In-school suspension, or kept in another room"),
    Choice("sent_home", "Sent home early, or asked to stay home"),
    Choice("other", "Something else: the bus, a shorter day, another program"),
)
GIVEN = (
    Choice("yes", "Yes, all as usual"),
    Choice("partly", "Some of it"),
    Choice("no", "No"),
)
ALIKE = (Choice("yes", "Yes, much the same"), Choice("no", "No, something else"))
WHY = {
    "suspension": "A day on which your child may not come counts.",
    "in_school": "It hangs on what your child had on that day. Ask the school if it counts.",
    "sent_home": "Schools often do not write this down. Ask the school if it counts.",
    "other": "It hangs on the facts. Ask the school if it counts.",
}
KIND_IN_A_LETTER = {
    "suspension": "suspended",
    "in_school": "in another room",
    "sent_home": "sent home, or asked to stay home",
    "other": "out of class in another way",
}
#: How a letter describes the services on a day out.
WITHOUT = {"no": "no lessons or services", "partly": "only some lessons or services"}
REMOVAL = (
    Input("day", "First day", Kind.DATE, "Write it like 9/8/2026, or pick it.", required=True, without_year=LAST),
    Input(
        "days",
        "How many school days?",
        Kind.DAYS,
        "Only days with school. Write 0.5 for half a day.",
        required=True,
    ),
    Input("kind", "What was it?", Kind.CHOICE, required=True, choices=KINDS),
    Input(
        "services",
        "Did your child get the lessons and the services of the IEP?",
        Kind.CHOICE,
        choices=GIVEN,
    ),
    Input("alike", "Was the behavior much like the time before?", Kind.CHOICE, choices=ALIKE),
)
REMOVALS = Input(
    "removals",
    "Each time your child was out",
    Kind.ROWS,
    "Short ones too, and days with no paper. One removal of several days is one entry.",
    fields=REMOVAL,
    least=1,
    most=100,
    one="removal",
)
DECISION = Input(
    "decided",
    "On what day did the school decide on the last one?",
    Kind.DATE,
    "Only if you know it. The review is counted from the decision.",
    without_year=LAST,
)
ASKED = (REMOVALS, DECISION)


@dataclass(frozen=True)
class Removal:
    """One removal, or its part in one school year.

    ``counts``: must it count? ``ahead``: is it still in the future? ``until``: its last school day. ``began`` and ``whole``: the
    first day and the days of all of it.
    """

    day: date
    until: date
    days: float
    kind: str
    services: str
    alike: str
    counts: str
    why: str
    ahead: bool
    began: date
    whole: float


@dataclass(frozen=True)
class Span:
    """A number as a range: the certain minimum and the possible maximum."""

    sure: float
    at_most: float

    def over(self, limit: int) -> str:
        """``yes`` if it certainly exceeds the limit, ``maybe`` if it may, else ``no``."""
        return "yes" if self.sure > limit else "maybe" if self.at_most > limit else "no"


@dataclass(frozen=True)
class DaysOut:
    """The complete count of one school year as of a day."""

    as_of: date
    since: date
    limit: int
    removals: tuple[Removal, ...]
    #: The days up to the day of asking; then with those already decided for later.
    now: Span
    all: Span
    in_a_row: Span
    #: The first day of the removal that takes the count over the limit: certainly, and at the earliest possible.
    crossed: tuple[date | None, date | None]
    #: True if the day of the decision was given, not assumed from the removal that exceeded the limit.
    is_known: bool
    #: The day of the decision from which the review is counted; None while nothing exceeds the limit.
    decided: date | None
    review: tuple[Deadline, ...]
    #: A given day of a decision that was in an earlier school year than every removal counted: it is not counted from.
    earlier_decision: date | None
    #: The first days of removals on which school is closed.
    closed: tuple[date, ...]

    @property
    def counted(self) -> list[Removal]:
        """The removals of this school year that count or may count."""
        return [one for one in self.removals if one.counts != NOT]


def asks(law: Law, given: Mapping[str, Any]) -> tuple[Input, ...]:
    """What the form asks, whatever has been ``given``."""
    del law, given
    return (*ASKED, *school_calendar.ASKED)


def inputs(laws: Sequence[Law]) -> tuple[Input, ...]:
    """What the form asks: the same in every state."""
    del laws
    return (*ASKED, *school_calendar.ASKED)


def from_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The answers in a JSON document, as a form sends them.

    Raises WrongInput if it has no list of removals, or a closed day that cannot be.
    """
    removals = document.get("removals")
    if not isinstance(removals, list) or not all(isinstance(one, dict) for one in removals):
        raise WrongInput({"removals": "Give a list of objects, each with a day, the number of days and a kind."})
    rows = [{name: _as_text(value) for name, value in one.items()} for one in removals]
    rest = {name: _as_text(value) for name, value in document.items() if name not in ("removals", "as_of")}
    if isinstance(document.get("closed"), list) and isinstance(rest["closed"], str):
        try:  # what a person types is read back line by line; a list must be right as it is
            read_given(rest["closed"], today())
        except ValueError as wrong:
            raise WrongInput({"closed": str(wrong)}) from None
    return {**rest, "removals": rows}


def _as_text(value: Any) -> Any:
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def data(law: Law, given: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """The count as plain data, dates in ISO form: the JSON format.

    No removals give a count of zero.
    """
    values = _read(given) if given.get("removals") else _read_rest(given)
    found = count(law, values, as_of)
    return {
        "state": law.code,
        "as_of": as_of.isoformat(),
        "since": found.since.isoformat(),
        "limit": found.limit,
        "sure": _number(found.now.sure),
        "at_most": _number(found.now.at_most),
        "with_what_is_ahead": _span_data(found.all),
        "in_a_row": _span_data(found.in_a_row),
        "crossed": dict(zip((SURE, "at_most"), (day and day.isoformat() for day in found.crossed), strict=True)),
        "services_due": found.all.over(_services_limit(law)),
        "change_of_placement": _change(found),
        "pattern": [{"name": point.name, "words": point.words} for point in _pattern(found)],
        "decided": found.decided.isoformat() if found.decided else None,
        "review": [render.data(row) for row in found.review],
        "letter": REVIEW_LETTER if found.decided else None,
        "removals": [
            {
                "day": one.day.isoformat(),
                "days": _number(one.days),
                "kind": one.kind,
                "counts": one.counts,
                "ahead": one.ahead,
                "why": one.why,
            }
            for one in found.removals
        ],
        "notes": [*_doubts(found), *school_calendar.not_counted(values)],
    }


def answer(law: Law, given: Mapping[str, Any], as_of: date | None = None) -> Result:
    """The count with its reasons.

    Raises WrongInput with a sentence for each field that does not fit.
    ``made`` in ``given`` is the moment of asking, in UTC; no question asks for it.
    """
    values = _read({name: value for name, value in given.items() if name != "made"})
    found = count(law, values, as_of or today())
    made = str(given.get("made") or midnight())
    rows = found.review
    return Result(
        headline=_headline(found),
        intro=_intro(law, found),
        parts=(
            *_over_parts(law, found),
            _count_part(law, found),
            *_doubtful_parts(law, found),
            *_pattern_parts(law, found),
        ),
        rows=rows,
        warnings=(
            *_doubts(found),
            *school_calendar.not_counted(values),
            *school_calendar.outside(rows, values),
            *warnings(rows),
        ),
        whole=school_calendar.whole_questions(rows, values),
        told=(Happened(DECIDED, law.events[DECIDED].title, found.decided, law.events[DECIDED].repeats),)
        if found.decided and found.is_known
        else (),
        next_steps=_steps(law, found),
        files=(File("dates.ics", "text/calendar", calendar_file(rows, made)),) if any(row.due for row in rows) else (),
    )


def over_limit(law: Law, given: Mapping[str, Any], as_of: date) -> str:
    """The state of the count if it exceeds or may exceed the limit; otherwise empty.

    ``given`` is this tool's form content. Raises WrongInput if it cannot be read.
    """
    values = _read(given)
    found = count(law, values, as_of)
    return "" if _change(found) == "no" else f"{_headline(found)}. {_standing(found)}"


def _read(given: Mapping[str, Any]) -> dict[str, Any]:
    return read((*ASKED, *school_calendar.ASKED), given)


def _read_rest(given: Mapping[str, Any]) -> dict[str, Any]:
    return read(
        (DECISION, *school_calendar.ASKED), {name: value for name, value in given.items() if name != "removals"}
    )


def count(law: Law, values: Mapping[str, Any], as_of: date) -> DaysOut:
    """The count for the school year that contains ``as_of``, from the answers to ``ASKED``."""
    of_school = school_calendar.calendar(values)
    calendar = replace(of_school, closures=(*of_school.closures, *out_of_school(of_school.years)))
    since = _since(values, as_of)
    rows = sorted(values.get(REMOVALS.id, ()), key=lambda row: row["day"])
    end = _end(values, since)
    wholes = [_removal(row, calendar, as_of) for row in rows]
    each = [(one, _parts(one, calendar, since, end, as_of)) for one in wholes]
    removals = tuple(sorted((part for _, parts in each for part in parts), key=lambda one: one.day))
    # Days in a row are in a row over a summer, too.
    whole = [one for one, parts in each if any(part.counts != NOT for part in parts)]
    limit = _limit(law)
    behind = [one for one in removals if not one.ahead]
    certain = _once(removals, calendar)
    in_a_row = Span(
        _longest(_once(whole, calendar), calendar, parts_join=False),
        _longest(_once(whole, calendar, (SURE, MAYBE)), calendar, parts_join=True),
    )
    long = next((one.day for one in whole if one.counts == SURE and one.days > limit), None)
    crossed = (_crossed(certain, limit, (SURE,)) or long, _crossed(removals, limit, (SURE, MAYBE)) or long)
    given = values.get(DECISION.id)
    earlier = given if given and given < since and all(one.day >= since for one in whole) else None
    known = None if earlier else given
    decided = known or crossed[0] or crossed[1] if any(crossed) else None
    is_sure = bool(known) and in_a_row.sure > limit
    review = _review(law, decided, of_school, as_of) if decided else []
    return DaysOut(
        as_of=as_of,
        since=since,
        limit=limit,
        removals=removals,
        now=_total(behind, calendar),
        all=_total(removals, calendar),
        in_a_row=in_a_row,
        crossed=crossed,
        is_known=bool(decided and known),
        decided=decided,
        earlier_decision=earlier,
        closed=tuple(row["day"] for row in rows if not is_weekend(row["day"]) and _is_shut(row["day"], calendar)),
        review=tuple(review if is_sure else map(_calling_nobody_late, review)),
    )


def _review(law: Law, decided: date, calendar: Calendar, as_of: date) -> list[Deadline]:
    return together(resolve(law, [(DECIDED, decided)], calendar, as_of))


def _calling_nobody_late(row: Deadline) -> Deadline:
    """The row without its status: it is uncertain whether a review is due at all."""
    return replace(row, status=None, standing=None)


def _limit(law: Law) -> int:
    amount = law.rule(LIMIT).amount
    if amount is None:
        raise WrongInput({"state": f"{law.name}: no number of days is known to count against. Ask the state agency."})
    return amount.value


def _services_limit(law: Law) -> int:
    amount = law.rule(SERVICES).amount
    return amount.value if amount else _limit(law)


def _since(values: Mapping[str, Any], as_of: date) -> date:
    """The first day of the count: the first day of school if it is in this school year, otherwise July 1."""
    starts = july(begun_in(as_of))
    first = values.get(school_calendar.FIRST_DAY.id)
    return first if first and starts.replace(month=FIRST_MONTH - 1) <= first <= as_of else starts


def _end(values: Mapping[str, Any], since: date) -> date:
    """The day before which the school year ends: the next first day of school if it is known, otherwise July 1."""
    starts = july(since.year + (since.month >= FIRST_MONTH - 1))
    following = values.get(school_calendar.NEXT_FIRST_DAY.id)
    soonest = starts.replace(month=FIRST_MONTH - 1)
    return following if following and soonest <= following < date(starts.year + 1, 1, 1) else starts


def _removal(row: Mapping[str, Any], calendar: Calendar, as_of: date) -> Removal:
    """A removal as a whole, up to its last school day."""
    day, kind, days = row["day"], row["kind"], row["days"]
    more = int(days) + (days > int(days)) - 1
    first = count_open_days(day, 1, 1, calendar.closures).due if _is_shut(day, calendar) else day
    until = count_open_days(first, more, 1, calendar.closures).due if more > 0 else first
    counts, why = SURE if kind == "suspension" else MAYBE, WHY[kind]
    return Removal(
        day, until, days, kind, row.get("services", ""), row.get("alike", ""), counts, why, day > as_of, day, days
    )


def _parts(whole: Removal, calendar: Calendar, since: date, end: date, as_of: date) -> list[Removal]:
    """A removal's parts before ``since``, in the school year, and from ``end`` on.

    A part that came over the summer may count: whether the school carries it over is not known.
    """
    parts: list[Removal] = []
    left = whole.days
    for start, stop, other in ((date.min, since, "an earlier"), (since, end, ""), (end, date.max, "the next")):
        if whole.day >= stop or whole.until < start or not left:
            continue
        inside = _school_days(max(whole.day, start), min(whole.until, stop - timedelta(1)), calendar)
        held = left if whole.until < stop else min(left, float(len(inside)))
        left = round(left - held, 2)
        if not held:
            continue
        begins = inside[0] if parts else whole.day
        part = replace(whole, day=begins, until=min(whole.until, inside[-1]), days=held, ahead=begins > as_of)
        if other:
            part = replace(part, counts=NOT, why=f"It is in {other} school year, which has a count of its own.")
        elif parts:
            why = (
                f"It began on {plain_date(whole.day)}, in the school year before, and by the closed days it goes on into this "
                "one. Ask the school if these days count."
            )
            part = replace(part, counts=MAYBE, why=why)
        parts.append(part)
    return parts


def _school_days(first: date, last: date, calendar: Calendar) -> list[date]:
    return [day for day in each_day(first, last) if not _is_shut(day, calendar)]


def _is_shut(day: date, calendar: Calendar) -> bool:
    """True on a weekend, and on a day of the list of closed days."""
    return is_weekend(day) or any(one.start <= day <= one.end for one in calendar.closures)


def _total(removals: Sequence[Removal], calendar: Calendar) -> Span:
    return Span(_sum(_once(removals, calendar), (SURE,)), _sum(removals, (SURE, MAYBE)))


def _once(removals: Sequence[Removal], calendar: Calendar, counts: Sequence[str] = (SURE,)) -> list[Removal]:
    """The removals that count, each without the school days that an earlier one has: a day counts once."""
    shut, found, until = closed_days(calendar.closures), [], date.min
    for one in sorted(removals, key=lambda one: (one.day, -one.until.toordinal(), -one.days)):
        if one.counts not in counts:
            continue
        days = one.days
        if one.day <= until:
            later = [date.fromordinal(day) for day in range(until.toordinal() + 1, one.until.toordinal() + 1)]
            open_days = [day for day in later if not is_weekend(day) and day.toordinal() not in shut]
            days = min(days, float(len(open_days)))
        until = max(until, one.until)
        if days:
            found.append(replace(one, days=days))
    return found


def _sum(removals: Sequence[Removal], counts: Sequence[str]) -> float:
    return round(sum(one.days for one in removals if one.counts in counts), 2)


def _crossed(removals: Sequence[Removal], limit: int, counts: Sequence[str]) -> date | None:
    """The first day of the removal with which the sum exceeds the limit; None if it never does."""
    total = 0.0
    for one in removals:
        total += one.days if one.counts in counts else 0
        if round(total, 2) > limit:
            return one.day
    return None


def _longest(removals: Sequence[Removal], calendar: Calendar, *, parts_join: bool) -> float:
    """The most consecutive school days; removals without a school day between them are consecutive.

    ``parts_join``: a part of a day counts with the whole days beside it. Whether it does is not certain.
    """
    longest, run = 0.0, 0.0
    before: Removal | None = None
    for one in removals:
        joins = before is not None and (
            one.day <= count_open_days(before.until, 1, 1, calendar.closures).due
            and (parts_join or min(one.days, before.days) >= 1)
        )
        run = run + one.days if joins else one.days
        if before is None or one.until > before.until:
            before = one
        longest = max(longest, run)
    return round(longest, 2)


def _change(found: DaysOut) -> str:
    """Whether it is a change of placement: certain only for consecutive days; a pattern is decided case by case."""
    if found.in_a_row.sure > found.limit:
        return "yes"
    return "no" if found.all.over(found.limit) == "no" else "maybe"


def _pattern(found: DaysOut) -> list[Point]:
    """The factors for a pattern in the law, as far as the entries show them."""
    counted = found.counted
    known = [one.alike for one in counted[1:] if one.alike]
    gaps = [(after.day - counted[place].day).days for place, after in enumerate(counted[1:])]
    alike = (
        f"You say yes for {known.count('yes')} of {len(known)}."
        if known
        else "You did not say. Look at what the school wrote each time."
    )
    return [
        Point("Do they add up to more than the limit?", f"{_range(found.all)}. The limit is {_days(found.limit)}."),
        Point("Was the behavior much alike?", alike),
        Point("How long was each?", f"{listed([_days(one.days) for one in counted])}." if counted else "No days yet."),
        Point("How close together?", _close(gaps)),
    ]


def _close(gaps: Sequence[int]) -> str:
    if not gaps:
        return "There is only one so far."
    if min(gaps) == max(gaps):
        return f"{_calendar_days(gaps[0])} from one to the next."
    return f"{min(gaps)} to {_calendar_days(max(gaps))} from one to the next."


def _calendar_days(number: int) -> str:
    return quantity(number, "calendar_days")


def _number(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _span_data(span: Span) -> dict[str, float]:
    return {"sure": _number(span.sure), "at_most": _number(span.at_most)}


def _days(value: float) -> str:
    number = _number(value)
    return f"{number} school {'day' if 0 < number <= 1 else 'days'}"


def _range(span: Span) -> str:
    """``8 to 11.5 school days``; a single number if nothing is uncertain."""
    return _days(span.sure) if span.sure == span.at_most else f"{_number(span.sure)} to {_days(span.at_most)}"


def _headline(found: DaysOut) -> str:
    if found.now.sure == found.now.at_most:
        goes_on = any(one.day <= found.as_of < one.until for one in found.counted)
        return f"Out for {_days(found.now.sure)} {'with the days still to come' if goes_on else 'so far'}"
    return f"Out for {_days(found.now.sure)} for sure, {_number(found.now.at_most)} at most"


def _intro(law: Law, found: DaysOut) -> str:
    said = [
        f"{law.name}. Counted from {plain_date(found.since)} to {plain_date(found.as_of)}, against {_days(found.limit)}."
    ]
    if found.all != found.now:
        said.append(f"With what is decided and still to come: {_range(found.all)}.")
    return " ".join([*said, _standing(found)])


def summary(found: DaysOut) -> str:
    """The count of a school year in one line, with the legal limit."""
    sure = "for sure" if found.all.sure != found.all.at_most else "in all"
    most = f", {_number(found.all.at_most)} at most" if found.all.sure != found.all.at_most else ""
    over = [day for day in found.crossed if day]
    crossed = (
        f" More than {found.limit} with the removal of {plain_date(over[0])}{'' if found.crossed[0] else ', if all of them count'}."
        if over
        else ""
    )
    return f"{_days(found.all.sure)} {sure}{most}. The number in the law is {found.limit}.{crossed}"


def _standing(found: DaysOut) -> str:
    """How the count compares with the limit, in a sentence."""
    over = found.all.over(found.limit)
    if found.in_a_row.sure > found.limit:
        return f"More than {_days(found.limit)} in a row: the law calls that a change of placement."
    if over == "yes":
        return "It is over the limit, added up. Services must go on, and the school must look whether the removals form a pattern."
    if over == "maybe":
        return (
            "It may be over the limit. That hangs on the days that the school may not count. Ask today which it counts."
        )
    left = found.limit - found.all.at_most
    return (
        f"It is not over the limit: {_days(left)} left, if all of them count."
        if left
        else "The next day is over the limit."
    )


def _count_part(law: Law, found: DaysOut) -> Part:
    """Each removal and whether it counts."""
    return Part(
        "How each one counts",
        points=tuple(
            Point(
                f"{plain_date(one.day)}: {_days(one.days)}",
                f"{_kind_words(one.kind)}. {'It is still to come. ' if one.ahead else ''}{one.why}",
                {SURE: "Counts", MAYBE: "May count", NOT: "Not counted"}[one.counts],
            )
            for one in found.removals
        ),
        cites=law.rule(LIMIT).cites,
    )


def _doubtful_parts(law: Law, found: DaysOut) -> tuple[Part, ...]:
    """What is known about the days that may count; empty if there are none."""
    rule = law.find(COUNTED)
    if rule is None or rule.publish == "hold" or all(one.counts != MAYBE for one in found.removals):
        return ()
    words = f"{rule.rule} {rule.note}" if rule.note else rule.rule
    return (Part(rule.title, words, mark=MARKS.get(rule.publish, ""), cites=rule.cites),)


def _kind_words(kind: str) -> str:
    return next(choice.label for choice in KINDS if choice.value == kind)


def _over_parts(law: Law, found: DaysOut) -> tuple[Part, ...]:
    """What is due once the count exceeds or may exceed the limit."""
    services = found.all.over(_services_limit(law))
    if services == "no":
        return ()
    rule = law.rule(SERVICES)
    now = "Now" if services == "yes" else "Maybe now"
    return (Part(rule.title, rule.rule, mark=now, cites=rule.cites, next_steps=_letter_step(found)),)


def _pattern_parts(law: Law, found: DaysOut) -> tuple[Part, ...]:
    """The factors for a pattern, from two removals on."""
    if len(found.counted) < 2:
        return ()
    said = "The school district decides this case by case, and you can challenge it. This is what the law looks at."
    return (Part("Do they form a pattern?", said, points=tuple(_pattern(found)), cites=law.rule(LIMIT).cites),)


def _doubts(found: DaysOut) -> tuple[str, ...]:
    """What to double-check: days without school, a day entered twice, an assumed decision."""
    said = [
        f"{plain_date(one.day)} is a {WEEKDAYS[one.day.weekday()]}. Only days with school count. Check the date."
        for one in found.removals
        if is_weekend(one.day)
    ]
    said += [
        f"On {plain_date(day)} school is closed, by the days that you gave. Only days with school count: they are counted from the "
        "first one after it. Check the date."
        for day in dict.fromkeys(found.closed)
    ]
    if found.earlier_decision:
        said.append(
            f"“{DECISION.label}” says {plain_date(found.earlier_decision)}. That is before this school year and before each removal "
            "counted here, so nothing is counted from it. Give the day of the decision on the last removal, or leave it empty."
        )
    days = [one.day for one in found.removals]
    said += [
        f"{plain_date(day)} stands there {days.count(day)} times. Is it the same removal? Then remove one."
        for day in dict.fromkeys(days)
        if days.count(day) > 1
    ]
    for place, one in enumerate(found.counted[1:], 1):
        before = max(found.counted[:place], key=lambda earlier: earlier.until)
        if before.day < one.day <= before.until:
            said.append(
                f"{plain_date(one.day)} is a day of the removal of {plain_date(before.day)}, which lasts to "
                f"{plain_date(before.until)}. A day counts once: if it stands in both, take it out of one."
            )
    said += [
        f"The removal of {plain_date(one.day)} lasts to {plain_date(one.until)}. Its days still to come are in the count."
        for one in found.counted
        if one.day <= found.as_of < one.until
    ]
    if found.decided and not found.is_known:
        is_sure = found.in_a_row.sure > found.limit
        said.append(
            f"The review below is counted as if the school had decided on {plain_date(found.decided)}, the first day of the "
            f"removal that takes the count over. It is due {'because the days in a row' if is_sure else 'only if the removals'} are a change of "
            "placement. Give the day of the decision above, once you know it."
        )
    return tuple(said)


def _steps(law: Law, found: DaysOut) -> tuple[Next, ...]:
    where = "" if found.decided else "#count-the-days"
    return (Next("What to ask the school for, step by step", f"{law.slug}/discipline/{where}"),)


def _letter_step(found: DaysOut) -> tuple[Next, ...]:
    """The link to the letter with the list of days, and with the day of the decision if it was given."""
    lines = "\n".join(_line(one) for one in found.counted)
    decision = {"decided_on": plain_date(found.decided)} if found.decided and found.is_known else {}
    form = letters()[REVIEW_LETTER]
    handed = render.handed({**decision, "days_out": lines})
    return (Next(f"Write the letter: {form.title}", f"{form.page}#{handed}"),)


def _line(one: Removal) -> str:
    """One removal as a letter lists it."""
    return f"{plain_date(one.day)}: {said({'days': one.days, 'kind': one.kind, 'services': one.services})}"


def said(values: Mapping[str, Any]) -> str:
    """A removal without its date: ``3 school days, suspended, no lessons or services``."""
    services = values.get("services", "")
    told = [_days(values["days"]), KIND_IN_A_LETTER[values["kind"]]]
    return ", ".join([*told, *([WITHOUT[services]] if services in WITHOUT else [])])
