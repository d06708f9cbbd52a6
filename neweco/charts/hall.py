"""Charts for a hall: what a chart's declaration becomes when it is read from the last row.

Texts and marks grow, and what then lacks room is laid out anew: labels stand above their bars in
half a frame, upright bars lie down where their figures would touch, long labels take two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

FONT_SIZE = 13
"""Of labels as the charts declare them, in pixels; other sizes are in proportion."""

WIDE, NARROW = 13, 7
"""How wide a Chinese and a Latin letter of that size are, in pixels."""


@dataclass(frozen=True)
class Frame:
    """Room for a drawing in pixels: its width, the size of its labels, and a height if one is
    given; `most` rows are drawn if there are more (0 for all). In a `narrow` one labels stand
    above their bars."""

    width: int
    font: float = FONT_SIZE
    height: int = 0
    most: int = 0
    narrow: bool = False

    @property
    def scale(self) -> float:
        """How much larger than declared texts and marks are."""
        return self.font / FONT_SIZE


HALL, HALF = Frame(960, 32, 400, 8), Frame(470, 30, 395, 6, narrow=True)
"""One chart of a step, and one of two: labels are at least 28 pixels on a screen of 1280 × 720."""

_SCALED = ("fontSize", "dx", "dy", "strokeWidth", "cornerRadius", "cornerRadiusEnd", "size")
_LINE, _KEY, _ROW = 1.25, 1.9, 1.15
"""Heights of a line of labels, a legend, and a row of a table, in sizes of their letters."""

_TILE = 29
"""Size of the names on the squares of a map, which hold two lines."""

_GAP, _EDGE = 0.6, 0.5
"""Room between bars whose labels stand there, and before the first, in steps of the scale."""

_FEW, _FEWER = 5, 4
"""Bars that have room below a legend with labels above them; rows whose names take two lines."""


def enlarged(spec: Mapping[str, Any], frame: Frame, rows: pd.DataFrame) -> dict[str, Any]:
    """A chart's spec for a frame with a height; `rows` are those it draws."""
    upright = _field(spec, "x")
    if upright and category(spec) is None and _touch(spec, frame, rows, upright):
        spec = _lying(spec)
    if _is_map(spec):
        frame = replace(frame, font=_TILE)
    made: dict[str, Any] = _scaled(spec, frame.scale)
    for layer in made["layer"]:
        _without_values(layer["encoding"])
    made["config"] = _config(made["config"], frame)
    room = frame.width - _names_at_the_left(made, rows, frame)
    keys = frame.font * _KEY * _keys(made, rows, room / frame.scale)
    made["width"] = room - _beside(made, rows)
    names = frame.font * _LINE * _lines_below(made, rows, frame)
    made["height"] = frame.height - keys - names - _above(made)
    named = category(made)
    if named and frame.narrow:
        _labels_above(made, made["height"], rows[named].nunique())
    return made


def most(spec: Mapping[str, Any], frame: Frame, rows: pd.DataFrame) -> int:
    """How many rows of a chart a frame has room for; 0 for all."""
    named = category(spec)
    if not frame.most or named is None:
        return frame.most
    if _take_two_lines(rows[named], frame):
        return _FEWER
    upright = _field(spec, "x")
    if upright:  # a table's rows share the height with the names below its columns
        lines = max(len(str(name).split()) for name in rows[upright])
        room = frame.height - frame.font * _LINE * max(lines, 2)
        return min(frame.most, int(room / (frame.font * _ROW)))
    return _FEW if frame.narrow and _colours(spec) else frame.most


def category(spec: Mapping[str, Any]) -> str | None:
    """The column whose values stand at the left, if there is one."""
    return _field(spec, "y")


def longest(texts: Iterable[object]) -> float:
    """Width in pixels of the widest of some texts, as they are declared."""
    return max((_width(str(text)) for text in texts), default=0.0)


def _is_map(spec: Mapping[str, Any]) -> bool:
    """Whether places have two directions and neither has an axis."""
    at = [layer["encoding"].get("x", {}) for layer in spec["layer"]]
    return all(x.get("type") == "ordinal" and x.get("axis", {}) is None for x in at)


def _take_two_lines(names: Iterable[object], frame: Frame) -> bool:
    """Whether names at the left are so long that their second word goes below the first."""
    said = [str(name) for name in names]
    two = all(len(name.split()) == 2 for name in said)
    return two and not frame.narrow and longest(said) * frame.scale > 0.45 * frame.width


def _names_at_the_left(spec: Mapping[str, Any], rows: pd.DataFrame, frame: Frame) -> float:
    """Width of the names of lying bars and of a table's rows, in pixels."""
    named = category(spec)
    if named is None or frame.narrow:
        return 0.0
    said = [str(name) for name in rows[named]]
    if _take_two_lines(said, frame):
        up = -frame.font / 2
        _axis(spec, "y", labelExpr="split(datum.label, ' ')", labelOffset=up)
        said = [word for name in said for word in name.split()]
    return (longest(said) + 20) * frame.scale


def _lines_below(spec: Mapping[str, Any], rows: pd.DataFrame, frame: Frame) -> int:
    """Lines of names below the marks."""
    upright = _field(spec, "x")
    if upright is None:
        return int(_has_axis(spec, "x"))
    names = list(dict.fromkeys(rows[upright]))
    return _broken(spec, names, spec["width"] / max(len(names), 1) / frame.scale)


def _keys(spec: Mapping[str, Any], rows: pd.DataFrame, room: float) -> int:
    """Lines of the legend: one, or one a colour where they have no room beside each other."""
    column = _colours(spec)
    if column is None:
        return 0
    names = [name for name in dict.fromkeys(rows[column]) if name]
    if sum(_width(str(name)) + 40 for name in names) <= room:
        return 1
    spec["config"]["legend"]["columns"] = 1
    return len(names)


def _width(text: str) -> float:
    return sum(WIDE if ord(letter) > 0x2000 else NARROW for letter in text)


def _field(spec: Mapping[str, Any], channel: str) -> str | None:
    """The column of named places along a direction whose names are written at the axis."""
    for layer in (spec, *spec.get("layer", ())):
        found = layer.get("encoding", {}).get(channel, {})
        if found.get("type") in ("nominal", "ordinal") and found.get("axis", {}) is not None:
            return str(found["field"])
    return None


def _texts(spec: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The layers that print texts of the rows."""
    return [
        layer
        for layer in spec.get("layer", ())
        if layer["mark"]["type"] == "text" and "field" in layer["encoding"].get("text", {})
    ]


def _printed(layer: Mapping[str, Any], rows: pd.DataFrame) -> float:
    """Width of the widest text that a layer prints, in the size that it declares."""
    size = float(layer["mark"].get("fontSize", FONT_SIZE))
    return longest(rows[layer["encoding"]["text"]["field"]].fillna("")) * size / FONT_SIZE


def _touch(spec: Mapping[str, Any], frame: Frame, rows: pd.DataFrame, field: str) -> bool:
    """Whether the figures over upright bars would touch."""
    room = frame.width / max(rows[field].nunique(), 1) / frame.scale
    return any(_printed(layer, rows) > room for layer in _texts(spec))


def _lying(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The same bars, lying: the figures stand at their ends."""
    layers = []
    for layer in spec["layer"]:
        encoding = dict(layer["encoding"])
        encoding["x"], encoding["y"] = encoding["y"], encoding["x"]
        mark = {key: part for key, part in layer["mark"].items() if key not in ("size", "dy")}
        if mark["type"] == "text":
            mark |= {"align": "left", "dx": 5}
        layers.append({**layer, "mark": mark, "encoding": encoding})
    return {**spec, "layer": layers}


def _beside(spec: Mapping[str, Any], rows: pd.DataFrame) -> float:
    """Room at the right for figures at the ends of bars, and for half of one over the end of a
    line; their size is the enlarged one."""
    if _has_axis(spec, "x") and not _field(spec, "x"):
        return max((_printed(layer, rows) / 2 for layer in _texts(spec)), default=0.0)
    ends = [layer for layer in _texts(spec) if layer["mark"].get("align") == "left"]
    return max((_printed(layer, rows) + layer["mark"].get("dx", 0) for layer in ends), default=0.0)


def _above(spec: Mapping[str, Any]) -> float:
    """Room above the highest mark for its figure, in pixels; their size is the enlarged one."""
    if _is_map(spec) or category(spec) is not None:
        return 0.0
    tops = [layer["mark"] for layer in _texts(spec)]
    return max((mark["fontSize"] / 2 - mark.get("dy", 0) for mark in tops), default=0.0)


def _without_values(encoding: dict[str, Any]) -> None:
    """No axis of values: they are printed beside the marks."""
    for channel in ("x", "y"):
        axis = encoding.get(channel, {})
        if axis.get("type") == "quantitative":
            axis.update(axis=None, title=None)


def _has_axis(spec: Mapping[str, Any], channel: str) -> bool:
    encodings = [layer["encoding"].get(channel, {}) for layer in spec.get("layer", ())]
    return any("field" in each and each.get("axis", {}) is not None for each in encodings)


def _colours(spec: Mapping[str, Any]) -> str | None:
    """The column that a legend explains."""
    for layer in spec["layer"]:
        color = layer["encoding"].get("color", {})
        if color.get("legend"):
            return str(color["field"])
    return None


def _broken(spec: Mapping[str, Any], names: Iterable[object], room: float) -> int:
    """Lets names below the marks take as many lines as they need; how many that is."""
    said = [str(name) for name in names]
    room -= NARROW
    if longest(said) <= room:
        _axis(spec, "x", labelExpr="datum.label")
        return 1
    letters = int(room // (NARROW if all(name.isascii() for name in said) else WIDE))
    # A word a line; a name without spaces in two halves, after its year where it begins with one.
    year = "indexof(datum.label, '年') + 1"
    cut = f"{year} > 1 ? {year} : ceil(length(datum.label) / 2)"
    halves = f"[slice(datum.label, 0, {cut}), slice(datum.label, {cut})]"
    words = "split(datum.label, ' ')"
    broken = f"indexof(datum.label, ' ') > 0 ? {words} : {halves}"
    whole = f"length(datum.label) <= {letters}"
    _axis(spec, "x", labelExpr=f"{whole} ? datum.label : {broken}")
    return max(2, *(len(name.split()) for name in said))


def _labels_above(spec: dict[str, Any], height: float, count: int) -> None:
    """Each label in the gap above its bar, from the left edge."""
    step = height / (count - _GAP + 2 * _EDGE)
    _axis(spec, "y", labelAlign="left", labelPadding=0, labelOffset=-step / 2)
    for layer in spec["layer"]:
        if "y" in layer["encoding"]:
            layer["encoding"]["y"]["scale"] = {"paddingInner": _GAP, "paddingOuter": _EDGE}


def _axis(spec: Mapping[str, Any], channel: str, **changed: object) -> None:
    for layer in spec.get("layer", ()):
        found = layer["encoding"].get(channel, {})
        if found.get("type") in ("nominal", "ordinal"):
            found["axis"] = {**(found.get("axis") or {}), **changed}


def _config(config: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    sizes = {f"{kind}FontSize": frame.font for kind in ("label", "title")}
    return {
        **config,
        "axis": {**config["axis"], **sizes, "labelSeparation": frame.font},
        "legend": {**config["legend"], **sizes, "orient": "top", "symbolSize": 500},
    }


def _scaled(part: Any, scale: float) -> Any:
    if isinstance(part, Mapping):
        return {key: _scaled_value(key, value, scale) for key, value in part.items()}
    return [_scaled(each, scale) for each in part] if isinstance(part, list) else part


def _scaled_value(key: str, value: Any, scale: float) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value * scale if key in _SCALED else value
    return _scaled(value, scale)
