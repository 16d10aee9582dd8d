"""One verdict per reference: what a sentence cites by id, and what it names in its words."""

from __future__ import annotations

from datetime import date

from assistant.answers import Verdict
from corpus.citations import (
    Citation,
    Outcome,
    StoreCatalogue,
    format_citation,
    locate,
    missing,
    resolve,
)
from corpus.provisions import Provision, Status, root_id
from corpus.store import CorpusStore

from .mentions import Mentions
from .quotes import is_verbatim
from .report import Cited, ReferenceReport

_NONE = Mentions()


class References:
    """Judges references against one open store on one day."""

    def __init__(
        self,
        store: CorpusStore,
        as_of: date | None,
        retrieved: frozenset[str] | None,
        catalogue: StoreCatalogue | None = None,
    ) -> None:
        self.store = store
        self.catalogue = catalogue or StoreCatalogue(store)
        self.as_of = as_of
        self.retrieved = None if retrieved is None else frozenset(root_id(item) for item in retrieved)

    def provision(self, provision_id: str) -> Provision | None:
        """The provision as it is cited: on the day asked, or in the latest version."""
        found = locate(provision_id, self.catalogue)
        return self.store.get(found or provision_id, self.as_of)

    def cited(self, item: Cited, sentence: int) -> ReferenceReport:
        """The verdict of a reference by id, its quote included."""
        verdict, message = self._standing(item.id)
        near: tuple[str, ...] = ()
        bounds: tuple[str, str] | None = None
        if verdict is Verdict.NO_EXISTE:
            absent = missing(item.id, self.catalogue)
            near, bounds = absent.nearest, absent.bounds
            message = no_such(item.id, near, bounds)
        elif verdict is Verdict.VERIFICADA and not self._quote_stands(item):
            verdict, message = Verdict.TEXTO_NO_COINCIDE, "El texto entre comillas no es el del precepto citado."
        return ReferenceReport(item.id, item.id, verdict, message, near, bounds, sentence)

    def named(self, citation: Citation, sentence: int, mentions: Mentions = _NONE) -> ReferenceReport:
        """The verdict of a reference in words; `mentions` are those of the cited text, which a sentence may name."""
        resolution = resolve(citation, self.catalogue)
        if resolution.outcome is Outcome.FOUND and all(root_id(item) in mentions.roots for item in resolution.ids):
            return ReferenceReport(citation.raw, resolution.ids[0], Verdict.VERIFICADA, sentence=sentence)
        if mentions.written(citation, resolution.outcome):
            message = "Lo nombra el texto citado; el acervo no basta para saber qué precepto es."
            return ReferenceReport(citation.raw, "", Verdict.NO_VERIFICABLE, message, sentence=sentence)
        if resolution.outcome is Outcome.MISSING:
            wanted = citation.id or citation.raw
            message = no_such(wanted, resolution.nearest, resolution.bounds)
            return ReferenceReport(
                citation.raw, wanted, Verdict.NO_EXISTE, message, resolution.nearest, resolution.bounds, sentence
            )
        if resolution.outcome is not Outcome.FOUND:
            message = "No se puede comprobar: " + _why(resolution.outcome, citation)
            return ReferenceReport(citation.raw, citation.id or "", Verdict.NO_VERIFICABLE, message, sentence=sentence)
        identifier = resolution.ids[0]
        verdict, message = self._standing(identifier)
        return ReferenceReport(citation.raw, identifier, verdict, message, sentence=sentence)

    def _standing(self, provision_id: str) -> tuple[Verdict, str]:
        instrument = provision_id.partition(":")[0]
        if not self.catalogue.order(instrument):
            return Verdict.NO_VERIFICABLE, f"El ordenamiento {instrument} no está en el acervo."
        found = locate(provision_id, self.catalogue)
        if found is None:
            return Verdict.NO_EXISTE, ""
        provision = self.store.get(found, self.as_of)
        if provision is None:
            return (
                Verdict.NO_VIGENTE_EN_FECHA,
                "El precepto no estaba vigente, o su texto de esa fecha no está en el acervo.",
            )
        root = self.store.get(provision.root, self.as_of)
        standing = (provision.status, root.status if root else provision.status)
        if Status.DEROGADO in standing:
            return Verdict.DEROGADA, "El precepto está derogado."
        if Status.SIN_EFECTO in standing:
            return Verdict.DEROGADA, "El punto quedó sin efectos."
        if self.retrieved is not None and provision.root not in self.retrieved:
            return Verdict.FUERA_DE_CONTEXTO, "El precepto existe, pero no está entre las fuentes de esta respuesta."
        return Verdict.VERIFICADA, ""

    def _quote_stands(self, item: Cited) -> bool:
        if not item.quote:
            return True
        provision = self.provision(item.id)
        root = self.store.get(provision.root, self.as_of) if provision else None
        if provision is None or root is None:
            return False
        if item.start is not None and item.end is not None:
            return root.text[item.start : item.end] == item.quote
        return is_verbatim(item.quote, provision.text)


def no_such(provision_id: str, near: tuple[str, ...], bounds: tuple[str, str] | None) -> str:
    """The sentence that says that a provision does not exist, what is near and where the instrument ends."""
    name = _name(provision_id)
    said = f"No existe el {name}." if name.startswith("artículo") else f"No existe: {name}."
    if near:
        said += f" Lo más cercano: {', '.join(_short(item) for item in near)}."
    if bounds:
        said += f" Va de {_short(bounds[0])} a {_short(bounds[1])}."
    return said


def _name(provision_id: str) -> str:
    return format_citation(provision_id, "formal") if ":" in provision_id else provision_id


def _short(provision_id: str) -> str:
    return format_citation(provision_id, "short")


def _why(outcome: Outcome, citation: Citation) -> str:
    if outcome is Outcome.EXTERNAL:
        return f"{citation.instrument} no está en el acervo."
    if outcome is Outcome.AMBIGUOUS:
        return "la referencia admite más de una lectura."
    return "no se sabe a qué precepto remite."
