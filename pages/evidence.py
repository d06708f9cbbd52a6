"""The evidence page."""

from neweco.live import page

page.show("evidence")
