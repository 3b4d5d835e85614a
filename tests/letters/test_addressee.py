"""The e-mail address typed for the addressee is used, and no other."""

import pytest

from calculators.law import load
from calculators.tools import letter
from calculators.tools.addressee import email_of


@pytest.mark.parametrize(
    ("typed", "to"),
    [
        ("jane.lee@oak.k12.az.us", "jane.lee@oak.k12.az.us"),
        ("Jane Lee <jane@oak.org>", "jane@oak.org"),
        ("100 School Street\nOak, 00000\njane@oak.org", "jane@oak.org"),
        ("E-mail: jane@oak.org.", "jane@oak.org"),
        ("mailto:jane@oak.org", "jane@oak.org"),
        ("jane@oak.org, jane@oak.org", "jane@oak.org"),
        ("o'neil+iep@oak-county.org", "o'neil+iep@oak-county.org"),
        ("100 School Street\nOak, 00000", ""),
        ("", ""),
        ("jane@oak.org or bob@oak.org", ""),
        ("jane@oak", ""),
        ("jane@@oak.org", ""),
        ("jane@oak..org", ""),
        ("@janelee", ""),
        ("jane @oak.org", ""),
        ("jane@oak.org?bcc=x@evil.org", ""),
        ("jane@oak.org%0Acc:x@evil.org", ""),
        ("jane@óak.org", ""),
    ],
)
def test_only_a_single_valid_address_is_used(typed, to):
    assert email_of(["Ana\nana@home.org", "March 4, 2026", f"Director\nOak District\n{typed}", "Re: It", "x"]) == to


def test_addresses_of_the_sender_or_in_the_text_are_not_used():
    assert email_of(["Ana\nana@home.org", "March 4, 2026", "Director", "Re: It", "Write to jane@oak.org"]) == ""


def written(letter_id, state="MS", **changed):
    form = letter.letters()[letter_id]
    values = {**letter.samples()[letter_id], **changed, "letter": letter_id}
    assert form.id == letter_id
    return letter.answer(load(state), values)


def test_an_address_typed_for_the_addressee_is_the_recipient():
    assert written("records_request").letter.to == ""
    assert written("records_request", recipient_address="jane@oak.org").letter.to == "jane@oak.org"
    assert written("records_request", recipient="jane@oak.org").letter.to == "jane@oak.org"


def test_a_letter_to_two_offices_has_no_address():
    assert written("mediation_request", recipient_address="jane@oak.org").letter.to == ""


def test_a_complaint_does_not_go_to_the_district_but_its_copy_does():
    result = written("state_complaint", "US", recipient_address="jane@oak.org")
    assert (result.letter.to, [copy.to for copy in result.copies]) == ("", ["jane@oak.org"])


@pytest.mark.parametrize("letter_id", sorted(letter.letters()))
def test_no_letter_goes_anywhere_by_itself(letter_id):
    form = letter.letters()[letter_id]
    law = next(law for law in map(load, ("MS", "AZ", "US")) if form.is_for(law))
    found = written(letter_id, law.code)
    office = law.contact("ocr").email if letter_id == "ocr_complaint" else ""  # the national office
    assert {one.to for one in (found.letter, *found.copies)} == {office}
