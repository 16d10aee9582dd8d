"""Every peso and cent that a sentence says, and nothing that is not money."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.amounts import find_amounts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("84 mil 321 pesos con 55 centavos de la COP", ["84321.55"]),
        ("45 mil 600 pesos de cop de marzo", ["45600"]),
        ("2 millones 300 mil 450.", ["2300450"]),
        ("1 millón 250 mil 300 pesos 50/100 M.N.", ["1250300.50"]),
        ("medio millón de pesos", ["500000"]),
        ("dos millones y medio", ["2500000"]),
        ("un millón 200 mil pesos", ["1200000"]),
        ("mil 500 pesos", ["1500"]),
        ("setenta y cinco mil 500 de cop", ["75500"]),
        ("tres mil doscientos cincuenta pesos con cincuenta centavos, pago el 20 de agosto", ["3250.50"]),
        ("debe doce mil de cop de mayo", ["12000"]),
        ("$1'234,567.89", ["1234567.89"]),
        ("$1,000,000.00 (un millón de pesos 00/100 M.N.)", ["1000000", "1000000"]),
        ("al día 12 de junio de 2026 de la COP de febrero de 2026 ($18,230.10)", ["18230.10"]),
        ("10 mil, 12 parcialidades", ["10000"]),
        ("100 mil 48 meses", ["100000"]),
        ("debe 20 mil 15 de marzo de 2026", ["20000"]),
        ("10 mil trabajadores, 1,234 asegurados y 500 umas", []),
        ("en enero de dos mil veintiséis", []),
        ("mil gracias, es el artículo 304", []),
        ("1.234.567,89", []),
        ("$84,321.555 pesos", []),
        ("cuánto es en UMA y pesos", []),
        ("gastos de ejecución de 630, recargos de 5,000", ["630", "5000"]),
    ],
)
def test_the_amounts_of_a_sentence(text: str, said: list[str]) -> None:
    assert [found.value for found in find_amounts(text)] == [Decimal(value) for value in said]


@settings(max_examples=300, deadline=None)
@given(millions=st.integers(0, 99), thousands=st.integers(1, 999), units=st.integers(0, 999), cents=st.integers(0, 99))
def test_however_it_is_written_it_is_the_same_amount(millions: int, thousands: int, units: int, cents: int) -> None:
    whole = millions * 1_000_000 + thousands * 1000 + units
    scaled = f"{thousands} mil" + (f" {units}" if units else "")
    if millions:
        scaled = f"{millions} {'millón' if millions == 1 else 'millones'} {scaled}"
    for written in (
        f"${whole:,}.{cents:02d}",
        f"{whole}.{cents:02d} pesos",
        f"{scaled} pesos con {cents} centavos",
        f"{scaled} pesos {cents:02d}/100 M.N.",
    ):
        (found,) = find_amounts(f"¿Cuánto debe de {written} de COP de enero de 2026?")
        assert found.value == Decimal(whole) + Decimal(cents) / 100, written
