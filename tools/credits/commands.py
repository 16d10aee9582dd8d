"""`criterio credits seed|import|portfolio` and `criterio credit`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

    from corpus.settings import Settings
    from tools.caller import Caller
    from tools.credits.portfolio import Portfolio
    from tools.credits.report import CreditReport

_MEXICO = ZoneInfo("America/Mexico_City")
_User = Annotated[str, typer.Option("--user", help="Usuario con cuyos permisos se consulta.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Un documento JSON.")]


def register(app: typer.Typer) -> None:
    """Add the commands of credits."""
    app.command("credit")(credit)
    credits = typer.Typer(help="Créditos: datos ficticios, carga y cartera.", no_args_is_help=True)
    credits.command("seed")(seed)
    credits.command("import")(load)
    credits.command("portfolio")(portfolio)
    app.add_typer(credits, name="credits")


def seed(
    employers: Annotated[int, typer.Option(help="Cuántos patrones ficticios.", min=1, max=600_000)] = 2000,
    number: Annotated[int, typer.Option("--seed", help="Semilla: la misma escribe lo mismo.")] = 7,
) -> None:
    """Escribe créditos ficticios en una base vacía y usuarios de ejemplo."""
    from corpus.settings import Settings
    from tools.credits.generator import seed_credits
    from tools.credits.local_users import write_examples
    from tools.database import sessions
    from tools.state_database import migrated_engine

    settings = Settings()
    written = seed_credits(sessions(migrated_engine(settings)), employers, _now().date(), number)
    users = write_examples(settings.state_dir)
    print(f"Datos ficticios: {employers} patrones y {written} créditos. Usuarios de ejemplo en {users}.")


def load(
    path: Annotated[Path, typer.Argument(help="Listado: CSV, XLSX o ancho fijo (RALE).")],
    mapping: Annotated[Path, typer.Option(help="Mapa YAML de columnas o posiciones.")],
    errors: Annotated[Path, typer.Option(help="CSV donde se escriben los renglones con error.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Revisa y cuenta sin escribir nada.")] = False,
    user: _User = "",
    as_json: _AsJson = False,
) -> None:
    """Carga un listado; repetirlo no duplica nada."""
    import json
    from dataclasses import asdict

    from corpus.settings import Settings
    from tools.calculators.closed_days import load_calendar
    from tools.credits.importing.load import Importer
    from tools.credits.importing.mapping import load_mapping
    from tools.database import make_engine, migrate, sessions
    from tools.state_database import open_audit

    settings = Settings()
    url, told = settings.effective_database_url, load_mapping(mapping)
    migrate(url)
    calendar = load_calendar(settings.editorial_dir / "tables" / "dias_cerrados.yaml")
    importer = Importer(sessions(make_engine(url)), open_audit(settings), calendar)
    with errors.open("w", encoding="utf-8", newline="") as file:
        report = importer.load(path, told, _caller(settings, user), file, dry_run=dry_run)
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        what = "Se escribirían" if dry_run else "Escritos"
        print(
            f"{report.rows} renglones. {what}: {report.created} nuevos, {report.updated} con cambios; "
            f"{report.equal} iguales; {report.errors} con error (vea {errors})."
        )
    if report.errors:
        raise SystemExit(1)


def credit(
    number: Annotated[str, typer.Argument(help="Número de crédito, nueve dígitos.")] = "",
    employer: Annotated[str, typer.Option(help="Registro patronal, en vez del número.")] = "",
    period: Annotated[str, typer.Option(help="Periodo como 2026-01.")] = "",
    user: _User = "",
    as_json: _AsJson = False,
) -> None:
    """Estado, importe al día y siguiente paso de un crédito de su ámbito."""
    from tools.credits.credit_tools import CreditStatus

    asked = {"number": number or None, "employer": employer or None, "period": period or None}
    found = _call("credit_status", asked, user)
    assert isinstance(found, CreditStatus)
    if as_json:
        print(found.model_dump_json())
        return
    for report in found.credits:
        _show(report)


def portfolio(
    which: Annotated[
        str,
        typer.Argument(
            help="por_notificar, mora, incidencia_incorrecta, sin_pae, deudores, mayores, garantias o traspasos."
        ),
    ],
    days: Annotated[int, typer.Option(help="Ventana en días (garantías, por_notificar).")] = 60,
    subdelegacion: Annotated[str, typer.Option(help="Sólo esta subdelegación, dos dígitos.")] = "",
    ooad: Annotated[str, typer.Option(help="Sólo este OOAD, dos dígitos.")] = "",
    user: _User = "",
    as_json: _AsJson = False,
) -> None:
    """Listas de la cartera de su ámbito (manual 7.1.3)."""
    from tools.credits.portfolio import Portfolio

    places = {"subdelegacion": subdelegacion, "ooad": ooad}
    found = _call("portfolio", {"which": which, "days": days, **places}, user)
    assert isinstance(found, Portfolio)
    if as_json:
        print(found.model_dump_json())
    else:
        _show_list(found)


def _call(name: str, arguments: dict[str, Any], user: str) -> BaseModel:
    from corpus.legal_values import LegalValues
    from corpus.settings import Settings
    from tools.calculators.closed_days import load_calendar
    from tools.credits.credit_tools import credit_tools
    from tools.credits.desk import CreditDesk
    from tools.registry import Registry, ToolContext
    from tools.state_database import open_audit

    settings = Settings()
    editorial, audit = settings.editorial_dir, open_audit(settings)
    desk = CreditDesk(settings.effective_database_url, editorial, audit)
    caller = _caller(settings, user)
    calendar = load_calendar(editorial / "tables" / "dias_cerrados.yaml")
    values = LegalValues.load(editorial / "parameters")
    context = ToolContext(_now().date(), values, calendar, caller, audit)
    return Registry(credit_tools(desk)).call(name, arguments, context)


def _caller(settings: Settings, user: str) -> Caller:
    from tools.caller import ANONYMOUS
    from tools.credits.local_users import caller_named

    return caller_named(settings.state_dir, user) if user else ANONYMOUS


def _now() -> datetime:
    return datetime.now(_MEXICO)


def _show(report: CreditReport) -> None:
    print(report.status)
    print(f"Patrón: {report.registro_patronal}, {report.employer}")
    print(f"Documento: {report.document}")
    if report.owed is not None:
        print(report.owed.summary)
    basis = f" [{', '.join(report.next.basis)}]" if report.next.basis else ""
    print(f"Siguiente paso: {report.next.text}{basis}")
    if report.prescription is not None:
        print(report.prescription.summary)
    for held in report.guarantees:
        print(f"Garantía ({held.kind}): {held.note}")
    for row in report.timeline:
        print(f"  {row.day}  {row.what}")
    for notice in report.notices:
        print(f"Aviso: {notice}")
    print()


def _show_list(found: Portfolio) -> None:
    print(found.summary)
    for row in found.rows:
        what = row.number or f"{row.registro_patronal} {row.credits}".lstrip()
        ends = f"  vence {row.expires}" if row.expires else ""
        print(f"  {what}  {row.place}  ${row.balance:,.2f}  {row.employer}{ends}")
    for notice in (*found.notices, f"Fundamento: {', '.join(found.basis)}."):
        print(f"Aviso: {notice}" if notice in found.notices else notice)
