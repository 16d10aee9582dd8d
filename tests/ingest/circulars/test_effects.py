"""A later document takes points of an earlier one out of force: status, days, search and the past."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sample_documents import load, write_all
from sample_formats import write_text

from api.app import create_app
from corpus import generations
from corpus.citations import ReferenceFinder, StoreCatalogue, find_points
from corpus.errors import NotFound
from corpus.lookup import find_provision
from corpus.provisions import Provision, ProvisionKind, Status
from corpus.settings import Settings
from corpus.store import CorpusStore
from ingest.catalogue import Catalogue
from ingest.circulars.effects import find_effects
from ingest.pipeline import Options, ingest
from ingest.progress import silent

ROOT = Path(__file__).resolve().parents[3]
FIRST = "CIRC-0952179000-FICT-UFC-01-2026"
SECOND = "CIRC-0952179000-FICT-UFC-07-2026"
OLD_ACUERDO = "ACDO-AS2.HCT.280126-901.P.FICT"


def build(state: Path, groups: list[list[Path]], catalogue: Catalogue, options: Options) -> CorpusStore:
    """Ingest groups of files one after the other."""
    for group in groups:
        report = ingest(state, group, catalogue, options, silent, finder=ReferenceFinder())
        assert not report.errors
    return CorpusStore.open(generations.current(state).corpus_path)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for sample in load():
        paths.append(tmp_path / f"{sample.name}.txt")
        write_text(sample, paths[-1])
    return paths


def standing(store: CorpusStore) -> dict[str, tuple[str, str]]:
    """What no longer holds, with its last day and who ended it."""
    rows = [row for i in store.instruments() for root in store.roots(i.id) for row in (root, *store.nodes(root.id))]
    return {row.id: (str(row.valid_to), row.extras["superseded_by"]) for row in rows if row.status is Status.SIN_EFECTO}


def test_points_fall_with_their_day_and_their_cause(
    tmp_path: Path, files: list[Path], catalogue: Catalogue, options: Options
) -> None:
    with build(tmp_path / "var", [files], catalogue, options) as store:
        fallen = standing(store)
    roots = {ident for ident in fallen if "/" not in ident.partition(":")[2] and ident.startswith(("CIRC", "CRIT"))}
    assert roots == {f"{FIRST}:1", f"{FIRST}:3", f"{FIRST}:4", "CRIT-FICT--01-2026:2"}
    assert fallen[f"{FIRST}:1"] == ("2026-05-04", f"{SECOND}:1")
    assert fallen[f"{FIRST}:4"] == ("2026-05-04", f"{SECOND}:3")
    acuerdo = {ident.partition(":")[2] for ident in fallen if ident.startswith(OLD_ACUERDO)}
    assert {"Proemio", "1", "2", "2/a", "3", "Transitorio-1"} <= acuerdo


def test_the_order_of_arrival_does_not_matter(
    tmp_path: Path, files: list[Path], catalogue: Catalogue, options: Options
) -> None:
    with build(tmp_path / "a", [files], catalogue, options) as store:
        at_once, digest = standing(store), store.content_hash()
    with build(tmp_path / "b", [[path] for path in reversed(files)], catalogue, options) as store:
        assert standing(store) == at_once
        assert store.content_hash() == digest


def test_a_clarified_point_stays_and_says_so(
    tmp_path: Path, files: list[Path], catalogue: Catalogue, options: Options
) -> None:
    with build(tmp_path / "var", [files], catalogue, options) as store:
        inciso = store.get(f"{FIRST}:2/c")
        source = store.get("OFIC-0952179000-FICT-DIV-118-2026:1")
        citing = {reference.source for reference in store.references_to(f"{FIRST}:2")}
    assert inciso is not None
    assert source is not None
    assert inciso.status is Status.VIGENTE
    assert json.loads(inciso.extras["affected_by"])[0]["action"] == "aclara"
    assert json.loads(source.extras["acts_on"]) == [{"on": f"{FIRST}:2/c", "action": "aclara"}]
    assert citing == {"OFIC-0952179000-FICT-DIV-118-2026:1"}


def test_the_past_still_has_it(tmp_path: Path, files: list[Path], catalogue: Catalogue, options: Options) -> None:
    with build(tmp_path / "var", [files], catalogue, options) as store:
        names = StoreCatalogue(store)
        before = find_provision(store, names, f"{FIRST}:1", as_of=date(2026, 5, 3))
        assert before.text.startswith("El expediente")
        with pytest.raises(NotFound) as refusal:
            find_provision(store, names, f"{FIRST}:1", as_of=date(2026, 5, 4))
    assert refusal.value.code == "SIN_EFECTO_ESE_DIA"
    assert f"{SECOND}:1" in refusal.value.message


def test_search_hides_what_fell_and_finds_it_as_of_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "samples"
    write_all(folder)
    environment = {**os.environ, "CRITERIO_STATE_DIR": str(tmp_path / "var"), "PYTHONPATH": str(ROOT)}

    def criterio(*arguments: str) -> str:
        command = [sys.executable, "-m", "criterio", *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    criterio("ingest", str(folder))
    question = "folio del cuaderno de seguimiento en la carátula azul del expediente"
    present = {hit["id"].partition("/")[0] for hit in json.loads(criterio("search", question, "--json"))["hits"]}
    then = json.loads(criterio("search", question, "--json", "--as-of", "2026-02-01"))["hits"]
    assert f"{FIRST}:1" not in present
    assert f"{SECOND}:2" in present
    assert f"{FIRST}:1" in {hit["id"].partition("/")[0] for hit in then[:3]}
    with TestClient(create_app(Settings(state_dir=tmp_path / "var"))) as client:
        fallen = client.get(f"/corpus/{FIRST}:1").text
        assert "Sin efectos desde el" in fallen
        assert f"/corpus/{SECOND}%3A1" in fallen
        assert "Documento ficticio" in fallen
        page = client.get(client.get(f"/api/v1/provisions/{FIRST}:1").json()["page_image"])
        assert page.content.startswith(b"\x89PNG")
        without = client.get(f"/api/v1/pages/{SECOND}/1.png")
        assert (without.status_code, without.json()["error"]["code"]) == (404, "SIN_IMAGEN")


def point(text: str) -> Provision:
    return Provision("CIRC-X-1:1", "CIRC-X-1", "s/f", ProvisionKind.NUMERAL, "1", "Punto 1", text)


@pytest.mark.parametrize(
    ("text", "action", "paths"),
    [
        ("Se deja sin efectos la circular 07/2026.", "deja sin efectos", ()),
        ("Queda sin efecto el numeral 2.1 de la Circular núm. 07/2026.", "deja sin efectos", ("2/1",)),
        ("Se abrogan los puntos Segundo a Cuarto del Acuerdo 07/2026.", "deja sin efectos", ("2", "3", "4")),
        ("Se modifica el punto 2, incisos a) y c), de la circular 07/2026.", "modifica", ("2/a", "2/c")),
        ("Se reforma el Anexo 1 del oficio circular 07/2026.", "modifica", ("Anexo-1",)),
        ("Se precisa el punto 3 del criterio 07/2026.", "aclara", ("3",)),
    ],
)
def test_verbs_and_points(text: str, action: str, paths: tuple[str, ...]) -> None:
    (effect,) = find_effects(point(text))
    assert (effect.action, effect.number, effect.paths) == (action, "07/2026", paths)


@pytest.mark.parametrize(
    "text",
    [
        "Conforme al punto 2 de la circular 07/2026 se llevará registro.",
        "La presente no deja sin efectos la circular 07/2026.",
        "Se dejan sin efectos las claves de acceso. La circular 07/2026 sigue su curso.",
        "Se modifica el formato para quedar como sigue: Lo previsto en el punto 1 de la circular 07/2026 se archiva.",
    ],
)
def test_a_mention_is_not_an_effect(text: str) -> None:
    assert list(find_effects(point(text))) == []


def test_two_documents_of_one_sentence_keep_their_own_points() -> None:
    found = list(find_points("El punto 1 de la circular 07/2026 y los puntos 2 y 3 del oficio AB/12/2025."))
    assert [(mention.number, mention.paths) for mention in found] == [("07/2026", ("1",)), ("AB/12/2025", ("2", "3"))]
