"""The events page."""

from neweco.live import page

page.show("events")
