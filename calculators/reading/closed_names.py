"""Classify the words beside a date: school is closed, open, or in question.

The policy, for a list that a parent gives as "Days when school is closed":

- "No school", "no students", "holiday", "break", "recess", "vacation" and the like mean that school is closed.
- A name that does not say (Labor Day, Staff Development Day) is closed too, in a list of closed days only. In a
  calendar of the whole year (with a first day of school, early dismissals, picture day) a name has to say so, or be a
  holiday on which all schools are closed; any other is asked about.
- Half days, early dismissals, late starts, days of learning at home and conferences are school days unless the line
  says otherwise, and are asked about. So is anything that holds for part of the school or only on a condition.
- First and last days, ends of quarters, report cards, tests and events are school days.
- ``(school closed)`` or ``(school open)`` at the end of a line is the parent's answer and is final.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Sequence

#: ``says`` is "closed", "named" (a name that does not say), "open", "edge" (a break starts or ends) or "ask"; ``why`` is
#: a sentence for what is open or asked about.
Meaning = namedtuple("Meaning", "says why")


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})(?!\w)", re.ASCII)


_ANSWERED = re.compile(r"\(school (?:closed|open)\)\s*$", re.ASCII)
_CLOSED = _any_of(
    r"no (?:\w+ )?(?:schools?|class|classes|students?)", "no school", r"not? (?:student|pupil)s?(?: attendance)?", "closed",
    r"school'?s? (?:is |are |will be )?(?:out|off)", r"(?:students?|pupils?|kids) (?:are )?(?:off|out|holidays?|free|vacation)",
    r"non[- ]?(?:attendance|student|school|instructional|contact)", r"student[- ]free", r"not in session", r"(?:students?|pupils?) (?:do|will|does) not attend",  "closures?",
    r"no hay (?:clases|escuela)",
)  # fmt: skip
_OFF = _any_of("holidays?", "breaks?", "vacations?", "recess", "days? off", "intersession", "vacaciones", "feriado")
_NOT_OFF = re.compile(
    r"\b(?:before|after|prior to|following|for|until|to|from|leading to) (?:the )?(?:\w+ ){0,3}(?:holidays?|breaks?|vacations?|recess)\b"
    r"|\bholiday (?:party|parties|concert|program|sing|show|market|bazaar|celebration|music)\b",
    re.ASCII,
)
_HALF = _any_of(
    r"half[- ]?days?", r"half of (?:a |the )?day", r"1/2[- ]?(?:days?)?", r"h[- ]?days?", r"h (?:staff|teachers?|faculty|professional|pd|in-?service|work ?days?|planning|students?)", r"early[- ](?:\w+ )?(?:release|dismissals?|dismiss|out|outs|closing|close|dismissed)",
    r"early (?:release|dismissal)s?", r"(?:release|dismiss|dismissed|dismissal)s?(?: at| time)?", r"minimum[- ]days?", r"min\.? days?", r"shortened(?: \w+)?", r"modified (?:day|schedule)",
    r"late[- ](?:start|starts|arrival|opening|in)", r"delay(?:ed|s)?", r"abbreviated", r"noon", r"\d+ ?%(?: \w+)?", r"\d+ percent", r"[ap]\.?m\.? only", r"act[- ]?80(?: \w+)?", "ed", "half",
)  # fmt: skip
_AT_HOME = _any_of(
    r"e-?learning", r"remote(?: \w+)?", r"virtual(?: \w+)?", r"distance(?: learning)?", r"asynchronous", r"online", r"nti", r"flex(?:ible)?(?: \w+)? days?",
    r"learn(?:ing)? (?:from|at) home",
)  # fmt: skip
_CONFERENCES = _any_of(r"conf(?:erences?|s)?", r"ptc?", r"p/?t", r"ptcs")
_PART = re.compile(
    r"\b(?:grades?|gr\.?|gds?) ?(?:p?k|tk|\d)|\b(?:p?k|tk|pre-?k)? ?- ?\d+\b(?= ?(?:only|students?|no|grade|elem|closed|off))"
    r"|\b(?:k|p-?k|pre-?k|tk|4k|3k|ecse?|kindergarten|kinder|preschool|pre-?kindergarten|elementary|elem|middle|intermediate|(?:junior|jr\.?) high|high|hs|ms|es|secondary|primary(?! election)|seniors?|juniors?|sophomores?|freshm[ae]n|head ?start|track [a-d])\b"
    r"|\b(?:\d+(?:st|nd|rd|th)(?:-| |,|and|&|to)*)+(?:grades?|graders?)\b|\b\d+ ?- ?\d+ (?:only|students?)\b",
    re.ASCII,
)
_WHOLE = re.compile(
    r"\b(?:(?:grades?|gr) )?(?:k|p-?k|pre-?k|tk|pre-?kindergarten|preschool|ec|p)(?:/k| ?& ?k)? ?(?:-|to|through|thru) ?(?:12|12th|twelve)(?: (?:grades?|students?))?\b|\ball (?:schools|students|grades|campuses|levels)\b"
    r"|\b(?:elementary|elem)[^.;]{0,30}\bmiddle\b[^.;]{0,30}\bhigh\b(?: schools?)?",
    re.ASCII,
)
_NOT_SURE = _any_of("tentative(?:ly)?", "tbd", "tba", "pending", "unless")
_AT_ITS_END = re.compile(
    r"\b(?:close of (?:school|business|day|classes)|end of (?:the )?(?:school )?day|after school)\b", re.ASCII
)
_OBSERVED_BY_SOME = _any_of(r"(?:student|religious|optional) observances?", "observances? (?:as|if) needed")
_PART_OF_DAY = re.compile(
    r"\b\d{1,2}(?::\d\d)? ?[ap]\.?m\b|\b\d{1,2}:\d\d\b|\b(?:after|fore)noons?\b|\bevenings?\b", re.ASCII
)
_IF = _any_of(
    "if",
    "possible",
    "possibly",
    "may be",
    "might",
    "could be",
    "optional",
    "subject to",
    "as needed",
    "contingency",
)
_MAKE_UP = _any_of(
    r"make[- ]?ups?",
    "makeups?",
    r"snow days?",
    r"(?:inclement|bad|emergency|severe|adverse) weather(?: \w+)?",
    "banked?",
    r"weather days?",
    r"emergency (?:closing|closure) days?",
    "reserved?",
)
ONE_END = "This is one end of a break. Write its first and its last closed day."
_TO_THE_EDGE = re.compile(
    r"\b(?:until|till|through|thru|beginning|starting|starts|begins|ends|ending|after|before|since|by|from|to|start|begin|end|(?:the )?week of)(?: on| at least)?[ :,(-]*$",
    re.ASCII,
)
_EDGE = re.compile(
    r"\b(?:school|schools|classes|class|students?|everyone|instruction|second semester)?\s?(?:resumes?|reconvenes?|reopens?|re-opens?|returns?|back (?:to|in|at) school|back in session)\b"
    r"|\b(?:breaks?|holidays?|vacations?|recess|summer)\b[^,;]{0,20}\b(?:begins?|starts?|ends?|over)\b|\b(?:begin|start|end|beginning|last day|first day) (?:of|for) (?:\w+ ){0,3}(?:breaks?|holidays?|vacations?|recess)\b"
    r"|\blast day (?:of (?:school|classes) )?before\b|\bfirst day back\b|^\W*back\b[^a-z]*$|\bback on\b"
    r"|\b(?:schools?|classes|offices) (?:closes?|lets? out|dismiss(?:es)?)\b(?! (?:for|in observance))",
    re.ASCII,
)
_OPEN = _any_of(
    r"(?:first|last|1st|opening|final|begin(?:ning)? of|start of|end of|100th|\d+th)\s?(?:student |full |regular |official |instructional |scheduled |school |class |attendance )*(?:day|days|attendance)(?: (?:of|for|at) (?:the )?(?:\w+ ){0,2}(?:school|classes|class|students?|year|instruction|kids|semester|everyone|all))?",
    r"(?:schools?|classes|students) (?:begins?|starts?|opens?|ends?|in session|day)", r"(?:schools?|students?|classes) (?:(?:is|are|will be) )?(?:in (?:school|session|class|classes|attendance)|attend)", r"school open", r"(?:kindergarten|k) round-?up", r"school year (?:begins|starts|ends)", r"opening day", r"(?:schools?|classes) (?:is|are|will be) (?:open|in session|held)", r"classes (?:begin|start|end)", r"students? (?:begin|start|report|first day|last day)", r"regular (?:school )?day",
    r"(?:begins?|start|starts|ends?|end of|beginning of|start of) (?:\w+ ){0,3}(?:quarter|semester|trimester|term|grading|marking|nine|six|weeks?|period|progress)", r"(?:quarter|semester|trimester|term|period|weeks|q[1-4]|half) (?:ends?|begins?|starts?|closes?)",
    r"(?:\d+(?:st|nd|rd|th)|first|second|third|fourth|fall|spring) (?:quarter|semester|trimester|grading|marking|nine weeks|six weeks|9[- ]weeks|6[- ]weeks)(?: (?:period|ends?|begins?|starts?))*", r"\d+[- ]weeks? (?:exams?|tests?|ends?|period)",
    r"report cards?", r"progress reports?", r"interims?", r"grades? (?:due|posted|sent)", r"graduation", r"commencement", r"baccalaureate", r"exams?", r"tests?", r"testing", r"finals", r"p?sat", r"act", r"assessments?", r"picture days?",
    r"open house", r"orientation", r"meet (?:the|your) (?:teacher|teachers)", r"meet and greet", r"back[- ]to[- ]school night", r"homecoming", r"prom", r"spirit (?:week|day)", r"registration", r"enrollment", r"kick-?off", r"(?:choir|band|music|spring|winter|fall|holiday|christmas) (?:concert|show)s?", r"concerts?", r"parades?", r"festivals?", r"carnival", r"program", r"part(?:y|ies)", r"feast", r"picnic", r"pageant", r"performances?", r"plays?", r"dance", r"trunk or treat", r"luncheon", r"meetings?", r"screenings?", r"family night", r"appreciation", r"celebration",
    r"daylight savings?(?: time)?", r"halloween", r"valentine'?s?(?: day)?", r"st\.? patrick'?s?(?: day)?", r"cinco de mayo", r"groundhog", r"earth day", r"flag day", r"mother'?s day", r"father'?s day", r"field (?:day|trip)", r"award(?:s)?(?: \w+)?", r"assembly", r"board meeting",
    r"summer (?:school|session|camp|program|discovery|bridge)", r"due date", r"deadline", r"count day", r"new teachers?", r"career day", r"book fair", r"game", r"fundraiser", r"pta", r"pto",
)  # fmt: skip
_ABOUT_THE_LIST = _any_of(
    "revised", "adopted", "approved", "updated?", "posted", "printed", "as of", "amended", "effective", "rev"
)
#: Holidays on which all schools are closed.
_EVERYWHERE = _any_of(
    r"labor day", r"thanksgiving", r"christmas(?: eve| day)?", r"new year'?s?'?(?: eve| day)?", r"m\.?l\.?k\.?(?: jr)?(?: day)?", r"martin luther king(?:,? jr\.?)?(?: day)?", r"memorial day", r"independence day", r"(?:4th|fourth) of july", r"july 4th", r"juneteenth", r"good friday", r"easter monday",
)  # fmt: skip
_STAFF = _any_of(
    r"(?:staff|teachers?'?s?|professional|faculty|employee|district)(?:/\w+)? ?(?:days?|(?:development|learning|work|in-?service|planning|prep|preparation|training|institute|records?|exchange|comp|compensatory|collaboration)[- ]?(?:days?)?)",
    r"in-?service", r"pd", r"pl", r"workdays?", r"work days?", r"institute(?: day)?", r"records? day", r"planning day",
)  # fmt: skip
_STAFF_COME = re.compile(
    r"\b(?:teachers?|staff|faculty|administrators|employees)\b[^,;]{0,25}\b(?:return|report|begin|start|first day|back)|first day\b[^,;]{0,20}\b(?:for|of) (?:\w+ )?(?:teachers|staff|faculty)",
    re.ASCII,
)


def names_own_school(names: Sequence[str]) -> bool:
    """True for the list of a preschool, for which that word is no restriction."""
    number = sum(1 for name in names if "preschool" in name)
    return number > 2 and 3 * number >= len(names)


def without_answer(words: str) -> str:
    """The words without the parent's answer."""
    return _ANSWERED.sub("", words)


def answered(words: str) -> Meaning | None:
    """The parent's answer about a line, if there is one."""
    if not _ANSWERED.search(words):
        return None
    return Meaning("closed", "") if "closed)" in words[-20:] else Meaning("open", "You said that school is open.")


def meaning(name: str) -> Meaning:
    """Classify the words beside a date, given in lower-case ASCII."""
    name = " ".join(name.split())
    closed, off = bool(_CLOSED.search(name)), bool(_OFF.search(_NOT_OFF.sub(" ", name)))
    said = answered(name)
    if said:
        return said
    if _ABOUT_THE_LIST.search(name) and not closed and not off:
        return Meaning("open", "This is about the list itself.")
    doubt = _doubt(name, closed=closed, off=off)
    if doubt:
        return Meaning("ask", doubt)
    if closed:
        return Meaning("closed", "")
    if _EDGE.search(name) and not (_STAFF_COME.search(name) and "student" not in name):
        return Meaning("edge", ONE_END)
    if _STAFF_COME.search(name):
        return Meaning("ask", "This is about teachers and staff. Is school closed for students then?")
    if off:
        return Meaning("closed", "")
    if _OPEN.search(name):
        return Meaning("open", "This is a school day.")
    if _EVERYWHERE.search(name) or (_STAFF.search(name) and not _PART_OF_DAY.search(name)):
        return Meaning("closed", "")
    if _PART_OF_DAY.search(name):
        return Meaning("ask", "This is about a part of the day. Is school closed then?")
    return Meaning("named", "")


_ENDS_OF_YEAR = _any_of(
    r"(?:first|last|1st|opening|final) (?:\w+ )*(?:days?|attendance)", r"(?:schools?|classes|students) (?:begins?|starts?|opens?|ends?|day)",
    r"school year", r"opening day", r"graduation", r"commencement", r"you said",
)  # fmt: skip


def is_of_the_year(name: str) -> bool:
    """True for the first and last day of school."""
    return bool(_ENDS_OF_YEAR.search(name))


_EVERY_WEEK = re.compile(r"\b(?:mon|tues|wednes|thurs|fri)days\b|\b(?:every|each)\b", re.ASCII)


def is_of_every_week(words: str) -> bool:
    """True for ``Early release Wednesdays``, which names no date."""
    return bool(_EVERY_WEEK.search(words))


def _doubt(name: str, *, closed: bool, off: bool) -> str:
    """The question about a day that is closed for some students, for part of the day, or on a condition."""
    if _AT_ITS_END.search(name):
        return "The break begins after a school day. Write its first and its last closed day."
    if _PART.search(_WHOLE.sub(" ", name)) and (closed or not _WHOLE.search(name) or not _OPEN.search(name)):
        return "This is for a part of the school. Is your child’s school closed then?"
    if _HALF.search(name):
        return "Half days, early dismissals and late starts are school days. Is school closed then?"
    if _AT_HOME.search(name) and not closed:
        return "Learning at home can be a school day. Is school closed then?"
    if _CONFERENCES.search(name) and not closed and not off:
        return "Conferences can be on a school day. Is school closed then?"
    if (
        _NOT_SURE.search(name)
        or _OBSERVED_BY_SOME.search(name)
        or _IF.search(_without_make_up_brackets(name))
        or (_MAKE_UP.search(name) and not _says_more(name))
    ):
        return "This day is closed only if something happens or does not. Is school closed then?"
    return ""


def ends_at_an_edge(words: str) -> bool:
    """True if the words make the date an end of a break (``through``)."""
    return bool(_TO_THE_EDGE.search(words))


def _without_brackets(name: str) -> str:
    return re.sub(r"\([^)]*\)", " ", name, flags=re.ASCII)


def _without_make_up_brackets(name: str) -> str:
    """The name without a bracketed note on possible use of the day: ``Good Friday (make-up day if needed)``."""
    return re.sub(r"\([^)]*\b(?:make[- ]?up|snow|weather|emergency)\b[^)]*\)", " ", name, flags=re.ASCII)


def _says_more(name: str) -> bool:
    """True for ``Fall break (weather make-up day)``: a day off that may become a make-up day."""
    rest = _MAKE_UP.sub(" ", _without_brackets(name))
    return bool(_CLOSED.search(rest) or _OFF.search(rest) or _EVERYWHERE.search(rest) or _HOLIDAY.search(rest))


_HOLIDAY = _any_of(
    r"president'?s?'?(?: day)?",
    r"columbus(?: day)?",
    r"indigenous",
    r"veteran'?s?'?(?: day)?",
    r"mardi gras",
    r"washington'?s?",
    r"lincoln'?s?",
    "election",
)

#: Words that extend beyond the holiday itself.
_AROUND = _any_of("recess", "break", "weekend", "vacation", "eve", "week", "observance")
_MONDAYS = (
    (_any_of("labor day"), 9, 1),
    (_any_of(r"m\.?l\.?k", "martin luther king"), 1, 3),
    (_any_of(r"president'?s?'? day", r"washington'?s birthday"), 2, 3),
    (_any_of("memorial day"), 5, 5),
    (_any_of("columbus(?: day)?", r"indigenous people'?s?'?(?: day)?"), 10, 2),
)


def fixed_monday(name: str) -> tuple[int, int] | None:
    """(month, n) for a holiday on the nth Monday (5 is the last), else None."""
    if _AROUND.search(name):
        return None
    found = [(month, which) for pattern, month, which in _MONDAYS if pattern.search(name)]
    return found[0] if len(found) == 1 else None


_MONTHS = (
    (_any_of("labor day"), (8, 9)),
    (_any_of("columbus", "indigenous"), (10,)),
    (_any_of("thanksgiving", r"veteran'?s?'?"), (11,)),
    (_any_of("christmas", r"new year'?s?'?"), (12, 1)),
    (_any_of(r"m\.?l\.?k", "martin luther king"), (1,)),
    (_any_of(r"president'?s?'?"), (2,)),
    (_any_of("easter", "good friday", "spring (?:break|recess|vacation)"), (2, 3, 4)),
    (_any_of("memorial day"), (5,)),
    (_any_of("juneteenth"), (6,)),
    (_any_of("independence day"), (7,)),
)


_OTHER_CALENDAR = _any_of(
    "lunar", "chinese", "korean", "jewish", "islamic", "hindu", "orthodox", "rosh", "tet", "school"
)


def months_of(name: str) -> tuple[int, ...]:
    """The months in which a holiday can fall; empty for any other name."""
    found = [months for pattern, months in _MONTHS if pattern.search(name)]
    return found[0] if len(found) == 1 and not _OTHER_CALENDAR.search(name) else ()


_FIXED_DATES = _any_of(
    r"veteran'?s?'?",
    "christmas(?: eve| day)?",
    r"new year'?s?'?",
    "independence",
    "juneteenth",
    r"4th of july",
    "easter",
    "halloween",
    r"valentine'?s?",
    "daylight",
    "diwali",
    "eid",
    "rosh",
    "yom",
    "lunar",
    "hanukkah",
    "passover",
    "lincoln'?s?",
    "cesar",
    "chavez",
)


def can_be_on_a_weekend(name: str) -> bool:
    """True for holidays with a fixed date, which can fall on any weekday."""
    return bool(_FIXED_DATES.search(name))
