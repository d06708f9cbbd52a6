"""Lets a process take itself to be on a Chinese Windows, as far as another system can play it: put
before its path as `sitecustomize`. What Windows lacks is gone, and what is asked of it is answered
as Windows does; a path below another is written with its separator; processes that it starts are
played alike."""

import asyncio
import builtins
import ctypes
import io
import mimetypes
import pathlib
import subprocess
import sys

sys.modules["resource"] = sys.modules["uvloop"] = None  # type: ignore[assignment]

_AGAIN = (
    f"exec(open({__file__!r}, encoding='utf-8').read(), {{'__file__': {__file__!r}}});"
    "import runpy, sys; del sys.argv[0]; runpy.run_path(sys.argv[0], run_name='__main__')"
)
"""What a process that reads no environment runs before its own script."""


def _library(name, *rest, _library=ctypes.CDLL, **named):  # type: ignore[no-untyped-def]
    if name is None:
        raise TypeError("argument of type 'NoneType' is not iterable")
    return _library(name, *rest, **named)


def _opened(file, mode="r", buffering=-1, encoding=None, *rest, _open=io.open, **named):  # type: ignore[no-untyped-def]
    if "b" not in mode and encoding in (None, "locale"):
        encoding = "cp936"
    return _open(file, mode, buffering, encoding, *rest, **named)


def _under(self, *other, _under=pathlib.PurePath.relative_to, **named):  # type: ignore[no-untyped-def]
    return pathlib.PureWindowsPath(_under(self, *other, **named))


def _unheard(*_: object) -> None:
    raise NotImplementedError


class _Started(subprocess.Popen):  # type: ignore[type-arg]
    def __init__(self, args, *rest, **named):  # type: ignore[no-untyped-def]
        if list(args[:2]) == [sys.executable, "-I"]:
            args = [sys.executable, "-I", "-c", _AGAIN, *args[2:]]
        super().__init__(args, *rest, **named)


ctypes.CDLL = _library  # type: ignore[assignment,misc]
io.open = builtins.open = _opened  # type: ignore[assignment]
pathlib.PurePath.relative_to = _under  # type: ignore[method-assign,assignment]
subprocess.Popen = _Started  # type: ignore[misc]
asyncio.SelectorEventLoop.add_signal_handler = _unheard  # type: ignore[method-assign]
mimetypes.add_type("text/plain", ".js")
