"""The derivations of the rules (sections 3 and 4) and one case per boundary named there, through the batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.legal_values import LegalValues
from tools.batch import FUNCTIONS, run_batch, run_case

DERIVED = yaml.safe_load((Path(__file__).parent / "data" / "hand_derivations.yaml").read_text(encoding="utf-8"))


def agrees(expected: Any, found: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(agrees(value, found.get(key)) for key, value in expected.items())
    return bool(expected == found)


@pytest.mark.parametrize("case", DERIVED, ids=lambda case: case["id"])
def test_hand_derivation_agrees_to_the_cent(case: dict[str, Any], values: LegalValues) -> None:
    outcome = run_case(case, values)
    if "error" in case["expected"]:
        assert outcome.get("error") == case["expected"]["error"], outcome
    else:
        assert agrees(case["expected"], outcome.get("result")), (case["expected"], outcome)


def test_a_bad_case_does_not_stop_the_batch(values: LegalValues) -> None:
    found = run_batch(
        [{"id": 1, "fn": "nada"}, {"id": 2, "fn": "round_peso", "inputs": {"monto": "100.50"}}, {"id": 3}], values
    )
    assert [item.get("error") for item in found] == ["FUNCION_DESCONOCIDA", None, "ENTRADA_INVALIDA"]
    assert found[1]["result"] == {"pesos": "100.00"}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = sorted({key for case in DERIVED for key in case["inputs"]} | {"calendar", "options", "inpc_override", "dias"})


@settings(max_examples=400, deadline=None)
@given(
    function=st.sampled_from(sorted(FUNCTIONS)),
    base=st.sampled_from(DERIVED),
    junk=st.dictionaries(st.sampled_from(KEYS), JUNK, min_size=1, max_size=4),
)
def test_any_json_gives_a_result_or_a_code_never_a_crash(
    values: LegalValues, function: str, base: dict[str, Any], junk: dict[str, Any]
) -> None:
    outcome = run_case({"id": 1, "fn": function, "inputs": {**base["inputs"], **junk}}, values)
    assert ("result" in outcome) != ("error" in outcome)
