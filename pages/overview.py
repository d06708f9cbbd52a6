"""The overview page."""

from neweco.live import page

page.show("overview")
