"""Days, clocks and what they mean together: dates and rules in, deadlines out."""
