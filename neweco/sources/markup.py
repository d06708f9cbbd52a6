"""Elements of XML by their names, whatever prefix a writer gave them."""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
"""Namespaces of SpreadsheetML in the two forms of ECMA-376."""


class Damaged(Exception):
    """What no spreadsheet writes: the workbook is not believed."""


def parser(start: Any, end: Any = None, letters: Any = None) -> Any:
    """A parser of expat that tells names as `namespace}name`."""
    made = expat.ParserCreate(namespace_separator="}")
    made.buffer_text = True
    made.StartElementHandler = start
    made.EndElementHandler = end
    made.CharacterDataHandler = letters
    made.StartDoctypeDeclHandler = _refuse
    return made


def _refuse(*_: object) -> None:
    raise Damaged("a document type")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]
