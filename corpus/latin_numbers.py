"""The Latin words that number what was added between two articles: Bis, Ter..., each in its one written form."""

from __future__ import annotations

LATIN = {
    "bis": "Bis",
    "ter": "Ter",
    "quater": "Quáter",
    "quáter": "Quáter",
    "quintus": "Quintus",
    "quinques": "Quinquies",
    "quinquies": "Quinquies",
    "quinquiés": "Quinquies",
    "quinties": "Quinquies",
    "quintiés": "Quinquies",
    "sextus": "Sextus",
    "sexies": "Sexies",
    "sexties": "Sexies",
    "septimus": "Septimus",
    "septies": "Septies",
    "octavus": "Octavus",
    "octies": "Octies",
    "nonus": "Nonus",
    "nonies": "Nonies",
    "novies": "Nonies",
    "decimus": "Decimus",
    "decies": "Decies",
    "undecies": "Undecies",
    "duodecies": "Duodecies",
    "terdecies": "Terdecies",
}
"""By the word in lower case, with accents or without."""
