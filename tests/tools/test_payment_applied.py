"""What a payment leaves pending or in excess is told; a concept that has no place in the order is refused."""

from __future__ import annotations

import pytest

from corpus.errors import BadInput
from tools.smaller import apply_payment


@pytest.mark.parametrize(
    ("payment", "told"),
    [
        ("20000", "adeudo principal $15,000.00; sobran $370.00."),
        ("5000", "adeudo principal $370.00; quedan por pagar $14,630.00."),
        ("0", "ningún concepto; quedan por pagar $19,630.00."),
    ],
)
def test_what_is_left_is_told(payment: str, told: str) -> None:
    owed = {"gastos": "630", "recargos": "4000", "principal": "15000"}
    assert apply_payment(payment, owed).summary.endswith(told)


def test_a_misspelt_concept_does_not_count_as_nothing_owed() -> None:
    with pytest.raises(BadInput, match="recargo") as caught:
        apply_payment("5000", {"recargo": "4000"})
    assert caught.value.code == "CONCEPTO_DESCONOCIDO"
