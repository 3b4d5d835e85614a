"""The data layer: law, letters, checklists and search words; YAML in, validated, JSON out."""
