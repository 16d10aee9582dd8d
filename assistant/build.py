"""Wires the assistant from settings; used by the command, the API and the evaluations."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from assistant.abstention import Abstention
from assistant.acting.dispatch import Dispatcher
from assistant.areas import Areas
from assistant.composing.composer import ExtractiveComposer
from assistant.composing.level import composer_of
from assistant.finishing import Finisher
from assistant.library import Library
from assistant.models.employer_names import employer_names
from assistant.models.masking import MaskedModel
from assistant.models.model import Model
from assistant.models.openai_compatible import OpenAICompatible, is_local
from assistant.models.routing import RoutingActor
from assistant.outside import OutsideMatters
from assistant.reading_tools import reading_tools
from assistant.second_reading.admission import load_admission
from assistant.second_reading.reader import SecondReader
from assistant.steps import Question
from assistant.turn import Assistant
from assistant.verification import Judge
from assistant.watching import UNWATCHED, Watcher
from corpus.editorial import load_companions, load_glossary, load_headings
from corpus.generations import Generation
from corpus.legal_values import LegalValues
from corpus.settings import Settings
from corpus.store import CorpusStore
from retriever.search import Retriever
from retriever.session import embedder_from
from retriever.word_vectors import words_from
from tools.calculator_tools import CALCULATORS
from tools.calculators.business_days import Calendar
from tools.calculators.closed_days import load_calendar
from tools.credits.credit_tools import credit_tools
from tools.credits.desk import CreditDesk
from tools.registry import Registry, ToolContext
from tools.state_database import open_audit

_MEXICO = ZoneInfo("America/Mexico_City")


def build_library(settings: Settings) -> Library:
    """The corpus that follows the current generation; the embedder is loaded once, at the first search."""
    embedder = cache(lambda: embedder_from(settings))
    glossary = load_glossary(settings.editorial_dir)

    def open_retriever(generation: Generation, _store: CorpusStore) -> Retriever:
        return Retriever.open(generation, embedder(), glossary, settings.chroma_host)

    @cache
    def judge() -> Judge | None:
        words = words_from(embedder())
        return Judge(words) if words else None

    headings = load_headings(settings.editorial_dir).values()
    return Library(settings.state_dir, open_retriever, headings, judge)


def build_assistant(
    settings: Settings,
    library: Library,
    watcher: Watcher = UNWATCHED,
    around: Callable[[Model], Model] = lambda model: model,
) -> Assistant:
    """The assistant with the composer that the settings ask for; `around` may stand between it and its model."""
    areas = Areas.load(Path(settings.editorial_dir) / "areas.yaml")
    outside = OutsideMatters.load(Path(settings.editorial_dir) / "outside.yaml")
    values, calendar, audit = load_values(settings), load_working_days(settings), open_audit(settings)

    def context(question: Question) -> ToolContext:
        return ToolContext(question.today, values, calendar, question.caller, audit)

    dispatcher = Dispatcher(build_registry(library, settings), context)
    configured = build_model(settings)
    model = None if configured is None else around(configured)
    extractive = ExtractiveComposer(load_companions(Path(settings.editorial_dir)))
    composer = composer_of(settings.composer, extractive, model, build_reader(settings, model))
    actor = dispatcher if model is None else RoutingActor(dispatcher, model, CALCULATORS)
    return Assistant(library, actor, composer, Finisher(areas, Abstention(outside), watcher), watcher)


def build_model(settings: Settings) -> Model | None:
    """The model of the settings, which never sees personal data unless it runs on this machine; None without one."""
    if not settings.model_url or settings.composer == "extractive":
        return None
    model = OpenAICompatible(
        settings.model_url,
        settings.model_name,
        settings.model_key.get_secret_value(),
        settings.model_context,
        settings.model_timeout_s,
    )
    if is_local(settings.model_url):
        return model
    return MaskedModel(model, employer_names(settings.effective_database_url))


def build_reader(settings: Settings, model: Model | None) -> SecondReader | None:
    """The second reader: `model`, where it is the one that passed the exam in this state and may write prose."""
    if model is None or settings.composer == "selector":
        return None
    admission = load_admission(settings.state_dir)
    admitted = admission is not None and admission.covers(settings.model_url, settings.model_name)
    return SecondReader(model) if admitted else None


def build_registry(library: Library, settings: Settings) -> Registry:
    """Every tool: the calculators, the search and reading of the regulations, and the credits of who may see them."""
    desk = CreditDesk(settings.effective_database_url, Path(settings.editorial_dir), open_audit(settings))
    return Registry((*CALCULATORS, *reading_tools(library), *credit_tools(desk)))


def load_values(settings: Settings) -> LegalValues:
    """The dated legal parameters of the editorial directory."""
    return LegalValues.load(Path(settings.editorial_dir) / "parameters")


def load_working_days(settings: Settings) -> Calendar:
    """The calendar of the law with the closed days that the office has recorded."""
    return load_calendar(Path(settings.editorial_dir) / "tables" / "dias_cerrados.yaml")
