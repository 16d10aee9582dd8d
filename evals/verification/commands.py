"""`criterio eval reader`."""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import typer


def reader() -> None:
    """Examina al modelo configurado como segundo lector de la prosa y, si aprueba, lo admite en este estado."""
    from assistant.build import build_model
    from assistant.second_reading.admission import save_admission, withdraw_admission
    from assistant.second_reading.reader import SecondReader
    from corpus import generations
    from corpus.errors import BadInput
    from corpus.settings import Settings
    from corpus.store import CorpusStore
    from evals.answers.model_calls import KeptModel, ModelCalls
    from evals.verification.exam import admission_of, examine

    settings = Settings()
    model = build_model(settings)
    if model is None:
        raise BadInput(
            "MODELO_SIN_CONFIGURAR",
            "No hay un modelo que examinar.",
            "Indique CRITERIO_MODEL_URL y CRITERIO_MODEL_NAME, con CRITERIO_COMPOSER en auto o prose.",
        )

    def announce(done: int, total: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{done}/{total}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    # Kept only while the exam lasts: sat again, it is the model of that day that answers.
    answers = settings.state_dir / "evals" / "exam.sqlite"
    kept = KeptModel(model, settings.model_url, ModelCalls(answers))
    with CorpusStore.open(generations.current(settings.state_dir).corpus_path) as store:
        marks = asyncio.run(examine(SecondReader(kept), store, announce))
    answers.unlink()
    for mistake, items in (("dejó pasar", marks.missed), ("rechazó", marks.rejected)):
        for item in items:
            print(f"· {mistake}: {item.text} ({', '.join(item.cites)})")
    print(f"{settings.model_name}: {marks.read} de {marks.true + marks.false} oraciones leídas.")
    print(f"  falsas que dejó pasar: {len(marks.missed)} de {marks.false}")
    print(f"  fieles que rechazó: {len(marks.rejected)} de {marks.true}")
    if marks.lost:
        withdraw_admission(settings.state_dir)
        print("No se admite como segundo lector: la prosa la siguen juzgando las redes del verificador.")
        raise typer.Exit(1)
    today = datetime.now(ZoneInfo("America/Mexico_City")).date()
    save_admission(settings.state_dir, admission_of(marks, settings.model_url, settings.model_name, today))
    print("Admitido como segundo lector. Reinicie el servidor para que lo use.")
