"""The service log: hand-counted cases, invariants, and comparison with an independent implementation."""

import json
import re
from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.counting import service_minutes
from calculators.counting.days import Closure
from calculators.counting.service_minutes import PARTS, PERIODS, STATUSES, Service, Session, tallies
from calculators.inputs import WrongInput
from calculators.law import load
from calculators.message import ask
from calculators.rendering import render
from calculators.rendering.log_entry import SOURCES
from calculators.tools import log_input, service_log
from macros.data.yaml_files import read_yaml
from tests.counting.test_command_line import calculators
from tests.tools.examples import examples

HAND_COUNTED = read_yaml((Path(__file__).parents[1] / "data" / "service-log.yml").read_text(encoding="utf-8"))
MONDAY = date(2026, 9, 7)


def written(value):
    """A log with its days as text, as in a file."""
    if isinstance(value, dict):
        return {key: written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [written(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def test_a_session_as_a_list_without_field_names_is_read_alike():
    services = [{"id": "s", "name": "Reading", "minutes": "30", "times": "1", "per": "week", "from": "2026-09-07"}]
    named = {
        "id": "a",
        "service": "s",
        "day": "2026-09-08",
        "status": "short",
        "minutes": "10",
        "makes_up": "",
        "source": "paper",
    }
    log = {"as_of": "2026-09-30", "services": services}
    sent = [named[name] for name in log_input.AS_SENT]
    read = log_input.read_log({**log, "sessions": [sent]})
    assert read == log_input.read_log({**log, "sessions": [named]})
    assert read.sessions[0].minutes == 10
    for wrong, field in (([*sent, "more"], "id"), ([], "id"), ([*sent[:4], "ten", "", ""], "minutes")):
        with pytest.raises(WrongInput) as told:
            log_input.read_log({**log, "sessions": [sent, wrong]})
        assert list(told.value.problems) == [f"sessions.1.{field}"]


def test_cached_counts_are_not_shared_between_children_and_do_not_accumulate():
    """Of two children with the same service, one received it on Tuesday, September 8, and the other missed it."""
    service = {"id": "s", "name": "Reading", "minutes": "30", "times": "1", "per": "week", "from": "2026-09-07"}
    services = [{**service, "to": "2026-09-11"}]
    session = {"id": "a", "service": "s", "day": "2026-09-08"}
    of = {
        status: {"as_of": "2026-09-14", "services": services, "sessions": [{**session, "status": status}]}
        for status in ("given", "missed")
    }
    for status in ("given", "missed", "given", "given", "missed"):
        [one] = service_log.count(of[status])["services"]
        assert (one["owed"], one["given"], one["missed"]) == ((30, 30, 0) if status == "given" else (30, 0, 30))
    longer = {**of["missed"], "services": [{**services[0], "to": "2026-09-18"}]}
    [one] = service_log.count({**longer, "as_of": "2026-09-21"})["services"]
    assert (one["owed"], one["missed"], one["unknown"]) == (60, 30, 30)
    assert [len(held) for held in (service_minutes._COUNTED, log_input._READ)] == [1, 1], "one log at a time"


def test_what_is_shown_of_a_service_is_kept_only_while_its_count_is():
    """After each tap or change, page and letters are those of the same log opened anew."""
    reading = {
        "id": "r",
        "name": "Reading",
        "minutes": "30",
        "times": "1",
        "per": "week",
        "from": "2026-09-07",
        "to": "",
    }
    speech = {**reading, "id": "s", "name": "Speech"}
    later = {**reading, "from": "2026-09-14", "id": "later"}
    sessions = [
        {"id": of, "service": of, "day": "2026-09-08", "status": status}
        for of, status in (("r", "missed"), ("s", "given"))
    ]
    first = {"as_of": "2026-09-21", "services": [reading, speech], "sessions": sessions}
    logs = [
        first,
        {**first, "sessions": [sessions[0], {**sessions[1], "status": "missed"}]},
        {**first, "services": [speech, reading]},
        {**first, "services": [reading, speech, later]},
        {**first, "as_of": "2026-09-22"},
        {**first, "closed": ["2026-09-14..2026-09-18"]},
        {**first, "services": [{**reading, "name": "Math"}, speech]},
    ]

    def answer(log):
        result = service_log.answer(load("MS"), log)
        return html_of(result), json.dumps(result.data)

    anew = []
    for log in logs:
        tallies([], [], [], date(2026, 9, 21))  # clears the cache
        anew.append(answer(log))
    assert len(set(anew)) == len(logs)
    for number, log in enumerate(logs):
        assert [answer(one) for one in (first, log, log, first)] == [anew[0], anew[number], anew[number], anew[0]]


@pytest.mark.parametrize("case", HAND_COUNTED, ids=lambda case: case["case"])
def test_a_log_that_was_counted_by_hand(case):
    counted = service_log.count(written(case["log"]))
    found = {one["id"]: one for one in counted["services"]}
    assert {name: {part: found[name][part] for part in parts} for name, parts in case["expect"].items()} == case[
        "expect"
    ]
    assert found.keys() == case["expect"].keys()


# Invariants


def days(most=150):
    return st.integers(-20, most).map(lambda offset: MONDAY + timedelta(days=offset))


@st.composite
def logs(draw, names=("Speech", "OT", "speech ", "Aide")):
    """Services, sessions, closed days and the day of the count, including unusual ones."""
    services = [
        Service(
            str(number),
            draw(st.sampled_from(names)),
            draw(st.integers(1, 90)),
            draw(st.integers(1, 12)),
            draw(st.sampled_from(PERIODS)),
            start := draw(days()),
            draw(st.none() | st.integers(0, 400).map(lambda length, start=start: start + timedelta(days=length))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    session = st.builds(
        Session,
        st.sampled_from([service.id for service in services]),
        days().map(date.toordinal),
        st.sampled_from(STATUSES),
        st.none() | st.integers(0, 120),
        st.just(0) | days().map(date.toordinal),
        st.sampled_from(["", *SOURCES]),
        st.just(""),
    )
    closures = st.builds(
        lambda first, length: Closure(first, first + timedelta(days=length), "closed"), days(), st.integers(0, 21)
    )
    return services, draw(st.lists(session, max_size=25)), draw(st.lists(closures, max_size=4)), draw(days(200))


@given(logs())
@settings(max_examples=examples(100), deadline=None)
def test_the_parts_sum_to_what_was_owed(log):
    services, sessions, closures, as_of = log
    for tally in tallies(services, sessions, closures, as_of):
        assert all(tally.minutes(part) >= 0 for part in PARTS)
        assert tally.owed == tally.sessions * tally.service.minutes
        assert sum(sum(parts.values()) for _, parts in tally.months) == tally.owed
        assert sum(tally.missed_by_source.values()) == tally.minutes("missed")


@given(logs())
@settings(max_examples=examples(50), deadline=None)
def test_a_service_is_in_force_on_the_days_that_can_be_logged(log):
    services, _, _, as_of = log
    first = min(service.start for service in services)
    days = [first + timedelta(days=offset) for offset in range((as_of - first).days + 1)]
    for tally in tallies(services, [], [], as_of):
        told = [date.fromordinal(day) for one, last in tally.in_force for day in range(one, last + 1)]
        assert told == sorted(service_minutes.running(tally.service, services, days))


@given(logs())
@settings(max_examples=examples(100), deadline=None)
def test_given_sessions_are_counted_once_and_nothing_else_is(log):
    services, sessions, closures, as_of = log
    # one that makes up for another version's session is counted there, so the versions of a service are summed
    sessions = [replace(one, minutes=one.minutes or 20) if one.status == "made_up" else one for one in sessions]
    counted, delivered = defaultdict(int), defaultdict(int)
    for tally in tallies(services, sessions, closures, as_of):
        name = " ".join(tally.service.name.split()).lower()
        counted[name] += tally.minutes("given") + tally.minutes("made_up") + tally.extra
        delivered[name] += sum(
            (0 if one.status == "short" else tally.service.minutes) if one.minutes is None else one.minutes
            for one in sessions
            if one.service == tally.service.id
            and one.day <= as_of.toordinal()
            and one.status in ("given", "short", "made_up")
        )
    assert counted == delivered


@given(logs())
@settings(max_examples=examples(100), deadline=None)
def test_only_sessions_logged_as_missed_or_short_are_missed(log):
    services, sessions, closures, as_of = log
    shut = {c.start + timedelta(days=n) for c in closures for n in range((c.end - c.start).days + 1)}
    for tally in tallies(services, sessions, closures, as_of):
        assert sum(slot.missed for slot in tally.missed) == tally.minutes("missed")
        for slot in tally.missed:
            assert slot.session.status in ("missed", "short", "given")
            assert slot.session.status != "missed" or date.fromordinal(slot.session.day) not in shut
            assert slot.session.status != "given" or slot.session.minutes is not None
    without = [session for session in sessions if session.status not in ("missed", "short", "given")]
    assert all(tally.minutes("missed") == 0 for tally in tallies(services, without, closures, as_of))


@given(logs(), st.randoms())
@settings(max_examples=examples(100), deadline=None)
def test_the_order_in_which_days_were_logged_does_not_matter(log, random):
    services, sessions, closures, as_of = log
    by_day = {(session.service, session.day): session for session in sessions}  # those of one day keep their order
    turned = list(by_day.values())
    random.shuffle(turned)

    def parts(of):
        return [[t.minutes(part) for part in PARTS] + [t.extra] for t in tallies(services, of, closures, as_of)]

    assert parts(turned) == parts(by_day.values())


@given(logs(), st.integers(0, 12))
@settings(max_examples=examples(100), deadline=None)
def test_more_closed_days_never_make_more_missed(log, length):
    services, sessions, closures, as_of = log
    more = [*closures, Closure(MONDAY + timedelta(days=14), MONDAY + timedelta(days=14 + length), "closed")]
    before, after = (tallies(services, sessions, shut, as_of) for shut in (closures, more))
    weekly = [number for number, service in enumerate(services) if service.per in ("day", "week")]
    assert all(after[number].minutes("missed") <= before[number].minutes("missed") for number in weekly)


# An independent implementation: by period, with dates and sets, and sums instead of sessions


def period_of(service, day):
    if service.per == "day":
        return day
    if service.per == "week":
        return day.isocalendar()[:2]
    months = (day.year - service.start.year) * 12 + day.month - service.start.month
    if service.per == "month":
        return months
    months -= day.day < service.start.day  # safe, because no start here is after the 28th
    return months // {"quarter": 3, "year": 12}[service.per]


def counted_another_way(service, sessions, shut, as_of):
    """The totals (given, made up, excused, missed, unknown) of a single service that ends."""
    sessions = [one for one in sessions if one.day <= as_of]
    length = (service.end - service.start).days
    periods = defaultdict(list)
    for day in (service.start + timedelta(days=n) for n in range(-370, length + 370)):
        periods[period_of(service, day)].append(day)
    mended = defaultdict(int)
    for one in sessions:
        if one.status == "made_up" and one.makes_up and one.makes_up <= as_of:
            mended[one.makes_up] += service.minutes if one.minutes is None else one.minutes
    totals, lacking = dict.fromkeys(PARTS, 0), defaultdict(int)
    for days_of_it in periods.values():
        inside = [day for day in days_of_it if service.start <= day <= service.end]
        if any(day.weekday() < 5 and day not in shut for day in inside):
            one_period(totals, lacking, service, days_of_it, inside, sessions, shut, mended, as_of)
    unnamed = sorted((one for one in sessions if one.status == "made_up" and not one.makes_up), key=lambda one: one.day)
    for one in unnamed:
        left = service.minutes if one.minutes is None else one.minutes
        for day in sorted(day for day in lacking if day <= one.day):
            used = min(left, lacking[day])
            left, lacking[day] = left - used, lacking[day] - used
            totals["missed"] -= used
            totals["made_up"] += used
    return totals


def one_period(totals, lacking, service, days_of_it, inside, sessions, shut, mended, as_of):
    piles = in_piles([one for one in sessions if one.day in inside and one.status != "made_up"], inside, shut, mended)
    weekdays = [day for day in days_of_it if day.weekday() < 5]
    ours, of_all = (sum(1 for day in weekdays if day not in shut and day in of) for of in (inside, weekdays))
    owed = owed_by(service, ours, of_all, len(days_of_it), len(inside))
    told = sum(1 for name, _ in piles if name != "5 nothing")
    if any(day > as_of and day.weekday() < 5 and day not in shut for day in inside):
        owed = min(service.times, told)
    elif owed < service.times:
        owed = max(owed, min(service.times, told))
    line = sorted(piles, key=lambda pair: (pair[0], shorter(pair[1]), pair[1].day))[:owed]
    fits = -(-service.times // len(weekdays)) * ours
    off = sum(1 for name, one in line if name == "2 off" and (one.status != "absent" or one.day in shut))
    excess = min(owed - len(line), max(0, owed - fits - off))
    totals["excused"] += excess * service.minutes
    totals["unknown"] += (owed - len(line) - excess) * service.minutes
    for name, one in line:
        settle(totals, lacking, service, name, one, mended)


def in_piles(entries, inside, shut, mended):
    """Each entry with its category, and an entry for each unlogged day that a made-up session refers to."""
    names = {"given": "0 given", "short": "1 short", "absent": "2 off", "closed": "2 off", "missed": "3 missed"}
    piles = []
    for one in entries:
        off = one.day in shut and one.status not in ("given", "short")
        none_given = one.status in ("given", "short") and one.minutes == 0
        piles.append(("2 off" if off else "3 missed" if none_given else names.get(one.status, "5 nothing"), one))
    logged = {one.day for one in entries}
    silent = [day for day in mended if day in inside and day not in logged]
    return piles + [
        ("2 off" if day in shut else "4 meant", Session("1", day, "closed", None, None, "", "")) for day in silent
    ]


def shorter(one):
    """A sort key: sessions that gave more minutes come first, those of unknown length last."""
    if one.status not in ("given", "short"):
        return 0
    return -1_000_000 if one.status == "given" and one.minutes is None else -(one.minutes or 0)


def owed_by(service, ours, of_all, length, inside):
    if ours == of_all:
        return service.times
    if service.per == "week":
        return min(service.times, ours * -(-service.times // 5))
    return service.times if inside * 3 >= length * 2 else service.times * ours // of_all


def settle(totals, lacking, service, name, one, mended):
    full = service.minutes
    if name == "0 given" or (name == "1 short" and one.minutes is not None):
        given_ = min(full, full if one.minutes is None else one.minutes)
        totals["given"] += given_
        rest, part = full - given_, "missed"
    else:
        rest, part = full, {"2 off": "excused", "3 missed": "missed"}.get(name, "unknown")
    made_up = min(rest, mended[one.day])
    mended[one.day] -= made_up
    totals["made_up"] += made_up
    totals[part] += rest - made_up
    if part == "missed":
        lacking[one.day] += rest - made_up


@st.composite
def finished(draw):
    """A service that has ended, with at most one entry per day, so that a made-up session refers to only one."""
    start = draw(st.dates(date(2026, 8, 3), date(2026, 10, 20)).filter(lambda day: day.day <= 28))
    length = draw(st.integers(0, 330))
    service = Service(
        "1", "Speech", draw(st.integers(1, 60)), draw(st.integers(1, 8)), draw(st.sampled_from(PERIODS)), start,
        start + timedelta(days=length),
    )  # fmt: skip
    day = st.integers(-3, length + 3).map(lambda offset: start + timedelta(days=offset))
    session = st.builds(
        Session, st.just("1"), day.map(date.toordinal), st.sampled_from(STATUSES), st.none() | st.integers(0, 90),
        st.just(0) | day.map(date.toordinal), st.just(""), st.just(""),
    )  # fmt: skip
    sessions = draw(st.lists(session, max_size=40))
    one_a_day = {(one.day, one.status == "made_up"): one for one in sessions}
    closures = draw(
        st.lists(st.builds(lambda a, n: Closure(a, a + timedelta(days=n), ""), day, st.integers(0, 14)), max_size=3)
    )
    return service, list(one_a_day.values()), closures


@given(finished(), st.integers(0, 400))
@settings(max_examples=examples(100), deadline=None)
def test_two_implementations_agree(log, days_later):
    service, sessions, closures = log
    as_of = service.start + timedelta(days=days_later)
    shut = {c.start + timedelta(days=n) for c in closures for n in range((c.end - c.start).days + 1)}
    (tally,) = tallies([service], sessions, closures, as_of)
    sessions = [
        replace(one, day=date.fromordinal(one.day), makes_up=date.fromordinal(one.makes_up) if one.makes_up else None)
        for one in sessions
    ]
    assert {part: tally.minutes(part) for part in PARTS} == counted_another_way(service, sessions, shut, as_of)


# Caches of parsed and counted logs


@given(logs(), st.data())
@settings(max_examples=examples(60), deadline=None)
def test_the_result_does_not_depend_on_earlier_counts(log, data):
    services, sessions, closures, as_of = log
    fewer = data.draw(st.lists(st.sampled_from(sessions), unique=True)) if sessions else []

    def counted():
        return [(one.totals, one.extra, one.left_out, one.months) for one in tallies(services, fewer, closures, as_of)]

    tallies(services, sessions, closures, as_of)
    after_another = counted()
    tallies([], [], [], as_of)  # clears the cache
    assert after_another == counted() == counted()


def typed(**session):
    """The count of ``LOG`` with a changed session, or the errors."""
    try:
        return service_log.count({**LOG, "sessions": [{**LOG["sessions"][0], **session}]})["services"][0]
    except WrongInput as wrong:
        return wrong.problems


def test_an_answer_equal_to_a_cached_one_of_another_type_is_read_anew():
    assert typed(status="given", minutes=1)["given"] == 1
    assert typed(status="given", minutes=True) == {
        "sessions.0.minutes": "“True” is not a number of minutes. Write a whole number, like 30."
    }


def test_a_cached_session_is_refused_in_a_log_without_its_service():
    row = {**LOG["sessions"][0], "id": "a", "minutes": ""}
    assert typed(**row)["missed"] == 30
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, "services": [{**LOG["services"][0], "id": "ot"}], "sessions": [row]})
    assert wrong.value.problems == {"sessions.0.service": "“speech” is none of the services: ot."}


def test_a_stored_entry_of_another_childs_service_is_left_out_and_reported():
    """The page sends its rows as lists; in a file that somebody wrote, a wrong service is an error (above)."""
    rows = [["a", "speech", "2026-09-08", "missed", "", "", ""], ["b", "ot", "2026-09-09", "given", "", "", ""]]
    counted = service_log.count({**LOG, "sessions": rows})
    assert counted["services"][0]["missed"] == 30
    (note,) = [note for note in counted["notes"] if "2026: left out" in note]
    assert note.startswith("September 9, 2026: left out, because the service of that entry is not in this log.")
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, "sessions": [["b", "ot", "2026-09-09", "skipped", "", "", ""]]})
    assert "is not one of the answers" in wrong.value.problems["sessions.0.status"]


def test_a_date_without_a_year_is_read_anew_each_day(monkeypatch):
    row = {"day": "9/8", "id": "a", "minutes": ""}
    # on September 7, the last September 8 was in 2025, before the service
    for now, missed in ((date(2026, 9, 18), 30), (date(2026, 9, 7), 0)):
        monkeypatch.setattr(log_input, "today", lambda now=now: now)
        assert typed(**row)["missed"] == missed


# The command line

LOG = {
    "as_of": "2026-09-18",
    "closed": [],
    "services": [
        {"id": "speech", "name": "Speech therapy", "minutes": 30, "times": 2, "per": "week", "from": "2026-09-07", "to": "2026-09-18"}
    ],
    "sessions": [{"service": "speech", "day": "2026-09-08", "status": "missed", "source": "paper"}],
}  # fmt: skip


def on_the_command_line(log, *arguments):
    return calculators("service-log", "--input", "-", *arguments, given=json.dumps(log))


def test_the_command_line_prints_the_contract():
    done = on_the_command_line(LOG, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    (speech,) = answer["services"]
    assert {name: speech[name] for name in ("id", "owed", *PARTS)} == {
        "id": "speech", "owed": 120, "given": 0, "made_up": 0, "excused": 0, "missed": 30, "unknown": 90,
    }  # fmt: skip
    assert speech["missed_days"] == [{"day": "2026-09-08", "minutes": 30, "source": "paper"}]
    assert answer["as_of"] == "2026-09-18"
    assert "not minute for minute" in answer["not_an_amount"]


def test_the_command_line_says_it_in_words():
    done = on_the_command_line(LOG)
    assert done.returncode == 0, done.stderr
    assert "Speech therapy: 30 minutes, 2 times a week" in done.stdout
    assert "Missed: 30" in done.stdout
    assert "make-up services are not minute for minute" in done.stdout


def test_a_file_is_read_like_standard_input(tmp_path):
    path = tmp_path / "log.json"
    path.write_text(json.dumps(LOG), encoding="utf-8")
    assert calculators("service-log", "--input", path, "--json").stdout == on_the_command_line(LOG, "--json").stdout


SPEECH = LOG["services"][0]
MISSED = LOG["sessions"][0]


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"services": []}, "services", "Give at least one service"),
        ({"services": {"id": "a"}}, "services", "This takes a list of objects."),
        ({"services": [{**SPEECH, "minutes": "half an hour"}]}, "services.0.minutes", "is not a number"),
        ({"services": [{**SPEECH, "minutes": 22.5}]}, "services.0.minutes", "“22.5” is not a number"),
        ({"services": [{**SPEECH, "minutes": 0}]}, "services.0.minutes", "at least one minute"),
        ({"services": [{**SPEECH, "times": 0}]}, "services.0.times", "Give how many sessions there are"),
        ({"services": [{**SPEECH, "per": "fortnight"}]}, "services.0.per", "is not one of the answers: day, week"),
        ({"services": [{**SPEECH, "from": "2026-02-30"}]}, "services.0.from", "There is no day"),
        ({"services": [{**SPEECH, "from": ""}]}, "services.0.from", "Give the date"),
        ({"services": [{**SPEECH, "to": "2026-09-01"}]}, "services.0.to", "is before September 7, 2026"),
        ({"services": [{**SPEECH, "often": 2}]}, "services.0.often", "There is no field of this name"),
        ({"services": [SPEECH, SPEECH]}, "services.1.id", "stands twice"),
        ({"sessions": [{**MISSED, "service": "ot"}]}, "sessions.0.service", "“ot” is none of the services: speech."),
        ({"sessions": [{**MISSED, "status": "skipped"}]}, "sessions.0.status", "is not one of the answers: given, short"),
        ({"sessions": [{**MISSED, "status": ["missed"]}]}, "sessions.0.status", "is not one of the answers"),
        ({"sessions": [{**MISSED, "day": "13/13/2026"}]}, "sessions.0.day", "There is no day"),
        ({"sessions": [{**MISSED, "day": ""}]}, "sessions.0.day", "Give the day of the session"),
        ({"sessions": [{**MISSED, "day": 20260908}]}, "sessions.0.day", "This takes a date as text"),
        ({"sessions": [{**MISSED, "minutes": -5}]}, "sessions.0.minutes", "is not a number of minutes"),
        ({"sessions": [{**MISSED, "minutes": "²"}]}, "sessions.0.minutes", "is not a number of minutes"),
        ({"sessions": [{**MISSED, "source": "rumor"}]}, "sessions.0.source", "is not one of the answers: paper"),
        ({"sessions": [{**MISSED, "source": {}}]}, "sessions.0.source", "This takes text or a number"),
        ({"sessions": [{**MISSED, "makes_up": []}]}, "sessions.0.makes_up", "This takes text or a number"),
        ({"sessions": "none"}, "sessions", "This takes a list of objects."),
        ({"closed": ["soon"]}, "closed", "soon"),
        ({"closed": ["2026-11-11", "2026-11-27..2026-11-23"]}, "closed", "ends before it starts"),
        ({"closed": ["2026-11-11", "2026-02-30"]}, "closed", "There is no day"),
        ({"closed": [5]}, "closed", "Give a list of closed days"),
        ({"as_of": "tomorrow"}, "as_of", "is not a date"),
        ({"children": 2}, "children", "There is no field of this name"),
    ],
)  # fmt: skip
def test_errors_are_reported_with_their_field(changed, field, words):
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, **changed})
    assert words in wrong.value.problems[field]


def test_bad_input_ends_with_code_two_and_one_line():
    done = on_the_command_line({**LOG, "as_of": "tomorrow"})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("as_of: “tomorrow” is not a date")
    assert done.stderr.count("\n") == 1


def test_sessions_that_do_not_count_are_reported():
    sessions = [
        {**MISSED, "day": "2026-09-01"},
        {**MISSED, "day": "2026-09-15", "status": "short", "minutes": ""},
        {**MISSED, "day": "2026-09-17", "status": "made_up"},
        {**MISSED, "day": "2026-09-10", "status": "short", "minutes": "30"},
    ]
    notes = service_log.count({**LOG, "sessions": sessions})["notes"]
    assert [note.split(": ")[0] for note in notes] == [
        "“Speech therapy”, September 1, 2026",
        "“Speech therapy”, September 17, 2026",
        "“Speech therapy”, September 15, 2026",
        "“Speech therapy”, September 10, 2026",
    ]
    assert "the service had not begun" in notes[0]
    assert "Say which day it makes up" in notes[1]
    assert "Say how many minutes were given" in notes[2]
    assert "its minutes are those of a whole session (30) or more" in notes[3]


def test_a_long_count_without_any_closed_day_says_so():
    """Two weeks of September need no break; six weeks, or a day of July or August, do."""
    for first, said in (("2026-09-07", False), ("2026-08-31", True), ("2026-07-20", True)):
        service = {**LOG["services"][0], "from": first}
        notes = service_log.count({**LOG, "services": [service]})["notes"]
        assert any("breaks and summer are counted" in note for note in notes) == said, first
        closed = service_log.count({**LOG, "services": [service], "closed": ["2026-09-07"]})["notes"]
        assert not any("breaks and summer are counted" in note for note in closed)


def test_a_session_in_a_closed_week_and_one_after_the_day_of_the_count_are_reported():
    sessions = [{**MISSED, "day": "2026-09-15", "status": "given"}, {**MISSED, "day": "2026-09-21"}]
    notes = service_log.count({**LOG, "closed": ["2026-09-14..2026-09-18"], "sessions": sessions})["notes"]
    assert [note.split(": ")[0] for note in notes] == ["“Speech therapy”, September 15, 2026", "September 21, 2026"]
    assert "given at a time when school was closed" in notes[0]
    assert "after September 18, 2026" in notes[1]


@pytest.mark.parametrize(
    ("first", "last", "in_force", "note"),
    [
        # A later version for a time: the older one counts before and after it.
        (
            "2026-09-14",
            "2026-09-16",
            "from September 7, 2026 to September 13, 2026 and from September 17, 2026 to September 18, 2026",
            "from September 14, 2026 to September 16, 2026 the later one is counted alone",
        ),
        (
            "2026-09-14",
            "",
            "from September 7, 2026 to September 13, 2026",
            "from September 14, 2026 on the later one is counted alone",
        ),
        (
            "2026-09-21",
            "",
            "from September 7, 2026 to September 18, 2026",
            "from September 21, 2026 on the later one is counted alone",
        ),
    ],
)
def test_the_sentence_and_the_note_name_the_days_of_each_version(first, last, in_force, note):
    later = {**SPEECH, "id": "later", "from": first, "to": last}
    earlier = {**SPEECH, "to": ""}
    counted = service_log.count({**LOG, "services": [earlier, later]})
    assert f": {in_force}, " in counted["services"][0]["sentence"]
    assert note in counted["notes"][0]
    titles = html_of(page(services=[earlier, later]))
    assert "<h4>Speech therapy (from September 7, 2026)</h4>" in titles


def test_the_sentence_for_a_letter_omits_zero_amounts():
    (speech,) = service_log.count(LOG)["services"]
    assert speech["sentence"] == (
        "Speech therapy (30 minutes, 2 times a week): from September 7, 2026 to September 18, 2026, 120 minutes were due. "
        "Of these, 30 were missed. I have no record of the other 90."
    )


# The page


def page(**changed):
    return service_log.answer(load("US"), {**LOG, **changed})


def html_of(result):
    return render.html(result)


def test_a_service_that_owes_nothing_yet_has_a_sentence_and_no_chart():
    later = {**SPEECH, "from": "2026-09-21", "to": "2026-12-18"}
    (speech,) = service_log.count({**LOG, "services": [later], "sessions": []})["services"]
    assert speech["sentence"] == "Speech therapy: nothing was due up to September 18, 2026."
    assert speech["months"] == []
    assert 'class="pt-minutes"' not in html_of(page(services=[later], sessions=[]))
    assert 'class="pt-minutes"' in html_of(page())


def test_a_service_is_not_shown_in_weeks_without_it():
    later = {"id": "ot", "name": "OT", "minutes": 30, "times": 1, "per": "week", "from": "2026-09-14", "to": ""}
    both = [SPEECH, later]
    assert 'data-key="week 2026-09-07 speech"' in html_of(page(services=both, week="2026-09-08"))
    assert 'data-key="week 2026-09-07 ot"' not in html_of(page(services=both, week="2026-09-08"))
    assert 'data-key="week 2026-09-14 ot"' in html_of(page(services=both))


def test_a_week_shows_its_own_entries_and_those_of_the_week_before_to_copy():
    earlier = {**SPEECH, "from": "2026-08-03"}
    rows = [{**MISSED, "day": day} for day in ("2026-08-04", "2026-09-08", "2026-09-15")]
    log = log_input.read_log({**LOG, "services": [earlier], "sessions": rows})
    shown = service_log._page(log, tallies(log.services, log.sessions, log.closures, log.as_of), {})
    assert sorted(day for _, day in shown.entries) == [date(2026, 9, 8), date(2026, 9, 15)]


def test_a_date_in_the_form_is_echoed_as_it_is_typed():
    asked = {"calculator": "service_log", "state": "US", "inputs": {"from": "September 7, 2026"}, "dates": ["from"]}
    assert json.loads(ask(json.dumps(asked)))["from"]["words"] == "We read: Monday, September 7, 2026"


def test_an_invalid_school_year_is_reported_beside_its_field():
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, "first_day": "2027-05-21", "last_day": "2026-08-03"})
    assert set(wrong.value.problems) <= {"first_day", "last_day"}


def test_the_number_of_services_in_a_log_is_limited():
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, "services": [{**SPEECH, "id": str(number)} for number in range(10_000)]})
    assert wrong.value.problems["services"].startswith("That is 10,000. Give at most ")


def test_a_field_that_a_session_does_not_have_is_named():
    with pytest.raises(WrongInput) as wrong:
        service_log.count({**LOG, "sessions": [{**MISSED, "room": "4"}]})
    assert wrong.value.problems["sessions.0.room"].startswith("There is no field of this name.")


# Hand-counted: one service, Monday, September 7 to Friday, September 18, 30 minutes twice a week


SERVICE = Service("1", "Speech", 30, 2, "week", MONDAY, date(2026, 9, 18))


def on(day, status="missed", minutes=None, makes_up=None):
    named = date(2026, 9, makes_up).toordinal() if makes_up else 0
    return Session("1", date(2026, 9, day).toordinal(), status, minutes, named, "", "")


def tally_of(*sessions, service=SERVICE, others=(), closures=(), as_of=date(2026, 9, 30)):
    return tallies([service, *others], sessions, closures, as_of)[0]


def test_a_session_of_an_absent_child_can_be_made_up():
    """Owed 4 of 30: absent on the 8th, made up on the 17th; nothing else was logged."""
    tally = tally_of(on(8, "absent"), on(17, "made_up", 30, makes_up=8))
    assert parts_of(tally) == {"made_up": 30, "unknown": 90}
    assert (tally.missed, tally.not_logged) == ((), 3)
    # a make-up for the one leaves the other as it is
    tally = tally_of(on(8, "absent"), on(10, "unknown"), on(17, "made_up", 30, makes_up=10))
    assert parts_of(tally) == {"made_up": 30, "excused": 30, "unknown": 60}


def test_minutes_missed_are_told_by_the_source_of_each_entry():
    """Of 30 each: all missed on paper and as noted, 10 and 20 as remembered."""
    days = on(8), on(10), on(15, "short", 20), on(17, "short", 10)
    sources = "paper", "noted", "remembered", "remembered"
    tally = tally_of(*(replace(one, source=source) for one, source in zip(days, sources, strict=True)))
    assert tally.missed_by_source == {"paper": 30, "noted": 30, "remembered": 30}


def test_only_a_short_session_of_unknown_or_full_length_is_asked_about():
    full, unknown = on(8, "short", 30), on(10, "short")
    tally = tally_of(full, unknown, on(15, "given", 45), on(17, "short", 10))
    assert tally.unsaid == (full, unknown)
    assert parts_of(tally) == {"given": 70, "missed": 20, "unknown": 30}
    assert tally.extra == 15


def test_a_make_up_that_names_no_session_goes_through_all_missed_up_to_its_day():
    tally = tally_of(on(8), on(10), on(15), on(15, "made_up", 90))
    assert parts_of(tally) == {"made_up": 90, "unknown": 30}


def test_what_was_not_logged_is_added_up_over_the_weeks():
    """Two a week for two weeks; in the second, school was open on one day only, which holds one of them."""
    assert tally_of().not_logged == 4
    week = Closure(date(2026, 9, 15), date(2026, 9, 18), "closed")
    tally = tally_of(closures=[week])
    assert parts_of(tally) == {"excused": 30, "unknown": 90}
    assert tally.not_logged == 3


def test_a_service_is_in_force_up_to_the_day_before_its_newer_version():
    def ends(*newer):
        others = [
            Service(str(number), "Speech", 45, 1, "week", date(2026, 9, first), last and date(2026, 9, last))
            for number, (first, last) in enumerate(newer, 2)
        ]
        return [
            (first - MONDAY.toordinal(), last - MONDAY.toordinal()) for first, last in tally_of(others=others).in_force
        ]

    assert ends((18, None)) == [(0, 10)]  # it began on the older one's last day
    assert ends((8, None)) == [(0, 0)]
    assert ends((9, 10)) == [(0, 1), (4, 11)]
    assert ends((9, 10), (11, 12)) == [(0, 1), (6, 11)]


def test_a_quarter_is_counted_from_the_first_day_of_the_service():
    """From September 7 to December 6: the session of December 3 is the one that it owes."""
    service = Service("1", "Speech", 30, 1, "quarter", MONDAY, None)
    given = Session("1", date(2026, 12, 3).toordinal(), "given", None, 0, "", "")
    assert parts_of(tally_of(given, service=service, as_of=date(2026, 12, 10))) == {"given": 30}


def test_the_charts_of_two_services_have_ids_of_their_own():
    services = [
        {"id": one, "name": one, "minutes": "30", "times": "1", "per": "week", "from": "2026-09-07"} for one in "ab"
    ]
    given = {"as_of": "2026-09-30", "services": services, "sessions": []}
    pieces = "".join(piece.html for piece in service_log.answer(load("MS"), given).pieces)
    patterns = re.findall(r'<pattern id="([^"]+)"', pieces)
    assert len(set(patterns)) == len(patterns) == 2
    assert all(f"url(#{one})" in pieces for one in patterns)


def test_of_more_sessions_than_are_owed_the_longest_count():
    """One of 30 a week: the smaller claim is the one after the best session of the week."""
    once = replace(SERVICE, times=1, end=date(2026, 9, 11))
    for first, second, missed in (
        (on(8, "short", 5), on(9, "short", 25), 5),
        (on(8, "given", 10), on(9, "given"), 0),
        (on(8, "short", 0), on(9, "absent"), 0),
        (on(8, "short", 0), on(9, "missed"), 30),
    ):
        for logged in ((first, second), (second, first)):
            assert parts_of(tally_of(*logged, service=once)).get("missed", 0) == missed


@pytest.mark.parametrize(("made_up", "open_ones"), [(30, 2), (10, 3), (None, 2)])
def test_a_session_without_an_entry_is_open_until_it_was_made_up_in_full(made_up, open_ones):
    """Of four: one is said to be not known, one is short without its minutes, one made up, and one was not logged."""
    logged = on(8, "unknown"), on(10, "short"), on(18, "made_up", made_up, makes_up=15)
    assert tally_of(*logged).not_logged == open_ones


def parts_of(tally):
    return {part: minutes for part, minutes in tally.totals.items() if minutes}


def test_sessions_that_do_not_count_have_a_reason():
    before, after, over, nothing = on(4, "given"), on(21, "given"), on(10, "given"), on(18, "made_up", makes_up=17)
    tally = tally_of(before, after, on(8, "given"), on(9, "given"), over, nothing, on(17, "given"))
    assert tally.left_out == ((before, "before"), (after, "after"), (over, "over"), (nothing, "mends_nothing"))
    assert tally.extra == 120  # four sessions of 30 minutes that the IEP did not owe
    newer = Service("2", " SPEECH", 45, 1, "week", date(2026, 9, 14), None)
    later = on(15, "given")
    tally = tally_of(later, others=[newer])
    assert tally.left_out == ((later, "replaced"),)
    assert tally.extra == 30


def test_a_session_that_was_logged_and_made_up_is_one_session():
    """10 a month for 6 of September's 22 weekdays is 2 pro rata; but 3 were missed, so 3 were due: 90 minutes."""
    service = Service("1", "Speech", 30, 10, "month", date(2026, 9, 1), date(2026, 9, 8))
    tally = tally_of(on(1), on(2), on(3), on(4, "made_up", makes_up=1), service=service)
    assert parts_of(tally) == {"made_up": 30, "missed": 60}


def test_a_make_up_that_names_no_session_is_for_the_earliest_missed_one_before_it():
    """Owed 4 of 30: missed on the 8th and 10th, 20 given on the 15th; 45 made up on the 16th are 30 and 15."""
    unnamed = on(16, "made_up", 45)
    tally = tally_of(on(8), on(10), on(15, "short", 20), unnamed, on(17))
    assert parts_of(tally) == {"given": 20, "made_up": 45, "missed": 55}
    assert [date.fromordinal(day).day for day in tally.missed_days] == [10, 15, 17]
    assert (tally.extra, tally.left_out) == (0, ((unnamed, "mends_earliest"),))
    # one that names its session comes first, and what was missed later is not made up before
    named, early = on(16, "made_up", 30, makes_up=8), on(9, "made_up", 30)
    tally = tally_of(on(8), early, on(10), named)
    assert parts_of(tally) == {"made_up": 30, "missed": 30, "unknown": 60}
    assert (tally.extra, tally.left_out) == (30, ((early, "names_none"),))


def test_a_session_of_the_last_day_can_be_made_up_on_that_day():
    tally = tally_of(on(18, "made_up", makes_up=18), as_of=date(2026, 9, 18))
    assert parts_of(tally) == {"made_up": 30, "unknown": 90}
    assert tally.left_out == ()


@pytest.mark.parametrize(("day", "replaced"), [(11, False), (14, True), (16, True), (17, False)])
def test_a_newer_version_replaces_a_service_from_its_first_to_its_last_day(day, replaced):
    newer = Service("2", "Speech", 45, 1, "week", date(2026, 9, 14), date(2026, 9, 16))
    tally = tally_of(on(day), others=[newer])
    assert [why for _, why in tally.left_out] == (["replaced"] if replaced else [])


def test_a_session_made_up_under_a_new_version_mends_the_miss_of_the_old_one():
    newer = Service("2", " SPEECH", 45, 1, "week", date(2026, 9, 21), None)
    made_up = Session("2", date(2026, 9, 22).toordinal(), "made_up", 30, date(2026, 9, 8).toordinal(), "", "")
    old, new = tallies([SERVICE, newer], [on(8), made_up], (), date(2026, 9, 30))
    assert (parts_of(old), old.left_out) == ({"made_up": 30, "unknown": 90}, ())
    assert (parts_of(new), new.extra, new.left_out) == ({"unknown": 45}, 0, ())
    # a day of neither version: it stays where it was logged
    before = Session("2", date(2026, 9, 22).toordinal(), "made_up", 30, date(2026, 9, 1).toordinal(), "", "")
    old, new = tallies([SERVICE, newer], [on(8), before], (), date(2026, 9, 30))
    assert (parts_of(old), new.extra) == ({"missed": 30, "unknown": 90}, 30)
    assert new.left_out == ((before, "mends_nothing"),)


def offered(services, sessions, week, closed="", as_of="2026-11-30"):
    """The days of a week on which only a made-up session can be logged, by service."""
    answered = service_log.answer(
        load("US"), {"services": services, "sessions": sessions, "closed": closed, "as_of": as_of, "week": week}
    )
    panel = answered.lead[1].html
    rows = re.findall(
        r'<select [^>]*data-log="status" data-service="([^"]+)" data-day="([^"]+)"[^>]*>(.*?)</select>', panel
    )
    only = [
        (service, day) for service, day, options in rows if re.findall('value="([^"]*)"', options) == ["", "made_up"]
    ]
    return only, panel


WEEKLY = {"name": "Speech", "minutes": "30", "times": "1", "per": "week", "to": ""}


def test_a_make_up_can_be_logged_in_summer_on_weekends_and_after_the_last_day():
    service, missed = {**WEEKLY, "id": "s", "from": "2026-03-02"}, ["1", "s", "2026-05-12", "missed", "", "", ""]
    summer = "6/1/2026 to 8/7/2026"
    week = ("2026-07-06", "2026-07-07", "2026-07-08", "2026-07-09", "2026-07-10")
    assert offered([service], [missed], week[0], summer, as_of=week[-1])[0] == [("s", day) for day in week]
    ended = {**service, "to": "2026-05-29"}
    assert offered([ended], [missed], week[0], as_of=week[-1])[0] == [("s", day) for day in week]
    assert offered([service], [missed], "2026-05-18", as_of="2026-05-24")[0] == [
        ("s", "2026-05-23"),
        ("s", "2026-05-24"),
    ]
    assert offered([service], [missed], "2026-02-23")[0] == []  # before its first day
    assert offered([service], [], week[0], summer, as_of=week[-1])[0] == []  # nothing to make up
    logged = ["2", "s", "2026-07-07", "made_up", "", "", ""]
    only, panel = offered([service], [missed, logged], week[0], summer, as_of=week[-1])
    assert ("s", "2026-07-07") not in only
    assert '<option value="2026-05-12">' in panel


def test_a_make_up_under_a_new_version_can_name_the_miss_of_the_old_one():
    services = [
        {**WEEKLY, "id": "old", "from": "2026-09-07", "to": "2026-10-30"},
        {**WEEKLY, "id": "new", "from": "2026-11-02"},
    ]
    sessions = [["1", "old", "2026-10-13", "missed", "", "", ""], ["2", "new", "2026-11-10", "made_up", "", "", ""]]
    only, panel = offered(services, sessions, "2026-11-10")
    assert "Makes up the session of</label>" in panel
    assert '<option value="2026-10-13">' in panel
    assert only == [("new", "2026-11-14"), ("new", "2026-11-15")]


def test_minutes_are_assigned_to_the_month_of_their_session():
    """The week from Monday, September 28 has its first session in September, the second in October."""
    service = Service("1", "Speech", 30, 2, "week", date(2026, 9, 28), date(2026, 10, 9))
    october = Session("1", date(2026, 10, 1).toordinal(), "missed", None, 0, "", "")
    tally = tally_of(on(30), october, service=service, as_of=date(2026, 10, 31))
    assert [(month, {part: of for part, of in parts.items() if of}) for month, parts in tally.months] == [
        ((2026, 9), {"missed": 30}),
        ((2026, 10), {"missed": 30, "unknown": 60}),
    ]


def test_a_week_whose_one_open_day_is_still_ahead_owes_nothing_yet():
    tally = tally_of(closures=[Closure(MONDAY, date(2026, 9, 10), "Fair")], as_of=date(2026, 9, 9))
    assert (parts_of(tally), tally.not_due_yet) == ({}, 60)


def test_a_week_that_is_not_over_owes_what_was_logged():
    tally = tally_of(on(14, "given"), as_of=date(2026, 9, 16))
    assert (parts_of(tally), tally.not_due_yet) == ({"given": 30, "unknown": 60}, 30)
    tally = tally_of(on(14, "given"), on(15, "given"), as_of=date(2026, 9, 16))
    assert (parts_of(tally), tally.not_due_yet) == ({"given": 60, "unknown": 60}, 0)


def test_a_closed_day_takes_no_missed_session_out_of_a_week_that_is_not_over():
    """2 a week of 30 minutes; on Wednesday, September 16, the Tuesday was closed and the Wednesday missed."""
    tally = tally_of(on(15, "closed"), on(16), as_of=date(2026, 9, 16))
    assert (parts_of(tally), tally.not_due_yet) == ({"excused": 30, "missed": 30, "unknown": 60}, 0)
    tally = tally_of(on(15), on(16), closures=[Closure(*[date(2026, 9, 15)] * 2, "Fair")], as_of=date(2026, 9, 16))
    assert (parts_of(tally), tally.not_due_yet) == ({"excused": 30, "missed": 30, "unknown": 60}, 0)


def test_closed_days_take_no_missed_session_out_of_a_service_that_is_cut_short():
    """10 a month for 6 of September's 22 weekdays is 2 pro rata; but 4 were logged, 2 of them missed."""
    service = Service("1", "Speech", 30, 10, "month", date(2026, 9, 1), date(2026, 9, 8))
    tally = tally_of(on(1, "closed"), on(2, "closed"), on(3), on(4), service=service)
    assert parts_of(tally) == {"excused": 60, "missed": 60}


def test_closed_sessions_of_a_year_that_is_not_over_leave_the_missed_ones():
    """10 a year of 60 minutes: 2 fell on closed days and 2 were missed, so 4 of them are known by February."""
    service = Service("1", "Parent training", 60, 10, "year", MONDAY, None)
    days = [(date(2026, 10, 5), "closed"), (date(2026, 11, 2), "closed"), (date(2026, 12, 7), "missed")]
    sessions = [Session("1", day.toordinal(), status, None, 0, "", "") for day, status in days]
    sessions.append(Session("1", date(2027, 1, 11).toordinal(), "missed", None, 0, "", ""))
    tally = tally_of(*sessions, service=service, as_of=date(2027, 2, 1))
    assert parts_of(tally) == {"excused": 120, "missed": 120}
    assert (tally.owed, tally.not_due_yet) == (240, 360)


def test_unlogged_minutes_are_assigned_to_the_month_in_which_the_week_ended():
    """The week from Monday, September 28 ends on Friday, October 2; the one before on September 25."""
    service = Service("1", "Speech", 30, 2, "week", date(2026, 9, 21), date(2026, 10, 2))
    tally = tally_of(service=service, as_of=date(2026, 10, 31))
    assert [(month, parts["unknown"]) for month, parts in tally.months] == [((2026, 9), 60), ((2026, 10), 60)]


def test_two_services_with_the_same_name_and_start_are_both_owed():
    assert parts_of(tally_of(others=[Service("2", "Speech", 30, 2, "week", MONDAY, date(2026, 9, 18))])) == {
        "unknown": 120
    }


def test_a_newer_version_may_begin_on_the_last_day_of_the_older_one():
    newer = Service("2", "Speech", 45, 1, "week", date(2026, 9, 18), None)
    assert [why for _, why in tally_of(on(18), others=[newer]).left_out] == ["replaced"]


def test_closed_and_unknown_days_are_not_reported_as_surplus():
    assert tally_of(on(8, "given"), on(9, "given"), on(10, "closed"), on(11, "unknown")).left_out == ()


def test_an_earlier_version_does_not_reduce_the_first_week_of_a_service():
    """The first week, from Thursday, September 10, owes both sessions on its two days; so does the next week."""
    service = Service("1", "Speech", 30, 2, "week", date(2026, 9, 10), date(2026, 9, 18))
    older = Service("2", "Speech", 30, 2, "week", date(2026, 8, 3), date(2026, 8, 28))
    assert parts_of(tally_of(service=service, others=[older])) == {"unknown": 120}


@pytest.mark.parametrize(
    ("first", "last", "other"),
    [(1, 29, (date(2026, 9, 30), None)), (2, 30, (date(2026, 8, 3), date(2026, 9, 1)))],
)
def test_one_day_of_another_version_makes_a_month_pro_rata(first, last, other):
    """4 a month for 21 of September's 22 weekdays is 3 pro rata."""
    service = Service("1", "Speech", 30, 4, "month", date(2026, 9, first), date(2026, 9, last))
    assert parts_of(tally_of(service=service, others=[Service("2", "Speech", 30, 4, "month", *other)])) == {
        "unknown": 90
    }


def test_a_month_of_which_exactly_two_thirds_are_covered_is_owed_whole():
    """September 11 to 30 is 20 of 30 days."""
    service = Service("1", "Speech", 30, 4, "month", date(2026, 9, 11), date(2026, 9, 30))
    assert parts_of(tally_of(service=service)) == {"unknown": 120}


@pytest.mark.parametrize(("per", "times", "as_of"), [("day", 1, date(2026, 9, 8)), ("week", 2, date(2026, 9, 13))])
def test_periods_that_begin_tomorrow_are_not_counted_as_due_later(per, times, as_of):
    """The periods end today: two days by Tuesday, September 8; a week by Sunday, September 13."""
    tally = tally_of(service=Service("1", "Aide", 30, times, per, MONDAY, None), as_of=as_of)
    assert (parts_of(tally), tally.not_due_yet) == ({"unknown": 60}, 0)


def test_a_month_that_begins_today_includes_todays_session():
    service = Service("1", "Speech", 30, 4, "month", date(2026, 9, 1), None)
    today = Session("1", date(2026, 10, 1).toordinal(), "given", None, 0, "", "")
    tally = tally_of(today, service=service, as_of=date(2026, 10, 1))
    assert (parts_of(tally), tally.not_due_yet) == ({"given": 30, "unknown": 120}, 90)
