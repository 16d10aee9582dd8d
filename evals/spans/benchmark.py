"""The form of LegalBench-RAG (Pipitone and Houir Alami, arXiv 2408.10343) and its two measures.

    {"tests": [{"query": "...", "snippets": [{"file_path": "folder/file.txt", "span": [start, end]}]}]}

Spans are offsets in characters of the decoded file, `end` not included. At k, over the first k spans retrieved:

    precision@k = characters retrieved that are relevant / characters retrieved
    recall@k    = characters retrieved that are relevant / characters relevant

A character counts once, and the totals are means over the queries. A query with nothing retrieved has precision 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from corpus.errors import BadInput, NotFound


class Snippet(BaseModel):
    """A relevant span of a file; `answer`, where it is given, must be its text."""

    file_path: str = Field(min_length=1)
    span: tuple[int, int]
    answer: str | None = None


class Query(BaseModel):
    """A question and the spans that answer it."""

    query: str = Field(min_length=1)
    snippets: tuple[Snippet, ...] = Field(min_length=1)
    tags: tuple[str, ...] = ()


class Benchmark(BaseModel):
    """The file, whole."""

    tests: tuple[Query, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of a file of the corpus folder."""

    file: str
    start: int
    end: int


def read_benchmark(path: Path, texts: dict[str, str]) -> Benchmark:
    """The benchmark, once every span is seen to lie in its file.

    Raises:
        NotFound: `BANCO_AUSENTE`.
        BadInput: `BANCO_INVALIDO` names the test and the field.
    """
    if not path.is_file():
        raise NotFound("BANCO_AUSENTE", f"No está el archivo «{path}».", "Indique el JSON del banco de pruebas.")
    try:
        found = Benchmark.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        raise _invalid(path, ".".join(map(str, first["loc"])) or "json", first["msg"]) from None
    for number, test in enumerate(found.tests):
        for position, snippet in enumerate(test.snippets):
            place, (start, end) = f"tests.{number}.snippets.{position}", snippet.span
            if snippet.file_path not in texts:
                raise _invalid(path, f"{place}.file_path", f"«{snippet.file_path}» no está en la carpeta")
            text = texts[snippet.file_path]
            if not 0 <= start < end <= len(text):
                raise _invalid(path, f"{place}.span", f"[{start}, {end}] sale del archivo, de {len(text)} caracteres")
            if snippet.answer is not None and text[start:end] != snippet.answer:
                raise _invalid(path, f"{place}.answer", "no es el texto de esos caracteres")
    return found


def read_corpus(folder: Path) -> dict[str, str]:
    """Every `.txt` under the folder by its path inside it, with `/`.

    Raises:
        NotFound: `CARPETA_AUSENTE`.
        BadInput: `TEXTO_ILEGIBLE`, not UTF-8.
    """
    paths = sorted(folder.rglob("*.txt")) if folder.is_dir() else []
    if not paths:
        raise NotFound("CARPETA_AUSENTE", f"«{folder}» no tiene archivos .txt.", "Indique la carpeta del corpus.")
    texts = {}
    for path in paths:
        try:
            # Bytes are decoded as they are: translating line ends would move every offset.
            texts[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise BadInput("TEXTO_ILEGIBLE", f"«{path}» no está en UTF-8.", "Conviértalo y repita.") from None
    return texts


def precision_recall(retrieved: Sequence[Span], relevant: Iterable[Span]) -> tuple[float, float]:
    """Both shares, in characters."""
    found, wanted = _characters(retrieved), _characters(relevant)
    common = sum(len(found.get(file, set()) & characters) for file, characters in wanted.items())
    total_found, total_wanted = (sum(map(len, one.values())) for one in (found, wanted))
    return (common / total_found if total_found else 0.0), common / total_wanted


def _characters(spans: Iterable[Span]) -> dict[str, set[int]]:
    held: dict[str, set[int]] = {}
    for span in spans:
        held.setdefault(span.file, set()).update(range(span.start, span.end))
    return held


def _invalid(path: Path, field: str, reason: str) -> BadInput:
    return BadInput("BANCO_INVALIDO", f"{path.name}, campo «{field}»: {reason}.", "Corrija el archivo.", field=field)
