"""The schema of ``calculators/readings/<state>/<reader>.yml``: one reader's findings in one state's law.

A reading is evidence, not law: no page is made from it. Two people read each state independently, their readings are
compared (``make readings``), and what both found in the text becomes an entry of the law. A fact missing from a reading
was not looked for; one that was looked for and not found says what was tried.
"""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from macros.data.no_source import refuse
from macros.data.strict import Strict, Text

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
#: Federal law, which every reading may cite besides its own codes.
FEDERAL = frozenset({"34 CFR", "20 U.S.C.", "IDEA"})
LONGEST_QUOTE = 40


class Fact(StrEnum):
    """What is looked for in each state."""

    SEA = "sea"
    COMPLAINT_OFFICE = "complaint_office"
    DUE_PROCESS_OFFICE = "due_process_office"
    MEDIATION_OFFICE = "mediation_office"
    PARENT_CENTER = "parent_center"
    PROTECTION_ADVOCACY = "protection_advocacy"
    EVALUATION = "evaluation"
    EVALUATION_REQUEST = "evaluation_request"
    PWN = "pwn"
    IEP_MEETING_REQUEST = "iep_meeting_request"
    IEP_AFTER_ELIGIBILITY = "iep_after_eligibility"
    SERVICES_START = "services_start"
    DUE_PROCESS_LIMIT = "due_process_limit"
    UNILATERAL_PLACEMENT_LIMIT = "unilateral_placement_limit"
    HEARING_TIERS = "hearing_tiers"
    COURT = "court"
    RECORDING = "recording"
    FACILITATION = "facilitation"
    MEDIATION = "mediation"
    MAJORITY = "majority"
    TRANSITION = "transition"
    LAST_AGE = "last_age"
    ESY = "esy"
    RESTRAINT = "restraint"
    REPORT_COPY = "report_copy"
    IEE = "iee"
    COMPLAINT = "complaint"
    REVIEW_BY_SUPERINTENDENT = "review_by_superintendent"
    OBSERVATION = "observation"
    MEETING_NOTICE = "meeting_notice"
    ELIGIBILITY_AFTER_EVALUATION = "eligibility_after_evaluation"
    NOTICE_BEFORE_ACTION = "notice_before_action"
    CONSENT = "consent"
    BURDEN = "burden"
    TERMS = "terms"
    EXPERT_FEES = "expert_fees"
    CONCILIATION = "conciliation"
    OMBUD = "ombud"
    IEP_RECESS = "iep_recess"
    HEARING_DELAY = "hearing_delay"
    HOLIDAYS = "holidays"
    DAY_WORDS = "day_words"


#: Names and addresses: they appear throughout a code, so no single section is cited.
NAMES = (Fact.SEA, Fact.COMPLAINT_OFFICE, Fact.DUE_PROCESS_OFFICE, Fact.MEDIATION_OFFICE, Fact.TERMS, Fact.DAY_WORDS)


class Found(StrEnum):
    """How a fact was found: rule's text, agency page, private page, or not."""

    VERIFIED_PRIMARY = "verified-primary"
    VERIFIED_SECONDARY = "verified-secondary"
    CAVEAT = "caveat"
    NOT_FOUND = "not_found"


class Unit(StrEnum):
    """What a value counts, or what kind of answer it is."""

    CALENDAR_DAYS = "calendar_days"
    SCHOOL_DAYS = "school_days"
    INSTRUCTIONAL_DAYS = "instructional_days"
    SCHOOL_WORKING_DAYS = "school_working_days"
    BUSINESS_DAYS = "business_days"
    HOURS = "hours"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    AGE = "age"
    TIERS = "tiers"
    YES = "yes"
    NO = "no"
    TEXT = "text"


class ReadSource(Strict):
    """A page that was read: its version, and how much of it was seen."""

    title: Text
    url: Text
    publisher: Text
    version: Text
    seen: Text
    official: bool

    @model_validator(mode="after")
    def _is_a_source(self) -> Self:
        refuse(self.url)
        return self


class ReadCite(Strict):
    """A section of a code."""

    code: Text
    section: Text


class Finding(Strict):
    """One fact as a reader found it.

    ``doubt``: what is uncertain, such as the age of a copy.
    """

    confidence: Found
    value: bool | int | Text | None = None
    unit: Unit | None = None
    start: Text | None = Field(None, alias="from")
    to: Text | None = None
    days: int | None = None
    review_days: int | None = None
    age: int | None = None
    notice: Text | None = None
    pauses: Text | None = None
    extension: Text | None = None
    exceptions: Text | None = None
    federal: Annotated[str, StringConstraints(pattern="^(same|differs|adds|unknown)$")] | None = None
    says: Text | None = None
    quote: Text | None = None
    name: Text | None = None
    short: Text | None = None
    address: Text | None = None
    email: Text | None = None
    phone: Text | None = None
    fax: Text | None = None
    portal: Text | None = None
    form: Text | None = None
    page: Text | None = None
    web: Text | None = None
    site: Text | None = None
    copy_to: Text | None = None
    cite: list[ReadCite] = []
    sources: list[Text] = []
    tried: list[Text] = []
    doubt: str = ""

    @model_validator(mode="after")
    def _says_how_it_was_found(self) -> Self:
        if self.quote and len(self.quote.split()) > LONGEST_QUOTE:
            raise ValueError(f"the quote has over {LONGEST_QUOTE} words; keep those that decide")
        if self.confidence is Found.NOT_FOUND:
            if self.value is not None:
                raise ValueError("it was not found, and has a value; say how it was found")
            if not self.tried:
                raise ValueError("it was not found; say in 'tried' what was looked at")
        elif not self.sources:
            raise ValueError("it was found; say in 'sources' where")
        return self


class Reading(Strict):
    """One reader's findings in one state's law."""

    state: Code
    read: datetime.date
    codes: dict[Text, Text]
    sources: dict[Text, ReadSource]
    facts: dict[Fact, Finding]

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        wrong = []
        for name, finding in self.facts.items():
            if finding.confidence is Found.VERIFIED_PRIMARY and not finding.cite and name not in NAMES:
                wrong.append(f"facts.{name}: the words of the rule were read; say in 'cite' of which section")
            wrong += [
                f"facts.{name}: no source '{one}' is named above" for one in finding.sources if one not in self.sources
            ]
            unknown = {cite.code for cite in finding.cite} - set(self.codes) - FEDERAL
            wrong += [f"facts.{name}: the code '{code}' is not named above" for code in sorted(unknown)]
        if wrong:
            raise ValueError("; ".join(wrong))
        return self
