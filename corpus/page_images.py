"""Pages of the source documents as pictures: where a reader sees that the text is what the document says."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pypdfium2 as pdfium
from PIL.Image import Image

from corpus.errors import BadInput, NotFound
from corpus.grey_png import grey_png
from corpus.provisions import Instrument, public_instrument

_MOST_PIXELS = 40_000_000
# The PDF library is not safe to share between threads of a process, whatever the document.
_ONE_AT_A_TIME = threading.Lock()

Box = tuple[float, float, float, float]


def has_page_images(instrument: Instrument) -> bool:
    """Whether the document was a PDF, so that its pages can be shown."""
    return instrument.source.lower().endswith(".pdf")


def source_page(state_dir: Path, instrument: Instrument, page: int, scale: float = 1.6) -> bytes:
    """A page (from 1) of the document that a version of an instrument was read from, as PNG.

    Raises:
        NotFound: SIN_IMAGEN, the document is not a PDF or is no longer kept; PAGINA_INEXISTENTE.
    """
    path = state_dir / "sources" / f"{instrument.sha256}.pdf"
    if not path.is_file():
        raise NotFound(
            "SIN_IMAGEN",
            f"No hay páginas que mostrar de {public_instrument(instrument.id)}: no es PDF o no se conserva.",
            "Vuelva a incorporarlo con «criterio ingest».",
        )
    try:
        return page_image(path, page, scale)
    except BadInput as error:
        raise NotFound(error.code, error.message, error.hint) from error


def page_image(path: Path, page: int, scale: float = 2.0) -> bytes:
    """A page (from 1) as PNG; scale 1 is 72 dots per inch.

    Raises:
        BadInput: PDF_DANADO, or PAGINA_INEXISTENTE.
    """
    buffer = io.BytesIO()
    with _opened(path) as document:
        _drawn(document, page, scale).save(buffer, "PNG")
    return buffer.getvalue()


def page_parts(path: Path, parts: Sequence[tuple[int, Box]], scale: float) -> list[bytes]:
    """Boxes (left, bottom, right, top in points) of pages as PNG in greys, to be read by OCR.

    Raises:
        BadInput: as `page_image`.
    """
    if not parts:
        return []
    with _opened(path) as document:
        return [grey_png(_drawn(document, page, scale, box)) for page, box in parts]


@contextmanager
def _opened(path: Path) -> Iterator[pdfium.PdfDocument]:
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise BadInput(
                "PDF_DANADO", f"El PDF «{path.name}» no se puede abrir.", "Vuelva a incorporarlo."
            ) from error
        try:
            yield document
        finally:
            document.close()


def _drawn(document: pdfium.PdfDocument, page: int, scale: float, box: Box | None = None) -> Image:
    """A page in colour, or a box of it in greys."""
    if not 1 <= page <= len(document):
        raise BadInput("PAGINA_INEXISTENTE", f"El documento no tiene página {page}.", "Revise el número.")
    sheet = document[page - 1]
    width, height = sheet.get_size()
    crop = (0.0, 0.0, 0.0, 0.0)
    if box is not None:
        left, bottom, right, top = box
        crop = (left, bottom, width - right, height - top)
    # A page of metres would take all memory.
    scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    drawn = sheet.render(scale=scale, crop=tuple(max(0.0, side) for side in crop), grayscale=box is not None)
    image: Image = drawn.to_pil()
    return image
