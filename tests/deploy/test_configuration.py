"""What ships for hosting is valid, and its parts agree with each other and with the app."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from starlette.routing import Route

from neweco import asgi
from neweco.live import engine, upload
from neweco.sources import limits, workbook
from tests.deploy.proxy import CONFIG, NGINX, needs_nginx, rendered
from tests.serving import ROOT

DEPLOY = ROOT / "deploy"
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
MANIFESTS = sorted(
    file for file in (DEPLOY / "kubernetes").glob("*.yaml") if file.stem != "kustomization"
)
PROBED = {route.path for route in asgi.routes() if isinstance(route, Route)}


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))
    return read


@needs_nginx
def test_nginx_accepts_its_configuration(tmp_path: Path) -> None:
    assert NGINX, "these tests need nginx"
    config = rendered(tmp_path, 18080, ("127.0.0.1:18501", "127.0.0.1:18502"))
    command = [NGINX, "-t", "-p", str(tmp_path), "-c", str(config)]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    assert "warn" not in ended.stderr


def test_headers_are_set_once_for_all_locations() -> None:
    """A location that sets one inherits none of the others."""
    lines = CONFIG.read_text(encoding="utf-8").splitlines()
    levels = {
        len(line) - len(line.lstrip())
        for line in lines
        if line.strip().startswith(("proxy_set_header", "add_header"))
    }
    assert levels == {4}, "only in http itself"


def test_the_container_file_is_clean() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    ended = subprocess.run([linter, DEPLOY / "Containerfile"], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout


def test_images_are_pinned_and_run_without_root() -> None:
    images = re.findall(r"^FROM (\S+)", CONTAINER, re.M)
    assert all(re.search(r":\d+\.\d+\.\d+-", image) for image in images), images
    users = re.findall(r"^USER (\S+)", CONTAINER, re.M)
    assert len(users) == len(re.findall(r"^FROM .* AS (?:app|proxy)$", CONTAINER, re.M)) == 2
    assert all(int(user) > 0 for user in users)
    assert CONTAINER.count("HEALTHCHECK") == 2


def test_the_image_holds_all_that_the_app_needs_and_each_exists() -> None:
    copied = re.findall(r"^COPY ([^-\n]+) \S+$", CONTAINER, re.M)
    sources = {name for line in copied for name in line.split()}
    assert {".streamlit", "data", "neweco", "pages", "app.py", "requirements.txt"} <= sources
    assert all((ROOT / name).exists() for name in sources)
    let_in = (DEPLOY / "Containerfile.dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in sources} <= set(let_in)


def test_the_image_has_letters_for_pictures_and_nginx_keeps_them() -> None:
    app = CONTAINER[CONTAINER.index(" AS app") :]
    assert "fonts-noto-cjk" in app
    assert "fonts-noto-cjk" in (DEPLOY / "README.md").read_text(encoding="utf-8")
    assert "location ~ ^/(light|chart)/ {" in CONFIG.read_text(encoding="utf-8")


def test_what_is_asked_for_is_pinned_with_all_it_brings() -> None:
    pinned = dict(
        line.lower().split("==")
        for line in (DEPLOY / "constraints.txt").read_text().splitlines()
        if "==" in line
    )
    assert len(pinned) > 30
    for line in (ROOT / "requirements.txt").read_text().splitlines():
        name, _, version = line.split("#")[0].strip().partition("==")
        own = re.sub(r"\[.*\]", "", name).lower()
        assert pinned.get(own, version) == version, f"make deploy/constraints.txt anew: {own}"


def _imported() -> set[str]:
    """First names of all modules that the app imports."""
    files = [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "neweco").rglob("*.py")]
    names = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"neweco"}


BROUGHT = {"anyio", "starlette", "markupsafe"}
"""What Streamlit's own server and jinja2 are made of: their versions choose these."""


def test_every_package_that_is_imported_is_named() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = {re.split(r"[=\[]", line)[0].lower() for line in lines}
    known = packages_distributions()
    assert {"streamlit", "numpy"} <= _imported()
    for module in _imported() - BROUGHT:
        assert {name.lower() for name in known[module]} & named, module


def test_a_tool_that_reads_the_project_file_gets_the_same_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["dynamic"] == ["dependencies"]
    given = project["tool"]["setuptools"]["dynamic"]["dependencies"]
    assert given == {"file": ["requirements.txt"]}
    assert project["tool"]["pytest"]["ini_options"]["filterwarnings"] == ["error"]
    images = re.findall(r"^FROM python:(3\.\d+)", CONTAINER, re.M)
    assert len(set(images)) == 1 and f"lib/python{images[0]}/" in CONTAINER


def test_secrets_and_locks_stay_where_they_are() -> None:
    """In neither a commit nor an image."""
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".streamlit/secrets.toml", "uv.lock"} <= set(ignored)
    *_, last = (DEPLOY / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert last == ".streamlit/secrets.toml", "after what lets .streamlit in"


@pytest.mark.parametrize("file", MANIFESTS, ids=lambda file: file.stem)
def test_manifests_follow_the_schema(file: Path) -> None:
    for data in yaml.safe_load_all(file.read_text(encoding="utf-8")):
        kubernetes_validate.validate(data, kubernetes_validate.latest_version(), strict=True)


def test_the_schema_check_would_notice() -> None:
    data = _made("Service", "neweco")
    data["spec"]["ports"][0]["port"] = "eighty"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(data, kubernetes_validate.latest_version(), strict=True)


def _made(kind: str, name: str) -> dict[str, Any]:
    """The one object of this kind and name among the manifests."""
    documents = (each for file in MANIFESTS for each in yaml.safe_load_all(file.read_text("utf-8")))
    (found,) = (
        each for each in documents if (each["kind"], each["metadata"]["name"]) == (kind, name)
    )
    return dict(found)


def _container(kind: str, name: str) -> dict[str, Any]:
    (container,) = _made(kind, name)["spec"]["template"]["spec"]["containers"]
    return dict(container)


def test_every_manifest_is_applied() -> None:
    assert set(_read("kubernetes/kustomization.yaml")["resources"]) == {f.name for f in MANIFESTS}


def test_pods_have_the_names_and_ports_that_nginx_leads_to() -> None:
    """One configuration of nginx for one server and for a cluster."""
    pods = _made("StatefulSet", "app")
    start, many = pods["spec"]["ordinals"]["start"], pods["spec"]["replicas"]
    names = [f"app-{number}" for number in range(start, start + many)]
    config = CONFIG.read_text(encoding="utf-8")
    upstreams = re.findall(r"upstream \w+ \{(.*?)\n    \}", config, re.S)
    assert len(upstreams) == 3
    for upstream in upstreams:
        assert re.findall(r"server ([\w-]+):8501 ", upstream) == names
    labels = pods["spec"]["template"]["metadata"]["labels"]
    assert labels == pods["spec"]["selector"]["matchLabels"]
    (port,) = _container("StatefulSet", "app")["ports"]
    assert port["containerPort"] == 8501 and "--server.port=8501" in CONTAINER
    for name in names:
        spec = _made("Service", name)["spec"]
        assert spec["selector"] == {"statefulset.kubernetes.io/pod-name": name}
        assert spec["ports"][0]["port"] == 8501
    assert _made("Service", pods["spec"]["serviceName"])["spec"]["clusterIP"] == "None"


def test_what_stands_before_is_any_ingress_and_leads_to_nginx() -> None:
    """No controller is asked for anything of its own: affinity and limits are those of nginx."""
    ingress = _made("Ingress", "neweco")
    assert set(ingress["metadata"]) == {"name"} and set(ingress["spec"]) == {"rules"}
    (path,) = ingress["spec"]["rules"][0]["http"]["paths"]
    service = _made("Service", path["backend"]["service"]["name"])["spec"]
    proxy = _made("Deployment", "neweco-proxy")["spec"]["template"]
    assert service["selector"] == proxy["metadata"]["labels"]
    container = _container("Deployment", "neweco-proxy")
    assert f"listen {container['ports'][0]['containerPort']} " in CONFIG.read_text("utf-8")
    assert container["readinessProbe"]["httpGet"]["path"] == "/proxy-health"
    places = {mount["name"]: mount["mountPath"] for mount in container["volumeMounts"]}
    assert f"include {places['front']}/*.conf;" in CONFIG.read_text("utf-8")
    (front,) = (volume for volume in proxy["spec"]["volumes"] if volume["name"] == "front")
    assert list(_made("ConfigMap", front["configMap"]["name"])["data"]) == ["front.conf"]
    assert proxy["spec"]["securityContext"]["runAsUser"] == 101 and "USER 101" in CONTAINER


def test_probes_ask_what_the_app_answers() -> None:
    spec = _made("StatefulSet", "app")["spec"]["template"]["spec"]
    container = _container("StatefulSet", "app")
    paths = {container[f"{kind}Probe"]["httpGet"]["path"] for kind in ("startup", "readiness")}
    assert paths == {"/readyz"}
    live = container["livenessProbe"]
    assert live["httpGet"]["path"] == "/healthz"
    assert live["timeoutSeconds"] >= 10 and live["failureThreshold"] >= 3
    assert {"/readyz", "/healthz"} <= PROBED
    stop = int(container["lifecycle"]["preStop"]["exec"]["command"][-1])
    assert spec["terminationGracePeriodSeconds"] > stop + 10.3  # and scripts may take ten more


def test_the_proxy_lets_the_largest_workbook_through_and_keeps_it_off_the_disk() -> None:
    config = CONFIG.read_text(encoding="utf-8")
    most = re.search(r"client_max_body_size (\d+)m;", config)
    assert most and limits.MOST_MB < int(most[1]) <= limits.MOST_MB * 1.2
    assert "proxy_request_buffering off;" in config


def test_memory_is_enough_for_the_app_and_for_all_workbooks_opened_at_a_time() -> None:
    said = (DEPLOY / "BENCHMARKS.md").read_text(encoding="utf-8")
    app = re.search(r"at rest / at most \|[^|\n]+\| \d+ / ([\d,]+) MB \|\n", said)
    assert app, "the most that was measured at 1,000,000 diagnoses"
    readers = upload._TURNS.most
    needed = (
        int(app[1].replace(",", "")) * 10**6 + readers * (workbook.MEMORY_MB << 20) + engine.HELD
    )
    for limit in (
        _container("StatefulSet", "app")["resources"]["limits"]["memory"],
        _read("compose.yaml")["x-app"]["mem_limit"],
    ):
        number = re.fullmatch(r"(\d+)(?:Gi|g)", limit)
        assert number and needed <= int(number[1]) << 30 < 1.5 * needed


def test_the_server_of_compose_and_of_nginx_are_the_same() -> None:
    compose = _read("compose.yaml")["services"]
    config = CONFIG.read_text(encoding="utf-8")
    named = set(re.findall(r"server (app-\d+):8501", config))
    assert named == set(compose) - {"proxy"}
    for name in ("app-1", "app-2"):
        assert compose[name]["read_only"] and compose[name]["cap_drop"] == ["ALL"]
    assert compose["proxy"]["ports"] == ["80:8080"]
    assert "listen 8080" in config


def test_both_ways_share_a_secret() -> None:
    names = {
        next(iter(_read("compose.yaml")["x-app"]["environment"])),
        _container("StatefulSet", "app")["env"][0]["name"],
    }
    assert names == {"STREAMLIT_SERVER_COOKIE_SECRET"}


def test_every_number_of_the_readmes_table_was_measured() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    measured = (DEPLOY / "BENCHMARKS.md").read_text(encoding="utf-8")
    numbers = r"(?<![\d.,])\d+(?:,\d{3})*(?:\.\d+)?"
    table = readme.partition("## How fast")[2].partition("\nCommands")[0].partition("\n|")[2]
    said = set(re.findall(numbers, table))
    assert len(said) > 30
    assert said <= set(re.findall(numbers, measured))
