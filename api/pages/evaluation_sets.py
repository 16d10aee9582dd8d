"""Sets of evaluation cases as pages: write, check, review, remove and seal; a case out of an opinion of the chat."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from api import evaluation_jobs
from api.audit.search import MEXICO
from api.auth.dependencies import IdentifiedCaller
from api.opened import opened
from api.pages.case_form import CaseForm, blank, of_case, of_opinion, read_form, source_of
from api.pages.consultation_form import text_of
from api.pages.views import page
from api.services import ServicesDep
from assistant.evaluations.cases import Case, provision_problems
from assistant.evaluations.own_sets import OwnSets
from assistant.evaluations.run_files import list_runs
from assistant.evaluations.words import KINDS, STATUSES
from corpus.errors import BadInput, NotFound
from tools.caller import Role
from tools.database import sessions
from tools.state_database import migrated_engine

router = APIRouter(prefix="/evaluaciones", include_in_schema=False)
_SECTION = "evaluaciones"
_SETS = "/evaluaciones/conjuntos"


def _own_sets(request: Request, services: ServicesDep) -> OwnSets:
    """The sets of the configured database, opened at the first use."""

    def made() -> OwnSets:
        return OwnSets(sessions(migrated_engine(services.settings)), lambda: datetime.now(UTC))

    return opened(request, "own_sets", made)


OwnSetsDep = Annotated[OwnSets, Depends(_own_sets)]


@router.get("/conjuntos", response_class=HTMLResponse)
def every_set(services: ServicesDep, own: OwnSetsDep) -> HTMLResponse:
    """The sets written here, and those of the program as its runs know them."""
    runs = list_runs(services.settings.state_dir)
    names = {one.name for one in own.sets()}
    ours = {str(run.manifest.get("set")): run for run in runs if run.manifest.get("set") not in names}
    return page("evaluation/sets.html", section=_SECTION, sets=own.sets(), ours=sorted(ours.items()))


@router.post("/conjuntos")
async def create(request: Request, caller: IdentifiedCaller, own: OwnSetsDep) -> RedirectResponse:
    """A new, empty set."""
    name = text_of(await request.form(max_fields=5), "nombre")
    own.create(caller, name)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.get("/conjuntos/{name}", response_class=HTMLResponse)
def one_set(name: str, services: ServicesDep, own: OwnSetsDep) -> HTMLResponse:
    """Its cases, each with what is wrong in it today; of a sealed set, totals only."""
    shown, described = own.shown(name), next(one for one in own.sets() if one.name == name)
    store = services.library.snapshot().store
    rows = [(case, [problem for _, problem in provision_problems(case, store)]) for case in shown.cases]
    return page("evaluation/set.html", section=_SECTION, held=described, rows=rows, kinds=KINDS, statuses=STATUSES)


@router.get("/conjuntos/{name}/casos/nuevo", response_class=HTMLResponse)
def new_case(
    name: str,
    caller: IdentifiedCaller,
    services: ServicesDep,
    own: OwnSetsDep,
    number: Annotated[int, Query(alias="opinion", ge=0)] = 0,
) -> HTMLResponse:
    """An empty form, or that of an opinion of the chat."""
    own.shown(name)
    if not number:
        return _form(name, "", blank(datetime.now(MEXICO).date()), services)
    opinion = next((one for one in services.desk.opinions.cases(caller) if one["number"] == number), None)
    if opinion is None:
        raise NotFound("OPINION_DESCONOCIDA", f"No hay una opinión {number}.", "Véalas en /evaluaciones/opiniones.")
    return _form(name, "", of_opinion(opinion), services)


@router.get("/conjuntos/{name}/casos/{identifier}", response_class=HTMLResponse)
def edit_case(name: str, identifier: str, services: ServicesDep, own: OwnSetsDep) -> HTMLResponse:
    """The form of a case."""
    return _form(name, identifier, of_case(_case(own, name, identifier)), services)


@router.post("/conjuntos/{name}/casos", response_model=None)
async def add_case(
    name: str, request: Request, caller: IdentifiedCaller, services: ServicesDep, own: OwnSetsDep
) -> HTMLResponse | RedirectResponse:
    """Keep a new case, or show what is wrong in its fields."""
    found = read_form(await request.form(max_fields=60), None, services.library.snapshot().store)
    if found.problems:
        return _form(name, "", found, services)
    own.save(caller, name, found.body)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.post("/conjuntos/{name}/casos/{identifier}", response_model=None)
async def change_case(
    name: str, identifier: str, request: Request, caller: IdentifiedCaller, services: ServicesDep, own: OwnSetsDep
) -> HTMLResponse | RedirectResponse:
    """Keep a new version of a case, or show what is wrong in its fields."""
    kept = _case(own, name, identifier)
    found = read_form(await request.form(max_fields=60), kept, services.library.snapshot().store)
    if found.problems:
        return _form(name, identifier, found, services)
    own.save(caller, name, found.body, identifier)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.post("/conjuntos/{name}/casos/{identifier}/revisar")
def review(name: str, identifier: str, caller: IdentifiedCaller, own: OwnSetsDep) -> RedirectResponse:
    """A review by somebody else than the author."""
    own.review(caller, name, identifier)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.post("/conjuntos/{name}/casos/{identifier}/quitar")
def remove(name: str, identifier: str, caller: IdentifiedCaller, own: OwnSetsDep) -> RedirectResponse:
    """Take a case out."""
    own.remove(caller, name, identifier)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.post("/conjuntos/{name}/sellar")
def seal(name: str, caller: IdentifiedCaller, own: OwnSetsDep) -> RedirectResponse:
    """Show only totals from now on."""
    own.seal(caller, name)
    return RedirectResponse(f"{_SETS}/{name}", 303)


@router.post("/conjuntos/{name}/correr")
def run_set(name: str, services: ServicesDep, own: OwnSetsDep) -> RedirectResponse:
    """Ask every case of a set in a process of its own; its progress is on the page of runs."""
    held = own.read(name)
    if not held.cases:
        raise BadInput("CONJUNTO_VACIO", f"«{name}» no tiene casos.", "Escriba uno antes de correrlo.")
    evaluation_jobs.start(services.settings, name, held.version, len(held.cases), datetime.now(MEXICO))
    return RedirectResponse("/evaluaciones", 303)


@router.get("/opiniones", response_class=HTMLResponse)
def opinions(caller: IdentifiedCaller, services: ServicesDep, own: OwnSetsDep) -> HTMLResponse:
    """What people thought of answers, the newest first, each with the case that was made of it."""
    names = [one.name for one in own.sets() if not one.sealed]
    made = {case.source: (name, case.id) for name in names for case in own.read(name).cases}
    rows = [(one, made.get(source_of(one))) for one in reversed(services.desk.opinions.cases(caller))]
    return page("evaluation/opinions.html", section=_SECTION, rows=rows, names=names, statuses=STATUSES)


def _case(own: OwnSets, name: str, identifier: str) -> Case:
    found = next((case for case in own.shown(name).cases if case.id == identifier), None)
    if found is None:
        raise NotFound("CASO_AUSENTE", f"No hay un caso {identifier} en «{name}».", "Véalos en el conjunto.")
    return found


def _form(name: str, identifier: str, form: CaseForm, services: ServicesDep) -> HTMLResponse:
    return page(
        "evaluation/case_form.html",
        status=422 if form.problems else 200,
        section=_SECTION,
        name=name,
        identifier=identifier,
        typed=form.typed,
        problems=form.problems,
        kinds=KINDS,
        statuses=STATUSES,
        tool_choices=sorted((tool.name, f"{tool.name}: {tool.description[:90]}") for tool in services.registry),
        role_choices=[(role.value, role.value) for role in Role],
    )
