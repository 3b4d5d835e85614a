"""What Markdown may ask for, and how MkDocs turns it into pages."""
