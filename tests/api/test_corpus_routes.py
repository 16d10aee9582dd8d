"""The corpus over HTTP: instruments, trees, histories, who cites, and pages of the official documents."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from corpus import generations
from corpus.settings import Settings


def provisions(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from part["provisions"]
    for inner in part["parts"]:
        yield from provisions(inner)


def test_the_tree_has_every_article_once_in_its_place(client: TestClient) -> None:
    tree = client.get("/api/v1/instruments/LSS/tree").json()
    ids = [entry["id"] for entry in provisions(tree)]
    articles = [ident for ident in ids if not ident.startswith("LSS:T/")]
    assert len(articles) == len(set(articles)) == 385
    place: list[str] = []
    at = tree
    while at:
        place.append(at["title"])
        at = next((part for part in at["parts"] if "LSS:304-A" in {e["id"] for e in provisions(part)}), {})
    assert place[:2] == [
        "Ley del Seguro Social",
        "TÍTULO SEXTO. DE LAS RESPONSABILIDADES, INFRACCIONES, SANCIONES Y DELITOS",
    ]


def test_instruments_tell_their_versions_and_source(client: TestClient) -> None:
    listed = {entry["instrument"]: entry for entry in client.get("/api/v1/instruments").json()["instruments"]}
    assert {"LSS", "CFF", "LIF2026", "MANUAL-JSAC", "MANUAL-DIR"} <= set(listed)
    assert listed["LSS"]["pages"] == 181
    assert listed["LSS"]["version"] in listed["LSS"]["versions"]


def test_history_has_the_reform_notes(client: TestClient) -> None:
    history = client.get("/api/v1/history/LSS:40-A").json()
    assert history["citation"] == "artículo 40 A de la Ley del Seguro Social"
    assert history["wordings"][-1]["valid_from"] == "2001-12-20"
    assert any("DOF" in note["text"] for note in history["wordings"][-1]["notes"])


def test_who_cites_is_quoted_to_the_letter(client: TestClient) -> None:
    cited = client.get("/api/v1/citing/CFF:17-A").json()["cited_by"]
    assert {"CFF:22", "CFF:141-A"} <= {entry["id"] for entry in cited}
    assert all(entry["raw"] in entry["context"] for entry in cited)
    assert all(not entry["id"].startswith("CFF:17-A") for entry in cited)


@pytest.mark.parametrize("path", ["instruments/NADA/tree", "history/LSS:999", "citing/LSS:999", "pages/NADA/1.png"])
def test_what_is_not_there_is_said(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["hint"]


def test_the_page_of_a_provision_shows_its_words(client: TestClient) -> None:
    provision = client.get("/api/v1/provisions/LSS:304-A").json()
    answer = client.get(provision["page_image"])
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.height > picture.width > 800
    state: Settings = client.app.state.services.settings  # type: ignore[attr-defined]
    store = generations.current(state.state_dir)
    assert store.name
    sha = next(e["sha256"] for e in client.get("/api/v1/instruments").json()["instruments"] if e["instrument"] == "LSS")
    document = pdfium.PdfDocument(state.state_dir / "sources" / f"{sha}.pdf")
    assert "304 A." in document[provision["pages"][0] - 1].get_textpage().get_text_range()
    document.close()


@pytest.mark.parametrize(("page", "status"), [(0, 422), (182, 404), (181, 200), ("x", 422)])
def test_only_pages_that_exist(client: TestClient, page: object, status: int) -> None:
    assert client.get(f"/api/v1/pages/LSS/{page}.png").status_code == status


def test_a_manual_has_no_picture_and_its_page_no_link(client: TestClient) -> None:
    assert client.get("/api/v1/provisions/MANUAL-JSAC:7.1.3/27").json()["page_image"] is None
    assert "del documento oficial</summary>" not in client.get("/corpus/MANUAL-JSAC:7.1.3/27").text
    assert "del documento oficial</summary>" in client.get("/corpus/LSS:304-A").text


def test_a_table_that_is_a_picture_is_shown_as_read_from_one(client: TestClient) -> None:
    (picture,) = client.get("/api/v1/provisions/LSS:168").json()["pictures"]
    assert client.get(picture["page_image"]).status_code == 200
    shown = client.get("/corpus/LSS:168").text
    assert "Tabla que el documento trae como imagen, página 53" in shown
    if picture["confidence"] is not None:
        assert picture["confidence"] > 0.9
        assert "1.00 SM* | $ 10.75" in picture["ocr"]
        assert "puede tener errores" in shown
