"""What shows that the cut engines still are Python, and what each cut gains."""
