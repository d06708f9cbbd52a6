"""The story told on stage, from a text file that an office can write itself."""

from neweco.story.steps import MOST_ROWS, ON_STAGE, SHIPPED, VARIABLE, Fault, Step, load, read

__all__ = ["MOST_ROWS", "ON_STAGE", "SHIPPED", "VARIABLE", "Fault", "Step", "load", "read"]
