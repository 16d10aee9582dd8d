"""The files for deployment name only settings and metrics that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from api.observability.metrics import Metrics
from corpus.settings import Settings
from criterio import build_app

DEPLOY = Path(__file__).parents[2] / "deploy"
TEXTS = {path: path.read_text(encoding="utf-8") for path in sorted(DEPLOY.rglob("*")) if path.is_file()}


def test_every_setting_exists() -> None:
    known = {f"CRITERIO_{name.upper()}" for name in Settings.model_fields} | {
        "CRITERIO_DB_PASSWORD",  # of compose itself
        "CRITERIO_TORCH_WHEEL",  # of scripts/install.sh
        "CRITERIO_CORPUS_DIR",
    }
    used = {name for text in TEXTS.values() for name in re.findall(r"CRITERIO_[A-Z_]+", text)}
    assert used <= known


def test_every_metric_exists() -> None:
    made = {metric.name for metric in Metrics().registry.collect()}
    monitoring = [text for path, text in TEXTS.items() if "monitoring" in path.parts]
    used = {name for text in monitoring for name in re.findall(r"criterio_[a-z_]+", text)}
    assert used
    assert {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in used} <= made


MANIFESTS = {found["kind"]: found for found in yaml.safe_load_all(TEXTS[DEPLOY / "kubernetes" / "criterio.yaml"])}
PODS = [
    MANIFESTS["Deployment"]["spec"]["template"]["spec"],
    MANIFESTS["CronJob"]["spec"]["jobTemplate"]["spec"]["template"]["spec"],
]
SERVICES = yaml.safe_load(TEXTS[DEPLOY / "compose.yaml"])["services"]


@pytest.mark.parametrize("pod", PODS, ids=["server", "reminders"])
def test_pods_run_without_rights_over_a_read_only_root(pod: dict[str, Any]) -> None:
    security = pod["containers"][0]["securityContext"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert security["readOnlyRootFilesystem"]
    assert not security["allowPrivilegeEscalation"]


@pytest.mark.parametrize("name", ["criterio", "reminders"])
def test_containers_run_without_rights_over_a_read_only_root(name: str) -> None:
    assert SERVICES[name]["read_only"]
    assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_what_is_run_is_a_command() -> None:
    """Units, images and manifests name commands of the program: a renamed one would fail at seven in the morning."""
    known = build_app()
    run = [re.findall(r"^ExecStart=\S+/criterio (.+)$", text, re.MULTILINE) for text in TEXTS.values()]
    asked = [words.split() for found in run for words in found]
    asked += [pod["containers"][0].get("args", ["serve"]) for pod in PODS]
    asked += [re.findall(r"criterio (\w+ \w+)", SERVICES["reminders"]["entrypoint"][-1])[0].split()]
    assert asked.count(["draft", "reminders"]) == 3
    for words in asked:
        done = CliRunner().invoke(known, [*words, "--help"])
        assert done.exit_code == 0, words


def test_chroma_is_the_version_of_the_lock() -> None:
    image = SERVICES["vectors"]["image"].partition(":")[2]
    assert f"chromadb=={image} " in (DEPLOY.parent / "requirements" / "run.lock").read_text(encoding="utf-8")


def test_probes_ask_routes_that_exist() -> None:
    manifest = TEXTS[DEPLOY / "kubernetes" / "criterio.yaml"]
    assert {"/healthz", "/readyz"} <= set(re.findall(r"path: (/[a-z]+)", manifest))
