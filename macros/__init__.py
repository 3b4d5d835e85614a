"""The build: turns the law and the calculators into pages."""
