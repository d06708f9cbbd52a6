"""`python -m neweco COMMAND`: check a register or what was published, write the template to fill
in, the story as one file, or the sample register."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

from neweco import published, sample, words
from neweco.analysis import claims
from neweco.analysis.cost import costs
from neweco.html import offline
from neweco.http import site
from neweco.model.register import Register, RegisterError, may_be_shown
from neweco.sample import tables
from neweco.sources import current, mapping, report, template
from neweco.sources.reading import Reading, read
from neweco.sources.source import Unreadable
from neweco.words import numbers

CLEAN, ERRORS, UNREADABLE = 0, 1, 2
"""Exit codes; of `check`, warnings alone are clean."""

BOTH = "both"


def main(arguments: list[str] | None = None) -> int:
    """The command line; gives the exit code."""
    _write_what_a_console_can()
    given = _parser().parse_args(arguments)
    if given.command == "check":
        return _piped(lambda: _check(given.source, given.lang, given.mapping))
    if given.command == "published":
        return _published(given.folder, given.lang)
    try:
        _write(given)
    except OSError as error:
        print(f"{given.out}: {error.strerror}", file=sys.stderr)
        return UNREADABLE
    return CLEAN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m neweco", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="read a folder, a workbook or a database URL")
    check.add_argument(
        "source", help="folder of CSV, .xlsx, .xls, .xlsb, .ods, .csv, or a URL of a database"
    )
    check.add_argument(
        "--mapping", type=Path, help="what columns mean, as the page of the register writes it"
    )
    told_of = commands.add_parser("published", help="read the names, events and facts of a folder")
    told_of.add_argument("folder", nargs="?", type=Path, default=published.FOLDER)
    blank = commands.add_parser("template", help="write a workbook to fill in")
    told = commands.add_parser("story", help="write the story as one file for a hall")
    made = commands.add_parser("sample", help="write the sample register")
    for command in (check, told_of, blank):
        command.add_argument("--lang", choices=words.LANGUAGES, default=words.DEFAULT)
    told.add_argument("--lang", choices=(*words.LANGUAGES, BOTH), default=words.DEFAULT)
    for command, what in ((blank, "file"), (told, "file"), (made, "folder")):
        command.add_argument("--out", type=Path, required=True, help=f"{what} to write")
    made.add_argument("--seed", type=int, default=sample.settings()["seed"])
    made.add_argument(
        "--scale", type=_firms, default=0, help="firms diagnosed, 1 to 1,000,000; 636 unless given"
    )
    return parser


def _firms(text: str) -> int:
    number = int(text)
    if not 1 <= number <= tables.MOST:
        raise argparse.ArgumentTypeError(f"{number} is not between 1 and {tables.MOST}")
    return number


def _write(given: argparse.Namespace) -> None:
    if given.command == "template":
        given.out.write_bytes(template.template(given.lang))
    elif given.command == "sample":
        tables.write(given.out, given.seed, given.scale)
    else:
        # Codes to scan are in it where NEWECO_ADDRESS says where the site is.
        languages = words.LANGUAGES if given.lang == BOTH else (given.lang,)
        page = offline.html(current.load(), published.shipped(), languages, site.base(""))
        given.out.write_bytes(page)


def _write_what_a_console_can() -> None:
    """A letter that its code page lacks is written by its number: what was found is said."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _piped(run: Callable[[], int]) -> int:
    """What is printed may be cut off by whoever reads it (`check … | head`)."""
    try:
        code = run()
        sys.stdout.flush()
    except OSError as error:
        if error.errno not in (errno.EPIPE, errno.EINVAL):  # the second is how Windows says it
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLEAN
    return code


def _check(source: str, language: str, place: Path | None) -> int:
    try:
        decided = mapping.read(place) if place else mapping.NONE
    except Unreadable as error:
        print(report.line(error.problem, language), file=sys.stderr)
        return UNREADABLE
    found = read(source, decided=decided)
    print("\n".join(report.lines(found, language)))
    if found.register is None:
        return UNREADABLE if found.unreadable else ERRORS
    print("\n".join(_claims(found, language)))
    try:
        print("\n".join(_served(found.register, language)))
    except RegisterError as error:  # the secret it would be served with
        print(error, file=sys.stderr)
        return ERRORS
    return CLEAN


def _published(folder: Path, language: str) -> int:
    """Whether data/published can be used, and how much is in it."""
    try:
        held = published.load(folder)
    except published.PublishedError as error:
        print(error.describe(language))
        return ERRORS
    except (OSError, ValueError) as error:
        print(f"{folder}: {error}", file=sys.stderr)
        return UNREADABLE
    counts = {code: words.whole(language, len(frame)) for code, frame in held.frames.items()}
    counts["sources"] = words.whole(language, len(held.sources))
    print(words.text(language, "reading.published.sound", folder=folder, **counts))
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


def _served(own: Register, language: str) -> list[str]:
    """How far the numbers that would be served are from those of the register."""
    shown = int(may_be_shown(own.first_round).sum())
    if not len(own.first_round):
        return []
    title = words.text(
        language,
        "protection.served.title",
        shown=words.count(language, shown, "firm"),
        held=words.count(language, len(own.first_round) - shown, "firm"),
    )
    said = ["", title]
    for place, line in costs(own, current.served(own)).iterrows():
        codes = zip(("what", "of"), cast(tuple[str, str], place), strict=True)
        texts = {n: words.text(language, f"protection.served.{code}") for n, code in codes}
        said.append("  " + words.text(language, "protection.served.line", **texts,
            mean=numbers.number(line["mean"], language, 1),
            most=numbers.number(line["most"], language, 1),
            told=numbers.percent(line["told"], language),
        ))  # fmt: skip
    return said


if __name__ == "__main__":
    sys.exit(main())
