"""Worked cases in one JSON document: `{"id", "fn", "inputs"}` in, `{"id", "result" | "error"}` out, in order.

The functions and their keys are those of the published vectors; a case that cannot be computed gives its stable code
and a sentence, and the batch goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from corpus.errors import BadInput, CriterioError
from corpus.legal_values import LegalValues
from tools.calculators.allocation import AGREEMENT_ORDER, ORDER, allocate
from tools.calculators.explained import figures
from tools.calculators.fines import enforcement_costs, fine_304, fine_304_range, fine_304b, returned_cheque
from tools.calculators.instalments import Instalment, deferral, instalments, public_entity_limit
from tools.calculators.money import ZERO, cents, read_money, whole_pesos
from tools.calculators.notifications import Notification, by_buzon, by_estrados
from tools.calculators.surcharges import Kind, compute, mora_rate, read_kind
from tools.inputs import (
    index_overrides,
    optional_day,
    read_calendar,
    read_day,
    read_due,
    read_flag,
    read_integer,
    read_object,
    read_percentage,
    read_readings,
)

Inputs = Mapping[str, Any]
Result = dict[str, Any]
_LATEST = date.max
"""Where a case names no day, the percentages that the law holds now."""


def run_batch(cases: Iterable[Mapping[str, Any]], values: LegalValues) -> list[Result]:
    """Compute every case."""
    return [run_case(case, values) for case in cases]


def run_case(case: Mapping[str, Any], values: LegalValues) -> Result:
    """Compute one case: its result, or the code and the sentence of its error."""
    identifier = case.get("id")
    try:
        function = FUNCTIONS.get(str(case.get("fn", "compute")))
        if function is None:
            raise BadInput(
                "FUNCION_DESCONOCIDA", f"No existe la función «{case.get('fn')}».", f"Use: {', '.join(FUNCTIONS)}."
            )
        inputs = case.get("inputs")
        if not isinstance(inputs, Mapping):
            raise BadInput("ENTRADA_INVALIDA", "Falta el objeto «inputs» del caso.", "Revise el formato.")
        return {"id": identifier, "result": function(inputs, values)}
    except CriterioError as error:
        return {"id": identifier, "error": error.code, "message": error.message, "hint": error.hint}


def _compute(inputs: Inputs, values: LegalValues) -> Result:
    kind = read_kind(str(inputs.get("tipo", "")))
    amount = read_money(inputs.get("monto"))
    readings, calendar = read_readings(inputs), read_calendar(inputs)
    due = read_due(inputs, kind, calendar, readings)
    paid = read_day(inputs, "pago")
    overrides = index_overrides(inputs)
    if overrides:
        values = values.with_inpc(overrides, "Índices dados en el caso")
    return figures(amount, compute(kind, amount, due, paid, values, readings, calendar))


def _due_date(inputs: Inputs, _values: LegalValues) -> Result:
    found = read_due(inputs, None, read_calendar(inputs), read_readings(inputs))
    result = {"nominal": found.nominal.isoformat(), "effective": found.effective.isoformat()}
    if found.takes_effect is not None:
        result["surte_efectos"] = found.takes_effect.isoformat()
    return result


def _instalments(inputs: Inputs, values: LegalValues) -> Result:
    if str(inputs.get("tipo", "")).strip().upper() == Kind.RCV:
        raise BadInput(
            "RCV_SOLO_DIFERIDO",
            "El RCV no admite parcialidades: sólo pago diferido (LSS 40 D).",
            "Use el pago diferido.",
        )
    employer = read_money(inputs.get("adeudo_patronal", inputs.get("adeudo")), "adeudo_patronal")
    worker = read_money(_first(inputs, _WORKER_KEYS, "0"), "cuota_obrera")
    requested = read_day(inputs, "solicitud")
    adjust = read_flag(inputs, "adjust_last", read_flag(read_object(inputs, "options"), "adjust_last", False))
    found = instalments(
        employer,
        read_integer(inputs, "n"),
        requested,
        values,
        worker=worker,
        adjust_last=adjust,
        limit=_instalment_limit(inputs, requested, values),
    )
    return {
        "tasa_mensual": _money(found.rate),
        "pago_inicial_patronal": _money(found.down_payment),
        "pago_inicial_obrero": _money(worker),
        "pago_inicial_total": _money(found.down_payment_total),
        "saldo_a_plazos": _money(found.balance),
        "parcialidad": _money(found.payment),
        "n": len(found.rows),
        "total_parcialidades": _money(found.total_payments),
        "total_recargos_prorroga": _money(found.total_surcharges),
        "residuo_centavos": _money(found.residue),
        "tabla_primera": _row(found.rows[0]),
        "tabla_ultima": _row(found.rows[-1]),
        "tabla": [_row(row) for row in found.rows],
    }


_WORKER_KEYS = ("cuota_obrera", "adeudo_obrero", "adeudo_obrera", "obrera", "obrero", "cuotas_retenidas")


def _instalment_limit(inputs: Inputs, day: date, values: LegalValues) -> int | None:
    """The limit of the case: one stated, or the SAT's where the case names it; else the Institute's."""
    for key in ("max_meses", "limite_meses", "limite"):
        if key in inputs:
            return read_integer(inputs, key)
    authority = str(_first(inputs, ("autoridad", "organismo", "regimen", "ley"), "IMSS")).upper()
    named = authority.replace(" ", "_") in ("ENTE_PUBLICO", "ENTES_PUBLICOS")
    if read_flag(inputs, "ente_publico", named):
        return public_entity_limit(day, values)
    if authority in ("SAT", "CFF"):
        return int(values.number(values.on("parcialidades_max_meses_cff", day, "TASA_NO_DISPONIBLE")))
    return None


def _deferral(inputs: Inputs, values: LegalValues) -> Result:
    debt = read_money(_first(inputs, ("adeudo", "adeudo_patronal", "monto"), None), "adeudo")
    calendar = read_calendar(inputs)
    found = deferral(debt, read_day(inputs, "solicitud"), read_day(inputs, "fecha_pago"), values, calendar)
    return {
        "tasa_mensual": _money(found.rate),
        "meses": found.months,
        "pago_inicial": _money(found.down_payment),
        "monto_diferido": _money(found.deferred),
        "recargos_prorroga": _money(found.surcharge),
        "monto_a_liquidar": _money(found.total),
    }


def _fine_304(inputs: Inputs, values: LegalValues) -> Result:
    omitted = read_money(inputs.get("concepto_omitido"), "concepto_omitido")
    percentage = read_percentage(inputs.get("pct", "40"))
    day = optional_day(inputs, "fecha") or _LATEST
    fine = fine_304(omitted, percentage, day, values)
    low, high = fine_304_range(day, values)
    return {
        "pct": str(percentage),
        "multa": _money(fine),
        "min": _money(cents(omitted * low / 100)),
        "max": _money(cents(omitted * high / 100)),
    }


def _fine_304b(inputs: Inputs, values: LegalValues) -> Result:
    found = fine_304b(str(inputs.get("fraccion", "")), read_day(inputs, "fecha"), values)
    return {
        "fraccion_304B": found.fraction,
        "uma": _money(values.number(found.uma)),
        "veces_min": found.times[0],
        "veces_max": found.times[1],
        "min": _money(found.minimum),
        "max": _money(found.maximum),
    }


def _costs(inputs: Inputs, values: LegalValues) -> Result:
    credit = read_money(inputs.get("credito"), "credito")
    day = optional_day(inputs, "fecha") or _new_year(read_integer(inputs, "year"))
    found = enforcement_costs(credit, read_integer(inputs, "diligencias", 1), day, values)
    return {
        "dos_por_ciento": _money(found.two_per_cent),
        "por_diligencia": _money(found.each),
        "total": _money(found.total),
    }


def _mora_rate(inputs: Inputs, values: LegalValues) -> Result:
    return {"mora": _money(mora_rate(read_integer(inputs, "year"), values))}


def _allocate(inputs: Inputs, _values: LegalValues) -> Result:
    payment = read_money(inputs.get("pago"), "pago")
    agreement = str(_first(inputs, ("orden", "regimen"), "")).upper() in ("CONVENIO", "CFF_66_A", "CFF66A")
    order = AGREEMENT_ORDER if agreement else ORDER
    owed = {concept: read_money(inputs.get(concept, "0"), concept) for concept in order}
    found = allocate(payment, owed, order)
    return {
        "aplicado": {concept: _money(value) for concept, value in found.applied.items()},
        "pendiente": {concept: _money(value) for concept, value in found.pending.items()},
        "remanente": _money(found.remainder),
    }


def _buzon(inputs: Inputs, _values: LegalValues) -> Result:
    opened = next((day for key in _OPENED_KEYS if (day := optional_day(inputs, key))), None)
    return _notification(by_buzon(read_day(inputs, "fecha"), read_calendar(inputs), opened))


_OPENED_KEYS = ("apertura", "abierto", "fecha_apertura", "abre", "consulta")


def _estrados(inputs: Inputs, _values: LegalValues) -> Result:
    return _notification(by_estrados(read_day(inputs, "fecha"), read_calendar(inputs)))


def _notification(found: Notification) -> Result:
    return {"notificacion": found.made.isoformat(), "surte_efectos": found.takes_effect.isoformat()}


def _round_peso(inputs: Inputs, _values: LegalValues) -> Result:
    return {"pesos": _money(whole_pesos(read_money(inputs.get("monto"))))}


def _cheque(inputs: Inputs, values: LegalValues) -> Result:
    day = optional_day(inputs, "fecha") or _LATEST
    return {"indemnizacion": _money(returned_cheque(read_money(inputs.get("monto")), day, values))}


FUNCTIONS: dict[str, Callable[[Inputs, LegalValues], Result]] = {
    "compute": _compute,
    "due_date": _due_date,
    "parcialidades": _instalments,
    "diferido": _deferral,
    "multa_304": _fine_304,
    "multa_304b": _fine_304b,
    "gastos_ejecucion": _costs,
    "mora_rate": _mora_rate,
    "imputar_pago": _allocate,
    "buzon": _buzon,
    "estrados": _estrados,
    "round_peso": _round_peso,
    "cheque": _cheque,
}


def _row(row: Instalment) -> Result:
    return {
        "k": row.number,
        "mes": f"{row.month[0]}-{row.month[1]:02d}",
        "pago": _money(row.payment),
        "recargo_prorroga": _money(row.surcharge),
        "capital": _money(row.capital),
        "saldo": _money(row.balance),
    }


def _money(amount: Decimal) -> str:
    return f"{cents(amount) + ZERO:.2f}"


def _first(inputs: Inputs, keys: tuple[str, ...], default: Any) -> Any:
    return next((inputs[key] for key in keys if key in inputs), default)


def _new_year(year: int) -> date:
    if not 1 <= year <= 9999:
        raise BadInput("FECHA_INVALIDA", f"«{year}» no es un año.", "Escríbalo como 2026.")
    return date(year, 1, 1)
