"""The register: what it holds, and a way to put in one's own."""

from neweco.live import page, upload

page.show("register", upload.form)
