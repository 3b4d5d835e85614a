"""The printed sheets: one PDF per checklist and state."""
