"""Every view, declared once: whose rows it filters, what its links may say, how it is shown.

What `model.fields` is for columns, this is for pages. Nothing else in the house compares the name
of a view with anything: whoever needs to know something of a view asks its declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Literal

import pandas as pd

from neweco.model.fields import TABLES, Table
from neweco.model.register import Register
from neweco.model.vocabularies import INDUSTRIES, SIZES
from neweco.published import Published, named
from neweco.selfcheck import code, questions


class Export(Enum):
    """What the data of a view are: rows of its table, published facts, the fields of the register,
    or the answers of the self-check."""

    ROWS = "rows"
    FACTS = "facts"
    FIELDS = "fields"
    ANSWERS = "answers"


@dataclass(frozen=True)
class Item:
    """The parameter `param` that names one thing: a row by its id, a fact, a step, answers.

    `reads` tells whether a text can name one, `wrong` is the reason given where it cannot
    (`selection.ignored.<wrong>`). One that `opens` has a profile, and is missed where none is.
    """

    param: str
    reads: Callable[[str], bool] = str.isprintable
    wrong: str = "unknown_value"
    opens: bool = True


@dataclass(frozen=True)
class Switch:
    """A parameter that chooses how a view reads its data: its values, the default first."""

    name: str
    values: tuple[str, ...]
    wrong: str = "unknown_value"

    @property
    def default(self) -> str:
        """The value that is left out of addresses."""
        return self.values[0]


@dataclass(frozen=True)
class View:
    """One page.

    `table` is whose rows it filters (None for a page without filters), `frame` the frame that holds
    them, `needs` the tables without which it has nothing to show: one that is not given is never
    read as zero. `noun` names one row (`units.<noun>`), `searched` the fields in which `q` looks.
    `on_stage` views may be steps of a story; one that is not `in_menu` is reached from other pages.
    One that `fills_screen` is drawn for a hall. `line` is the one of the three lines it belongs to,
    whose colour it has. `examples` are queries that show its states; tests and looks walk them.
    """

    name: str
    table: Table | None = None
    frame: str = ""
    needs: tuple[str, ...] = ()
    noun: str = ""
    searched: tuple[str, ...] = ()
    item: Item | None = None
    switches: tuple[Switch, ...] = ()
    export: Export = Export.ROWS
    on_stage: bool = False
    line: str = ""
    in_menu: bool = True
    fills_screen: bool = False
    examples: tuple[str, ...] = ("",)

    def __post_init__(self) -> None:
        if self.table is None:
            return
        for name, own in (
            ("frame", self.table.code),
            ("needs", (self.table.code,)),
            ("noun", self.table.noun),
        ):
            object.__setattr__(self, name, getattr(self, name) or own)

    @property
    def is_home(self) -> bool:
        """Whether it is the first page, which is reached without its name."""
        return self.name == next(iter(VIEWS))

    @property
    def path(self) -> str:
        """Its address on this site: `/labs`, and `/` for the first page."""
        return "/" if self.is_home else f"/{self.name}"

    @property
    def is_named(self) -> bool:
        """Whether its rows are what was named in public, which no register replaces."""
        return self.table is not None and self.table.code in named.TABLES

    def rows(self, register: Register, published: Published) -> pd.DataFrame:
        """All rows that it filters: of the register, or of what was named in public; none for a
        view that filters no table."""
        if self.table is None:
            return pd.DataFrame()
        return (published if self.is_named else register).frames[self.frame]

    def basis(self, register: Register) -> Literal["named", "simulated", "register"]:
        """Whose rows they are."""
        return "named" if self.is_named else register.basis

    @property
    def switch(self) -> Mapping[str, Switch]:
        """The switches by name."""
        return {each.name: each for each in self.switches}


_SOME = {"F1": None, "M2": 3}
_FIRM = {q.id: 1 for q in questions.shipped().all}
_BEST = {q.id: 4 for q in questions.shipped().all}
_ON, _ROW = ("", "1"), Item("id")

_DECLARED = (
    View("overview", export=Export.FACTS, on_stage=True),
    View(
        "enterprises",
        TABLES["enterprises"],
        searched=("name", "enterprise_id", "industry", "district"),
        item=_ROW,
        switches=(Switch("by", ("rows", "share", "revenue", "growth")),),
        line="tiers",
        on_stage=True,
        examples=(
            "", "tier=rising&district=370212", "tier=rising&growth=..-50", "id=R-001",
            "id=P-002&sort=-revenue", "district=unknown&by=growth", "q=模拟&ipo=1",
        ),
    ),
    View(
        "labs",
        TABLES["labs"],
        searched=("name", "lab_id", "industry", "district"),
        item=_ROW,
        switches=(
            Switch("reading", ("inside", "beside")),
            Switch("by", ("rows", "share", "money")),
        ),
        on_stage=True,
        line="labs",
        examples=(
            "", "kind=innovation&batch=2", "band=doubled&funded=1&district=370202", "id=I-003",
            "reading=beside", "sort=-growth&signed=1&by=money",
        ),
    ),
    View(
        "diagnoses",
        TABLES["diagnoses"],
        frame="first_round",
        needs=("diagnoses", "centres", "projects"),
        noun="firm",
        searched=("diagnosis_id", "enterprise_id", "industry", "district"),
        item=_ROW,
        switches=(Switch("by", ("rows", "share", "projects", "per_100")),),
        on_stage=True,
        line="centres",
        examples=(
            "", "centre=C-03&barrier=cannot", "stage=reached&level=4", "id=DX-2022-0002",
            "stage=reached&by=share", "category=quality&size=unknown&by=per_100",
            "cause=talent&year=2022",
        ),
    ),
    View(
        "names",
        named.UNITS,
        searched=("name_zh", "name_en", "also", "lists", "field_zh", "field_en", "unit_id"),
        item=_ROW,
        on_stage=True,
        examples=(
            "", "list=champion_west_coast&district=370211", "id=U001", "q=极视角&list=rising",
            "kind=lab&year=2021", "grade=C&industry=unknown&sort=name_zh",
        ),
    ),
    View(
        "events",
        named.EVENTS,
        searched=("title_zh", "title_en", "note_zh", "note_en", "event_id"),
        item=_ROW,
        on_stage=True,
        in_menu=False,
        examples=("", "line=labs&kind=batch", "id=E04", "q=场景金", "year=2025&sort=-date"),
    ),
    View(
        "selfcheck",
        item=Item("answers", lambda text: code.decode(text) is not None, "changed_code", False),
        switches=(
            Switch("industry", ("", *INDUSTRIES.codes)),
            Switch("size", ("", *SIZES.codes)),
        ),
        export=Export.ANSWERS,
        line="centres",
        examples=(
            "", f"answers={code.encode(_SOME)}", f"answers={code.encode(_FIRM)}",
            f"answers={code.encode(_BEST)}&industry=food_drink",
            f"industry=food_drink&size=small&answers={code.encode(_FIRM)}",
        ),
    ),
    View(
        "story",
        item=Item("step", lambda text: text.isascii() and text.isdigit(), opens=False),
        switches=(
            Switch("bilingual", _ON),
            Switch("screen", ("hall", "speaker")),
            Switch("hall", ("dark", "light")),
            Switch("loop", ("", *map(str, range(5, 601))), "not_seconds"),
        ),
        export=Export.FACTS,
        fills_screen=True,
        examples=("", "step=3&bilingual=1"),
    ),
    View(
        "evidence",
        item=Item("fact"),
        switches=(
            Switch(
                "verdict",
                ("all", "agree", "far_above", "disagree", "cannot_tell", "not_checked"),
            ),
        ),
        export=Export.FACTS,
        on_stage=True,
        examples=("", "fact=F021", "verdict=not_checked", "fact=F209&verdict=agree"),
    ),
    View("register", export=Export.FIELDS),
)  # fmt: skip

VIEWS: Mapping[str, View] = {view.name: view for view in _DECLARED}
"""All views by name, in the order of the menu."""
