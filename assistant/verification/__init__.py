"""Verification of answers: nothing is shown that the cited text does not say.

    report = Verifier(store).verify(Draft(sentences, question, as_of, retrieved, tool_results))

Every reference gets a verdict, every sentence is supported or says why not, and the checks that ran are counted.
"""

from .judge import Judge
from .report import Cited, Draft, Fault, FaultReport, Premise, ReferenceReport, Report, SentenceReport, Stated
from .support import Thresholds
from .verifier import Verifier

__all__ = [
    "Cited",
    "Draft",
    "Fault",
    "FaultReport",
    "Judge",
    "Premise",
    "ReferenceReport",
    "Report",
    "SentenceReport",
    "Stated",
    "Thresholds",
    "Verifier",
]
