"""Each guard on sentences that differ from a true one in a single thing, and texts that must never break it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.verification import Cited, Draft, Fault, Stated, Verifier
from assistant.verification.quantities import quantities
from assistant.verification.text import terms

from .conftest import Check

WORDS = "no salvo el patrón Instituto podrá debe 15 días hábiles , . recargos artículo 21 CFF « » si cuando"
CASES = yaml.safe_load(Path(__file__).with_name("guards.yaml").read_text(encoding="utf-8"))


@pytest.mark.laws
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['cites']} {case['fault']}")
def test_one_thing_changed_is_one_thing_named(case: dict[str, str], check: Check) -> None:
    true = check(case["good"], case["cites"])
    assert true.supported, true.faults
    report = check(case["altered"], case["cites"])
    assert not report.supported
    assert Fault(case["fault"]) in {found.fault for found in report.faults}


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("dentro de los quince días hábiles", [("15", "dia", "habil")]),
        ("15 días hábiles", [("15", "dia", "habil")]),
        ("cuarenta y ocho meses", [("48", "mes", "")]),
        ("del cuarenta al cien por ciento", [("40", "por_ciento", ""), ("100", "por_ciento", "")]),
        ("2.07% mensual", [("2.07", "por_ciento", "mensual")]),
        ("$97,880.00", [("97880.00", "peso", "")]),
        ("un año", [("1", "ano", "")]),
        ("un patrón", []),
        ("las tres cuartas partes", [("0.75", "fraccion", "")]),
        ("de uno a seis años", [("1", "ano", ""), ("6", "ano", "")]),
        ("62 390 pesos", [("62390", "peso", "")]),
        ("160 mil 619.6 millones de pesos", [("160619600000.0", "peso", "")]),
        ("a mitad del año, conforme al 29-C", []),
        ("de las 7:30 a las 18:00 horas", [("450", "reloj", ""), ("1080", "reloj", "")]),
        ("veinte mil unidades de inversión", [("20000", "unidad", "")]),
        ("ciento ochenta días", [("180", "dia", "")]),
    ],
)
def test_quantities_are_read_in_digits_and_in_words(text: str, read: list[tuple[str, str, str]]) -> None:
    assert [(str(q.value), q.unit, q.qualifier) for q in quantities(terms(text))] == read


@pytest.mark.laws
@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))
def test_any_sentence_gets_a_report(verifier: Verifier, text: str) -> None:
    report = verifier.verify(Draft([Stated(text, (Cited("CFF:21"),))], question=text))
    assert len(report.sentences) == 1


@pytest.mark.laws
def test_time_grows_with_the_sentence_and_not_with_its_square(verifier: Verifier) -> None:
    def seconds(times: int) -> float:
        text = "no se causarán recargos salvo que el patrón pague, " * times
        start = time.process_time()
        verifier.verify(Draft([Stated(text, (Cited("LSS:40-A"),))]))
        return time.process_time() - start

    seconds(20)
    assert seconds(160) < 12 * seconds(40) + 0.5
