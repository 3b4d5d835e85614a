"""What to know, beside its number, to count a limit by hand: in words, as the calculators count it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from calculators.counting.clocks import reading_of
from calculators.counting.counted import ends_the_day_before, pauses_in_words
from calculators.counting.late_in_year import in_words
from calculators.counting.marked import as_sure_as
from calculators.law import SCHOOL_DAYS, Clock, Law, Rule
from calculators.words import quantity
from macros.data.own_text import own_text

DAY_BEFORE = "The safe last day is one day before the same date."
#: How each unit is counted.
UNITS = {
    "calendar_days": "Calendar days: count every day.",
    "school_days": "School days: leave out weekends and days when school is closed.",
    "business_days": "Business days: leave out weekends and public holidays.",
    "weekdays": "Weekdays: leave out weekends.",
}


def day_before(rule: Rule) -> str:
    """Says that a parent's limit in months or years ends a day early.

    A day before the same date; empty for any other limit.
    """
    counted = rule.clock and rule.clock.value and rule.publish != "hold"
    return DAY_BEFORE if counted and rule.clock and ends_the_day_before(rule.clock, reading_of(rule)) else ""


def not_counted(rule: Rule) -> str:
    """Says which days a limit leaves out; empty if none.

    Also if another day holds late in the school year.
    """
    return " ".join(_not_counted(rule.clock)) if rule.clock and rule.publish != "hold" else ""


def beside(rule: Rule) -> str:
    """All that a rule's number does not say and who counts by hand must know.

    Empty if it says it all.
    """
    clock = rule.clock
    if clock is None or clock.value is None or rule.publish == "hold":
        return ""
    return " ".join([*filter(None, [day_before(rule)]), *_other_ends(clock), *_not_counted(clock)])


def how_days_count(law: Law, rules: Sequence[Rule]) -> Iterator[str]:
    """How the days of some rules are counted.

    With what the state says of its own kind of day.
    """
    clocks = [rule.clock for rule in rules if rule.clock and rule.publish != "hold"]
    units = {clock.unit for clock in clocks}
    yield from (words for unit, words in UNITS.items() if unit in set(map(_kind, units)))
    if any(clock.pauses for clock in clocks):
        yield "Leave out the days that a rule leaves out."
    if units.intersection(SCHOOL_DAYS) - {"school_days"}:
        meant = law.rule("day_definitions")
        yield as_sure_as(meant, own_text(meant))


def _kind(unit: str | None) -> str | None:
    """The unit whose sentence holds for another one too: a state's own school days are counted as school days."""
    return "school_days" if unit in SCHOOL_DAYS else unit


def _not_counted(clock: Clock) -> Iterator[str]:
    if clock.pauses:
        yield f"Do not count {pauses_in_words(clock.pauses)}."
        if clock.pauses.days_in_doubt:
            yield "Single days without school do not count either."
    if clock.doubtful_days:
        yield f"Some more days may not count. So do not call it late in the {quantity(clock.doubtful_days, 'calendar_days')} after that."
    if clock.late_in_year:
        yield in_words(clock.late_in_year)


def _other_ends(clock: Clock) -> Iterator[str]:
    if clock.direction == "look_back" and clock.unit in ("months", "years"):
        yield "To be safe, leave out the same date."
    if clock.second and clock.second.starts:
        other = quantity(clock.second.value, clock.second.unit)
        yield f"There is a second limit: {other} {clock.second.words}. The one that ends {clock.second.ends} counts."
    if clock.to_working_day:
        yield "A last day on a weekend or a public holiday moves to the next day that is none."
