"""Evidence that the trimmed engines are still Python, and what each step saves."""
