"""Paper Trail's domain: the law as data, days, deadlines and letters.

Standard library only (and Jinja2 for the words of letters). The same code runs at build time,
on the command line and, through Pyodide, on a parent's phone.
"""
