"""The self-check: its form above the result."""

from neweco.live import page, selfcheck

page.show("selfcheck", selfcheck.form)
