"""Evaluations as pages: runs with their trend, one run, one case, and blind labelling. Plain forms, no script.

The runs are files that `criterio eval run` wrote under the state directory; the labels are in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api import evaluation_jobs
from api.audit.search import MEXICO
from api.auth.dependencies import IdentifiedCaller
from api.opened import opened
from api.pages.views import page
from api.services import ServicesDep
from assistant.evaluations.labelling import Item, Judgement, Labelling
from assistant.evaluations.run_files import (
    CaseResult,
    RunSummary,
    compared_with,
    list_runs,
    read_comparison,
    read_run,
)
from assistant.evaluations.tables import Row, label_rows, run_rows, written
from assistant.evaluations.words import FAILED, KINDS, STAGES, STATUSES, kind, measure
from corpus.citations import format_citation
from corpus.errors import BadInput, NotFound
from tools.database import sessions
from tools.state_database import migrated_engine

router = APIRouter(prefix="/evaluaciones", include_in_schema=False)
_SECTION = "evaluaciones"
_BASELINE = "llamaindex"
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _labelling(request: Request, services: ServicesDep) -> Labelling:
    """The labels of the configured database, opened at the first use."""

    def made() -> Labelling:
        return Labelling(sessions(migrated_engine(services.settings)), lambda: datetime.now(UTC))

    return opened(request, "labelling", made)


LabellingDep = Annotated[Labelling, Depends(_labelling)]


@router.get("", response_class=HTMLResponse)
def runs(services: ServicesDep) -> HTMLResponse:
    """Every finished run of every set, the oldest first, with the trend; and the run under way."""
    found = list_runs(services.settings.state_dir)
    sets = sorted({str(run.manifest.get("set")) for run in found})
    grouped = [(name, [run for run in found if run.manifest.get("set") == name]) for name in sets]
    return page(
        "evaluation/runs.html",
        section=_SECTION,
        grouped=[(name, rows, _trend(rows)) for name, rows in grouped],
        job=evaluation_jobs.job(services.settings.state_dir),
        at=_at,
    )


@router.get("/comparar", response_class=HTMLResponse)
def comparison(
    services: ServicesDep,
    before: Annotated[str, Query(alias="antes", max_length=80)],
    after: Annotated[str, Query(alias="despues", max_length=80)],
) -> HTMLResponse:
    """What got better or worse between two runs, by measure and kind, and each case that changed, side by side."""
    state = services.settings.state_dir
    found = read_comparison(state, before, after)
    old, new = ({case.id: case for case in read_run(state, one)[1]} for one in (before, after))
    flips = [(row, old[row["id"]], new[row["id"]]) for row in found["cases"] if row["id"] in old and row["id"] in new]
    return page(
        "evaluation/compare.html",
        section=_SECTION,
        before=before,
        after=after,
        found=found,
        flips=flips,
        measure=measure,
        kind_of=kind,
        statuses=STATUSES,
        cite=_cite,
    )


@router.get("/{run}", response_class=HTMLResponse)
def one_run(run: str, services: ServicesDep, labelling: LabellingDep) -> HTMLResponse:
    """Figures by measure and kind, agreement of the labels, and each case; of a sealed set, totals only."""
    summary, cases = read_run(services.settings.state_dir, run)
    judged = labelling.judged(run)
    return page(
        "evaluation/run.html",
        section=_SECTION,
        run=summary,
        cases=sorted(cases, key=lambda case: (case.scores or {}).get("correct", 2.0)),
        agreement=labelling.agreement(run),
        waiting=[one.item for one in judged if not one.agreed and not one.decided],
        others=compared_with(services.settings.state_dir, run),
        measure=measure,
        failed=FAILED,
        kinds=KINDS,
        at=_at,
    )


@router.get("/{run}/casos.{form}")
def export_run(run: str, form: str, services: ServicesDep) -> Response:
    """The run as a table; of a sealed set, its totals. Raises BadInput: FORMATO_DESCONOCIDO."""
    return _table(f"{run}-casos", form, run_rows(*read_run(services.settings.state_dir, run)))


@router.get("/{run}/etiquetas.{form}")
def export_labels(run: str, form: str, services: ServicesDep, labelling: LabellingDep) -> Response:
    """The labels that two people gave, and what a third decided. Raises BadInput: FORMATO_DESCONOCIDO."""
    read_run(services.settings.state_dir, run)
    return _table(f"{run}-etiquetas", form, label_rows(labelling.labels(run)))


@router.get("/{run}/casos/{case}", response_class=HTMLResponse)
def one_case(run: str, case: str, services: ServicesDep, labelling: LabellingDep) -> HTMLResponse:
    """A case with sentences, citations, verdicts and scores; the labels once both people gave theirs."""
    found = _case(read_run(services.settings.state_dir, run)[1], case)
    judged = [one for one in labelling.judged(run) if one.item[0] == case]
    return page(
        "evaluation/case.html",
        section=_SECTION,
        run=run,
        case=found,
        judged=judged,
        words=list(Judgement),
        cite=_cite,
        measure=measure,
        kinds=KINDS,
        statuses=STATUSES,
        stages=STAGES,
    )


@router.post("/{run}/casos/{case}/resolver")
async def resolve(
    run: str, case: str, request: Request, caller: IdentifiedCaller, services: ServicesDep, labelling: LabellingDep
) -> RedirectResponse:
    """A third person's decision."""
    _case(read_run(services.settings.state_dir, run)[1], case)
    form = await request.form(max_fields=10)
    position, verdict = str(form.get("posicion", "")), str(form.get("juicio", ""))
    if not position.isdecimal():
        raise BadInput("ETIQUETA_INVALIDA", "Falta decir qué oración se resuelve.", "Use el formulario del caso.")
    labelling.resolve(caller, run, (case, int(position)), _word(verdict))
    return RedirectResponse(f"/evaluaciones/{run}/casos/{case}", 303)


@router.get("/{run}/etiquetar", response_class=HTMLResponse)
def label(run: str, caller: IdentifiedCaller, services: ServicesDep, labelling: LabellingDep) -> HTMLResponse:
    """The next case for this person, without its expectation, its scores or what the other said."""
    cases = [case for case in read_run(services.settings.state_dir, run)[1] if not case.omitted]
    identifier = labelling.next_case(caller, run, [case.id for case in cases])
    found = _case(cases, identifier) if identifier else None
    return page(
        "evaluation/label.html", section=_SECTION, run=run, case=found, words=list(Judgement), cite=_cite, stages=STAGES
    )


@router.post("/{run}/etiquetar")
async def put_label(
    run: str, request: Request, caller: IdentifiedCaller, services: ServicesDep, labelling: LabellingDep
) -> RedirectResponse:
    """Record the verdict of the answer and those given of its sentences, and go to the next case."""
    form = await request.form(max_fields=300)
    found = _case(read_run(services.settings.state_dir, run)[1], str(form.get("caso", "")))
    given = {position: str(form.get(f"juicio-{position}", "")) for position in range(len(found.sentences) + 1)}
    verdicts: dict[Item, Judgement] = {(found.id, at): _word(word) for at, word in given.items() if word or at == 0}
    labelling.label(caller, run, verdicts, str(form.get("comentario", "")))
    return RedirectResponse(f"/evaluaciones/{run}/etiquetar", 303)


def _table(name: str, form: str, rows: Iterable[Row]) -> Response:
    kinds = {
        "csv": "text/csv; charset=utf-8",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    content = written(rows, f".{form}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(content, media_type=kinds[form], headers=headers)


def _at(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(MEXICO).strftime("%Y-%m-%d %H:%M")


def _trend(rows: list[RunSummary]) -> list[dict[str, Any]]:
    """Where each run stands in a drawing of 600 by 120, the newest to the right; the baseline is no moment of ours."""
    shown = [run for run in rows if "correct" in run.metrics and run.manifest.get("program") != _BASELINE]
    step = 560 / max(1, len(shown) - 1)
    points = []
    for place, run in enumerate(shown):
        value = run.metrics["correct"]
        heights = {name: round(110 - 100 * value[name], 1) for name in ("mean", "low", "high")}
        points.append({"x": round(20 + place * step, 1), "run": run.run, "share": value["mean"], **heights})
    return points


def _case(cases: list[CaseResult], identifier: str) -> CaseResult:
    found = next((case for case in cases if case.id == identifier), None)
    if found is None:
        raise NotFound("CASO_AUSENTE", "La corrida no muestra ese caso.", "Vea los casos en la página de la corrida.")
    return found


def _word(text: str) -> Judgement:
    try:
        return Judgement(text)
    except ValueError:
        words = ", ".join(Judgement)
        raise BadInput("ETIQUETA_INVALIDA", "Falta el juicio.", f"Elija una de: {words}.") from None


def _cite(identifier: str) -> str:
    try:
        return format_citation(identifier, "short")
    except ValueError:
        return identifier
