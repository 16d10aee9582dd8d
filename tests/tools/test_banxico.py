"""The updater against a local server that answers as the SIE does."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CriterioError
from corpus.legal_values import LegalValues
from tools.banxico import fetch_inpc, update_inpc

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 21)
SERIES = {
    "idSerie": "SP1",
    "titulo": "Índice Nacional de Precios al consumidor",
    "datos": [
        {"fecha": "01/07/2026", "dato": "145.169"},
        {"fecha": "01/08/2026", "dato": "145.999"},
        {"fecha": "01/09/2026", "dato": "145.900"},
        {"fecha": "01/10/2026", "dato": "146.411"},
        {"fecha": "01/11/2026", "dato": "N/E"},
    ],
}


class Sie(ThreadingHTTPServer):
    """Answers `body` to whoever brings the token."""

    body: bytes = json.dumps({"bmx": {"series": [SERIES]}}).encode()
    seen: list[str]


class Handler(BaseHTTPRequestHandler):
    server: Sie

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        allowed = self.headers["Bmx-Token"] == "secreto"
        self.send_response(200 if allowed else 401)
        self.end_headers()
        self.wfile.write(self.server.body if allowed else b"{}")

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


@pytest.fixture
def sie() -> Iterator[Sie]:
    server = Sie(("127.0.0.1", 0), Handler)
    server.seen = []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def url(server: Sie) -> str:
    return f"http://127.0.0.1:{server.server_port}"


def test_missing_months_are_added_and_a_different_one_is_only_told(sie: Sie, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "corpus" / "parameters", tmp_path / "parameters"))
    found = update_inpc(folder, "secreto", date(2026, 7, 1), TODAY, base_url=url(sie))
    assert sie.seen == ["/series/SP1/datos/2026-07-01/2026-11-21"]
    assert [str(row.value) for row in found.added] == ["145.900", "146.411"]
    assert found.different == ((date(2026, 8, 1), Decimal("145.462"), Decimal("145.999")),)
    values = LegalValues.load(folder)
    assert values.missing_inpc(TODAY, 10) == []
    assert values.inpc(2026, 8).value == Decimal("145.462")
    assert update_inpc(folder, "secreto", date(2026, 7, 1), TODAY, base_url=url(sie)).added == ()


@pytest.mark.parametrize(
    ("token", "body", "code"),
    [
        ("", b"", "TOKEN_AUSENTE"),
        ("otro", b"{}", "SIE_NO_DISPONIBLE"),
        ("secreto", b"<html>", "SIE_ILEGIBLE"),
        ("secreto", b'{"bmx": {"series": []}}', "SIE_ILEGIBLE"),
        ("secreto", b'{"bmx": {"series": [{"idSerie": "SF1", "datos": []}]}}', "SIE_ILEGIBLE"),
        (
            "secreto",
            b'{"bmx": {"series": [{"idSerie": "SP1", "datos": [{"fecha": "x", "dato": "1"}]}]}}',
            "SIE_ILEGIBLE",
        ),
        (
            "secreto",
            b'{"bmx": {"series": [{"idSerie": "SP1", "datos": [{"fecha": "01/09/2026", "dato": "-1"}]}]}}',
            "SIE_ILEGIBLE",
        ),
    ],
)
def test_an_answer_that_is_not_the_series_adds_nothing(sie: Sie, token: str, body: bytes, code: str) -> None:
    sie.body = body
    with pytest.raises(CriterioError) as caught:
        fetch_inpc(token, date(2026, 7, 1), TODAY, base_url=url(sie))
    assert caught.value.code == code


def test_no_network_is_an_error_that_says_so() -> None:
    with pytest.raises(CriterioError) as caught:
        fetch_inpc("secreto", date(2026, 7, 1), TODAY, base_url="http://127.0.0.1:9")
    assert caught.value.code == "SIE_NO_DISPONIBLE"
