"""What is done to the pages after MkDocs: names, scripts, styles, search, offline."""
