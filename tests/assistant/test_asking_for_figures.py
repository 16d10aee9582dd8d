"""What is asked at the counter becomes the right calculation, with every value that was said."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.acting.detect import detect
from assistant.acting.facts import facts_of
from assistant.acting.plans import plan
from assistant.understanding.understand import understand

TODAY = date(2026, 11, 21)


def planned(*said: str) -> tuple[str | None, dict[str, object]]:
    facts = facts_of(said, TODAY)
    tool = detect(said[-1], facts)
    return tool, {} if tool is None else plan(tool, said[-1], facts, TODAY).arguments


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("si firma convenio a 12 meses por 250 mil de cop de marzo", 12),
        ("convenio a dos años por 250 mil pesos, de cuánto la parcialidad", 24),
        ("¿cuánto pagaría mensual si convenia 250,000 a treinta y seis meses?", 36),
        ("si debe 250 mil y quiere 48 meses ¿cuánto paga cada mes?", 48),
    ],
)
def test_a_convenio_is_asked_in_many_words(question: str, count: int) -> None:
    tool, arguments = planned(question)
    assert (tool, arguments["employer"], arguments["count"]) == ("instalments", "250000", count)
    assert arguments["requested"] == TODAY.isoformat()  # «de marzo» tells what is owed, not when it is asked for


def test_the_month_in_which_it_is_asked_stays_in_the_conversation() -> None:
    _, arguments = planned("¿cuánto queda la mensualidad de 100,000 a 24 meses en febrero de 2025?", "¿y a 36 meses?")
    assert arguments["requested"] == "2025-02-01"
    assert arguments["count"] == 36


def test_the_withheld_quota_is_told_from_the_employers() -> None:
    for question in (
        "convenio a 12 meses, adeudo patronal 100,000 y cuota obrera 20,000",
        "convenio a 12 meses de 100,000 patronal y 20,000 de cuota obrera",
    ):
        _, arguments = planned(question)
        assert (arguments["employer"], arguments["worker"]) == ("100000", "20000")
    alone = "debe cuotas retenidas por 30,000, convenio a 12 meses, de cuánto la parcialidad"
    asked = plan("instalments", alone, facts_of((alone,), TODAY), TODAY).missing
    assert asked is not None
    assert "LSS 40 C" in asked.question


@pytest.mark.parametrize(
    ("question", "fraction", "day"),
    [
        ("calcula la multa maxima del 304 B fr XII en 2026", "XII", "2026-11-21"),
        ("¿de cuánto a cuánto es la multa por la fracción II del artículo 304 A?", "II", "2026-11-21"),
        ("cuánto es la multa por no inscribir trabajadores cometida el 31 de enero de 2026", "II", "2026-01-31"),
        ("qué multa le toca por la fracción XII del 304 A", "XII", "2026-11-21"),
        ("cuál es el máximo de la multa de la fracción IV del 304 A en 2024", "IV", "2024-07-01"),
    ],
)
def test_a_fine_of_304_a_is_in_pesos(question: str, fraction: str, day: str) -> None:
    assert planned(question) == ("multa_304b", {"fraction": fraction, "day": day})


@pytest.mark.parametrize(
    "question",
    [
        "pagué doble el mes pasado, ¿hasta cuándo puedo reclamar que me lo regresen?",
        "pago dos veces el mes de enero, hasta cuando puede pedir que le regresemos",
    ],
)
def test_getting_back_what_was_paid_is_no_due_date(question: str) -> None:
    assert planned(question) == (None, {})


@pytest.mark.parametrize(
    "question", ["¿cuánto debe un patrón que no pagó?", "cuanto debe hoy", "cuánto nos debe la empresa"]
)
def test_a_debt_without_its_facts_is_asked_for_them(question: str) -> None:
    facts = facts_of((question,), TODAY)
    tool = detect(question, facts)
    assert tool == "surcharges"
    assert plan(tool, question, facts, TODAY).missing is not None


def test_the_fine_of_304_is_no_matter_of_fractions() -> None:
    asked = "¿Cuántas UMA le pongo de multa por no pagar las cuotas, si el artículo 304 habla de 20 a 350?"
    assert planned(asked) == (None, {})


@pytest.mark.parametrize(
    ("question", "tool", "arguments"),
    [
        (
            "multa del cien por ciento del 304 si omitió 50 mil pesos de cuotas",
            "multa_304",
            {"omitted": "50000", "percentage": "100"},
        ),
        ("multa del 62.5 % del 304 sobre 50 mil", "multa_304", {"percentage": "62.5"}),
        ("gastos de ejecución de tres diligencias sobre 75,000 pesos", "gastos_ejecucion", {"acts": 3}),
        (
            "si difiere 80 mil pesos de rcv, solicitud hoy y paga el 21 de mayo de 2027, cuánto es",
            "diferido",
            {"debt": "80000", "paid": "2027-05-21"},
        ),
        (
            "cómo se aplica un pago de $20,000 si debe $15,000 de principal, $4,000 de recargos y $630 de gastos",
            "imputar_pago",
            {"payment": "20000", "owed": {"principal": "15000", "recargos": "4000", "gastos": "630"}},
        ),
    ],
)
def test_each_value_reaches_its_place(question: str, tool: str, arguments: dict[str, object]) -> None:
    found, given = planned(question)
    assert found == tool
    assert {name: given[name] for name in arguments} == arguments


@pytest.mark.parametrize(
    ("said", "tool", "arguments"),
    [
        (("convenio a 12 meses por 100,000", "¿y a 24?"), "instalments", {"count": 24}),
        (
            ("calcula los recargos de una multa de 9,000", "se notificó el 3 de febrero de 2026"),
            "surcharges",
            {"notified": "2026-02-03"},
        ),
        (("cuánto debe de 50,000 de rcv", "del 5to bimestre de 2025"), "surcharges", {"bimester": "2025-5"}),
        (
            ("cuánto debe de la cop de enero 2026 por 10,000 si paga en mayo", "el 20"),
            "surcharges",
            {"paid": "2026-05-20", "period": "2026-01"},
        ),
    ],
)
def test_the_answer_to_what_was_asked_back_completes_it(
    said: tuple[str, ...], tool: str, arguments: dict[str, object]
) -> None:
    found = understand(said[-1], said[:-1])
    assert found.follows_up
    facts = facts_of(found.chain, TODAY)
    text = found.text if detect(found.text, facts) else found.standalone
    assert detect(text, facts) == tool
    given = plan(tool, text, facts, TODAY).arguments
    assert {name: given[name] for name in arguments} == arguments


@pytest.mark.parametrize(
    ("question", "vacations"),
    [
        ("estrados publicados el 15 de diciembre de 2025 con vacaciones del 22 al 31, cuándo surte", (22, 31)),
        (
            "si hay vacaciones del 22 de diciembre al 6 de enero, cuándo surte lo publicado en estrados el 15/12/2025",
            None,
        ),
        ("publicado en estrados el 15 de diciembre de 2025, cuándo surte efectos", None),
    ],
)
def test_the_holidays_that_are_told_reach_the_notification(question: str, vacations: tuple[int, int] | None) -> None:
    tool, arguments = planned(question)
    assert tool == "estrados"
    if vacations:
        first, last = vacations
        assert arguments["vacations"] == [f"2025-12-{day}" for day in range(first, last + 1)]


def test_holidays_without_days_are_asked() -> None:
    question = "estrados publicados el 15 de diciembre de 2025, con las vacaciones de fin de año, cuándo surte"
    assert plan("estrados", question, facts_of((question,), TODAY), TODAY).missing is not None


def test_an_amount_to_the_peso() -> None:
    assert planned("Redondea a pesos 100.51 según el CFF 20") == ("round_peso", {"amount": "100.51"})


def test_months_owed_are_no_convenio() -> None:
    question = "debe 3 meses de cop: enero, febrero y marzo 2026 por 8,000 cada mes, cuánto es al 15 de julio de 2026"
    assert planned(question)[0] == "surcharges"


def test_a_public_entity_has_its_own_limit() -> None:
    _, arguments = planned("un municipio debe 5 millones, convenio a 60 meses, cuánto paga al mes")
    assert arguments["public_entity"] is True


@pytest.mark.parametrize("question", ["inpc de agosto de 2026", "UMA de 2023", "COP 2025/08 $84,321.55 al 20/03/2026"])
def test_the_fewest_words_are_enough(question: str) -> None:
    assert planned(question)[1]


def test_a_convenio_without_its_amount_asks_for_it() -> None:
    question = "¿de cuánto es la parcialidad de un convenio a 12 meses?"
    assert plan("instalments", question, facts_of((question,), TODAY), TODAY).missing is not None
    assert detect("¿cuánto es la parcialidad de un convenio a 12 meses?", facts_of((question,), TODAY)) == "instalments"


@pytest.mark.parametrize(
    "question",
    [
        "¿qué multa corresponde a quien no inscribe a sus trabajadores?",
        "¿cuántas parcialidades se pueden autorizar?",
        "¿cuál es la tasa de recargos de un convenio a 12 meses?",
        "¿en cuánto tiempo prescribe una multa de la fracción III?",
    ],
)
def test_what_only_the_law_answers_is_not_computed(question: str) -> None:
    assert detect(question, facts_of((question,), TODAY)) is None
