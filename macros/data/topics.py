"""The topics of rules, in display order, with their titles."""

TOPICS = {
    "counting": "How days are counted",
    "pwn": "Prior written notice",
    "evaluation": "Evaluation",
    "records": "Records",
    "meetings": "IEP and meetings",
    "facilitation": "Facilitated meetings",
    "mediation": "Mediation",
    "state_complaint": "State complaint",
    "due_process": "Due process",
    "discipline": "Discipline",
    "section_504": "Section 504",
    "new_school": "A new school: moving, private school",
    "practice": "Good practice",
}
