"""Personal data before a model of another machine, and after it."""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from assistant.build import build_assistant
from assistant.fake_model.server import FakeModelServer
from assistant.library import Library
from assistant.models.employer_names import employer_names
from assistant.models.masking import Mask, MaskedModel
from assistant.models.openai_compatible import OpenAICompatible
from assistant.steps import Question
from corpus.settings import Settings
from tools.credits.models import Employer
from tools.database import make_engine, migrate

NAMES = ("Panificadora La Espiga Dorada, S.A. de C.V.", "Transportes Núñez")
SECRETS = (
    "XEXX010101000",
    "PED-980312-AB7",
    "GOMC800514HDFNRR09",
    "12345678903",
    "12-34-56-7890-1",
    "Y54-12345-10-7",
    "Y5412345107",
    "261234567",
    "cobranza@espiga.example.mx",
    "Panificadora La Espiga Dorada",
    "PANIFICADORA LA ESPIGA DORADA, S.A. DE C.V.",
    "transportes nunez",
    "Aceros Tecali, S. de R.L. de C.V.",
    "Comercial López y Hermanos SA de CV",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_each_is_hidden_and_comes_back(secret: str) -> None:
    mask = Mask(NAMES)
    said = {"pregunta": f"¿El patrón {secret} debe pagar recargos?", "n": 3, "textos": [secret, "nada"]}
    hidden = mask.hide(said)
    assert secret not in json.dumps(hidden, ensure_ascii=False)
    assert hidden["pregunta"].startswith("¿El patrón [")
    assert mask.restore(hidden) == said


@pytest.mark.parametrize(
    "plain",
    [
        "¿Qué dice el artículo 40 A, fracción XVII, de la Ley del Seguro Social?",
        "Calcula los recargos de $123,456,789.00 y de 84321.55 al 17/03/2025",
        "El artículo 17-A del Código Fiscal de la Federación y la COP de 2026-01",
        "¿La sociedad anónima de capital variable responde por su socio?",
    ],
)
def test_what_is_not_personal_stays(plain: str) -> None:
    assert Mask(NAMES).hide(plain) == plain


@given(st.text(max_size=200))
def test_hiding_and_restoring_gives_the_same_text(text: str) -> None:
    mask = Mask(NAMES)
    assert mask.restore(mask.hide(text)) == text


def test_a_model_reads_marks_and_its_words_come_back_whole(fake_models: FakeModelServer) -> None:
    model = MaskedModel(OpenAICompatible(fake_models.url, "credulo", timeout_s=5), lambda: NAMES)
    schema: dict[str, Any] = {"type": "object", "properties": {"oraciones": {"type": "array"}}}
    data = {"pregunta": "¿Debe Transportes Núñez, RFC TNU010203AB1, pagar?", "clausulas": []}
    reply = asyncio.run(model.ask("instrucciones", data, schema))
    sent = json.dumps(fake_models.received[-1], ensure_ascii=False)
    assert "TNU010203AB1" not in sent
    assert "Núñez" not in sent
    assert "Transportes Núñez, RFC TNU010203AB1" in json.dumps(reply, ensure_ascii=False)


def test_names_come_from_the_records(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    now = [0.0]
    names = employer_names(url, lambda: now[0])
    assert tuple(names()) == ()
    migrate(url)
    with Session(make_engine(url)) as session:
        session.add(Employer(registro_patronal="Y5412345107", rfc="TNU010203AB1", name=NAMES[1], fictitious=True))
        session.commit()
    now[0] += 301
    assert tuple(names()) == (NAMES[1],)


def test_no_log_holds_what_was_asked(
    library: Library, laws_state: Path, fake_models: FakeModelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    settings = Settings(state_dir=laws_state, model_url=fake_models.url, model_name="capaz", composer="selector")
    asked = "¿Cuándo se cobran recargos al patrón con RFC TNU010203AB1?"
    asyncio.run(build_assistant(settings, library).answer(Question(text=asked, today=date(2026, 11, 21))))
    assert "TNU010203AB1" in json.dumps(fake_models.received[-1])
    assert "TNU010203AB1" not in caplog.text
