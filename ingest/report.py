"""What an ingest did, per instrument, as data and as lines to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from corpus.document_numbers import is_document
from corpus.errors import CriterioError
from corpus.provisions import ProvisionKind, Status, public_instrument
from ingest.assemble import count_kinds
from ingest.readers import ReadDocument

FATAL = frozenset(
    {
        "SALTO_DE_NUMERACION",
        "ARTICULO_SIN_LEER",
        "TEXTO_PERDIDO",
        "LINEAS_SIN_CUENTA",
        "TRAMO_ROTO",
        "IDS_REPETIDOS",
    }
)
"""Problems with which a document is not published unless the caller insists: a rule may be missing."""

_NAMES = {
    ProvisionKind.ARTICLE: ("artículo", "artículos"),
    ProvisionKind.TRANSITORIO: ("transitorio", "transitorios"),
    ProvisionKind.NUMERAL: ("función", "funciones"),
    ProvisionKind.PARAGRAPH: ("párrafo", "párrafos"),
    ProvisionKind.FRACTION: ("fracción", "fracciones"),
    ProvisionKind.INCISO: ("inciso", "incisos"),
    ProvisionKind.TABLE: ("tabla", "tablas"),
}


@dataclass(slots=True)
class IngestReport:
    """One run: what was read, what was already there, what failed, and what was published."""

    documents: list[ReadDocument] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    errors: list[tuple[str, CriterioError]] = field(default_factory=list)
    standing: dict[tuple[str, str], str] = field(default_factory=dict)
    generation: str = ""
    published: bool = False
    indexed: bool = False
    seconds: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The report as `criterio ingest --json` prints it."""
        return {
            "published": self.published,
            "unchanged": not self.documents and not self.errors,
            "generation": self.generation,
            "indexed": self.indexed,
            "instruments": [
                {**describe(document), "standing": self.standing_of(document)} for document in self.documents
            ],
            "already_there": self.unchanged,
            "skipped": self.skipped,
            "errors": [{"file": name, **error.as_json()["error"]} for name, error in self.errors],
            "seconds": {stage: round(value, 3) for stage, value in self.seconds.items()},
        }

    def standing_of(self, document: ReadDocument) -> str:
        """How a document stands to what was held: nuevo, más reciente, misma versión, anterior; "" if unpublished."""
        return self.standing.get((document.instrument.id, document.instrument.version), "")


def fatal_problems(document: ReadDocument) -> list[str]:
    """The sentences that keep a document from being published."""
    return [problem.message for problem in document.problems if problem.code in FATAL]


def describe(document: ReadDocument) -> dict[str, Any]:
    """Counts and problems of one document."""
    instrument = document.instrument
    roots = [provision for provision in document.provisions if provision.is_root]
    return {
        "instrument": public_instrument(instrument.id),
        "title": instrument.title,
        "version": instrument.version,
        "published": instrument.published.isoformat() if instrument.published else None,
        "last_reform": instrument.last_reform.isoformat() if instrument.last_reform else None,
        "pages": instrument.pages,
        "sha256": instrument.sha256,
        "listed": document.listed,
        "provisions": count_kinds(document.provisions),
        "derogated": sum(root.status is Status.DEROGADO for root in roots),
        "decrees": len({r.extras.get("dof") for r in roots if r.kind is ProvisionKind.TRANSITORIO}),
        "lines": document.lines,
        "unreadable": sum(problem.code == "TABLA_EN_IMAGEN" for problem in document.problems),
        "problems": [{"code": p.code, "message": p.message, "page": p.page} for p in document.problems],
        "seconds": round(document.seconds, 3),
    }


def sentences(report: IngestReport) -> list[str]:
    """The report for people, one line each."""
    lines: list[str] = []
    for document in report.documents:
        lines.extend(_document_lines(document, report.standing_of(document)))
    if report.unchanged:
        lines.append(f"Sin cambios: {', '.join(report.unchanged)}.")
    if report.skipped:
        lines.append(f"No se leyeron (otro tipo de archivo): {', '.join(report.skipped)}.")
    lines.extend(f"Error {error.code}: {error}" for _, error in report.errors)
    if report.published:
        index = "con índice" if report.indexed else "sin índice"
        lines.append(f"Publicado: generación {report.generation}, {index}, en {report.seconds['total']:.1f} s.")
        if not report.indexed:
            lines.append("La búsqueda no funciona hasta construir el índice: «criterio index build».")
    elif report.errors:
        lines.append("No se publicó nada; el corpus anterior sigue como estaba.")
    return lines


def _document_lines(document: ReadDocument, standing: str) -> list[str]:
    counts = count_kinds(document.provisions)
    names = _NAMES | ({ProvisionKind.NUMERAL: ("punto", "puntos")} if is_document(document.instrument.id) else {})
    parts = [f"{counts[kind.value]} {names[kind][counts[kind.value] != 1]}" for kind in names if kind.value in counts]
    derogated = sum(p.is_root and p.status is Status.DEROGADO for p in document.provisions)
    head = f"{document.instrument.short_title or document.instrument.id} ({document.instrument.version}): "
    lines = [f"{head}{', '.join(parts)}; {derogated} derogados; {document.seconds:.1f} s."]
    if standing == "anterior":
        lines.append("  Es anterior a la versión que se tiene: queda como historia y rige la otra.")
    if not document.listed:
        lines.append(f"  No está en el catálogo: se le llama {document.instrument.id} («{document.instrument.title}»).")
    for problem in document.problems:
        page = f" (pág. {problem.page})" if problem.page else ""
        lines.append(f"  {problem.code}: {problem.message}{page}")
    return lines
