"""The service log's place on its page: the form for a service, and where Python's answer stands before it."""

from __future__ import annotations

from html import escape

from calculators.rendering import render
from calculators.tools import service_log

#: What a parent without scripts does instead.
ON_PAPER = "Or print the paper log, and write in it."


def log_form() -> str:
    """The form that asks for one service as the IEP states it."""
    fields = [render.field(question, f"log-{question.id}") for question in service_log.SERVICE]
    return (
        f'<form class="pt-form pt-service" data-search-exclude data-calculator="service_log" {render.UNSENT}>\n'
        '<h3 id="log-form">Add a service</h3>\n'
        + "\n".join(fields)
        + f'\n<button class="pt-go" type="submit">{escape(service_log.BUTTON)}</button>\n'
        '<button class="pt-log-cancel" type="button" hidden>Cancel</button>\n</form>'
    )


def log_head() -> str:
    """For whom it is, and what becomes of what is typed."""
    return (
        '<p class="pt-field pt-log-child" hidden><label for="log-child">Which child?</label>'
        '<select id="log-child" autocomplete="off"></select></p>\n'
        '<p class="pt-kept" role="status"></p>\n'
    )
