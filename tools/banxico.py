"""The INPC from the SIE of Banco de México (series SP1), where a token is configured. Nothing else reaches the network.

Months that are not loaded are added as rows; one that differs from the row loaded is reported, never changed: which of
the two is right is for a person to settle against the Diario Oficial.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import httpx

from corpus.errors import BadInput, Unavailable
from corpus.legal_values import DatedValue, LegalValues, add_value

BASE_URL = "https://www.banxico.org.mx/SieAPIRest/service/v1"
_SERIES = "SP1"
_SOURCE = "Banco de México, SIE, serie SP1 (INPC, índice general; INEGI), base 2a. quincena de julio de 2018 = 100"
_NOTE = "Descargado del SIE; falta la fecha de publicación en el DOF."


@dataclass(frozen=True, slots=True)
class IndexUpdate:
    """Rows added, and months whose loaded value differs from the one of the SIE (month, loaded, SIE)."""

    added: tuple[DatedValue, ...]
    different: tuple[tuple[date, Decimal, Decimal], ...]


def update_inpc(
    folder: Path, token: str, since: date, today: date, *, base_url: str = BASE_URL, timeout_s: float = 20.0
) -> IndexUpdate:
    """Add the months from `since` to `today` that are missing from `folder`.

    Raises:
        BadInput: TOKEN_AUSENTE.
        Unavailable: SIE_NO_DISPONIBLE (network, refusal) or SIE_ILEGIBLE (an answer that is not the series).
    """
    values = LegalValues.load(folder)
    added, different = [], []
    for month, value in fetch_inpc(token, since, today, base_url=base_url, timeout_s=timeout_s):
        loaded = values.inpc_by_month.get((month.year, month.month))
        if loaded is None:
            row = DatedValue(valid_from=month, value=value, source=_SOURCE, certainty="primaria", note=_NOTE)
            add_value(folder, "inpc", row)
            added.append(row)
        elif loaded.value is not None and loaded.value != value:
            different.append((month, loaded.value, value))
    return IndexUpdate(tuple(added), tuple(different))


def fetch_inpc(
    token: str, since: date, until: date, *, base_url: str = BASE_URL, timeout_s: float = 20.0
) -> list[tuple[date, Decimal]]:
    """The first day of each month and its index, oldest first. Raises what `update_inpc` raises."""
    if not token:
        raise BadInput("TOKEN_AUSENTE", "Falta el token del SIE.", "Configure CRITERIO_BANXICO_TOKEN.")
    url = f"{base_url}/series/{_SERIES}/datos/{since.isoformat()}/{until.isoformat()}"
    try:
        answer = httpx.get(url, headers={"Bmx-Token": token, "Accept": "application/json"}, timeout=timeout_s)
        answer.raise_for_status()
        document = answer.json()
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        raise Unavailable("SIE_NO_DISPONIBLE", f"El SIE respondió {status}.", "Revise el token o espere.") from error
    except httpx.HTTPError as error:
        raise Unavailable("SIE_NO_DISPONIBLE", "No se pudo consultar el SIE.", "Revise la red.") from error
    except ValueError as error:
        raise _unreadable() from error
    return sorted(_observations(document))


def _observations(document: Any) -> list[tuple[date, Decimal]]:
    try:
        (series,) = document["bmx"]["series"]
        if series["idSerie"] != _SERIES:
            raise _unreadable()
        found = [(item["fecha"], item["dato"].replace(",", "")) for item in series.get("datos") or []]
        return [(_day(day), _index(value)) for day, value in found if value != "N/E"]
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        raise _unreadable() from error


def _day(text: str) -> date:
    return datetime.strptime(text, "%d/%m/%Y").date().replace(day=1)  # noqa: DTZ007 (a day, without an hour)


def _index(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite() or value <= 0:
        raise ValueError(text)
    return value


def _unreadable() -> Unavailable:
    return Unavailable("SIE_ILEGIBLE", "La respuesta del SIE no es la serie SP1.", "No se agregó ningún valor.")
