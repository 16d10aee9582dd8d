"""The draft of an oficio: its parts as data. `[FALTA]` marks what only the person knows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

MISSING = "[FALTA]"
NAMES = {
    "unit": "órgano y clave",
    "place": "lugar",
    "file": "expediente",
    "addressee": "destinatario",
    "subject": "asunto",
    "scope": "tipo",
    "scope_reason": "razón",
    "background": "antecedentes",
    "questions": "planteamiento",
    "provisions": "marco aplicable",
    "searched": "lo revisado",
    "alternatives": "alternativas",
    "opinion": "opinión del área",
    "opinion_basis": "fundamento de la opinión",
    "urgency": "urgencia",
    "limit": "plazo que corre",
    "amount": "importe",
    "calculations": "cálculos",
    "circular_requirements": "lo que pide el oficio circular",
    "annexes": "anexos",
    "copies": "copias",
    "signer": "quien firma",
    "initials": "iniciales",
}
"""What a person calls each part of the draft."""


class Scope(StrEnum):
    """What kind of doubt it is, which decides where it goes (manual 7.1.3, 27 and 43; 7.3.1.2, 17 and 18)."""

    GENERAL = "general"
    OPERATIVE = "operativa"
    CONCRETE = "concreta"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Unit(_Part):
    """Who sends: `key` and `acronym` make the number."""

    organ: str = f"Órgano de Operación Administrativa Desconcentrada en {MISSING}"
    department: str = "Departamento de Supervisión de Cobranza"
    signing_office: str = Field("Jefatura de Servicios de Afiliación y Cobranza", description="Quién firma")
    key: str = Field("", max_length=20, pattern=r"^[0-9A-Z]*$", description="Clave de la unidad")
    acronym: str = Field("", max_length=40, pattern=r"^[0-9A-Z/.-]*$", description="Siglas")


class Person(_Part):
    name: str = Field(MISSING, max_length=200)
    post: str = Field(MISSING, max_length=300)


class Basis(_Part):
    """A provision with its words."""

    id: str
    label: str = ""
    quote: str = Field(min_length=1)
    version: str = ""


class Alternative(_Part):
    text: str = Field(min_length=1)
    consequence: str = ""


class Calculation(_Part):
    """A figure that a tool computed, as one line and its sheet."""

    name: str
    summary: str


class ConsultationDraft(_Part):
    """Every part of the oficio. Money in pesos; ids of provisions as in the corpus."""

    unit: Unit = Field(default_factory=lambda: Unit())
    place: str = MISSING
    file: str = Field("", description="Clasificación archivística")
    addressee: Person = Field(default_factory=lambda: Person())
    subject: str = Field("", max_length=200)
    scope: Scope = Scope.GENERAL
    scope_reason: str = Field("", description="Por qué no se sigue la regla que dice adónde va")
    background: str = Field("", max_length=40_000)
    questions: list[str] = Field(default_factory=list, max_length=20)
    provisions: list[Basis] = Field(default_factory=list, max_length=40)
    searched: str = Field("", description="Lo revisado que no resuelve el punto")
    alternatives: list[Alternative] = Field(default_factory=list, max_length=10)
    opinion: str = Field("", max_length=20_000)
    opinion_basis: list[str] = Field(default_factory=list, description="Ids de los preceptos de la opinión")
    urgency: str = ""
    limit: date | None = Field(None, description="Día en que vence un plazo que corre")
    amount: Decimal | None = Field(None, ge=0, max_digits=15, decimal_places=2)
    calculations: list[Calculation] = Field(default_factory=list)
    circular_requirements: str = Field("", description="Lo que pide el oficio circular de 2018; lo llena la unidad")
    annexes: list[str] = Field(default_factory=list)
    copies: list[str] = Field(default_factory=list)
    signer: Person = Field(default_factory=lambda: Person())
    initials: str = ""
