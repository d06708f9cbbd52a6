"""The enterprises page."""

from neweco.live import page

page.show("enterprises")
