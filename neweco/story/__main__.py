"""`python -m neweco.story --out FILE [--lang en]` writes the story as one file for a hall."""

from __future__ import annotations

import argparse
from pathlib import Path

from neweco import published, served, site, words
from neweco.handout import offline

BOTH = "both"


def main(arguments: list[str] | None = None) -> None:
    """The command line. Codes to scan are in it where NEWECO_ADDRESS says where the site is."""
    parser = argparse.ArgumentParser(prog="python -m neweco.story", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file to write")
    parser.add_argument("--lang", choices=(*words.LANGUAGES, BOTH), default=words.DEFAULT)
    given = parser.parse_args(arguments)
    languages = words.LANGUAGES if given.lang == BOTH else (given.lang,)
    made = offline.html(served.load(), published.shipped(), languages, site.base(""))
    given.out.write_bytes(made)


if __name__ == "__main__":
    main()
