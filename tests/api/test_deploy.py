"""The files for deployment name only settings and metrics that exist."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from api.observability.metrics import Metrics
from corpus.settings import Settings

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


def test_containers_run_without_rights_over_a_read_only_root() -> None:
    manifest = next(yaml.safe_load_all(TEXTS[DEPLOY / "kubernetes" / "criterio.yaml"]))
    pod = manifest["spec"]["template"]["spec"]
    security = pod["containers"][0]["securityContext"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert security["readOnlyRootFilesystem"]
    assert not security["allowPrivilegeEscalation"]
    service = yaml.safe_load(TEXTS[DEPLOY / "compose.yaml"])["services"]["criterio"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]


def test_probes_ask_routes_that_exist() -> None:
    manifest = TEXTS[DEPLOY / "kubernetes" / "criterio.yaml"]
    assert {"/healthz", "/readyz"} <= set(re.findall(r"path: (/[a-z]+)", manifest))
