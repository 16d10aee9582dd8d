"""The verifier: each sentence against what it cites, each reference against the corpus, the question's premises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.answers import Verdict
from corpus.citations import StoreCatalogue, load_forms
from corpus.provisions import Provision, root_id
from corpus.store import CorpusStore

from .claim import Claim
from .evidence import Unit, Weights, is_whole, units_of
from .figures import absent_fault
from .judge import Judge
from .mentions import Mentions, mentions_of
from .orders import is_order
from .premises import false_premises
from .quantities import Quantity, quantities
from .quotes import is_verbatim, quoted_in
from .references import References
from .report import Draft, Fault, FaultReport, ReferenceReport, Report, SentenceReport, Stated
from .statements import unstated
from .support import Support, Thresholds, support
from .text import terms


class Verifier:
    """Verifies answers against an open corpus store; it keeps what it asked of the store and nothing of an answer.

    Without a judge every fault of the rules rejects. With one (free prose) it weighs them; it is asked for only when
    a sentence is not the law's own text, because opening it costs a session of the encoder, and when no second reader
    has read the sentence.
    """

    def __init__(
        self,
        store: CorpusStore,
        thresholds: Thresholds | None = None,
        weights: Weights | None = None,
        judge: Callable[[], Judge | None] = lambda: None,
    ) -> None:
        self._store = store
        self._judge = judge
        self._catalogue = StoreCatalogue(store)
        self._thresholds = thresholds or Thresholds()
        self._weights = weights or Weights()

    def verify(self, draft: Draft) -> Report:
        """Check a whole answer; the report says of each sentence whether it may be shown, and why not."""
        references = References(self._store, draft.as_of, draft.retrieved, self._catalogue)
        tools = [quantity for text in draft.tool_results for quantity in quantities(terms(text))]
        counts: Counter[str] = Counter()
        sentences: list[SentenceReport] = []
        judged: list[ReferenceReport] = []
        for position, stated in enumerate(draft.sentences):
            sentence, found = self._sentence(stated, position, references, tools, counts)
            sentences.append(sentence)
            judged += found
        # What is quoted first is what the question is about.
        quoted = dict.fromkeys(root_id(cited.id) for stated in draft.sentences for cited in stated.citations)
        premises = tuple(false_premises(draft.question, references, list(quoted))) if draft.question else ()
        counts["premisas"] += bool(draft.question)
        counts["referencias"] = len(judged)
        return Report(tuple(sentences), tuple(judged), premises, dict(counts))

    def _sentence(
        self,
        stated: Stated,
        position: int,
        references: References,
        tools: Sequence[Quantity],
        counts: Counter[str],
    ) -> tuple[SentenceReport, list[ReferenceReport]]:
        if stated.role in ("connective", "notice"):
            return SentenceReport(stated.text, True), []
        if stated.role == "figure" and not stated.citations:
            return self._figure(stated, tools, counts), []
        judged = [references.cited(item, position) for item in stated.citations]
        faults = _reference_faults(stated, judged)
        provisions = [found for item in stated.citations if (found := references.provision(item.id))]
        units = [unit for provision in provisions for unit in self._units(provision, references)]
        units = [unit for unit in units if not is_order(unit.text)]
        named: list[ReferenceReport] = []
        counts["citas_textuales"] += sum(bool(item.quote) for item in stated.citations) + len(quoted_in(stated.text))
        if provisions and is_whole(stated.text, units):
            # Whole sentences of the cited law, letter by letter: what they name is the law's own business.
            held = Support(1.0, (), 1)
        else:
            claim = _read(stated)
            mentions = mentions_of(provisions if claim.citations else (), self._catalogue)
            named = [references.named(citation, position, mentions) for citation in claim.citations]
            faults += _named_faults(named, mentions)
            faults += _quote_faults(stated, provisions)
            literal = any(is_verbatim(stated.text, provision.text) for provision in provisions)
            held = self._support(claim, units, tools, literal, stated.second_reading)
            counts["segundas_lecturas"] += stated.second_reading is not None
        counts["guardas"] += held.checks
        faults += list(held.faults)
        return SentenceReport(stated.text, not faults, held.score, tuple(faults)), judged + named

    def _support(
        self, claim: Claim, units: Sequence[Unit], tools: Sequence[Quantity], literal: bool, second_reading: bool | None
    ) -> Support:
        """What the rules say and, of what is not `literal` (the cited text's own words in a row), whoever weighs it."""
        if not units:
            return Support(0.0, (FaultReport(Fault.APOYO, "no hay texto citado que establezca una regla"),), 1)
        empty = "" if literal else unstated(claim)
        if empty:
            return Support(0.0, (FaultReport(Fault.APOYO, empty),), 1)
        if second_reading is False or (second_reading and not literal):
            return _read_twice(second_reading, absent_fault(claim, units, tools))
        held = support(claim, units, tools, self._thresholds, self._weights)
        judge = None if literal else self._judge()
        if judge is None:
            return held
        opinion = judge.weigh(claim, units, held.faults, held.score)
        return Support(1 - opinion.doubt, opinion.faults, held.checks + 1)

    def _units(self, provision: Provision, references: References) -> list[Unit]:
        """The units of a cited provision; an item of an enumeration brings the line that introduces it."""
        root = references.store.get(provision.root, references.as_of)
        title = " ".join(provision.hierarchy)
        if provision.instrument.startswith("MANUAL"):
            # The duties of a unit have no subject: it is the unit that the chapter is about.
            return [Unit(provision.id, provision.text, " ".join(provision.hierarchy))]
        if root is None or provision.is_root:
            return units_of(provision.id, provision.text, title=title)
        own = [unit for unit in units_of(provision.id, root.text, title=title) if unit.text in provision.text]
        return own or units_of(provision.id, provision.text, title=title)

    def _figure(self, stated: Stated, tools: Sequence[Quantity], counts: Counter[str]) -> SentenceReport:
        """A sentence of a calculation: each of its quantities is a tool's."""
        values = {quantity.value for quantity in tools}
        found = quantities(terms(stated.text))
        counts["cifras"] += len(found)
        faults = tuple(
            FaultReport(Fault.CIFRA, f"ninguna herramienta dio «{quantity.text}»")
            for quantity in found
            if quantity.value not in values
        )
        return SentenceReport(stated.text, not faults, 1.0, faults)


def _read_twice(held: bool, absent: str) -> Support:
    """A sentence that the second reader holds stands, unless it has a figure that no text cited has."""
    faults = [FaultReport(Fault.CIFRA, absent)] if absent else []
    if not held:
        faults.append(FaultReport(Fault.LECTURA, "el segundo lector no la halla en el texto citado"))
    return Support(float(not faults), tuple(faults), 2)


def _read(stated: Stated) -> Claim:
    """A sentence is read in the context of the law that it cites: "del Código", "de esta Ley"."""
    first = stated.citations[0].id if stated.citations else ""
    return Claim.read(stated.text, load_forms().context_of(root_id(first)) if first else None)


def _reference_faults(stated: Stated, judged: Sequence[ReferenceReport]) -> list[FaultReport]:
    if not stated.citations:
        return [FaultReport(Fault.SIN_CITA, "la oración afirma una regla y no cita ningún precepto")]
    return [
        FaultReport(Fault.REFERENCIA, f"{report.verdict.value}: {report.message}")
        for report in judged
        if report.verdict is not Verdict.VERIFICADA
    ]


def _named_faults(named: Sequence[ReferenceReport], mentions: Mentions) -> list[FaultReport]:
    faults = []
    for report in named:
        if report.verdict in (Verdict.NO_EXISTE, Verdict.DEROGADA, Verdict.NO_VIGENTE_EN_FECHA):
            faults.append(FaultReport(Fault.REFERENCIA, f"{report.verdict.value}: {report.message}"))
        elif report.id and ":" in report.id and root_id(report.id) not in mentions.roots:
            faults.append(FaultReport(Fault.REFERENCIA_AJENA, f"menciona «{report.raw}», que no es lo que cita"))
    return faults


def _quote_faults(stated: Stated, provisions: Sequence[Provision]) -> list[FaultReport]:
    return [
        FaultReport(Fault.CITA_TEXTUAL, f"el texto citado no dice literalmente «{quote}»")
        for quote in quoted_in(stated.text)
        if not any(is_verbatim(quote, provision.text) for provision in provisions)
    ]
