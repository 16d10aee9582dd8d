"""Reading the inputs of a calculation from JSON: days, periods, calendars, readings. Nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from corpus.errors import BadInput
from tools.calculators.business_days import Calendar, Presidential, make_calendar
from tools.calculators.due_dates import CEDULA_DAYS, DueDate, cedula_due, cop_due, rcv_due
from tools.calculators.readings import DEFAULT, Readings
from tools.calculators.surcharges import Kind
from tools.days import FIRST_YEAR, LAST_YEAR

Inputs = Mapping[str, Any]
_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)


def read_day(inputs: Inputs, key: str) -> date:
    """A day in ISO form.

    Raises:
        BadInput: FECHA_INVALIDA, absent or not a day of the calendar.
    """
    value = inputs.get(key)
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise BadInput(
            "FECHA_INVALIDA", f"«{value}» no es una fecha ({key}).", "Escríbala como 2026-03-17.", field=key
        ) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadInput(
            "FECHA_INVALIDA",
            f"«{value}» está fuera de {FIRST_YEAR}-{LAST_YEAR} ({key}).",
            "Revise el año.",
            field=key,
        )
    return day


def optional_day(inputs: Inputs, key: str) -> date | None:
    """A day, or None where the key is absent or null."""
    return None if inputs.get(key) is None else read_day(inputs, key)


def read_integer(inputs: Inputs, key: str, default: int | None = None) -> int:
    """A whole number.

    Raises:
        BadInput: NUMERO_INVALIDO.
    """
    value = inputs.get(key, default)
    if isinstance(value, bool) or not re.fullmatch(r"-?\d{1,9}", str(value), re.ASCII):
        raise BadInput("NUMERO_INVALIDO", f"«{value}» no es un número entero ({key}).", "Revise el dato.", field=key)
    return int(str(value))


def read_flag(inputs: Inputs, key: str, default: bool) -> bool:
    """True or false: "false" between quotes is neither, and would change a due date in silence.

    Raises:
        BadInput: ENTRADA_INVALIDA.
    """
    value = default if inputs.get(key) is None else inputs[key]
    if not isinstance(value, bool):
        raise BadInput("ENTRADA_INVALIDA", f"«{key}» no es verdadero ni falso.", "Use true o false.", field=key)
    return value


def read_percentage(value: object) -> Decimal:
    """A percentage as a number.

    Raises:
        BadInput: PCT_INVALIDO.
    """
    try:
        found = Decimal(str(value).removesuffix("%").strip())
    except InvalidOperation as error:
        raise BadInput("PCT_INVALIDO", f"«{value}» no es un porcentaje.", "Escríbalo como 40.") from error
    if not found.is_finite():
        raise BadInput("PCT_INVALIDO", f"«{value}» no es un porcentaje.", "Escríbalo como 40.")
    return found


def read_object(inputs: Inputs, key: str) -> dict[str, Any]:
    """A JSON object, empty where the key is absent or null.

    Raises:
        BadInput: ENTRADA_INVALIDA, something else is there.
    """
    value = inputs.get(key)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise BadInput("ENTRADA_INVALIDA", f"«{key}» no es un objeto JSON.", "Revise el formato.", field=key)
    return dict(value)


def read_readings(inputs: Inputs) -> Readings:
    """The named readings under `options`.

    Raises:
        BadInput: OPCION_INVALIDA, names the option.
    """
    options = read_object(inputs, "options")
    options.pop("adjust_last", None)
    if not options:
        return DEFAULT
    return make_readings(options)


def make_readings(options: Mapping[str, Any]) -> Readings:
    """The named readings with those of `options` changed.

    Raises:
        BadInput: OPCION_INVALIDA, names the option.
    """
    try:
        return Readings.model_validate(options)
    except ValidationError as error:
        names = ", ".join(".".join(str(part) for part in item["loc"]) for item in error.errors())
        raise BadInput(
            "OPCION_INVALIDA", f"Opción desconocida o con valor inválido: {names}.", "Vea tools/README.md."
        ) from error


def read_calendar(inputs: Inputs) -> Calendar:
    """The calendar of the case: extra days, general holidays and closed offices of `calendar`."""
    data = read_object(inputs, "calendar")
    _check_calendar_keys(data)
    options = read_object(inputs, "options")
    presidential = options.get("presidential", data.get("presidential", "cff_literal"))
    try:
        return make_calendar(
            _days(data, "inhabiles_adicionales"),
            _days(data, "vacaciones_generales"),
            _days(data, "oficinas_cerradas"),
            Presidential(presidential),
        )
    except ValueError as error:
        raise BadInput(
            "CALENDARIO_INVALIDO", f"El calendario del caso no es válido: {error}.", "Use fechas ISO."
        ) from error


_CALENDAR_KEYS = frozenset({"inhabiles_adicionales", "vacaciones_generales", "oficinas_cerradas", "presidential"})


def _check_calendar_keys(data: Mapping[str, Any]) -> None:
    """A misspelt list of days would silently change a due date."""
    unknown = sorted(set(map(str, data)) - _CALENDAR_KEYS)
    if unknown:
        raise BadInput(
            "CALENDARIO_INVALIDO",
            f"El calendario no conoce: {', '.join(unknown)}.",
            f"Use: {', '.join(sorted(_CALENDAR_KEYS))}.",
        )


def _days(data: Mapping[str, Any], key: str) -> list[date]:
    days = data.get(key) or []
    if not isinstance(days, list | tuple):
        raise ValueError(f"«{key}» no es una lista")
    return [date.fromisoformat(str(day)) for day in days]


def read_due(inputs: Inputs, kind: Kind | None, calendar: Calendar, readings: Readings) -> DueDate:
    """When it falls due: stated (`vencimiento`), or from the period, the bimester or the notification.

    Raises:
        BadInput: PERIODO_INVALIDO, FECHA_INVALIDA, or VENCIMIENTO_AUSENTE where nothing tells.
    """
    if inputs.get("vencimiento") is not None:
        day = read_day(inputs, "vencimiento")
        return DueDate(day, day)
    friday = readings.friday_rule is not False
    own = {Kind.COP: "periodo_cop", Kind.RCV: "bimestre"}.get(kind, "notificada") if kind else None
    if own and inputs.get(own) is not None:  # the row of a fine may also tell the period that it punishes
        inputs = {key: value for key, value in inputs.items() if key == own or key not in _TELL_DUE}
    if inputs.get("periodo_cop") is not None:
        check_period(kind, Kind.COP)
        match = _MONTH.fullmatch(str(inputs["periodo_cop"]))
        if match is None:
            raise BadInput("PERIODO_INVALIDO", f"«{inputs['periodo_cop']}» no es un mes.", "Escríbalo como 2026-01.")
        return cop_due(int(match[1]), int(match[2]), calendar, friday_rule=friday)
    if inputs.get("bimestre") is not None:
        check_period(kind, Kind.RCV)
        year, number = _bimester(inputs["bimestre"])
        return rcv_due(year, number, calendar, friday_rule=friday)
    if inputs.get("notificada") is not None:
        refuse_cedula(kind)
        return cedula_due(
            read_day(inputs, "notificada"),
            calendar,
            days=read_integer(inputs, "dias", CEDULA_DAYS),
            payment=read_flag(inputs, "es_plazo_de_pago", True),
            friday_rule=readings.friday_rule,
        )
    needed = {Kind.COP: "periodo_cop", Kind.RCV: "bimestre", None: "periodo_cop, bimestre o notificada"}
    raise BadInput(
        "VENCIMIENTO_AUSENTE",
        "No se dijo cuándo vence el crédito.",
        f"Indique {needed.get(kind, 'notificada')} o vencimiento.",
    )


_TELL_DUE = ("periodo_cop", "bimestre", "notificada")


def refuse_cedula(kind: Kind | None) -> None:
    """COP and RCV bear accessories from the 17th even when a cédula follows (LSS 40 A): the period must be told."""
    if kind in (Kind.COP, Kind.RCV):
        raise BadInput(
            "PERIODO_AUSENTE",
            f"{kind} causa actualización y recargos desde su vencimiento, aunque después se emita una cédula.",
            "Indique el periodo o el vencimiento (LSS 40 A).",
        )


def check_period(kind: Kind | None, period_of: Kind) -> None:
    """Months are of COP and bimesters of RCV; anything else falls due by its cédula (LSS 39, 39 C; T. 27o)."""
    if kind in (None, period_of):
        return
    needed = {Kind.COP: "el mes (periodo_cop)", Kind.RCV: "el bimestre"}
    raise BadInput(
        "PERIODO_INVALIDO",
        f"{kind} no vence por {'mes' if period_of is Kind.COP else 'bimestre'}.",
        f"Indique {needed.get(kind, 'la notificación de la cédula o el vencimiento')}.",
    )


def _bimester(value: object) -> tuple[int, int]:
    if isinstance(value, list | tuple) and len(value) == 2 and all(type(part) is int for part in value):
        return value[0], value[1]
    match = re.fullmatch(r"(\d{4})-B?([1-6])", str(value))
    if match is None:
        raise BadInput("PERIODO_INVALIDO", f"«{value}» no es un bimestre.", "Escríbalo como [2026, 1].")
    return int(match[1]), int(match[2])


def index_overrides(inputs: Inputs) -> dict[tuple[int, int], Decimal]:
    """Indexes that a case states for itself (`inpc_override`: {"2018-06": "99.909"}).

    Raises:
        BadInput: INPC_INVALIDO.
    """
    found = {}
    for month, value in read_object(inputs, "inpc_override").items():
        match = _MONTH.fullmatch(str(month))
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal(0)
        known = match is not None and FIRST_YEAR <= int(match[1]) <= LAST_YEAR and 1 <= int(match[2]) <= 12
        if match is None or not known or not number.is_finite() or number <= 0:
            raise BadInput("INPC_INVALIDO", f"Índice inválido: {month} = {value}.", 'Use {"2018-06": "99.909"}.')
        found[int(match[1]), int(match[2])] = number
    return found
