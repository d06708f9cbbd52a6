"""Units of measure, each declared once: how they are named, written, read and scaled.

A field with `unit="人"` needs one entry here and works on every face, in files that are read and in
the template:

>>> UNITS["%"].said(35, "en"), UNITS["年"].said(1, "en"), UNITS["万元"].said(5000, "zh")
('35%', '1 year', '5000万元')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from neweco import words
from neweco.words import numbers

Style = Literal["plain", "money", "percent"]

_CURRENCY = re.compile(r"人民币|rmb|cny|^[¥￥]|[¥￥]$")
"""What says in which currency an amount is and not how large it is."""


@dataclass(frozen=True)
class Unit:
    """One unit. `zh` and `en` name it; `once_en` is one of it where English says that otherwise.

    `scale` is the factor to the base unit that a `Quantity` is held in (元, plain ratios). `style`
    is how amounts are written. `read` are the units that may stand behind a number, or in a
    heading, with their factor to this one; a number without any is in this one.
    """

    code: str
    zh: str
    en: str
    once_en: str = ""
    scale: float = 1.0
    style: Style = "plain"
    read: Mapping[str, Decimal] = field(default_factory=dict)

    def heading(self, language: str) -> str:
        """How a heading names it: `（万元）`, ` (years)`; nothing for a bare number."""
        name = words.of(self, language)
        return words.text(language, "language.brackets", text=name) if name else ""

    def said(self, value: float, language: str) -> str:
        """An amount of it in words: 3年, ¥50M, 35%."""
        if self.style == "money":
            return numbers.money(value * self.scale, language)
        if self.style == "percent":
            return numbers.percent(value * self.scale, language)
        if self.code in numbers.RATES:
            return numbers.rate(value, self.code, language)
        once = str(getattr(self, f"once_{language}", ""))
        if value == 1 and once:
            return once
        name, said = words.of(self, language), numbers.number(value, language, 1)
        return words.text(language, "language.amount", n=said, unit=name) if name else said

    def factor(self, written: str) -> Decimal | None:
        """The factor to this unit of what stands behind a number or in a heading; None where it is
        not one of its names."""
        own = dict.fromkeys(("", self.zh, self.en.casefold()), Decimal(1))
        known = {**own, **self.read}
        found = known.get(written)
        if found is None and self.style == "money":
            amount = _CURRENCY.sub("", written)
            found = self.read.get(amount or "元")
            if found is None:
                found = self.read.get(amount + "yuan")
        return found

    @property
    def is_strict(self) -> bool:
        """Whether a heading with another unit stops: a mistake would change every amount."""
        return self.style != "plain"

    @property
    def names(self) -> tuple[str, ...]:
        """What people may write, to be named where something else was: one name of each size."""
        sizes: dict[Decimal, str] = {}
        for name, factor in self.read.items():
            sizes.setdefault(factor, name)
        return tuple(sizes.values()) or (self.code,)


_YUAN: Mapping[str, Decimal] = {
    name: Decimal(yuan)
    for yuan, names in {
        10**4: ("万元", "万", "10,000yuan", "10kyuan", "tenthousandyuan", "10000元"),
        1: ("元", "", "yuan"),
        10**3: ("千元", "千", "thousandyuan"),
        10**5: ("十万元", "十万"),
        10**6: ("百万元", "百万", "millionyuan", "myuan"),
        10**7: ("千万元", "千万", "10millionyuan"),
        10**8: ("亿元", "亿", "100millionyuan", "hundredmillionyuan"),
        10**9: ("十亿元", "十亿", "billionyuan"),
        10**10: ("百亿元", "百亿"),
        10**11: ("千亿元", "千亿"),
        10**12: ("万亿元", "万亿"),
    }.items()
    for name in names
    if name
}
"""Names of amounts of money, in 元; in which currency may stand before or behind."""

_ALL = (
    Unit("", "", "", read={"分": Decimal(1)}),
    Unit(
        "万元",
        "万元",
        "¥10K",
        scale=1e4,
        style="money",
        read={name: yuan / 10_000 for name, yuan in _YUAN.items()},
    ),
    Unit(
        "%",
        "%",
        "%",
        scale=0.01,
        style="percent",
        read={
            **dict.fromkeys(("%", "百分比", "百分点", "个百分点", "percent", "pct"), Decimal(1)),
            **dict.fromkeys(("小数", "比例", "fraction"), Decimal(100)),
            "‰": Decimal("0.1"),
        },
    ),
    Unit("年", "年", "years", once_en="1 year"),
    Unit("批/年", "批/年", "batches a year"),
    Unit("次/年", "次/年", "times a year"),
)

UNITS: Mapping[str, Unit] = {unit.code: unit for unit in _ALL}
"""All units by the code that `model.fields` and published rules use."""
