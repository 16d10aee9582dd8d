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

KINDS = {
    "literal": "literal: con las palabras de la ley",
    "colloquial": "coloquial",
    "typo": "con faltas de escritura",
    "citation": "pregunta por un precepto",
    "several": "varios preceptos",
    "routing": "a quién corresponde",
    "calculation": "cálculo",
    "credit_status": "estado de un crédito",
    "follow_up": "sigue a otra pregunta",
    "unanswerable": "sin criterio en las fuentes",
    "false_premise": "con una premisa falsa",
    "attack": "ataque",
    "as_of": "a una fecha",
    "superseded": "circular superada",
    "opinion": "de una opinión",
}
STATUSES = {
    "answered": "contesta",
    "no_criterion": "dice que no hay criterio",
    "needs_input": "pide un dato",
    "refused": "se niega",
}


def measure(name: str) -> str:
    """A measure in words; its own name where there are none."""
    return MEASURES.get(name, name)


def kind(name: str) -> str:
    """A kind of question in words; its own name where there are none."""
    return KINDS.get(name, name)


def status(name: str) -> str:
    """How an answer ended, in words."""
    return STATUSES.get(name, name)
