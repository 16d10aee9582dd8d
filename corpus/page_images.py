"""Pages of the source documents as pictures: where a reader sees that the text is what the document says."""

from __future__ import annotations

import io
import threading
from pathlib import Path

import pypdfium2 as pdfium

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


def page_image(path: Path, page: int, scale: float = 2.0, box: Box | None = None, for_ocr: bool = False) -> bytes:
    """A page (from 1), or the box of it in points, as PNG; scale 1 is 72 dots per inch.

    `for_ocr`: in greys and hardly compressed, because most of the time of a large picture goes there.

    Raises:
        BadInput: PDF_DANADO, or PAGINA_INEXISTENTE.
    """
    with _ONE_AT_A_TIME:
        return _render(path, page, scale, box, for_ocr)


def _render(path: Path, page: int, scale: float, box: Box | None, for_ocr: bool) -> bytes:
    try:
        document = pdfium.PdfDocument(path)
    except (pdfium.PdfiumError, OSError) as error:
        raise BadInput("PDF_DANADO", f"El PDF «{path.name}» no se puede abrir.", "Vuelva a incorporarlo.") from error
    try:
        if not 1 <= page <= len(document):
            raise BadInput("PAGINA_INEXISTENTE", f"El documento no tiene página {page}.", "Revise el número.")
        sheet = document[page - 1]
        crop = (0.0, 0.0, 0.0, 0.0)
        if box is not None:
            left, bottom, right, top = box
            crop = (left, bottom, sheet.get_width() - right, sheet.get_height() - top)
        # A page of metres would take all memory.
        scale = min(scale, (_MOST_PIXELS / max(1.0, sheet.get_width() * sheet.get_height())) ** 0.5)
        image = sheet.render(scale=scale, crop=tuple(max(0.0, side) for side in crop), grayscale=for_ocr).to_pil()
    finally:
        document.close()
    if for_ocr:
        return grey_png(image)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()
