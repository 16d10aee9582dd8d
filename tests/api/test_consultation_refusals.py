"""Bad input of consultations over HTTP, on SQLite and PostgreSQL: each refusal has its status, code and sentence."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, text

from api.app import create_app
from assistant.consultations.docx_template import default_template
from corpus.settings import Settings
from tests.api.people import PHRASE, enrol, enter
from tools.caller import Caller, Role, Territory

QUESTION = "¿Cuántos notificadores debe tener una subdelegación?"
AGAINST = "El patrón debe enterar las cuotas a más tardar el día veinticinco del mes inmediato siguiente."
HUGE = 200 * 1024 * 1024


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('refusals') / 'c.db'}"
    url: str = request.getfixturevalue("postgres_url")
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture(scope="module")
def state(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of the run in a directory of our own, where a unit may leave its template."""
    own = tmp_path_factory.mktemp("state")
    for name in ("CURRENT", "generations", "models", "cache"):
        (own / name).symlink_to(laws_state / name)
    return own


@pytest.fixture(scope="module")
def people(state: Path, database: str) -> Iterator[dict[str, TestClient]]:
    app = create_app(Settings(state_dir=state, database_url=database, auth="required"))
    enrol(app.state.access, "redactor", Role.REDACTOR)
    enrol(app.state.access, "jefa", Role.SUPERVISOR)
    central = Caller("normativo", frozenset({Role.NORMATIVO}), Territory(national=True))
    app.state.access.accounts.add(central, PHRASE, 0)
    found = {}
    for name in ("redactor", "jefa", "normativo"):
        found[name] = TestClient(app, raise_server_exceptions=False, headers={"Origin": "http://testserver"})
        assert enter(found[name], name) == 303
    yield found
    app.state.access.engine.dispose()
    app.state.office.close()


def _code(reply: Any) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


def _begun(writer: TestClient) -> tuple[str, dict[str, Any]]:
    row = writer.post("/api/v1/consultations", json={"question": QUESTION}).json()
    return f"/api/v1/consultations/{row['id']}", row


def _completed(people: dict[str, TestClient]) -> str:
    """The address of a consultation ready to be submitted, that rests on LSS 39."""
    address, row = _begun(people["redactor"])
    quote = people["redactor"].get("/api/v1/provisions/LSS:39").json()["text"].split("\n")[0]
    draft = row["draft"] | {
        "unit": {"organ": "Órgano ficticio", "key": "239001", "acronym": "JSAC/DSC"},
        "place": "Querétaro, Querétaro",
        "addressee": {"name": "Nombre Ficticio", "post": "Titular de la División"},
        "background": "El 3 de marzo de 2026 se preguntó.",
        "provisions": [{"id": "LSS:39", "label": "artículo 39 de la Ley del Seguro Social", "quote": quote}],
        "alternatives": [{"text": "Una."}, {"text": "Dos."}],
        "opinion": "Conviene fijar un criterio.",
        "opinion_basis": ["LSS:39"],
        "signer": {"name": "Otra Ficticia", "post": "Titular de la Jefatura"},
    }
    assert people["redactor"].put(address, json={"version": 1, "draft": draft}).json()["checks"] == []
    return address


def _step(client: TestClient, address: str, step: str) -> Any:
    return client.post(f"{address}/steps", json={"step": step})


def _paper(words: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    document.add_paragraph(words)
    document.save(out)
    return out.getvalue()


def _attach(client: TestClient, address: str, purpose: str, content: bytes, name: str = "a.docx") -> Any:
    return client.post(f"{address}/files", params={"purpose": purpose}, files={"file": (name, content)})


def test_a_template_that_asks_for_what_does_not_exist_is_named(people: dict[str, TestClient], state: Path) -> None:
    address, _row = _begun(people["redactor"])
    own = docx.Document(BytesIO(default_template()))
    own.paragraphs[0].text = "{{ presupuesto }}"
    template = state / "plantillas" / "oficio.docx"
    template.parent.mkdir(exist_ok=True)
    own.save(str(template))
    try:
        refused = people["redactor"].get(f"{address}/document.docx")
        assert _code(refused) == (422, "PLANTILLA_CAMPOS")
        assert "presupuesto" in refused.json()["error"]["message"]
        assert people["redactor"].get(f"{address}/document.pdf").status_code == 200, "the PDF needs no template"
    finally:
        template.unlink()


def test_corrupt_and_huge_files_are_refused_and_nothing_is_kept(people: dict[str, TestClient]) -> None:
    address, row = _begun(people["redactor"])
    writer = people["redactor"]
    assert _code(_attach(writer, address, "anexo", b"%PDF-1.7 roto", "a.pdf")) == (422, "ARCHIVO_DANADO")
    assert _code(_attach(writer, address, "anexo", b"MZ\x90", "a.pdf")) == (422, "FORMATO_NO_ADMITIDO")
    assert _code(_attach(writer, address, "otra", _paper("x"))) == (422, "ADJUNTO_INVALIDO")
    assert _code(_attach(writer, address, "respuesta", _paper("x"))) == (409, "ADJUNTO_FUERA_DE_ORDEN")
    chunk = b"0" * (1024 * 1024)
    sent = 0

    def body() -> Iterator[bytes]:
        nonlocal sent
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
        while sent < HUGE:
            sent += len(chunk)
            yield chunk

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    told = writer.post(f"{address}/files", content=body(), headers={**kind, "Content-Length": str(HUGE)})
    assert _code(told) == (413, "CUERPO_DEMASIADO_GRANDE")
    assert writer.get(address).json()["files"] == row["files"]


def test_no_state_is_skipped(people: dict[str, TestClient]) -> None:
    address, _row = _begun(people["redactor"])
    for client, step in (("jefa", "firmar"), ("redactor", "enviar"), ("normativo", "responder")):
        status, code = _code(_step(people[client], address, step))
        # What has not been sent does not exist for the normative area.
        assert (status, code) == (
            (404, "CONSULTA_DESCONOCIDA") if client == "normativo" else (409, "PASO_FUERA_DE_ORDEN")
        )
    assert _code(_step(people["redactor"], address, "firmar")) == (403, "PASO_NO_PERMITIDO")
    assert _code(_step(people["redactor"], address, "enviar a revisión")) == (422, "BORRADOR_INCOMPLETO")
    assert _code(_step(people["redactor"], address, "volar")) == (422, "SOLICITUD_INVALIDA")
    assert people["redactor"].get(address).json()["state"] == "borrador"


def test_two_people_who_edit_the_same_version_lose_nothing(people: dict[str, TestClient]) -> None:
    address, row = _begun(people["redactor"])
    mine = {"version": 1, "draft": {**row["draft"], "opinion": "La mía."}}
    assert people["redactor"].put(address, json=mine).status_code == 200
    late = people["jefa"].put(address, json={"version": 1, "draft": {**row["draft"], "opinion": "La suya."}})
    assert _code(late) == (409, "BORRADOR_MODIFICADO")
    typed = {"version": "1", "opinion": "La suya.", "background": row["draft"]["background"], "place": "León"}
    page = people["jefa"].post(f"/consultas/{row['id']}", data=typed)
    assert page.status_code == 409
    assert "La suya." in page.text, "what was typed comes back"
    assert "Opinión del área: la otra persona escribió" in page.text
    assert "<p>La mía.</p>" in page.text
    assert people["redactor"].get(address).json()["draft"]["opinion"] == "La mía."


def test_a_criterion_against_the_law_is_warned_of_and_not_published(people: dict[str, TestClient]) -> None:
    address = _completed(people)
    assert _step(people["redactor"], address, "enviar a revisión").status_code == 200
    signed = _step(people["jefa"], address, "firmar").json()
    assert signed["number"].startswith("239001/JSAC/DSC/")
    assert _code(_step(people["redactor"], address, "enviar")) == (409, "FALTA_COPIA_FIRMADA")
    assert _attach(people["redactor"], address, "firmado", _paper("Firmado")).status_code == 201
    assert _step(people["redactor"], address, "enviar").json()["due"]
    assert _code(_step(people["normativo"], address, "responder")) == (409, "FALTA_RESPUESTA")
    assert _attach(people["normativo"], address, "respuesta", _paper(AGAINST)).status_code == 201
    body = {"number": "DCC/1/2026", "valid_from": "2026-11-21"}
    assert _code(people["normativo"].post(f"{address}/criterion", json=body)) == (409, "SIN_RESPUESTA")
    assert _step(people["normativo"], address, "responder").status_code == 200
    assert _code(people["jefa"].post(f"{address}/criterion", json=body)) == (403, "PUBLICACION_NO_PERMITIDA")
    warned = people["normativo"].post(f"{address}/criterion", json=body)
    assert _code(warned) == (409, "CRITERIO_CON_ADVERTENCIAS")
    assert [item["code"] for item in warned.json()["error"]["warnings"]] == ["POSIBLE_CONTRADICCION"]
    form = {"numero": "DCC/1/2026", "desde": "2026-11-21", "texto": AGAINST}
    page = people["normativo"].post(address.replace("/api/v1/consultations", "/consultas") + "/criterio", data=form)
    assert page.status_code == 409
    assert "podría contradecir" in page.text
    assert people["normativo"].get("/api/v1/consultations/criteria").json() == []
