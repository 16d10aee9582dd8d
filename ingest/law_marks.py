"""Words by which a consolidated text marks its parts: front matter, decrees, signatures."""

from __future__ import annotations

import re

_MONTH = r"(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre)"
SIGNATURE = re.compile(
    r"(?:(?:Ciudad de )?M[ée]xico,?\s*(?:D\s?\.\s?F\s?\.|Distrito Federal)?\s?,?\s*(?:a\s+)?(?:los\s+)?"
    rf"[\w ]{{1,25}}\bde {_MONTH}"
    r"|Sal[óo]n de [Ss]esiones|En cumplimiento (?:de|a|con) lo dispuesto|Atentamente|A ?t ?e ?n ?t ?a ?m ?e ?n ?t ?e"
    r"|Dad[oa] en (?:la|el) |Dad[oa] en .{0,60}residencia del|Sufragio Efectivo|Por lo tanto,? mando se imprima)",
    re.IGNORECASE,
)
SIGNED = re.compile(r"(?:Dip|Sen|President[ea])\b.*R[úu]bricas?\.?[\"”]?\.?$")
PUBLICATION = re.compile(r"Publicad[oa]s? en el Diario Oficial de la Federaci[óo]n", re.IGNORECASE)
FIRST_PUBLICATION = re.compile(
    r"\b(?:publicad[oa]s?|nuev[oa] \w+ publicad[oa])\b.{0,40}Diario Oficial de la Federaci[óo]n", re.IGNORECASE
)
LAST_REFORM = re.compile(r"[ÚU]ltimas? reformas?\s+publicadas?", re.IGNORECASE)
EDITION = re.compile(r"(?:nuevo\s+)?texto vigente", re.IGNORECASE)
DECREES = re.compile(r"transitorios de decretos de reforma", re.IGNORECASE)
ANNEX = re.compile(r"ANEXOS?\b|Anexos?(?: (?:[IVXLC\d]+|[A-Z]|[úÚ]nico))?\s*[.:]?$")
ELIDED = re.compile(r".{0,90}?[.…]{4,}[\"”]?$")
ONLY_DOTS = re.compile(r"[\s.…\"”]*$")
DECREE_DIVISION = re.compile(
    r"(?:(?:Modificaci[óo]n al )?Anexo\b|Ley\b|C[óo]digo\b|Reglamento\b|Cap[ií]tulo\b|T[ií]tulo\b|Secci[óo]n\b)",
    re.IGNORECASE,
)
