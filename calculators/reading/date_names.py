"""Which words of a printed list go with which date: beside it, on a line above or below, or in a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from calculators.reading import closed_names
from calculators.reading.dated import Dated
from calculators.reading.printed_lines import (
    Part,
    heading_of,
    is_head_of_table,
    is_heading,
    is_section,
    is_title,
    is_weekday,
    says_something,
    without_item,
)
from calculators.words import listed

#: Maximum number of dated lines to which one name below them may apply.
MOST_UNDER_ONE_NAME = 3
_JOINTS = ("-", "to", "through", "thru", "until", "till")
#: Words between two dates that belong to the second: ``Winter break, school resumes January 4``.
_RESUMES_NEXT = re.compile(
    r"\b(?:(?:all |the )?(?:schools?|class(?:es)?|students?|teachers?(?: and students?)?|everyone|instruction) )?(?:will )?(?:resumes?|reconvenes?|returns?|reopens?|re-opens?|back)\b[a-z ]*[-:,. ]*$",
    re.ASCII,
)
#: Boilerplate from the header and footer of a web page.
_PAGE = re.compile(
    r"\s*(?:top of page|bottom of page|back to top|skip to (?:main )?content|read more|print)\s*$", re.ASCII
)


def give_names(parts: Sequence[Part], dates: Sequence[Dated]) -> set[int]:
    """Attach names to dates. Returns the ids of the parts that are only names."""
    by_line: dict[int, list[Dated]] = {id(part): [] for part in parts}
    for one in dates:
        by_line[id(one.part)].append(one)
    for part in parts:
        of_line = by_line[id(part)]
        if of_line:
            _name_in_line(part, of_line)
            _leave_no_number(part, of_line)
    _ask_about_broken_ranges(parts, by_line)
    return _name_from_lines(parts, by_line)


def _ask_about_broken_ranges(parts: Sequence[Part], by_line: dict[int, list[Dated]]) -> None:
    """Ask about a range whose ends are on two lines or in two cells: it must not become two single days."""
    written = [part for part in parts if part.words.strip(" |")]
    for place, part in enumerate(written):
        dates = by_line[id(part)]
        end = 0
        for number, one in enumerate(dates):
            between = part.words[end : one.found.start]
            if number and not between.strip(' |\t",'):
                _ask_whether_range([dates[number - 1], one])
            if len(one.days) == 1 and not _means_something(between) and closed_names.ends_at_an_edge(between.lower()):
                _ask_whether_range([one])
            end = one.found.end
        following = written[place + 1] if place + 1 < len(written) else None
        tail = part.words[dates[-1].found.end :].strip(" |.").lower() if dates else ""
        head = following.words.strip(" |").lower() if following else ""
        if following and dates and tail in _JOINTS and following.line.begins_with_a_date():
            _ask_whether_range([dates[-1], *by_line[id(following)][:1]])
        elif dates and head.split(" ")[0] in _JOINTS[1:]:
            after = written[place + 2] if head in _JOINTS and place + 2 < len(written) else following
            _ask_whether_range([dates[-1], *(by_line[id(after)][:1] if after else [])])
        elif following and dates and tail == "," and heading_of(following.line) is not None:
            dates[-1].refuse(f"The year of “{dates[-1].quoted}” stands on another line. Write it on one line.")
        elif dates and head in ("-", "--") and place + 2 < len(written):
            _ask_whether_range([dates[-1], *by_line[id(written[place + 2])][:1]])


def _ask_whether_range(dates: Sequence[Dated]) -> None:
    if len(dates) == 2 and dates[0].days == dates[1].days:
        return
    for one in dates:
        one.refuse(
            f"“{one.quoted}”: Is this one end of a break? Write the whole break on one line, like 3/9/2026 to 3/13/2026."
        )


def _segments(part: Part, dates: Sequence[Dated]) -> list[tuple[str, str]]:
    """The text before, between and after the dates of a line: in lower-case ASCII, and as pasted."""
    found, start = [], 0
    for end, following in [*((one.found.start, one.found.end) for one in dates), (len(part.raw), 0)]:
        words = part.words[start:end]
        found.append((words.lower() if _means_something(words) else "", part.raw[start:end]))
        start = following
    return found


def _means_something(words: str) -> bool:
    """True unless it is only punctuation or a conjunction."""
    letters = "".join(sign if sign.isalpha() else " " for sign in words.lower()).split()
    return any(word not in ("and", "on", "the", "of", "from", "to", "through", "s", "is", "are") for word in letters)


def _name_in_line(part: Part, dates: Sequence[Dated]) -> None:
    segments = _segments(part, dates)
    closing = closed_names.answered(segments[-1][0])
    if closing and len(dates) > 1:
        segments[-1] = ("", "")
    start = 0
    for place in range(1, len(dates)):
        words, raw = segments[place]
        resumes = _RESUMES_NEXT.search(words)
        if resumes:
            before = (words[: resumes.start()], raw[: resumes.start()])
            before = before if _means_something(before[0]) else ("", "")
            _name_together(dates[start:place], [*segments[start:place], before])
            segments[place] = (words[resumes.start() :], raw[resumes.start() :])
            start = place
    _name_together(dates[start:], segments[start:])
    if closing:
        dates[-1].names = ["(school closed)" if closing.says == "closed" else "(school open)"]


def _name_together(dates: Sequence[Dated], segments: Sequence[tuple[str, str]]) -> None:
    head, tail, between = segments[0], segments[-1], segments[1:-1]
    if len(dates) == 1 or not any(words for words, _ in between):
        for one in dates:
            _give(one, [head[0], tail[0]], f"{head[1]} {tail[1]}")
    elif head[0] and not tail[0]:
        _give_in_turn(dates, segments)
    elif tail[0] and not head[0]:
        _give_in_turn(list(reversed(dates)), list(reversed(segments)))
    else:
        _give_either(dates, segments)


def _give_in_turn(dates: Sequence[Dated], segments: Sequence[tuple[str, str]]) -> None:
    """Give each date the words before it, or the previous date's words if there are none."""
    last = segments[0]
    for one, own in zip(dates, segments[: len(dates)], strict=True):
        last = own if own[0] else last
        _give(one, [last[0]], last[1])


def _give_either(dates: Sequence[Dated], segments: Sequence[tuple[str, str]]) -> None:
    """Assign names that may belong to the date before or after them, after trying both."""
    if len(dates) == 2 and not segments[0][0] and not segments[2][0]:
        words, raw = segments[1]
        cut = next((place for place in range(len(words)) if words[place] in ",(|-"), -1)
        if cut > 0 and _means_something(words[:cut]) and _means_something(words[cut:]):
            _give(dates[0], [words[:cut]], raw[:cut])
            _give(dates[1], [words[cut:]], raw[cut:])
            return
    for place, one in enumerate(dates):
        before, after = segments[place], segments[place + 1]
        _give(one, [before[0], after[0]], before[1] if before[0] else after[1])
        one.names = [words for words in (before[0], after[0]) if words]
        if before[0] and after[0] and closed_names.meaning(before[0]).says != closed_names.meaning(after[0]).says:
            one.refuse(
                f"In “{one.quoted}” we cannot tell which words go with which date. Write each date on a line of its own."
            )


def _give(one: Dated, names: Sequence[str], shown: str) -> None:
    one.names = [name[:400] for name in names if name]
    one.shown = _clean(closed_names.without_answer(shown))


def _clean(raw: str) -> str:
    """A name for display: surrounding punctuation and control characters removed."""
    text = "".join(sign if sign >= " " and not "\ud800" <= sign <= "\udfff" else " " for sign in raw)
    text = " ".join(without_item(text).split()).strip(" :,.-–—|*•/;&").replace("( )", " ").replace("()", " ")
    if text.count("(") != text.count(")") or text.find(")") < text.find("("):
        text = text.replace("(", " ").replace(")", " ")
    elif text.startswith("(") and text.endswith(")") and text.count("(") == 1:
        text = text[1:-1]
    return " ".join(text.strip(" :,.-–—|*•/;&").split())[:80]


def _leave_no_number(part: Part, dates: Sequence[Dated]) -> None:
    """A leftover number beside a date makes the date uncertain."""
    all_left = part.line.left_over()
    ends = [0, *(one.found.end for one in dates), len(part.words)]
    for place, one in enumerate(dates):
        following = dates[place + 1].found.start if place + 1 < len(dates) else len(part.words)
        left = [token.text for token in all_left if len(dates) < 4 or ends[place] <= token.start < following]
        if left:
            one.refuse(
                f"“{listed(left[:3])}” is left over in “{one.quoted}”. Write the date like 3/9/2026 to 3/13/2026."
            )
        if part.line.has_loose_month():
            one.refuse(f"A month in “{one.quoted}” has no day. Write the date like 3/9/2026 to 3/13/2026.")
        between = part.words[one.found.start : one.found.end]
        is_two_cells = (
            len(one.days) == 2 and all(day[0] for day in one.days) and re.search(r"[0-9],[0-9]", between, re.ASCII)
        )
        if is_two_cells and _means_something(part.words):
            one.refuse(
                f"“{one.quoted}”: Is this one end of a break? Write the whole break on one line, like 3/9/2026 to 3/13/2026."
            )
        is_mixed = one.found.points[0].month and any(
            point.pair == (1, 2, "/") and not point.year for point in one.found.points
        )
        if is_mixed:
            one.refuse(half_or_date(one.quoted))
        only = one.found.points[0]
        if (
            len(one.found.points) == 1
            and only.pair
            and only.pair[:2] == (1, 2)
            and not only.year
            and part.line.has_half()
        ):
            one.refuse(half_or_date(one.quoted))


def half_or_date(quoted: str) -> str:
    """The question about ``1/2`` in a line."""
    return f"Does “1/2” in “{quoted}” mean January 2 or half a day? Write January 2, or take it out."


def _name_from_lines(parts: Sequence[Part], by_line: dict[int, list[Dated]]) -> set[int]:
    """Attach names that are on lines of their own."""
    parts = [part for part in parts if not _PAGE.match(part.words.lower())]
    blocks = _name_in_blocks(parts, by_line)
    if blocks:
        return blocks
    parts = [part for part in parts if part.line.found or says_something(part)]
    kinds = [kind_of(part, by_line[id(part)]) for part in parts]
    for place, part in enumerate(parts):
        is_alone = kinds[place] == "H" and not is_heading(part) and kinds[place + 1 : place + 2] == ["D"]
        if is_alone and is_section(part.words):
            kinds[place] = "N"  # ``Holidays`` above days, not the head of a table
    runs = _runs(kinds)
    way = _way(parts, runs, by_line)
    used: set[int] = set()
    for before, nameless, after in runs:
        lines = [by_line[id(parts[place])] for place in nameless]
        names_of = {"before": before, "after": after, "": [*before, *after]}[way]
        given = _name_run(lines, parts, names_of, is_heading=way != "after" and bool(before), is_sure=bool(way))
        used.update(given)
        if not way and given and _is_between(names_of, runs) and not (before and after):
            _refuse_names(lines)
        if not way and before and after:
            _ask_if_names_differ(lines, _joined(parts, before), _joined(parts, after))
    _sections(parts, kinds, by_line, used)
    return {id(parts[place]) for place in used}


def _name_in_blocks(parts: Sequence[Part], by_line: dict[int, list[Dated]]) -> set[int]:
    """Attach names in a list whose entries are separated by blank lines or marks; empty for any other list."""
    blocks: list[list[Part]] = [[]]
    for place, part in enumerate(parts):
        is_apart = place and part.number > parts[place - 1].number + 1
        if is_apart or not says_something(part):
            blocks.append([])
        if says_something(part) or part.line.found:
            blocks[-1].append(part)
    kinds = [[kind_of(part, by_line[id(part)]) for part in block] for block in blocks]
    dated = [place for place, of_block in enumerate(kinds) if "D" in of_block]
    if len(dated) < 2 or any(
        kinds[place].count("D") > 1 or not {"N", "S"} & {*kinds[place]} or "B" in kinds[place] for place in dated
    ):
        return set()
    if "B" in "".join("".join(of_block) for of_block in kinds):
        return set()
    used: set[int] = set()
    for place in dated:
        names = [part for part, kind in zip(blocks[place], kinds[place], strict=True) if kind in "NS"]
        of_line = by_line[id(blocks[place][kinds[place].index("D")])]
        _name_run([of_line], names, range(len(names)), is_heading=True, is_sure=True)
        used.update(id(part) for part in names)
    return used


def _is_between(names: Sequence[int], runs: Sequence[tuple[list[int], list[int], list[int]]]) -> bool:
    """True if these names are between two runs of dates and may belong to either."""
    first = names[:1]
    return sum(1 for before, _, after in runs if first and (first[0] in before or first[0] in after)) > 1


def _joined(parts: Sequence[Part], places: Sequence[int]) -> str:
    return " ".join(parts[place].words.lower() for place in places)


def kind_of(part: Part, dates: Sequence[Dated]) -> str:
    """The kind of a line, as one letter.

    "D" dates only, "B" with a name, "N" name, "H" heading, "S" section heading, "W" weekday.
    """
    if dates:
        return "B" if any(one.names for one in dates) else "D"
    if is_heading(part) or is_head_of_table(part.words):
        return "H"
    if part.words.strip().endswith(":"):
        return "S"
    return "W" if is_weekday(part) else "N"


def _runs(kinds: Sequence[str]) -> list[tuple[list[int], list[int], list[int]]]:
    """Consecutive lines of dates without a name, with the lines of names before and after them."""
    runs: list[tuple[list[int], list[int], list[int]]] = []
    place = 0
    while place < len(kinds):
        if kinds[place] != "D":
            place += 1
            continue
        first = place
        while place < len(kinds) and kinds[place] in "DW":
            place += 1
        before = _names_from(kinds, first - 1, -1)
        runs.append(
            (before[::-1], [one for one in range(first, place) if kinds[one] == "D"], _names_from(kinds, place, 1))
        )
    return runs


def _names_from(kinds: Sequence[str], place: int, step: int) -> list[int]:
    found = []
    while 0 <= place < len(kinds) and kinds[place] in "NW":
        if kinds[place] == "N":
            found.append(place)
        place += step
    return found


def _way(
    parts: Sequence[Part], runs: Sequence[tuple[list[int], list[int], list[int]]], by_line: dict[int, list[Dated]]
) -> str:
    """Whether names are "before" or "after" their dates in this list; "" if it cannot be told."""
    votes = {"before": 0, "after": 0}
    for number, (before, nameless, after) in enumerate(runs):
        if not number:
            before = [place for place in before if not is_title(parts[place].words)]
        if bool(before) != bool(after):
            is_end = number == 0 if after else nameless[-1] == len(parts) - 1
            votes["before" if before else "after"] += (
                1 + is_end
            )  # the start and end of a list are better evidence than a gap in it
    for before, nameless, after in runs:
        if len(nameless) == 1:
            months = {day[1] for one in by_line[id(parts[nameless[0]])] for day in one.days}
            votes["before"] += _fits(parts, before[-1:], months)
            votes["after"] += _fits(parts, after[:1], months)
    if votes["before"] == votes["after"]:
        return ""
    return "before" if votes["before"] > votes["after"] else "after"


def _fits(parts: Sequence[Part], names: Sequence[int], months: set[int | None]) -> int:
    """A score: whether a holiday's name fits or contradicts a date in these months."""
    may_be = closed_names.months_of(_joined(parts, names))
    return 0 if not may_be else 2 if months & {*may_be} else -2


def _name_run(
    dated: Sequence[list[Dated]], parts: Sequence[Part], places: Sequence[int], *, is_heading: bool, is_sure: bool
) -> set[int]:
    """Attach nearby names to lines of dates. Returns the positions of the lines that are names.

    As many names as lines are paired in order; one name goes with one line. A name above several lines applies to them
    all; one below them applies to the last, and whether it applies to the few others is asked.
    """
    names = [parts[place] for place in places]
    if not names:
        return set()
    if len(dated) > 1 and len(dated) == len(names):
        for of_line, part in zip(dated, names, strict=True):
            for one in of_line:
                _give(one, [other.words.lower() for other in names], part.raw)
        if len({closed_names.meaning(part.words.lower()).says for part in names} - {"closed", "named"}):
            _ask_if_names_differ(dated, "closed", "early release")
        return {*places}
    is_odd = len(dated) > 1 or not is_sure
    if is_odd and closed_names.is_of_every_week(_joined(parts, places)) and not (is_heading and _are_days(dated)):
        return set()
    named = dated if is_heading else dated[-1:]
    for of_line in named:
        for one in of_line:
            _give(one, [_joined(parts, places)], names[0].raw)
            one.name_lines = tuple(part.number for part in names) if len(dated) == 1 else ()
    if len(named) < len(dated) <= MOST_UNDER_ONE_NAME:
        _ask_if_names_differ(dated[:-1], "closed", _joined(parts, places))
    return {*places}


def _are_days(dated: Sequence[list[Dated]]) -> bool:
    return all(len(one.days) == 1 for of_line in dated for one in of_line)


def _ask_if_names_differ(dated: Sequence[list[Dated]], before: str, after: str) -> None:
    says = {
        ("closed" if said == "named" else said)
        for said in (closed_names.meaning(before).says, closed_names.meaning(after).says)
    }
    if len(says) < 2:
        return
    _refuse_names(dated)


def _refuse_names(dated: Sequence[list[Dated]]) -> None:
    for of_line in dated:
        for one in of_line:
            one.refuse(f"We cannot tell which words go with “{one.quoted}”. Write the name beside the date.", "ask")


def _sections(parts: Sequence[Part], kinds: Sequence[str], by_line: dict[int, list[Dated]], used: set[int]) -> None:
    """Apply a section heading such as ``Early Release Days:`` to the dates under it."""
    section: closed_names.Meaning | None = None
    name = ""
    for place, part in enumerate(parts):
        if kinds[place] == "S" or (kinds[place] == "N" and place not in used and is_section(part.words)):
            section, name = closed_names.meaning(part.words.lower().strip(" :")), _clean(part.raw)
            used.add(place)
        for one in by_line[id(part)]:
            one.section, one.section_name = section, name
            one.shown = one.shown or name
