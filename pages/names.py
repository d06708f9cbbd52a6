"""The names page."""

from neweco.live import page

page.show("names")
