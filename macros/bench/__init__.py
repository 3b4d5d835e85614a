"""Benchmarks: the site compared with the tools it is made with (``make bench``).

The results are shown in ``docs/about/how-fast.md``. Nothing here fails for being slow: a time is a measurement, not a test.
"""
