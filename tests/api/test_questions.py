"""Twenty real questions, end to end through HTTP: what must be cited, and every quote to the letter."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

QUESTIONS = [
    ("¿a partir de cuándo se cobran recargos si el patrón no paga las cuotas?", ["LSS:40-A", "CFF:21"]),
    ("¿cuántos días hábiles hay para pagar una cédula de liquidación?", ["LSS:39-C"]),
    ("qué día vence la COP de cada mes", ["LSS:39"]),
    ("¿cuál es el plazo máximo para pagar en parcialidades al Instituto?", ["LSS:40-C"]),
    ("¿se pueden dar parcialidades de RCV?", ["LSS:40-D"]),
    ("¿el Instituto puede condonar recargos?", ["LSS:40-F"]),
    ("¿en cuántos años prescribe la obligación de enterar las cuotas?", ["LSS:298"]),
    ("¿en cuánto tiempo se extingue la facultad de fijar en cantidad líquida los créditos?", ["LSS:297"]),
    ("compraron el negocio y el nuevo dueño dice que no debe nada", ["LSS:290"]),
    ("¿de cuánto es la multa por omitir el pago de cuotas?", ["LSS:304"]),
    ("¿qué bienes no se pueden embargar?", ["CFF:157"]),
    ("¿cuánto se cobra de gastos de ejecución?", ["CFF:150"]),
    ("el notificador fue y no encontró a nadie, ¿qué sigue?", ["CFF:137"]),
    ("¿cuándo surte efectos una notificación por estrados?", ["CFF:139"]),
    ("¿qué garantía se ofrece primero?", ["CFF:141"]),
    ("40-A", ["LSS:40-A"]),
    ("art 304 B fracc II", ["LSS:304-B"]),
    ("numeral 27 supervisión", ["MANUAL-JSAC:7.1.3/27"]),
    ("¿qué área contesta las consultas de las subdelegaciones cuando no hay criterio?", ["MANUAL-DIR:7.3.1.2/18"]),
    ("¿quién gestiona las claves de SIARA?", ["MANUAL-DIR:7.3.1.2/21"]),
]


@pytest.mark.laws
@pytest.mark.parametrize(("question", "expected"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_answer_cites_what_settles_it(client: TestClient, question: str, expected: list[str]) -> None:
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    assert answer["status"] == "answered"
    cited = {citation["id"] for citation in answer["citations"]}
    for provision in expected:
        assert any(c == provision or c.startswith(f"{provision}/") for c in cited), (provision, sorted(cited))
    for citation in answer["citations"]:
        text = client.get(f"/api/v1/provisions/{_root(citation['id'])}").json()["text"]
        assert text[citation["start"] : citation["end"]] == citation["quote"]
        assert citation["verified"]


def _root(identifier: str) -> str:
    from corpus.provisions import root_id

    return root_id(identifier)


@pytest.mark.laws
@pytest.mark.parametrize(
    "question",
    [
        "¿qué porcentaje de reducción da el Acuerdo 187/2003?",
        "¿con qué clave de ajuste depuro en SISCOB?",
        "¿cuál es el teléfono de la División de Cobro Coactivo?",
    ],
)
def test_what_the_sources_do_not_settle_is_said_with_the_area(client: TestClient, question: str) -> None:
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    assert answer["status"] == "no_criterion"
    assert answer["consultation_offer"]["area"]
    assert answer["consultation_offer"]["numeral"].startswith("MANUAL-")


@pytest.mark.laws
def test_a_figure_comes_from_a_calculation_beside_it(client: TestClient) -> None:
    question = "¿cuánto debe pagar el 20 de marzo de 2026 un patrón por 84,321.55 de la COP de agosto de 2025?"
    answer = client.post("/api/v1/ask", json={"question": question}).json()
    assert answer["tools"][0]["result"]["total"] == "96822.22"
    assert "$96,822.22" in answer["answer"]
    assert {"LSS:40-A", "CFF:21"} <= {citation["id"].split("/")[0] for citation in answer["citations"]}


@pytest.mark.laws
def test_a_missing_argument_is_asked_for(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json={"question": "¿cuánto debe un patrón por la COP de enero de 2026?"}).json()
    assert (answer["status"], answer["missing"]["name"]) == ("needs_input", "amount")


@pytest.mark.laws
def test_a_follow_up_is_completed_from_the_conversation(client: TestClient) -> None:
    earlier = ["debe 10,000 de la COP de enero 2026 y paga el 17 de marzo de 2026, cuánto es"]
    body = {"question": "¿y si paga el 18 de marzo de 2026?", "earlier": earlier}
    assert client.post("/api/v1/ask", json=body).json()["tools"][0]["result"]["total"] == "10466.07"


@pytest.mark.laws
def test_an_article_that_does_not_exist_is_named(client: TestClient) -> None:
    answer = client.post("/api/v1/ask", json={"question": "¿qué dice el artículo 999 de la LSS?"}).json()
    assert any("999" in notice for notice in answer["notices"])


@pytest.mark.laws
def test_the_stream_sends_verified_sentences_and_ends_with_the_answer(client: TestClient) -> None:
    body = {"question": "¿en qué plazo se paga una cédula?", "stream": True}
    with client.stream("POST", "/api/v1/ask", json=body) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        events = [json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: ")]
    kinds = [event["kind"] for event in events]
    assert kinds[0] == "status"
    assert kinds[-1] == "done"
    sentences = [event["sentence"]["text"] for event in events if event["kind"] == "sentence"]
    assert sentences == [sentence["text"] for sentence in events[-1]["answer"]["sentences"]]


@pytest.mark.laws
@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", "/api/v1/ask", {"question": "   "}, 422, "PREGUNTA_VACIA"),
        ("POST", "/api/v1/ask", {}, 422, "SOLICITUD_INVALIDA"),
        ("GET", "/api/v1/provisions/LSS:999", None, 404, "PRECEPTO_DESCONOCIDO"),
        ("GET", "/api/v1/search?q=x&k=500", None, 422, "SOLICITUD_INVALIDA"),
        ("GET", "/nada", None, 404, "RUTA_DESCONOCIDA"),
    ],
)
def test_bad_requests_have_a_code_and_a_sentence(
    client: TestClient, method: str, path: str, body: dict | None, status: int, code: str
) -> None:
    response = client.request(method, path, json=body)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert response.json()["error"]["message"]


@pytest.mark.laws
def test_every_page_answers_with_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/?q=40-A", "/corpus", "/corpus/LSS", "/corpus/LSS:40-A", "/calculos?importe=100&mes=2026-01"):
        response = client.get(path)
        assert response.status_code == 200, path
        assert "require-trusted-types-for" in response.headers["content-security-policy"]
        assert "<script>" not in response.text
