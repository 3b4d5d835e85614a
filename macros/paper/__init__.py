"""The printed sheets, one PDF for each checklist and state."""
