"""Find the dates in one printed line: days, ranges and lists of days.

A date is parsed from its parts, in any order that districts print: ``Nov 25, 26 and 27, 2026``, ``17th to 21st October``,
``3/9-13/2026``, ``Mon, Dec 21 – Fri, Jan 1``. Numbers that belong to no date (a grade, a time, a telephone number) are
recognised as well, because any other number beside a date makes the date uncertain.
"""

from __future__ import annotations

import re
from collections import namedtuple

from calculators.words import MONTHS

_TOKEN = re.compile(r"[0-9]+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^0-9A-Za-z]", re.ASCII)
_DASHES = "‐‑‒–—―−﹘﹣－"
#: Characters read as others. Any other non-ASCII character is read as a letter that no date contains.
_PLAIN = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys(
        "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff", " "
    ),
    **dict.fromkeys("’‘ʼ", "'"),
    **dict.fromkeys("•·●▪◦", "|"),
    "½": "h",
    "…": "-",
}
_ORDINALS = ("st", "nd", "rd", "th", "d")
_MONTH_NAMES = {name.lower(): number for number, name in enumerate(MONTHS, 1)}
_SHORT_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}
#: Common misspellings of months that resemble no other word.
_MISSPELT = {
    "january": ("janurary", "januray", "januaray", "januarry", "janaury", "jaunary", "jannuary"),
    "february": ("febuary", "feburary", "febrary", "februrary", "febraury", "feburay", "februay", "febr"),
    "april": ("apirl", "arpil", "aprill"),
    "august": ("agust", "augst", "auguest"),
    "september": ("setember", "septmber", "septemeber", "septembr", "spetember", "septermber", "septemper", "setpember"),
    "october": ("ocotber", "octber", "ocober", "octobr", "ocotober", "octboer"),
    "november": ("novemeber", "novmber", "novemer", "novembr", "novermber", "noverber", "novemver", "novmeber", "nvember"),
    "december": ("decmber", "decemeber", "decembr", "decemer", "decmeber", "dcember", "deecember"),
}  # fmt: skip
#: Spanish month names, recognised as headings: the days under them are in no known month.
SPANISH_MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "setiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
MONTH_WORDS = {
    **_MONTH_NAMES,
    **_SHORT_MONTHS,
    "sept": 9,
    **{word: _MONTH_NAMES[month] for month, words in _MISSPELT.items() for word in words},
}
_WEEKDAYS = (
    ("mon", "monday", "m"),
    ("tue", "tues", "tuesday", "t", "tu"),
    ("wed", "weds", "wednesday", "w"),
    ("thu", "thur", "thurs", "thursday", "th", "r"),
    ("fri", "friday", "f"),
    ("sat", "saturday"),
    ("sun", "sunday"),
)
WEEKDAY_WORDS = {word: number for number, words in enumerate(_WEEKDAYS) for word in words}
#: What a heading such as ``November (21 student days)`` counts the days of.
COUNTED = ("student", "teacher", "staff", "school", "instructional", "attendance", "contact", "class")
_TO_WORDS = ("to", "through", "thru", "until", "till")
#: A number before one of these is a quantity, not a day of the month.
_UNITS = (
    "am", "pm", "day", "days", "grade", "grader", "graders", "grades", "hour", "hours", "hr", "hrs", "marking", "min",
    "mins", "minute", "minutes", "month", "months", "nine", "period", "periods", "quarter", "quarters", "semester",
    "semesters", "six", "term", "trimester", "week", "weeks", "wk", "wks", "year", "years", "yr",
)  # fmt: skip
#: A number after one of these is its number.
_NUMBERED = (
    "age", "ages", "block", "chapter", "cohort", "covid", "cycle", "district", "gr", "grade", "grades", "group", "k", "level", "ms",
    "no", "number", "pd", "period", "periods", "phase", "pk", "prek", "ps", "q", "quarter", "room", "section", "semester",
    "session", "sy", "term", "tier", "title", "tk", "track", "trimester", "unit", "usd", "week", "weeks", "zone",
)  # fmt: skip
#: Kinds of days that are numbered through the year; holidays are not.
_NUMBERED_DAYS = (
    "calendar", "development", "elearning", "flex", "instructional", "learning", "makeup", "pd", "school", "service",
    "snow", "staff", "teacher", "training", "up", "work", "workday",
)  # fmt: skip

#: Longer runs of numbers or punctuation are not a date.
MOST_TOGETHER = 40
#: A line with more dates is not a list.
MOST_IN_A_LINE = 400

#: Words that form a holiday's name together with a weekday.
_NAMED_BY_WEEKDAY = ("good", "easter", "fat", "ash", "holy")
#: Words that ``1/2`` before them halves.
_HALVED = (
    "conference",
    "day",
    "days",
    "parent",
    "pd",
    "prep",
    "professional",
    "staff",
    "student",
    "students",
    "teacher",
    "teachers",
    "work",
)

Token = namedtuple("Token", "kind text start end gap")
#: One day as far as written here: ``year``, ``month`` and ``day`` are None if given elsewhere. ``pair`` holds two numbers
#: whose order is still unknown, with the separator between them. ``weekdays`` are those written beside it.
Point = namedtuple("Point", "year month day pair weekdays")
#: Days that belong together: ``points``, and in ``links`` the connection between neighbours, "to" or "and". ``start`` and
#: ``end`` are positions in the line. ``under`` is true if the month comes from a heading.
Found = namedtuple("Found", "start end points links weekdays under")


def plain(text: str) -> str:
    """The text in ASCII, character by character, so that offsets stay the same."""
    if len(text.encode("utf-8", "surrogatepass")) == len(text) and "\0" not in text:
        return text
    return "".join(sign if "\0" < sign < "\x80" else _PLAIN.get(sign, "~") for sign in text)


def tokens(text: str) -> list[Token]:
    """Numbers, words and punctuation of a plain line.

    The suffix of ``23rd`` belongs to its number.
    """
    found: list[Token] = []
    place, gap = 0, True
    for part in _TOKEN.findall(text):
        start, place = place, place + len(part)
        if part in " \t\r\x0b\x0c\x1c\x1d\x1e\x1f":
            gap = True
            if part == "\t":
                found.append(Token("sign", "|", start, place, True))
            continue
        kind = "number" if part[0] in "0123456789" else "word" if part.isalpha() else "sign"
        word = part.lower()
        if word in _ORDINALS and found and found[-1].kind == "number" and found[-1].end == start:
            found[-1] = Token("ordinal", found[-1].text, found[-1].start, place, found[-1].gap)
        else:
            found.append(Token(kind, word, start, place, gap))
        gap = False
    return found


class Line:
    """The tokens of one line, and the dates found in them."""

    def __init__(self, text: str, *, month_above: bool) -> None:
        self.tokens = tokens(text)
        self.month_above = month_above
        self.found: list[Found] = []
        #: Indexes of the tokens that belong to a date or a weekday beside it.
        self.used: set[int] = set()
        #: Up to this token there is a run of numbers without a month.
        self.skipped = 0
        #: Positions where ``11-23`` is a month and a day.
        self.dashed: tuple[int, ...] = ()
        self._read()

    # What stands at a place

    def kind(self, at: int) -> str:
        """The token's kind; empty past the end of the line."""
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def text(self, at: int) -> str:
        """The token in lower case; empty past the end of the line."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def is_number(self, at: int) -> bool:
        """True for ``23`` and ``23rd``."""
        return self.kind(at) in ("number", "ordinal")

    def glued(self, at: int) -> bool:
        """True if no space separates this token from the one before it."""
        return 0 < at < len(self.tokens) and not self.tokens[at].gap

    def month(self, at: int) -> int:
        """The month that a word names; 0 for none."""
        return MONTH_WORDS.get(self.text(at), 0) if self.kind(at) == "word" else 0

    def is_day(self, at: int) -> bool:
        """True for one or two digits that are not a time of day."""
        if not self.is_number(at) or len(self.text(at)) > 2:
            return False
        is_time = (
            self.text(at + 1) == ":" and self.glued(at + 2) and len(self.text(at + 2)) == 2 and self.is_number(at + 2)
        )
        return not is_time

    def is_year(self, at: int) -> bool:
        """True for four digits that can be a year."""
        return self.kind(at) == "number" and len(self.text(at)) == 4 and self.text(at)[:2] in ("19", "20", "21")

    def over(self, at: int, signs: str) -> int:
        """The position after any of these signs."""
        end = at + MOST_TOGETHER
        while at < end and self.kind(at) == "sign" and self.text(at) in signs:
            at += 1
        return at

    # Weekdays

    def weekday(self, at: int, *, letters: bool = False) -> int | None:
        """The weekday that a word names, 0 for Monday; single ``letters`` count only in brackets."""
        word = self.text(at)
        return WEEKDAY_WORDS.get(word) if self.kind(at) == "word" and (letters or len(word) > 2) else None

    def weekdays(self, at: int, *, letters: bool = False) -> tuple[list[int], int]:
        """The consecutive weekdays here, ``Mon`` or ``Wed. - Fri.``, and the position after them."""
        said: list[int] = []
        after = at
        while True:
            day = self.weekday(at, letters=letters)
            if day is None or len(said) == len(_WEEKDAYS):
                return said, after
            said.append(day)
            after = self.over(at + 1, ".")
            at = self.over(after, ",-&/")
            if self.text(at) in ("and", *_TO_WORDS):
                at += 1

    def weekdays_after(self, at: int) -> tuple[list[int], int]:
        """The weekdays that belong to the date before them, not to a date that follows."""
        start = self.over(at, ",|-")
        if self.text(start) == "(":
            said, after = self.weekdays(start + 1, letters=True)
            return (said, after + 1) if said and self.text(after) == ")" else ([], at)
        said, after = self.weekdays(start)
        following = self.over(after, ",.-")
        if said and not self.is_number(following) and not self.month(following):
            return said, after
        return [], at

    # One day

    def point(self, at: int) -> tuple[Point, int] | None:
        """The day at this position, and the position after it."""
        if self._is_half(at):
            return None
        said, after = self.weekdays(at)
        at = self.over(after, ",.") if said else at
        at += self.text(at) == "the"
        found = self._month_first(at) or self._numbers(at) or self._day_first(at) or self._day_alone(at)
        if not found:
            return None
        point, after = found
        return Point(point.year, point.month, point.day, point.pair, (*said, *point.weekdays)), after

    def _month_first(self, at: int) -> tuple[Point, int] | None:
        month = self.month(at)
        if not month:
            return None
        day = self.over(at + 1, "-" if self.text(at + 1) == "-" and self.glued(at + 1) else ".,:|")
        said, after = self.weekdays(day)
        day = self.over(after, ",.") if said else day
        day += self.text(day) == "the"
        if self.is_number(day) and len(self.text(day)) == 3:
            return Point(None, month, int(self.text(day)), None, tuple(said)), day + 1
        if not self.is_day(day) or self._counts_days(day + 1):
            return None
        year, after = self._year(day + 1)
        return Point(year, month, int(self.text(day)), None, tuple(said)), after

    def _counts_days(self, at: int) -> bool:
        """True after the 21 of ``November 21 student days``."""
        return self.text(at + (self.text(at) in COUNTED)) == "days" and self.kind(at + 1) != "number"

    def _day_first(self, at: int) -> tuple[Point, int] | None:
        if not self.is_day(at):
            return None
        is_end = self.text(at - 1) == "-" and self.is_number(at - 2)  # 26-31 - Aug
        place = self.over(at + 1, "-.") if self.glued(at + 1) or is_end else at + 1
        place += self.text(place) == "of"
        month = self.month(place)
        following = self.over(place + 1, ".,")
        if not month or self.is_day(following):
            return None
        if place > at + 1 and self._is_short_year(place + 2):  # 12-Oct-26
            return Point(2000 + int(self.text(place + 2)), month, int(self.text(at)), None, ()), place + 3
        year, after = self._year(place + 1)
        return Point(year, month, int(self.text(at)), None, ()), after

    def _is_short_year(self, at: int) -> bool:
        is_joined = self.text(at - 1) == "-" and self.glued(at - 1) and self.glued(at)
        return is_joined and self.kind(at) == "number" and len(self.text(at)) == 2

    def _numbers(self, at: int) -> tuple[Point, int] | None:
        """``3/9/2026``, ``3/9``, ``23.12``, ``11-25-2026``, ``2026-11-25``."""
        first, sign, second = self.text(at), self.text(at + 1), self.text(at + 2)
        if self.kind(at) != "number" or sign not in ("/", ".", "-") or self.kind(at + 2) != "number":
            return None
        if not (self.glued(at + 1) and self.glued(at + 2)) and sign != "/":
            return None
        third = self.text(at + 4) if self.text(at + 3) == sign and self.kind(at + 4) == "number" else ""
        if third and sign != "/" and not (self.glued(at + 3) and self.glued(at + 4)):
            third = ""
        if len(first) == 4 and len(second) <= 2 and third and len(third) <= 2:
            return Point(int(first), int(second), int(third), None, ()), at + 5
        if sign == "." and not third and self._counts(at + 2):
            return None  # 2.5 hours
        if len(first) > 2 or len(second) > 2 or len(third) not in (0, 2, 4):
            return None
        if sign == "-" and not third and at not in self.dashed:
            return None
        if third:
            year = int(third) if len(third) == 4 else 2000 + int(third)
            return Point(year, None, None, (int(first), int(second), sign), ()), at + 5
        return Point(None, None, None, (int(first), int(second), sign), ()), at + 3

    def _day_alone(self, at: int) -> tuple[Point, int] | None:
        if not self.is_day(at):
            return None
        if self.text(at + 1) == "/" and self.is_year(at + 2):
            return Point(int(self.text(at + 2)), None, int(self.text(at)), None, ()), at + 3
        year, after = self._year(at + 1)
        return Point(year, None, int(self.text(at)), None, ()), after

    def _year(self, at: int) -> tuple[int | None, int]:
        place = self.over(at, ",.")
        if self.text(place) == "-" and self.glued(place) and self.glued(place + 1):
            place += 1
        if (
            self.text(place) == "'"
            and self.glued(place + 1)
            and self.kind(place + 1) == "number"
            and len(self.text(place + 1)) == 2
        ):
            return 2000 + int(self.text(place + 1)), place + 2
        if not self.is_year(place) or (self.text(place + 1) == "-" and self.glued(place + 1) and self._pairs(place)):
            return None, at
        return int(self.text(place)), place + 1

    def _pairs(self, at: int) -> bool:
        """True for ``2025-2026``, which is a school year, not the year of a day."""
        return school_year(self.text(at), self.text(at + 2)) is not None

    # Days that stand together

    def _to(self, at: int) -> int | None:
        place = self.over(at, "-.,>|")
        words = place
        if self.text(words) in _TO_WORDS and self.kind(words) == "word":
            words += 1
        elif not any(self.text(one) in "-" for one in range(at, place)) and not self._dots(at, place):
            return None
        return words + (self.text(words) == "the")

    def _dots(self, at: int, place: int) -> bool:
        return place - at > 1 and all(self.text(one) == "." for one in range(at, place))

    def _and(self, at: int) -> int | None:
        place = self.over(at, ",&+")
        if self.text(place) == "and":
            place = place + 1
        elif place == at and self.text(at) == "/":
            place = at + 1
        return place if place > at else None

    def _together(self, at: int) -> tuple[Found, int] | None:
        """A day and everything linked to it: a range, a list, a list of ranges."""
        opening = self.text(at) == "("
        before, after = self.weekdays(at + opening, letters=opening)
        if opening and not (before and self.text(after) == ")"):
            return None
        start = self.over(after + opening, ",.:-") if before else at
        first = self.point(start)
        if not first:
            return None
        points, links = [first[0]], []
        said, place = self.weekdays_after(first[1])
        weekdays = [*before, *first[0].weekdays]
        own = [said]
        while len(points) < MOST_TOGETHER:
            linked = self._next(place)
            if not linked:
                break
            link, point, place = linked
            said, place = self.weekdays_after(place)
            points.append(point)
            links.append(link)
            weekdays += point.weekdays
            own.append(said)
        weekdays = weekdays or [day for days in own for day in days]
        if not any(point.month or point.pair for point in points):
            self.skipped = max(self.skipped, place)
            return None
        first_token = start if self.text(at - 1) in _NAMED_BY_WEEKDAY else at
        return Found(self.tokens[first_token].start, self.tokens[place - 1].end, points, links, weekdays, False), place

    def _next(self, at: int) -> tuple[str, Point, int] | None:
        for link, place in (("to", self._to(at)), ("and", self._and(at))):
            found = self.point(place) if place is not None else None
            if not found or place is None:
                continue
            point, after = found
            if point.month or point.pair or self._is_clean(place, after):
                return link, point, after
        return None

    def _is_clean(self, at: int, after: int) -> bool:
        """True if a number is a day and not a quantity, unlike the 2 of ``Nov 9, 2 hour delay``."""
        number = next(place for place in range(at, after) if self.is_number(place))
        return not self._counts(number)

    def _counts(self, at: int) -> bool:
        following = self.over(at + 1, "-")
        if (
            self.kind(at) == "ordinal"
            and self.kind(at + 1) == "word"
            and self.text(at + 1) not in ("and", "of", *_TO_WORDS)
        ):
            return not self.month(at + 1)
        if self.text(following) in ("a", "p") and self.text(following + 1) == "." and self.text(following + 2) == "m":
            return True
        return self.text(at + 1) == "%" or (self.kind(following) == "word" and self.text(following) in _UNITS)

    # The whole line

    def _read(self) -> None:
        at = 0
        self._phones()
        self.dashed = self._dashed()
        if self.month_above:
            at = self._under_heading()
        while at < len(self.tokens) and len(self.found) <= MOST_IN_A_LINE:
            found = None
            if at not in self.used and not self._is_half(at) and self._may_start(at):
                found = self._together(at)
            if not found:
                at = max(at + 1, self.skipped)
                continue
            self.found.append(found[0])
            self.used.update(range(at, found[1]))
            at = found[1]
        self._name_july_4th()

    def _name_july_4th(self) -> None:
        """Treat ``July 4th`` beside another date as the holiday's name."""
        named = [one for one in self.found if one.points[0][:4] == (None, 7, 4, None) and len(one.points) == 1]
        if named and len(self.found) > len(named):
            self.found = [one for one in self.found if one not in named]

    def _may_start(self, at: int) -> bool:
        if self.is_number(at):
            named = self.kind(at) == "number" and self._is_numbered(at) and not self._numbers(at)
            return not named and not (self._counts(at) and not self._day_first(at))
        return bool(self.month(at)) or self.weekday(at) is not None or self.text(at) == "("

    def _is_half(self, at: int) -> bool:
        """True for the ``1/2`` of half a day."""
        is_written = (self.text(at), self.text(at + 1), self.text(at + 2)) == ("1", "/", "2") and self.text(
            at + 3
        ) != "/"
        return is_written and self.text(self.over(at + 3, "-")) in _HALVED

    def _under_heading(self) -> int:
        """Read days at the start of a line under a month heading: ``28-29: Thanksgiving``, ``2 13 16``."""
        start = self.over(0, "|*-()")
        said, after = self.weekdays(start)
        at = self.over(after, ",.-") if said else start
        points: list[Point] = []
        links: list[str] = []
        place = at
        while self.is_day(place) and not self._counts_under(place) and not self._has_month(place):
            if points:
                links.append("and")
            points.append(Point(None, None, int(self.text(place)), None, ()))
            own, place = self.weekdays_after(place + 1)
            said = said or own
            while linked := self._next(place):
                link, point, place = linked
                points.append(point)
                links.append(link)
            own, place = self.weekdays_after(place)
            said = said or own
        if not points:
            return 0
        if self.month(self.over(place, ",.")) or self.text(place) == "/":
            return 0  # ``2 September`` has a month of its own
        self.found.append(Found(self.tokens[start].start, self.tokens[place - 1].end, points, links, said, True))
        self.used.update(range(start, place))
        return place

    def _counts_under(self, at: int) -> bool:
        if self.kind(at) == "ordinal":
            return self.text(at + 1) in _UNITS or self.weekday(at + 1) is not None
        return self._counts(at) and self.text(self.over(at + 1, "-")) not in (
            "quarter",
            "semester",
            "nine",
            "six",
            "term",
            "trimester",
        )

    def _has_month(self, at: int) -> bool:
        sign = self.text(at + 1)
        return bool(self._day_first(at)) or (sign in ("/", ".") and self.glued(at + 2) and self.is_number(at + 2))

    def _dashed(self) -> tuple[int, ...]:
        """The two positions of ``11-23 thru 11-27``, if no other month is in the line and no other reading fits."""
        pairs = [
            at
            for at in range(len(self.tokens) - 2)
            if self.text(at + 1) == "-"
            and self.glued(at + 1)
            and self.glued(at + 2)
            and self.is_day(at)
            and self.is_day(at + 2)
        ]
        is_range = len(pairs) == 2 and self._to(pairs[0] + 3) == pairs[1] and not self.glued(pairs[0] + 3)
        if not is_range or self.month_above or any(self.month(at) for at in range(len(self.tokens))):
            return ()
        is_month = all(1 <= int(self.text(at)) <= 12 for at in pairs)
        is_day = any(int(self.text(at + 2)) > 12 for at in pairs)
        is_numbered = self._is_numbered(pairs[0]) or any(self._counts(at + 2) for at in pairs)
        return tuple(pairs) if is_month and is_day and not is_numbered else ()

    def _phones(self) -> None:
        """Mark telephone numbers as used: 662-555-0100, (662) 555-0100, 555-0100."""
        lengths = [len(token.text) if token.kind == "number" else 0 for token in self.tokens]
        for at, length in enumerate(lengths):
            if length != 3:
                continue
            end = self.over(at + 1, "-.")
            if end < len(lengths) and lengths[end] == 4 and end > at + 1:
                start = self.over_back(at - 1)
                self.used.update(range(start if start >= 0 and lengths[start] == 3 else at, end + 1))

    def over_back(self, at: int) -> int:
        """The position before any signs that precede this one."""
        end = at - MOST_TOGETHER
        while at > end and self.kind(at) == "sign" and self.text(at) in "-.()":
            at -= 1
        return at

    def begins_with_a_date(self) -> bool:
        """True if a number, a month or a weekday comes first."""
        start = self.over(0, "|*-(")
        return self.is_number(start) or bool(self.month(start)) or self.weekday(start) is not None

    # What is left over

    def left_over(self) -> list[Token]:
        """Numbers that belong to no date and to no name with a number."""
        left: list[Token] = []
        for at, token in enumerate(self.tokens):
            if at in self.used or not self.is_number(at):
                continue
            if not self._is_named(at):
                left.append(token)
        return left

    def has_loose_month(self) -> bool:
        """True for the Jan of ``Dec 21-Jan``: a month without a day."""
        for at in range(len(self.tokens)):
            if at in self.used or not self.month(at):
                continue
            before, after = self.over_back(at - 1), self._to(self.over(at + 1, "."))
            is_end = self.text(before) in _TO_WORDS or self.text(at - 1) == "-"
            before -= self.text(before) in _TO_WORDS
            is_end = is_end and (self.glued(at) or self.kind(self.over(at + 1, ".")) != "word")  # January Term
            if (is_end and before in self.used) or (after is not None and after in self.used):
                return True
        return False

    def years(self) -> list[int]:
        """Years that are alone in the line."""
        return [int(self.text(at)) for at in range(len(self.tokens)) if at not in self.used and self.is_year(at)]

    def has_half(self) -> bool:
        """True if the line contains ``1/2``."""
        return any(
            self.text(at) == "1" and self.text(at + 1) == "/" and self.text(at + 2) == "2"
            for at in range(len(self.tokens))
        )

    def _is_named(self, at: int) -> bool:
        return (
            self.is_year(at)
            or (len(self.text(at)) == 2 and self.is_year(at - 2) and self.text(at - 1) in "-/")
            or self._is_time(at)
            or self.text(at - 1) == "#"
            or (self.text(at + 1) in COUNTED and self.text(at + 2) in ("day", "days"))
            or (self.text(at + 1) == "-" and self._is_grade_or_hour(at + 2))
            or (self.text(at - 1) == "(" and self.text(at + 1) == ")")  # a number of days
            or (self.text(at + 1) == "." and self.glued(at + 2) and self._counts(at + 2))
            or self._counts(at)
            or self._is_numbered(at)
            or self._is_half(at)
            or self._is_half(at - 2)
        )

    def _is_grade_or_hour(self, at: int) -> bool:
        """True for the end of ``1st-12th students`` and of ``5-8 p.m``."""
        return self.is_number(at) and (self._counts(at) or self.text(at + 1) in ("p", "a", "students"))

    def _is_time(self, at: int) -> bool:
        return (
            self.text(at + 1) == ":" and self.glued(at + 2) and len(self.text(at + 2)) == 2 and self.is_number(at + 2)
        ) or (self.text(at - 1) == ":" and self.glued(at) and self.is_number(at - 2) and len(self.text(at)) == 2)

    def _is_numbered(self, at: int) -> bool:
        """True for the 12 of ``Staff Development Day 12`` and for each number of ``Grades 6, 7 and 8``."""
        first = at
        for _ in range(MOST_TOGETHER):
            place = first - 1
            while place >= 0 and (
                self.text(place) in ("and", "to", "thru", "through")
                or (self.kind(place) == "sign" and self.text(place) in "-,&/#")
            ):
                place -= 1
            if not (self.is_number(place) and place not in self.used and place < first - 1):
                break
            if self.kind(place) == "number" and self.text(at + 1) in ("grade", "grades"):
                return True
            first = place
        word = self.text(place) if self.kind(place) == "word" else ""
        if word in ("day", "days"):
            return (
                place >= at - 2
                and self.text(at - 1) not in "-,&/"
                and self.text(self.over_back(place - 1)) in _NUMBERED_DAYS
            )
        return word in _NUMBERED and self.text(first - 1) != ","


def school_year(first: str, second: str) -> int | None:
    """The first year of ``2025-2026`` or ``2025-26``; None if the numbers are no school year."""
    if len(first) != 4 or len(second) not in (2, 4) or not first.isdigit() or not second.isdigit():
        return None
    return int(first) if str(int(first) + 1)[-len(second) :] == second else None
