"""The citation grammar: every way in which Mexican legal and staff writing names a provision.

find_citations(text, context)   citations of a text, with their spans
parse_query(text)               citations of a search box: "40-A", "art 304 b fracc ii", "numeral 27 supervisión"
resolve(citation, catalogue)    the provisions of the corpus that it names, or the nearest where it names none
format_citation(id)             "artículo 40 A, primer párrafo, de la Ley del Seguro Social"
references_in(text, id, ...)    the references of a provision's own text
"""

from .catalogue import ReferenceFinder, StoreCatalogue
from .formats import article_label, format_citation, parse_label, public_label
from .forms import load_forms
from .model import Basis, Catalogue, Citation, CitationKind, Context, Outcome, Resolution, Unresolved
from .parser import find_citations
from .points import PointMention, find_points
from .query import parse_query
from .references import references_in
from .resolve import locate, missing, resolve

__all__ = [
    "Basis",
    "Catalogue",
    "Citation",
    "CitationKind",
    "Context",
    "Outcome",
    "PointMention",
    "ReferenceFinder",
    "Resolution",
    "StoreCatalogue",
    "Unresolved",
    "article_label",
    "find_citations",
    "find_points",
    "format_citation",
    "load_forms",
    "locate",
    "missing",
    "parse_label",
    "parse_query",
    "public_label",
    "references_in",
    "resolve",
]
