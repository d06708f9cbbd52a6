"""Several processes of the app behind nginx with the configuration that ships."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
import streamlit

from tests.serving import ROOT, answers, running, served

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
needs_nginx = pytest.mark.skipif(
    not NGINX and os.environ.get("NEWECO_BROWSER") != "required", reason="no nginx on this machine"
)
CONFIG = ROOT / "deploy" / "nginx.conf"
STATIC = Path(streamlit.__file__).parent / "static"
SECRET = {"STREAMLIT_SERVER_COOKIE_SECRET": "the same for all"}


@dataclass(frozen=True)
class Site:
    """The address of the proxy, its process, and (host, process) of every replica."""

    url: str
    pid: int
    replicas: tuple[tuple[str, int], ...]


def rendered(folder: Path, port: int, hosts: Sequence[str]) -> Path:
    """The shipped configuration with this machine's ports and folders in place of the image's."""
    text = CONFIG.read_text(encoding="utf-8")
    for number, host in enumerate(hosts, start=1):
        text = _placed(text, f"app-{number}:8501", host)
    text = _placed(text, "listen 8080", f"listen 127.0.0.1:{port}")
    text = _placed(text, "/srv/streamlit", str(folder / "streamlit"))
    text = _placed(text, "/tmp/nginx", f"{folder}/nginx")
    text = _placed(text, "/etc/nginx/front", str(folder / "front"))
    text = _placed(text, "/dev/stdout", f"{folder}/access.log")
    text = _placed(text, "error_log stderr", f"error_log {folder}/error.log")
    if os.geteuid() == 0:  # else the workers are another user, who may not read the folder
        text = "user root;\n" + text
    file = folder / "nginx.conf"
    file.write_text(text, encoding="utf-8")
    return file


def _placed(text: str, there: str, here: str) -> str:
    if there not in text:
        raise ValueError(f"the configuration does not mention {there}")
    return text.replace(there, here)


def static_files(folder: Path) -> None:
    """Streamlit's files with their compressed twins, as the image has them, only less small."""
    shutil.copytree(STATIC, folder, dirs_exist_ok=True)
    for file in [file for file in folder.rglob("*") if file.is_file()]:
        if file.suffix not in (".woff2", ".png") and file.stat().st_size > 1024:
            twin = file.with_name(f"{file.name}.gz")
            twin.write_bytes(gzip.compress(file.read_bytes(), 1, mtime=0))


@contextlib.contextmanager
def proxied(folder: Path, replicas: int = 2) -> Iterator[Site]:
    """The app in so many processes behind nginx; `folder` is for its files. At most two."""
    assert NGINX, "these tests need nginx"
    with contextlib.ExitStack() as stack:
        with ThreadPoolExecutor() as together:
            starts = [served(environment=SECRET) for _ in range(replicas)]
            copied = together.submit(static_files, folder / "streamlit")
            apps = list(together.map(stack.enter_context, starts))
            copied.result()
        hosts = [host for host, _ in apps]
        host, server = stack.enter_context(_led(folder, (hosts * 2)[:2]))
        yield Site(f"http://{host}", server.pid, tuple(apps))


@contextlib.contextmanager
def led(folder: Path, hosts: Sequence[str]) -> Iterator[str]:
    """nginx before these hosts; its own with port."""
    with _led(folder, hosts) as (host, _):
        yield host


def _led(
    folder: Path, hosts: Sequence[str]
) -> contextlib.AbstractContextManager[tuple[str, subprocess.Popen[bytes]]]:
    assert NGINX, "these tests need nginx"
    command = [NGINX, "-p", str(folder), "-g", "daemon off;", "-c"]
    return running(lambda port: [*command, rendered(folder, port, hosts)], answers("proxy-health"))
