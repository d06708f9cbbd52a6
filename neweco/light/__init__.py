"""Answers that need no script in the browser: data to take away."""
