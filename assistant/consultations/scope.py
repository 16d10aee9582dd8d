"""Is it general, operative or an employer's concrete case? With the rule that says where each goes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.areas import Areas, Route
from assistant.consultations.draft import Scope
from assistant.understanding.spans import fold
from assistant.understanding.understand import understand

_CONCRETE = re.compile(
    r"\b(?:el|la|este|esta|un|una) (?:patron|empresa|deudor|contribuyente) (?:de nombre|denominad\w|con registro|"
    r"llamad\w|[a-z]+ s\.?a\.?)|\bnuestro patron\b|\bexpediente (?:num\w*|no\.?)? ?\d"
)
# «Formato electrónico», «sistema financiero» and «correo certificado» are words of the law, not of the office.
_OPERATIVE = re.compile(
    r"\bformatos?\b(?! (?:electronic\w*|digital\w*|impres\w*|fisic\w*))|"
    r"\bsistemas?\b(?! (?:de pensiones|financier\w*))|\bcorreos?\b(?! certificad\w*)|"
    r"\b(?:siscob|captura\w*|clave de acceso|usuario|pantalla|modulo|aplicativo|incidencia|archivo|reporte|bitacora|"
    r"respaldo|plataforma|siara)\b"
)
_RULES = {
    Scope.CONCRETE: "Se refiere a un caso real y concreto: se remite a la Subdelegación competente.",
    Scope.OPERATIVE: "Es una duda de operación: la formula el Departamento como consulta operativa.",
    Scope.GENERAL: "Es un planteamiento general sin criterio: lo contesta el área normativa.",
}


@dataclass(frozen=True, slots=True)
class Classified:
    """The kind of doubt, the area it goes to with its numeral, and the rule in a sentence."""

    scope: Scope
    route: Route
    rule: str


def classify(question: str, areas: Areas) -> Classified:
    """Read a doubt; a credit or an employer in it makes it concrete."""
    found, folded = understand(question), fold(question)
    if found.credits or found.employers or _CONCRETE.search(folded):
        scope = Scope.CONCRETE
    else:
        scope = Scope.OPERATIVE if _OPERATIVE.search(folded) else Scope.GENERAL
    return Classified(scope, areas.route(question, concrete=scope is Scope.CONCRETE), _RULES[scope])
