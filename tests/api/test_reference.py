"""The reference of the API says what the application does, in the repository and on its page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.reference import reference
from corpus.settings import Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    return TestClient(create_app(Settings(state_dir=tmp_path_factory.mktemp("var"))))


def test_the_reference_in_docs_is_the_one_of_the_application(client: TestClient) -> None:
    written = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert written == reference(client.get("/openapi.json").json()), "ejecute: criterio config reference > docs/api.md"


def test_every_operation_stands_in_it_with_its_action(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    text = reference(spec)
    for path, methods in spec["paths"].items():
        for method in methods:
            assert f"### {method.upper()} {path}\n" in text
    assert "None" not in text
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= {
        title.lower() for title in re.findall(r"^### (.+)$", text, re.M)
    }


def test_the_page_is_made_here_and_takes_nothing_from_outside(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert '<h3 id="answer">Answer</h3>' in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text)
    assert client.get("/redoc").status_code in (403, 404)


def test_a_program_learns_how_to_show_who_it_is(client: TestClient) -> None:
    spec = client.get("/openapi.json").json()
    assert spec["components"]["securitySchemes"]["HTTPBearer"]["scheme"] == "bearer"
    operation = spec["paths"]["/api/v1/consultations"]["post"]
    assert {"401", "403", "404", "409", "422", "429", "500", "503"} <= set(operation["responses"])
