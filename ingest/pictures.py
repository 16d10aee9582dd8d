"""Tables that are pictures: found, placed in their article, and read by OCR with its confidence.

What OCR reads never enters the text of a provision: it is kept beside it (`extras["pictures"]`, JSON), marked as
read from an image, with its page and box, and the name of the picture kept beside the source documents.
"""

from __future__ import annotations

import json
import resource
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from corpus.page_images import page_parts
from ingest.documents.cleaning import without_rules
from ingest.documents.ocr import grid_from_table
from ingest.parsed import ParsedLaw, Problem
from ingest.pdf_text import Document, Picture

_SCALE = 4.0
_LEAST_SIDE = 15.0
_OCR_SECONDS = 60
_OCR_CPU_SECONDS = 20
_OCR_BUDGET = 70.0
"""Seconds that the pictures of one file may take together: beyond, they are kept unread and told."""
_PAINTED = 0.15


@dataclass(frozen=True, slots=True)
class Reading:
    """What OCR made of a picture; `confidence` from 0 to 1, None where there was no OCR engine."""

    text: str
    confidence: float | None


def attach_pictures(
    path: Path, digest: str, document: Document, law: ParsedLaw, ocr: bool
) -> tuple[list[Problem], dict[str, bytes]]:
    """Put each picture of the body into the extras of the root it stands in.

    Gives one problem per picture, and the pictures as PNG by the name under which they are kept with the sources.
    """
    problems: list[Problem] = []
    images: dict[str, bytes] = {}
    limit = time.monotonic() + _OCR_BUDGET
    found = body_pictures(document)
    drawn = page_parts(path, [(picture.page, picture.box) for picture in found], _SCALE)
    for number, (picture, image) in enumerate(zip(found, drawn, strict=True), 1):
        owner = _owner(law, picture)
        file = f"{digest}-{number}.png"
        images[file] = image
        reading = _read(image) if ocr and time.monotonic() < limit else Reading("", None)
        name = law.roots[owner].label if owner is not None else "fuera de todo artículo"
        sure = f"leída por OCR con confianza {reading.confidence:.2f}" if reading.confidence is not None else "sin leer"
        problems.append(Problem("TABLA_EN_IMAGEN", f"{name}: hay una imagen, {sure}.", picture.page))
        if owner is not None:
            law.roots[owner].pictures.append(
                {
                    "page": picture.page,
                    "box": list(picture.box),
                    "file": file,
                    "ocr": reading.text,
                    "confidence": reading.confidence,
                }
            )
    return problems, images


def body_pictures(document: Document) -> list[Picture]:
    """Pictures that are not furniture: those whose place does not repeat over the pages."""
    places = Counter(picture.box for picture in document.pictures)
    often = max(2, document.pages // 2)
    return [
        picture
        for picture in document.pictures
        if (places[picture.box] < often or document.pages == 1)
        and picture.box[2] - picture.box[0] > _LEAST_SIDE
        and picture.box[3] - picture.box[1] > _LEAST_SIDE / 2
        and picture.box[1] < document.height * 0.88
        and picture.box[0] > 10
    ]


def _owner(law: ParsedLaw, picture: Picture) -> int | None:
    """The root whose text is the last printed above the picture."""
    owner: int | None = None
    place = (picture.page, -picture.box[3])
    for index, root in enumerate(law.roots):
        first = root.paragraphs[0].block.lines[0]
        if (first.page, -first.base) <= place:
            owner = index
    return owner


def _read(image: bytes) -> Reading:
    """Words wherever they are, put into rows by their boxes; a picture with black areas, without them and as one block.

    Taken as one block with its rules on, the rules are read as letters (mean confidence 0.75 against 0.93 on the table
    of LSS 168); looked through for words with its black areas on, the engine does not end.
    """
    engine = shutil.which("tesseract")
    if engine is None:
        return Reading("", None)
    plain, painted = without_rules(image)
    table = None if painted > _PAINTED else _words(engine, image, scattered=True)
    table = table or _words(engine, plain, scattered=False)
    return Reading("", None) if table is None else Reading(*grid_from_table(table))


def _words(engine: str, image: bytes, scattered: bool) -> str | None:
    """The engine's table of words; None where it fails or takes too long."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, its input on stdin
            [engine, "-", "-", "-l", "spa", "--dpi", "288", "--psm", "11" if scattered else "6", "tsv"],
            input=image,
            capture_output=True,
            timeout=_OCR_SECONDS,
            check=True,
            env={"OMP_THREAD_LIMIT": "1"},
            preexec_fn=_limited,
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return done.stdout.decode("utf-8", "replace")


def _limited() -> None:
    """Time of the processor, so that a busy machine reads what an idle one does."""
    resource.setrlimit(resource.RLIMIT_CPU, (_OCR_CPU_SECONDS, _OCR_CPU_SECONDS))


def as_extra(pictures: list[dict[str, object]]) -> str:
    """Pictures as they stand in `extras["pictures"]`."""
    return json.dumps(pictures, ensure_ascii=False)
