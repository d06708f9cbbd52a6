"""The one renderer: a sheet, a step or a story as HTML, every text escaped."""
