"""Results and forms as HTML, text, a calendar file, a Word file."""
