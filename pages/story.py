"""The stage: the story, one step at a time."""

from neweco.live import stage

stage.show()
