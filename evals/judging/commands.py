"""`criterio eval judge`."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import UTC, datetime
from typing import Annotated

import typer


def judge(
    name: Annotated[str, typer.Argument(metavar="CORRIDA", help="Nombre de la corrida.")],
    model: Annotated[str, typer.Option(help="Modelo juez; conviene que no sea el que redactó.")],
    url: Annotated[str, typer.Option(help="Servidor compatible con OpenAI; vacío: el configurado.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Un documento JSON en la salida.")] = False,
) -> None:
    """Un modelo juzga las respuestas de una corrida; se dice cuánto coincide con las etiquetas de personas."""
    from llama_index.llms.openai_like import OpenAILike

    from assistant.evaluations.labelling import Labelling
    from corpus.errors import BadInput
    from corpus.settings import Settings
    from evals.answers.runs import load_run
    from evals.answers.session import run_folder
    from evals.judging.judge import Judge, judge_run, totals
    from evals.progress import announce
    from tools.database import make_engine, migrate, sessions

    settings = Settings()
    server = url or settings.model_url
    if not server:
        raise BadInput("MODELO_SIN_CONFIGURAR", "No hay servidor de modelo.", "Use --url o CRITERIO_MODEL_URL.")
    # The key belongs to the configured server; another one does not get it.
    key = settings.model_key.get_secret_value() if server == settings.model_url else ""
    llm = OpenAILike(
        model=model,
        api_base=server,
        api_key=key or "sin-clave",
        context_window=settings.model_context,
        max_tokens=400,
        temperature=0.0,
        timeout=settings.model_timeout_s,
        max_retries=1,
        is_chat_model=True,
        is_function_calling_model=False,
        reuse_client=False,
    )

    folder = run_folder(settings.state_dir, name)
    path = folder / f"judge-{re.sub(r'[^A-Za-z0-9.-]', '_', model)}.jsonl"
    judged = asyncio.run(judge_run(load_run(folder), Judge(llm), path, announce))
    migrate(settings.effective_database_url)
    labels = Labelling(sessions(make_engine(settings.effective_database_url)), lambda: datetime.now(UTC)).judged(name)
    found = totals(judged, labels, model)
    path.with_suffix(".json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
        return
    print(f"{name}: {found['cases']} respuestas juzgadas por {model}")
    for measure, value in found["metrics"].items():
        print(f"  {measure:18} {value['mean']:.3f} [{value['low']:.3f} {value['high']:.3f}]  n={value['count']}")
    share = found["people"]["kappa"]
    said = "no se puede calcular" if share is None else f"{share:.3f}"
    print(f"  acuerdo con personas (κ de Cohen) {said}, {found['people']['sentences']} oraciones")
