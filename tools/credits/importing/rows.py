"""A row of text as a credit, or what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from corpus.errors import BadInput, CriterioError
from tools.calculators.business_days import Calendar
from tools.calculators.due_dates import cedula_due
from tools.calculators.money import read_money
from tools.credits.identifiers import check_digit, credit_number, employer_number, period
from tools.credits.importing.mapping import Mapping
from tools.credits.importing.reading import Row

T = TypeVar("T")
_CODE = re.compile(r"[0-9]{2}")
_TEN = re.compile(r"[A-Z0-9][0-9]{9}")
_TOLD_PERIOD = re.compile(r"([0-9]{2})/([0-9]{4})")
_NO_DATE = frozenset({"", "00/00/0000", "0000-00-00"})
_SIX_BIMESTERS = 6


class RowError(Exception):
    """What is wrong with a row: field, stable code and sentence."""

    def __init__(self, field: str, error: CriterioError) -> None:
        super().__init__(str(error))
        self.field, self.code, self.message = field, error.code, str(error)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A credit as the listing tells it, checked."""

    line: int
    registro_patronal: str
    rfc: str
    name: str
    number: str
    period: str
    kind: str
    document_kind: str
    ooad: str
    subdelegacion: str
    amount: Decimal
    balance: Decimal
    issued: date
    notified: date | None
    effective: date | None
    due: date | None
    incidencia: str
    incidencia_since: date

    @property
    def key(self) -> tuple[str, str, str]:
        return self.registro_patronal, self.number, self.period


def parse_row(line: int, row: Row, mapping: Mapping, calendar: Calendar) -> Parsed:
    """Check every field. Raises RowError for the first that is wrong."""

    def read(field: str, how: Callable[[str], T]) -> T:
        try:
            return how(row.get(field, ""))
        except CriterioError as error:
            raise RowError(field, error) from error

    def day(text: str) -> date:
        return _day(text, mapping.dates)

    document = read("document_kind", _code)
    balance = read("balance", _money)
    issued, since = read("issued", day), read("incidencia_since", day)
    notified = None if row.get("notified", "") in _NO_DATE else read("notified", day)
    if notified is not None and notified < issued:
        wrong = BadInput("FECHA_INVALIDA", "La notificación es anterior a la emisión.", "Revise las fechas.")
        raise RowError("notified", wrong)
    due = cedula_due(notified, calendar) if notified else None
    return Parsed(
        line=line,
        registro_patronal=read("registro_patronal", _registro),
        rfc=row.get("rfc", "")[:13],
        name=row.get("name", "")[:200],
        number=read("number", lambda text: credit_number(text.zfill(9) if text else text)),
        period=read("period", lambda text: _period(text, mapping)),
        kind=_kind(document, mapping.branch),
        document_kind=document,
        ooad=read("ooad", _code),
        subdelegacion=read("subdelegacion", _code),
        amount=read("amount", _money) if row.get("amount") else balance,
        balance=balance,
        issued=issued,
        notified=notified,
        effective=due.takes_effect if due else None,
        due=due.effective if due else None,
        incidencia=read("incidencia", _code),
        incidencia_since=since,
    )


def _registro(text: str) -> str:
    """Eleven positions, or the ten of a RALE whose check digit is computed."""
    clean = re.sub(r"[\s-]", "", text).upper()
    return f"{clean}{check_digit(clean)}" if _TEN.fullmatch(clean) else employer_number(clean)


def _code(text: str) -> str:
    clean = text.strip()
    clean = clean[1:] if len(clean) == 3 and clean[0] == "0" else clean.zfill(2)
    if not _CODE.fullmatch(clean):
        raise BadInput("CLAVE_INVALIDA", f"«{text}» no es una clave de dos dígitos.", "Revise la columna en el mapa.")
    return clean


def _money(text: str) -> Decimal:
    return read_money(text.replace(",", "").replace("$", "").strip()).quantize(Decimal("0.01"))


def _day(text: str, written: str) -> date:
    try:
        return datetime.strptime(text.strip(), written).date()  # noqa: DTZ007  (a calendar day has no zone)
    except ValueError as error:
        raise BadInput("FECHA_INVALIDA", f"«{text}» no es una fecha.", f"El mapa espera {written}.") from error


def _period(text: str, mapping: Mapping) -> str:
    told = _TOLD_PERIOD.fullmatch(text.strip())
    if told is None:
        return period(text)
    number = int(told[1])
    if mapping.period == "bimester":
        if not 1 <= number <= _SIX_BIMESTERS:
            raise BadInput("PERIODO_INVALIDO", f"No existe el bimestre {number}.", "Use del 01 al 06.")
        number *= 2
    return period(f"{told[2]}-{number:02}")


def _kind(document: str, branch: str) -> str:
    if document == "00":
        return "CAPITAL_CONSTITUTIVO"
    return "MULTA" if document in ("08", *map(str, range(80, 89))) else branch
