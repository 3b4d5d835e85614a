"""The macros that Markdown can use, and the MkDocs hooks."""
