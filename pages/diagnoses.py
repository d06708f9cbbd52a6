"""The diagnoses page."""

from neweco.live import page

page.show("diagnoses")
