"""Lists asked for as such, infractions with their fines, and messages that ask several things; over the real laws."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from assistant.composing.lists import asks_for_all
from assistant.understanding.several import members


def _asked(client: TestClient, question: str) -> dict[str, list[str] | str]:
    response = client.post("/api/v1/ask", json={"question": question})
    assert response.status_code == 200, response.text
    answer = response.json()
    return {"text": answer["answer"], "cited": [citation["id"] for citation in answer["citations"]]}


@pytest.mark.parametrize(
    ("question", "every"),
    [
        ("¿qué bienes no se pueden embargar?", ["CFF:157/I", "CFF:157/X", "CFF:157/XIII"]),
        ("¿quiénes son responsables solidarios?", ["CFF:26/I", "CFF:26/V", "CFF:26/IX"]),
    ],
)
def test_who_asks_for_a_list_reads_all_of_it_or_how_much_is_left(
    client: TestClient, question: str, every: list[str]
) -> None:
    answer = _asked(client, question)
    assert set(every) <= set(answer["cited"])
    assert "CFF:157" in every[0] or "No es la lista completa: en el artículo 26" in answer["text"]


@pytest.mark.parametrize(
    ("question", "infraction", "fine", "not_this"),
    [
        ("multa por no inscribir trabajadores", "LSS:304-A/II", "LSS:304-B/IV", "LSS:304-B/I"),
        ("cual es la sancion por no llevar nominas", "LSS:304-A/VII", "LSS:304-B/I", "LSS:304-B/IV"),
    ],
)
def test_the_fine_quoted_is_the_one_of_the_infraction(
    client: TestClient, question: str, infraction: str, fine: str, not_this: str
) -> None:
    cited = _asked(client, question)["cited"]
    assert {infraction, fine} <= set(cited)
    assert not_this not in cited


def test_two_things_compared_are_both_quoted(client: TestClient) -> None:
    cited = " ".join(_asked(client, "diferencia entre caducidad y prescripción")["cited"])
    assert "LSS:297" in cited
    assert "LSS:298" in cited


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("¿en qué casos se revoca el convenio?", True),
        ("requisitos del recurso", True),
        ("¿qué debe contener el acta?", True),
        ("¿en cuántos días se paga?", False),
        ("¿en qué meses se paga el RCV?", False),
        ("¿qué hacemos con el embargo?", False),
    ],
)
def test_a_list_is_asked_for_in_words(question: str, wanted: bool) -> None:
    assert asks_for_all(question) is wanted


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("¿cuándo se paga la cédula y cómo se notifica?", ["cuándo se paga la cédula", "cómo se notifica"]),
        ("no pagó febrero: qué se le cobra, y de cuánto es la multa", ["qué se le cobra", "de cuánto es la multa"]),
        ("¿qué diferencia hay entre revocación e inconformidad?", ["revocación", "inconformidad"]),
        ("¿cuándo vence la COP de enero?", ["cuándo vence la COP de enero"]),
    ],
)
def test_a_message_is_cut_where_each_question_begins(message: str, parts: list[str]) -> None:
    assert members(message)[-len(parts) :] == parts


def test_the_definitions_do_not_stand_before_the_rule(client: TestClient) -> None:
    cited = _asked(client, "¿quién es responsable solidario cuando hay sustitución patronal?")["cited"]
    assert str(cited[0]).startswith("LSS:290")
    assert not any(str(one).startswith("LSS:5-A") for one in cited[:3])


@pytest.mark.parametrize(
    ("question", "provision"),
    [
        ("¿en qué casos se revoca el convenio?", "CFF:66-A"),
        ("¿cuándo prescribe un crédito del IMSS?", "LSS:298"),
        ("¿hasta cuántas parcialidades para COP?", "LSS:40-C"),
    ],
)
def test_a_short_everyday_question_is_answered(client: TestClient, question: str, provision: str) -> None:
    assert str(_asked(client, question)["cited"][0]).startswith(provision)
