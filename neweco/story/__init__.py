"""The story told on stage, from a text file that an office can write itself."""

from neweco.story.steps import (
    MOST_FIGURES,
    MOST_ROWS,
    ON_STAGE,
    SHIPPED,
    VARIABLE,
    Fault,
    Step,
    load,
    read,
)

__all__ = [
    "MOST_FIGURES",
    "MOST_ROWS",
    "ON_STAGE",
    "SHIPPED",
    "VARIABLE",
    "Fault",
    "Step",
    "load",
    "read",
]
