"""What turns the law and the calculators into pages, at build time only."""
