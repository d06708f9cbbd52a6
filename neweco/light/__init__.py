"""The light and the data face: answers that need no script in the browser."""
