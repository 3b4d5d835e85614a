"""What a script says itself, because its page has no room for it, and Python says too: both are the same."""

import json
import re

from calculators.tools import school_calendar, silence
from macros.places import ROOT

SCRIPTS = ROOT / "docs" / "assets" / "js"


def test_a_form_keeps_every_field_of_the_school_calendar():
    script = (SCRIPTS / "form" / "school-calendar.js").read_text(encoding="utf-8")
    fields = json.loads(re.search(r"^export const FIELDS = (\[.*\]);$", script, re.MULTILINE)[1])
    assert ["closed", *fields] == [question.id for question in school_calendar.ASKED]


def test_a_sent_letter_asks_on_the_page_what_python_reads():
    script = (SCRIPTS / "case" / "sent-letters.js").read_text(encoding="utf-8")
    asked = {name: label for label, name in re.findall(r'asked\("([^"]+)", "(\w+)"', script)}
    assert asked == {field.id: field.label for field in silence.SENT.fields if field.id != "letter"}
