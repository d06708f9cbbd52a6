"""The labs page."""

from neweco.live import page

page.show("labs")
