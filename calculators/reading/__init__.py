"""Dates and lists of closed days as people write and print them."""
