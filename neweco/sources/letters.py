"""Columns as a spreadsheet calls them: A, B … Z, AA, and their places from 0."""

from __future__ import annotations


def letter(place: int) -> str:
    """What a spreadsheet calls the column at a place: 0 is A, 26 is AA."""
    name, count = "", place + 1
    while count:
        count, rest = divmod(count - 1, 26)
        name = chr(65 + rest) + name
    return name


def place(letters: str) -> int:
    """The place of a column by its letters: A is 0."""
    count = 0
    for each in letters:
        count = count * 26 + ord(each) - 64
    return count - 1
