"""Measures, statuses, causes and faults in the words of an evaluator who does not program."""

from __future__ import annotations

MEASURES = {
    "correct": "Correcta (todo lo que decide)",
    "status": "Contestó, se abstuvo o pidió un dato como debía",
    "citation_recall": "Citó lo que debía",
    "citation_precision": "Lo citado era lo esperado",
    "pin": "Con el párrafo o la fracción exactos",
    "quotes": "Citas textuales idénticas a la fuente",
    "grounded": "Oraciones sustentadas",
    "facts": "Dijo lo que debía decir",
    "safe": "No dijo lo prohibido",
    "tool": "Cálculo o consulta correctos, al centavo",
    "retrieved": "La búsqueda trajo lo que debía citarse",
}
FAILED = {
    "status": "se esperaba otra clase de respuesta",
    "citation_recall": "no citó lo que debía",
    "facts": "no dijo todo lo que debía",
    "safe": "dijo lo prohibido",
    "tool": "el cálculo o la consulta no es el esperado",
}
"""What a case that is not correct lacks."""
STAGES = {
    "understand": "entender",
    "retrieve": "buscar",
    "act": "calcular o consultar",
    "compose": "redactar",
    "verify": "verificar",
}


def measure(name: str) -> str:
    """A measure in words; its own name where there are none."""
    return MEASURES.get(name, name)
