"""One module a tool: what it asks of a parent, and its answer."""
