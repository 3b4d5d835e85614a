"""How fast the site is beside the tools it is made with: ``make bench`` measures, ``docs/about/how-fast.md`` shows.

Nothing fails here because something is slow: a time is a measure, not a test.
"""
