"""Amounts in words, as an oficio writes them."""

from __future__ import annotations

import re
from decimal import Decimal

from num2words import num2words

from tools.wording import pesos

_ONE = re.compile(r"uno(?=$| mil)")
_TWENTY_ONE = re.compile(r"veintiuno(?=$| mil)")


def amount_in_words(amount: Decimal) -> str:
    """ "$84,321.55 (OCHENTA Y CUATRO MIL TRESCIENTOS VEINTIÚN PESOS 55/100 M.N.)".

    Raises:
        ValueError: it is negative or has a fraction of a cent.
    """
    cents = amount * 100
    if amount < 0 or cents != int(cents):
        raise ValueError(f"not an amount of money: {amount}")
    whole, rest = divmod(int(cents), 100)
    words = str(num2words(whole, lang="es"))
    # Before a masculine noun the last «uno» is cut, and a round million takes «de».
    words = _ONE.sub("un", _TWENTY_ONE.sub("veintiún", words))
    unit = "peso" if whole == 1 else "pesos"
    if re.search(r"(?:illón|illones)$", words):
        unit = f"de {unit}"
    return f"{pesos(amount)} ({words.upper()} {unit.upper()} {rest:02d}/100 M.N.)"
