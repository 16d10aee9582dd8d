"""The parts of a Word file, taken out within limits: a small file may unpack to a huge one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from corpus.errors import BadInput

_MOST_PARTS = 5000
_MOST_BYTES = 64 << 20
_WORTHWHILE = ("word/document.xml", "word/numbering.xml", "word/styles.xml")


def open_docx(name: str, data: bytes) -> Mapping[str, Element]:
    """The XML parts that hold text, by their names; pictures and the rest stay packed.

    Raises:
        BadInput: DOCX_DANADO, FORMATO_NO_ADMITIDO, DOCUMENTO_CON_MACROS, ARCHIVO_EXCEDE_LIMITE, XML_PELIGROSO.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(name, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.LargeZipFile) as error:
        raise _broken(name) from error


def _parts(name: str, archive: zipfile.ZipFile) -> dict[str, Element]:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise BadInput(
            "FORMATO_NO_ADMITIDO", f"«{name}» no es un documento de Word.", "Entregue DOCX o PDF.", file=name
        )
    if any(entry.lower().endswith("vbaproject.bin") for entry in names):
        raise BadInput(
            "DOCUMENTO_CON_MACROS", f"«{name}» lleva macros.", "Guárdelo como DOCX sin macros o como PDF.", file=name
        )
    wanted = [e for e in entries if e.filename in _WORTHWHILE or e.filename.startswith("word/header")]
    wanted = [entry for entry in wanted if entry.filename.endswith(".xml")]
    if len(entries) > _MOST_PARTS or sum(entry.file_size for entry in wanted) > _MOST_BYTES:
        raise _too_big(name)
    parts = {}
    for entry in wanted:
        with archive.open(entry) as packed:
            unpacked = packed.read(_MOST_BYTES + 1)  # what the directory says may be a lie
        if len(unpacked) > _MOST_BYTES:
            raise _too_big(name)
        parts[entry.filename] = _parse(name, unpacked)
    return parts


def _parse(name: str, data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInput(
            "XML_PELIGROSO", f"«{name}» declara entidades o un DTD.", "No es un documento normal: no se lee.", file=name
        ) from error
    except ParseError as error:
        raise _broken(name) from error
    return root


def _broken(name: str) -> BadInput:
    return BadInput(
        "DOCX_DANADO", f"El documento «{name}» está dañado, incompleto o cifrado.", "Vuelva a guardarlo.", file=name
    )


def _too_big(name: str) -> BadInput:
    return BadInput(
        "ARCHIVO_EXCEDE_LIMITE",
        f"El archivo «{name}» excede el límite de tamaño para leerlo.",
        "Revise el archivo; no parece un documento normal.",
        file=name,
    )
