"""The law, letters, checklists and search words: YAML in, checked, JSON out."""
