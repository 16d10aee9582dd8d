"""Official downloads against a server on this machine that misbehaves in every way we know."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from small_law import SmallLaw

from corpus.errors import CriterioError
from corpus.provisions import InstrumentKind
from ingest.addresses import check_address
from ingest.catalogue import Catalogue, Source
from ingest.download import DownloadLimits, download_official
from ingest.pipeline import Options, ingest
from ingest.progress import silent

QUICK = DownloadLimits(seconds=6.0, silence=0.6, attempts=3, pause=0.01)


class Server(ThreadingHTTPServer):
    """Serves one body; `mood` is how it misbehaves, `asked` the headers it was sent."""

    body = b""
    mood = "good"
    asked: list[dict[str, str]]
    daemon_threads = True


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        server = self.server
        server.asked.append({name.lower(): value for name, value in self.headers.items()})
        headers = server.asked[-1]
        body, mood = server.body, server.mood
        if mood.startswith("to "):
            return self._send(302, b"", {"Location": mood.removeprefix("to ")})
        if mood == "404":
            return self._send(404, b"no", {})
        if mood == "flaky" and len(server.asked) < 3:
            return self._send(503, b"luego", {})
        if mood == "html":
            return self._send(200, b"<!doctype html><title>Mantenimiento</title>", {})
        if mood == "slow":
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:500])
            self.wfile.flush()
            time.sleep(1.5)
            return None
        if mood == "empty":
            return self._send(200, b"", {})
        etag = {"ETag": '"v1"'}
        if headers.get("if-none-match") == '"v1"':
            return self._send(304, b"", etag)
        if "range" in headers and headers.get("if-range") == '"v1"':
            start = int(headers["range"].removeprefix("bytes=").removesuffix("-"))
            extra = {"Content-Range": f"bytes {start}-{len(body) - 1}/{len(body)}"}
            return self._send(206, body[start:], etag | extra)
        if mood == "truncated":
            return self._send(200, body, etag, keep=len(body) // 2)
        return self._send(200, body, etag)

    def _send(self, status: int, body: bytes, headers: dict[str, str], keep: int | None = None) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[:keep])
        if keep is not None:
            self.close_connection = True


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    law = SmallLaw().front().article("Artículo 1.", "Uno.").article("Artículo 2.", "Dos.")
    running = Server(("127.0.0.1", 0), Handler)
    running.asked = []
    running.body = law.save(tmp_path / "servida.pdf").read_bytes()
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    yield running
    running.shutdown()
    running.server_close()


def source(server: Server, ident: str = "LC") -> Source:
    address = f"http://127.0.0.1:{server.server_address[1]}/ley.pdf"
    return Source(ident, InstrumentKind.LEY, "Ley de los Cuadernos", url=address)


def fetch(server: Server, state: Path, limits: DownloadLimits = QUICK) -> bytes:
    (path,) = download_official([source(server)], state, silent, limits)
    return path.read_bytes()


def test_a_document_is_downloaded_whole(server: Server, tmp_path: Path) -> None:
    assert fetch(server, tmp_path / "var") == server.body


def test_a_server_that_fails_at_first_is_tried_again(server: Server, tmp_path: Path) -> None:
    server.mood = "flaky"
    assert fetch(server, tmp_path / "var") == server.body
    assert len(server.asked) == 3


def test_a_cut_download_goes_on_where_it_stopped(server: Server, tmp_path: Path) -> None:
    server.mood = "truncated"
    assert fetch(server, tmp_path / "var") == server.body
    assert server.asked[1]["range"].startswith("bytes=")


def test_a_download_cut_in_one_run_is_finished_by_the_next(server: Server, tmp_path: Path) -> None:
    server.mood = "truncated"
    with pytest.raises(CriterioError) as refusal:
        fetch(server, tmp_path / "var", replace(QUICK, attempts=1))
    assert refusal.value.code == "DESCARGA_INCOMPLETA"
    assert fetch(server, tmp_path / "var") == server.body
    assert "range" in server.asked[1]


def test_a_document_that_did_not_change_is_not_sent_again(server: Server, tmp_path: Path) -> None:
    fetch(server, tmp_path / "var")
    assert fetch(server, tmp_path / "var") == server.body
    assert server.asked[1]["if-none-match"] == '"v1"'


@pytest.mark.parametrize(
    ("mood", "code"),
    [
        ("404", "DESCARGA_NO_ENCONTRADA"),
        ("html", "DESCARGA_NO_ES_PDF"),
        ("slow", "DESCARGA_LENTA"),
        ("empty", "DESCARGA_FALLIDA"),
    ],
)
def test_what_cannot_be_downloaded_is_refused_with_a_sentence(
    server: Server, tmp_path: Path, mood: str, code: str
) -> None:
    server.mood = mood
    with pytest.raises(CriterioError) as refusal:
        fetch(server, tmp_path / "var", replace(QUICK, attempts=2))
    assert refusal.value.code == code
    assert refusal.value.hint
    assert not (tmp_path / "var" / "downloads" / "LC.pdf").exists()


def test_a_document_over_the_limit_is_refused(server: Server, tmp_path: Path) -> None:
    with pytest.raises(CriterioError) as refusal:
        fetch(server, tmp_path / "var", replace(QUICK, size=100))
    assert refusal.value.code == "DESCARGA_EXCEDE_LIMITE"


def test_no_network_is_said(tmp_path: Path, server: Server) -> None:
    closed = replace(source(server), url="http://127.0.0.1:9/ley.pdf")
    with pytest.raises(CriterioError) as refusal:
        download_official([closed], tmp_path / "var", silent, QUICK)
    assert refusal.value.code == "SIN_RED"


@pytest.mark.parametrize(
    ("there", "code"),
    [
        ("http://169.254.169.254/latest/meta-data", "DIRECCION_INSEGURA"),
        ("https://169.254.169.254/latest/meta-data", "DIRECCION_INTERNA"),
        ("https://10.0.0.5/ley.pdf", "DIRECCION_INTERNA"),
        ("https://[::ffff:192.168.1.1]/ley.pdf", "DIRECCION_INTERNA"),
        ("https://[fd00::1]/ley.pdf", "DIRECCION_INTERNA"),
        ("http://example.org/ley.pdf", "DIRECCION_INSEGURA"),
        ("https://ana:clave@example.org/ley.pdf", "DIRECCION_INSEGURA"),
        ("file:///etc/passwd", "DIRECCION_INSEGURA"),
        ("ftp://127.0.0.1/ley.pdf", "DIRECCION_INSEGURA"),
    ],
)
def test_a_redirect_never_leads_inside(server: Server, tmp_path: Path, there: str, code: str) -> None:
    server.mood = f"to {there}"
    with pytest.raises(CriterioError) as refusal:
        fetch(server, tmp_path / "var", replace(QUICK, attempts=1))
    assert refusal.value.code == code


def test_redirects_end(server: Server, tmp_path: Path) -> None:
    server.mood = "to /ley.pdf"
    with pytest.raises(CriterioError) as refusal:
        fetch(server, tmp_path / "var", replace(QUICK, attempts=1))
    assert (refusal.value.code, len(server.asked)) == ("DESCARGA_FALLIDA", 6)


@pytest.mark.parametrize(
    "inside",
    ["127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:0a00:0001::1", "64:ff9b::a00:1"],
)  # fmt: skip
def test_a_name_of_the_inner_network_is_refused_whatever_else_it_resolves_to(inside: str) -> None:
    with pytest.raises(CriterioError) as refusal:
        check_address("https://leyes.example/ley.pdf", resolve=lambda _name: ["93.184.216.34", inside])
    assert refusal.value.code == "DIRECCION_INTERNA"


@pytest.mark.parametrize("url", ["https://127.0.0.1/x", "https://localhost/x", "https://[::1]/x", "http://127.0.0.1/x"])
def test_only_a_source_of_this_machine_stays_on_it(url: str) -> None:
    check_address(url, own_machine=True)
    with pytest.raises(CriterioError):
        check_address(url)


def test_official_names_pass_and_one_that_does_not_resolve_is_left_to_the_connection() -> None:
    check_address("https://www.diputados.gob.mx/x.pdf", resolve=lambda _name: ["93.184.216.34", "2606:2800:220::1"])
    check_address("https://www.diputados.gob.mx/x.pdf", resolve=lambda _name: [])


def test_only_tls_is_trusted_beyond_this_machine(tmp_path: Path) -> None:
    plain = Source("LC", InstrumentKind.LEY, "x", url="http://example.org/ley.pdf")
    with pytest.raises(CriterioError) as refusal:
        download_official([plain], tmp_path / "var", silent, QUICK)
    assert refusal.value.code == "DIRECCION_INSEGURA"


def test_the_wrong_law_is_refused_after_reading(
    server: Server, tmp_path: Path, catalogue: Catalogue, options: Options
) -> None:
    files = download_official([source(server, "LSS")], tmp_path / "var", silent, QUICK)
    report = ingest(tmp_path / "var", list(files), catalogue, options, silent, expected=files)
    assert [error.code for _, error in report.errors] == ["LEY_EQUIVOCADA"]
    assert not report.published
