"""A view to take away: rows, CSV, JSON, archive, citation."""
