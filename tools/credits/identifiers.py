"""The identifiers of a credit: registro patronal with its check digit, credit number, period. All are text."""

from __future__ import annotations

import re

from corpus.errors import BadInput

_NUMBER = re.compile(r"[0-9]{9}")
_EMPLOYER = re.compile(r"[A-Z0-9][0-9]{10}")
_PERIOD = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


def check_digit(ten: str) -> int:
    """The eleventh position of a registro patronal: Luhn, a first letter counting as two digits (A=10 … Z=35)."""
    digits = f"{ord(ten[0]) - 55}{ten[1:]}" if ten[0].isalpha() else ten
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return (10 - total % 10) % 10


def credit_number(text: str) -> str:
    """Nine digits, leading zeros kept. Raises BadInput: NUMERO_CREDITO_INVALIDO."""
    clean = text.strip()
    if not _NUMBER.fullmatch(clean):
        raise BadInput("NUMERO_CREDITO_INVALIDO", "El número de crédito tiene nueve dígitos.", "Por ejemplo 261234567.")
    return clean


def employer_number(text: str) -> str:
    """Eleven positions whose check digit agrees. Raises BadInput: REGISTRO_PATRONAL_INVALIDO."""
    clean = text.strip().upper().replace("-", "").replace(" ", "")
    if not _EMPLOYER.fullmatch(clean) or check_digit(clean[:10]) != int(clean[10]):
        raise BadInput(
            "REGISTRO_PATRONAL_INVALIDO",
            "El registro patronal no tiene once posiciones o su dígito verificador no corresponde.",
            "Revíselo en la tarjeta de identificación patronal.",
        )
    return clean


def period(text: str) -> str:
    """A month as 2026-01. Raises BadInput: PERIODO_INVALIDO."""
    clean = text.strip()
    if not _PERIOD.fullmatch(clean):
        raise BadInput("PERIODO_INVALIDO", "El periodo no es un mes.", "Escríbalo como 2026-01.")
    return clean
