"""Render a result as HTML, text or data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from calculators.counting.cautions import MARKS, PRACTICE, cautions
from calculators.counting.clocks import Deadline
from calculators.counting.counted import Range
from calculators.counting.standing import Status
from calculators.counting.whole_list import WholeQuestion
from calculators.law import Citation, Law, StatesMay
from calculators.letter_forms import OF_THE_MISSED, for_missed, letters
from calculators.result import ByWhen, Check, Letter, Next, Part, Point, Result, Silence
from calculators.words import long_date, number_word, plain_date, short_date

CONFIDENCE = {
    "verified-primary": "seen in the law itself or on an official page",
    "verified-secondary": "seen in a summary or copy of the law",
    "articles-only": "said by articles only",
    "conflicting": "sources disagree",
    "unverified": "not confirmed",
}


def data(row: Deadline) -> dict[str, Any]:
    """One clock as plain data, dates in ISO form: the command line's JSON format."""
    rule, clock = row.rule, row.clock
    return {
        "rule": rule.id,
        "title": rule.title,
        "due_title": row.due_title,
        "kind": rule.kind,
        "who": rule.who,
        "due": row.due.isoformat() if row.due else None,
        "act_by": row.act_by.isoformat() if row.act_by else None,
        "unit": clock.unit,
        "value": clock.value,
        "words": clock.in_words(),
        "trigger": row.trigger.id,
        "trigger_date": None if row.undated else row.trigger_date.isoformat(),
        "projected": row.projected,
        "direction": clock.direction,
        "citation": rule.citation,
        "confidence": rule.confidence,
        "publish": rule.publish,
        "status": row.status,
        "standing": row.standing,
        "note": rule.note,
        "states_may": _states_may_data(rule.states_may),
        "together_with": rule.together_with,
        "cautions": [caution.words for caution in cautions(row)],
        "range": _range_data(row.range) if row.range else None,
        "how": row.how,
        "steps": list(row.steps),
    }


def _range_data(moving: Range) -> dict[str, Any]:
    latest = moving.latest.isoformat() if moving.latest else None
    return {"earliest": moving.earliest.isoformat(), "latest": latest, "note": moving.note}


def _states_may_data(may: StatesMay | None) -> dict[str, Any] | None:
    """What the state may do to a federal limit; None if the state's law is known or may change nothing."""
    if may is None:
        return None
    return {
        "change": may.change,
        "words": may.words,
        "ask": may.ask,
        "text": may.text,
        "checked": may.checked.isoformat(),
    }


def letter_data(letter: Letter) -> dict[str, Any]:
    """One letter as plain data, for copying, sharing, mailing and the Word file."""
    return {
        "title": letter.title,
        "subject": letter.subject,
        "to": letter.to,
        "paragraphs": list(letter.paragraphs),
        "closing": letter.closing,
        "leads": list(letter.leads),
        "sheets": list(letter.sheets),
        "mark": letter.mark,
    }


def text(result: Result) -> str:
    """A result as plain text, for the command line and for copying."""
    if result.letter:
        return "\n\n".join([result.letter.text, *(f"{copy.title}\n\n{copy.text}" for copy in result.copies)])
    parts = [
        result.headline,
        result.intro,
        *result.warnings,
        *(_part_text(part) for part in result.parts),
        *(row_text(row) for row in result.rows),
        *(piece.text for piece in result.pieces),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def html(result: Result, law: Law | None = None) -> str:
    """A result as HTML for use inside a page, all outside text escaped.

    With the state's ``law``, each time limit that can be missed links to its letter, filled in.
    """
    parts = [piece.html for piece in result.lead]
    parts.append(f"<h3>{escape(result.headline)}</h3>")
    if result.intro:
        parts.append(f'<p class="pt-intro">{escape(result.intro)}</p>')
    warnings = [f'<p class="pt-warning">{escape(warning)}</p>' for warning in result.warnings]
    said = [_part_html(part) for part in result.parts]
    parts += [*said, *warnings] if result.missing else [*warnings, *said]  # a draft says first what it lacks
    rows = [_row_html(row, _missed_html(row, law) if law else "") for row in result.rows]
    whole = [_whole_html(question) for question in result.whole]
    parts += [*rows[: result.leading], *whole, *([result.picture] if result.picture else []), *rows[result.leading :]]
    parts += [piece.html for piece in result.pieces]
    if result.checks:
        parts.append(_checks_html(result.checks))
    if result.letter:
        parts.append(letter_html(result.letter))
    parts += [
        f'<section class="pt-copy"><h4>{escape(copy.title)}</h4>\n{letter_html(copy)}</section>'
        for copy in result.copies
    ]
    if result.silence:
        parts.append(
            f'<section class="pt-silence"><h4>If nothing comes back</h4>{silence_html(result.silence)}</section>'
        )
    if result.next_steps:
        parts.append(f'<ul class="pt-next">{"".join(_next_html(step) for step in result.next_steps)}</ul>')
    return "\n".join(parts)


def silence_html(silence: Silence) -> str:
    """What to expect after a letter, by when, and what comes next."""
    steps = "".join(_next_html(step) for step in silence.next_steps)
    return f'<p>{escape(silence.expect)}</p>{by_when_html(silence.by_when)}<ul class="pt-next">{steps}</ul>'


def by_when_html(found: Iterable[ByWhen]) -> str:
    """When to expect an answer: each legal limit or good practice, with its mark."""
    lines = []
    for one in found:
        kind = "practice" if one.mark == PRACTICE else "caveat"
        badge = f' <span class="pt-badge" data-kind="{kind}">{escape(one.mark)}</span>' if one.mark else ""
        source = f' <span class="pt-source">{citations_html(one.cites)}</span>' if one.cites else ""
        lines.append(f"<li>{escape(one.words)}{badge}{source}</li>")
    return f'<ul class="pt-by-when">{"".join(lines)}</ul>'


def document(result: Result) -> str:
    """A letter and those that go with it as a standalone HTML page.

    For a browser or a word processor.
    """
    assert result.letter is not None
    letters = "\n<hr>\n".join(letter_html(letter) for letter in (result.letter, *result.copies))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(result.letter.subject)}</title>\n"
        "<style>body { max-width: 40em; margin: 2em auto; padding: 0 1em; font-family: serif } "
        "p { white-space: pre-line } hr { break-after: page }</style>\n"
        f"</head>\n<body>\n{letters}\n</body>\n</html>"
    )


def mark(publish: str, kind: str = "law") -> str:
    """The badge of a fact that is not confirmed law; empty for confirmed law."""
    if kind == "practice":
        return f'<span class="pt-badge" data-kind="practice">{PRACTICE}</span>'
    if publish in MARKS:
        return f'<span class="pt-badge" data-kind="{publish}">{MARKS[publish]}</span>'
    return ""


def citations_html(cites: Iterable[Citation]) -> str:
    """Citations, each linked to the official text where there is one."""
    return "; ".join(
        f'<a href="{escape(cite.url)}" rel="noopener">{escape(cite.text)}</a>' if cite.url else escape(cite.text)
        for cite in cites
    )


def row_text(row: Deadline) -> str:
    """One clock as plain text, with its count and cautions; joined clocks included."""
    lines = [row.due_title, f"  {_due_words(row)}"]
    lines += [f"  {row.standing}"] if row.standing else []
    lines += [f"  {caution.words}" for caution in cautions(row)]
    if row.joined:
        lines.append(f"  {_laws_words(row)}")
    lines.append(f"  Who must act: {row.who_in_words}.")
    for one in (row, *row.joined):
        lines += [f"  {one.rule.title}: {_due_words(one)}"] if row.joined else []
        lines.append(f"  {_count_words(one)}")
        if one.rule.citation:
            lines.append(f"  {one.rule.citation} (checked {plain_date(one.rule.checked)})")
        lines += [f"  {number}. {step}" for number, step in enumerate(one.steps, 1)]
    return "\n".join(lines)


def _part_text(part: Part) -> str:
    """One part of an answer as plain text: its heading, and a line per point."""
    lines = [f"{part.title} ({part.mark})" if part.mark else part.title]
    lines += [f"  {part.words}"] if part.words else []
    lines += [f"  {_point_name(point)}" + (f": {point.words}" if point.words else "") for point in part.points]
    lines += [f"  {'; '.join(cite.text for cite in part.cites)}"] if part.cites else []
    return "\n".join(lines)


def _point_name(point: Point) -> str:
    return f"{point.name} ({point.mark})" if point.mark else point.name


def _part_html(part: Part) -> str:
    """One part of an answer as a card."""
    title, marked = escape(part.title), ""
    if part.mark:
        marked = f' data-mark="{escape(part.mark)}"'
        title = f'{title} <span class="pt-badge"{marked}>{escape(part.mark)}</span>'
    points = "".join(_point_html(point) for point in part.points)
    steps = "".join(_next_html(step) for step in part.next_steps)
    return "\n".join(
        [
            f'<section class="pt-told"{marked}><h4>{title}</h4>',
            *([f"<p>{escape(part.words)}</p>"] if part.words else []),
            *([_points_html(points, part.fold)] if points else []),
            *([f'<p class="pt-source">The law: {citations_html(part.cites)}</p>'] if part.cites else []),
            *([f'<ul class="pt-next">{steps}</ul>'] if steps else []),
            "</section>",
        ]
    )


def _points_html(points: str, fold: str) -> str:
    listed = f"<dl>{points}</dl>"
    return f"<details><summary>{escape(fold)}</summary>{listed}</details>" if fold else listed


def _point_html(point: Point) -> str:
    mark = f' <span class="pt-badge" data-mark="{escape(point.mark)}">{escape(point.mark)}</span>' if point.mark else ""
    return f"<dt>{escape(point.name)}{mark}</dt><dd>{escape(point.words)}</dd>"


def _laws_words(row: Deadline) -> str:
    """How the limits of the laws on one card relate."""
    number = number_word(len(row.joined) + 1).capitalize()
    same = all(other.due == row.due for other in row.joined)
    return f"{number} laws set a limit for this. {'Both days are the same.' if same else 'The earlier day leads.'}"


def _due_words(row: Deadline, written: Callable[[date], str] = long_date) -> str:
    if row.due is None:
        return f"No date: {_why_no_date(row)}"
    if row.clock.direction == "look_back":
        return f"Reaches back to {written(row.due)}"
    when = row.when(written)
    return when[0].upper() + when[1:]


def _why_no_date(row: Deadline) -> str:
    if row.rule.publish == "hold":
        return "not confirmed"
    if row.range:
        return "it depends on when school is out"
    return row.clock.in_words() if row.clock.value is None else "see below"


def _count_words(row: Deadline) -> str:
    side = {"after": "after", "before": "before", "look_back": "back from"}[row.clock.direction]
    if row.clock.value is None:
        return f"Counted from {short_date(row.trigger_date)}: {row.trigger.title}"
    start = "a day not known yet" if row.undated else short_date(row.trigger_date)
    return f"{row.clock.in_words()} {side} {start}: {row.trigger.title}"


def _missed_html(row: Deadline, law: Law) -> str:
    """A link to the letter for a missed time limit. The answers are in the fragment, which is never sent."""
    if row.letter:
        return _unanswered_html(row, law)
    written = for_missed(law, row.rule.id)
    if written is None:
        return ""
    return f'<p class="pt-missed"><a data-path="{escape(letter_path(row, law))}" href="#">Write the letter: {escape(written.title)}</a></p>'


def letter_path(row: Deadline, law: Law) -> str:
    """The page of the letter for a missed time limit, with its answers filled in.

    Empty if there is none.
    """
    if row.letter:
        return letters()[letters()[row.letter].awaits.write].page
    written = for_missed(law, row.rule.id)
    if written is None:
        return ""
    due = plain_date(row.due) if row.due and not row.range else _latest(row)  # nobody is late on a range's earliest day
    answers = (row.rule.id, plain_date(row.trigger_date), due)
    # An unknown day is passed as empty: it replaces that of another time limit.
    return f"{written.page}#{handed(dict(zip(OF_THE_MISSED, answers, strict=True)))}"


def handed(answers: Mapping[str, str]) -> str:
    """Answers encoded as the fragment of a link to the form they fill in."""
    return urlencode(answers, quote_via=quote)


def _unanswered_html(row: Deadline, law: Law) -> str:
    """What to do when a letter had no answer: the next letter, and the next step with its guide."""
    awaits = letters()[row.letter].awaits
    following = letters()[awaits.write]
    return (
        f'<p class="pt-missed"><a data-path="{escape(following.page)}" href="#">Write the letter: {escape(following.title)}</a></p>'
        f'<p><a data-path="{law.slug}/{awaits.guide}/" href="#">{escape(awaits.then)}</a></p>'
    )


def _latest(row: Deadline) -> str:
    """The last day on which it may be due; empty if unbounded."""
    return plain_date(row.range.latest) if row.range and row.range.latest else ""


def _whole_html(question: WholeQuestion) -> str:
    """The question whether the list of closed days is complete: a button fills in the hidden field and recounts."""
    buttons = "".join(
        f'<button type="button" data-fills="whole" data-value="{escape(kept)}" aria-pressed="{"true" if given else "false"}">'
        f"{escape(label)}</button>"
        for label, kept, given in question.answers
    )
    return (
        f'<fieldset class="pt-whole"><legend>{escape(question.words)}</legend>'
        f'<p class="pt-help">{escape(question.counted)}</p>{buttons}</fieldset>'
    )


def _row_html(row: Deadline, letter_link: str) -> str:
    due = row.due.isoformat() if row.due else ""
    parts = [
        f'<div class="pt-clock" data-rule="{escape(row.rule.id)}" data-publish="{row.rule.publish}" data-kind="{row.rule.kind}" '
        f'data-status="{row.status or ""}" data-due="{due}">',
        f"<h4>{escape(row.due_title)}</h4>",
        f'<p class="pt-due">{_due_html(row)}</p>',
        f'<p class="pt-standing">{_standing_html(row)}</p>' if row.standing else "",
    ]
    if row.status in (Status.LATE, Status.SILENT):
        parts.append(letter_link)
        letter_link = ""
    parts.append(mark(row.rule.publish, row.rule.kind))
    parts += [
        f'<p class="pt-note" data-caution="{caution.kind}">{escape(caution.words)}</p>'
        for caution in cautions(row)
        if caution.kind != "practice"
    ]
    if row.joined:
        laws = "".join(_law_html(one) for one in (row, *row.joined))
        parts += [f'<p class="pt-count">{_laws_words(row)}</p>', f'<ul class="pt-laws">{laws}</ul>']
    else:
        parts.append(f'<p class="pt-count">{escape(_count_words(row))}</p>')
    parts.append(f'<p class="pt-who">Who must act: {escape(row.who_in_words)}</p>')
    if row.rule.cites and not row.joined:
        parts.append(_source_html(row, "p"))
    counts = "".join(_steps_html(one, row.joined) for one in (row, *row.joined))
    parts.append(f"<details><summary>How it was counted</summary>{counts}</details>")
    exceptions = [item for one in (row, *row.joined) for item in one.rule.exceptions]
    if exceptions:
        items = "".join(f"<li>{escape(item)}</li>" for item in exceptions)
        parts.append(f"<details><summary>Exceptions</summary><ul>{items}</ul></details>")
    if row.rule.if_missed:
        missed = f"<p>{escape(row.rule.if_missed)}</p>{letter_link}"
        parts.append(f"<details><summary>If it is missed</summary>{missed}</details>")
    return "\n".join(part for part in [*parts, "</div>"] if part)


def _law_html(row: Deadline) -> str:
    """One of the laws on a joined card: its limit, its date and its source."""
    return (
        f"<li><strong>{escape(row.rule.title)}</strong>: {escape(_due_words(row))}. {escape(_count_words(row))} "
        f"{_source_html(row, 'span')}</li>"
    )


def _source_html(row: Deadline, tag: str) -> str:
    checked = plain_date(row.rule.checked)
    return f'<{tag} class="pt-source">{citations_html(row.rule.cites)} · checked {escape(checked)}</{tag}>'


def _steps_html(row: Deadline, joined: Sequence[Deadline]) -> str:
    steps = "".join(f"<li>{escape(step)}</li>" for step in row.steps)
    named = f"<p>{escape(row.rule.title)}</p>" if joined else ""
    return f"{named}<ol>{steps}</ol>"


def _standing_html(row: Deadline) -> str:
    """The status; a late one with its word in front and a button to copy the sentence."""
    words = escape(row.standing or "")
    if row.status != Status.LATE:
        return words
    word = "It came late." if row.done else "Late, if it has not happened."
    return f'<strong>{word}</strong> <span class="pt-copy-this">{words}</span>'


def _due_html(row: Deadline) -> str:
    if row.due is None:
        return escape(_due_words(row))
    day, limit, rest = _due_words(row, _time).partition(" (limit:")
    return f'{day} <span class="pt-limit">{limit.strip()}{rest}</span>' if limit else day


def _time(day: date) -> str:
    return f'<time datetime="{day.isoformat()}">{escape(long_date(day))}</time>'


def letter_html(letter: Letter) -> str:
    """A letter as HTML, all text escaped."""
    marks = dict.fromkeys(letter.leads, " data-leads")
    marks |= dict.fromkeys(range(letter.ends - letter.closing, letter.ends), " data-closing")
    marks |= dict.fromkeys(range(letter.ends, len(letter.paragraphs)), " data-whole")
    marks |= dict.fromkeys(letter.sheets, " data-sheet")
    paragraphs = "\n".join(
        f"<p{marks.get(place, '')}>{escape(paragraph)}</p>" for place, paragraph in enumerate(letter.paragraphs)
    )
    mark = f'<div class="pt-letter-mark">{escape(letter.mark)}</div>\n' if letter.mark else ""
    marked = " data-mark" if letter.mark else ""
    return (
        f'<article class="pt-letter"{marked} data-subject="{escape(letter.subject)}" aria-label="{escape(letter.title)}">\n'
        f"{mark}{paragraphs}\n</article>"
    )


def _checks_html(checks: Iterable[Check]) -> str:
    """What the letter must contain, each item with its place or what is left to do."""
    rows = "".join(
        f'<li data-done="{"yes" if check.done else "no"}"><strong>{escape(check.text)}</strong> '
        f"<span>{'Done' if check.done else 'Still to do'}: {escape(check.note)}</span></li>"
        for check in checks
    )
    return f'<details class="pt-checks" open><summary>What it must have</summary><ul>{rows}</ul></details>'


def _next_html(step: Next) -> str:
    words = escape(step.text)
    if step.url:
        return f'<li><a href="{escape(step.url)}" rel="noopener">{words}</a></li>'
    return f'<li><a data-path="{escape(step.path)}" href="#">{words}</a></li>' if step.path else f"<li>{words}</li>"
