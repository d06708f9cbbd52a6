"""`python -m neweco check SOURCE` reads a register and says what is wrong with it;
`python -m neweco template --out FILE` writes a workbook to fill in."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from neweco import claims, published, words
from neweco.reading import Reading, read, report, template

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
"""Exit codes of `check`; warnings alone are clean."""


def main(arguments: list[str] | None = None) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m neweco", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read a folder, a workbook or a database URL")
    check.add_argument("source", help="folder of CSV, .xlsx, or postgresql://…")
    blank = commands.add_parser("template", help="write a workbook to fill in")
    blank.add_argument("--out", type=Path, required=True, help="file to write")
    for command in (check, blank):
        command.add_argument("--lang", choices=words.LANGUAGES, default=words.DEFAULT)
    given = parser.parse_args(arguments)
    if given.command == "template":
        try:
            given.out.write_bytes(template.template(given.lang))
        except OSError as error:
            print(f"{given.out}: {error.strerror}", file=sys.stderr)
            return UNREADABLE
        return CLEAN
    return _check(given.source, given.lang)


def _check(source: str, language: str) -> int:
    found = read(source)
    print("\n".join(report.lines(found, language)))
    if found.register is None:
        return UNREADABLE if found.unreadable else ERRORS
    print("\n".join(_claims(found, language)))
    return CLEAN


def _claims(found: Reading, language: str) -> list[str]:
    """How the published claims come out on the register."""
    assert found.register is not None
    facts = published.shipped()
    said = ["", words.text(language, "reading.report.claims")]
    for verdict in claims.check(found.register, facts):
        outcome = words.text(language, f"evidence.claims.{verdict.outcome}")
        said.append(f"  {outcome}  {facts.fact(verdict.claim.fact).statement(language)}")
    return said


if __name__ == "__main__":
    sys.exit(main())
