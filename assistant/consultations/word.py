"""The oficio as .docx, from the unit's template or ours."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from assistant.consultations.docx_template import default_template
from assistant.typesetting import without_controls
from corpus.errors import BadInput

_LARGEST = 20 * 1024 * 1024
TEMPLATE = Path("plantillas") / "oficio.docx"
"""Under the state directory: where a unit leaves its own."""


def write_docx(parts: dict[str, Any], template: Path | None) -> bytes:
    """The document of `content` in the template of a unit, or in ours where it has none.

    Raises:
        BadInput: PLANTILLA_ILEGIBLE or PLANTILLA_CAMPOS (it asks for fields that do not exist).
    """
    name, parts = template.name if template else "la plantilla", without_controls(parts)
    # A template comes from outside: no attribute of an object can be reached from it, and what it fills is escaped.
    environment = SandboxedEnvironment(autoescape=True)
    try:
        document = DocxTemplate(BytesIO(_read(template)))
        unknown = document.get_undeclared_template_variables(environment, parts)
        if unknown:
            names = ", ".join(sorted(unknown))
            raise BadInput(
                "PLANTILLA_CAMPOS",
                f"«{name}» pide campos que no existen: {names}.",
                "Corríjalos; «criterio draft template» da una con todos los campos.",
                fields=sorted(unknown),
            )
        document.render(parts, environment, autoescape=True)
        document.core_properties.title = parts["asunto"]
        out = BytesIO()
        document.save(out)
    except (TemplateError, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadInput(
            "PLANTILLA_ILEGIBLE", f"«{name}» no se puede usar: {error}.", "Revise el archivo o quítelo."
        ) from error
    return out.getvalue()


def _read(template: Path | None) -> bytes:
    if template is None:
        return default_template()
    if template.stat().st_size > _LARGEST:
        raise ValueError("pesa más de 20 MB")
    return template.read_bytes()
