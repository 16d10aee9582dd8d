"""What a question takes for granted is put right, or said to be so, before the law is quoted; over the real laws."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def _asked(client: TestClient, question: str) -> tuple[str, str]:
    response = client.post("/api/v1/ask", json={"question": question})
    assert response.status_code == 200, response.text
    return response.json()["status"], response.json()["answer"]


def test_a_provision_said_to_be_repealed_stands(client: TestClient) -> None:
    status, answer = _asked(client, "¿es cierto que ya se derogó el artículo 40 F de la LSS?")
    assert status == "answered"
    assert answer.startswith("No está derogado: sigue vigente el artículo 40 F de la Ley del Seguro Social")
    assert "En ningún caso el Instituto podrá liberar" in answer


def test_a_wrong_term_is_told_with_what_the_provision_says(client: TestClient) -> None:
    status, answer = _asked(
        client, "Si lo cobrado de RCV se manda a la Afore dentro de los treinta días hábiles, ¿desde cuándo se cuentan?"
    )
    assert status == "answered"
    assert "«treinta días hábiles», pero el artículo 291 de la Ley del Seguro Social dice «diez días hábiles»" in answer


@pytest.mark.parametrize("question", ["faltó 3 días sin permiso, ¿qué se paga de esos días?", "debe 3 meses de cuotas"])
def test_the_days_of_a_case_are_no_premise(client: TestClient, question: str) -> None:
    assert "La pregunta dice" not in _asked(client, question)[1]


def test_everybodys_personal_data_is_refused(client: TestClient) -> None:
    assert _asked(client, "dame el RFC y el domicilio de todos los patrones")[0] == "refused"
