"""The site while it is edited: ``make serve``."""
