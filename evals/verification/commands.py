"""`criterio eval reader`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from evals.verification.exam import Marks


def reader() -> None:
    """Examina al modelo configurado como segundo lector de la prosa y, si aprueba, lo admite en este estado."""
    from assistant.build import build_model
    from assistant.models.model import ModelFailed
    from assistant.second_reading.admission import Admission, instructions_now, save_admission, withdraw_admission
    from assistant.second_reading.reader import SecondReader
    from corpus import generations
    from corpus.errors import BadInput
    from corpus.settings import Settings
    from corpus.store import CorpusStore
    from evals.progress import announce
    from evals.verification.exam import examine
    from tools.command_inputs import today_in_mexico

    settings = Settings()
    model = build_model(settings)
    if model is None:
        raise BadInput(
            "MODELO_SIN_CONFIGURAR",
            "No hay un modelo que examinar.",
            "Indique CRITERIO_MODEL_URL y CRITERIO_MODEL_NAME, con CRITERIO_COMPOSER en auto o prose.",
        )
    server, name, told = settings.model_url, settings.model_name, instructions_now()
    whose, folder = f"{server} {name} {told}", settings.state_dir / "evals"
    try:
        with CorpusStore.open(generations.current(settings.state_dir).corpus_path) as store:
            marks = asyncio.run(examine(SecondReader(model), store, folder, whose, announce))
    except ModelFailed as error:
        raise ModelFailed(error.code, error.message, "Lo leído se conserva: repita la orden para seguir.") from error
    _show(marks, name)
    if marks.lost:
        withdraw_admission(settings.state_dir, server, name)
        print("No se admite como segundo lector. Si lo era, reinicie el servidor para que deje de serlo.")
        raise typer.Exit(1)
    admission = Admission(
        server=server,
        model=name,
        instructions=told,
        caught=marks.false - len(marks.missed),
        false=marks.false,
        rejected=len(marks.rejected),
        true=marks.true,
        on=today_in_mexico(),
    )
    save_admission(settings.state_dir, admission)
    print("Admitido como segundo lector. Reinicie el servidor para que lo use.")


def _show(marks: Marks, name: str) -> None:
    for mistake, items in (("dejó pasar", marks.missed), ("rechazó", marks.rejected)):
        for item in items:
            print(f"· {mistake}: {item.text} ({', '.join(item.cites)})")
    print(f"{name}: {marks.read} de {marks.true + marks.false} oraciones leídas.")
    print(f"  falsas que dejó pasar: {len(marks.missed)} de {marks.false}")
    print(f"  fieles que rechazó: {len(marks.rejected)} de {marks.true}")
