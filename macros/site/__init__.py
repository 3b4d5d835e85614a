"""Post-processing of the built pages: names, scripts, styles, search, offline."""
