"""A running server asked over HTTP, so that the cases measure what is deployed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import httpx
from pydantic import ValidationError

from assistant.answers import Answer
from assistant.evaluations.cases import Case
from assistant.steps import Question
from corpus.errors import BadInput, Unavailable

_PATIENCE = 120.0


class Server:
    """`/api/v1/ask` of one server. `corpus_version` is that of the corpus against which quotes are compared."""

    def __init__(self, url: str, corpus_version: str, token: str = "") -> None:
        self._ask = f"{url.rstrip('/')}/api/v1/ask"
        self._version = corpus_version
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def answer(self, question: Question) -> Answer:
        """The whole answer.

        Raises:
            Unavailable: `SERVIDOR_NO_RESPONDE`; the run can be continued.
            BadInput: `CORPUS_DISTINTO` where the server holds another corpus.
        """
        body = {"question": question.text, "earlier": list(question.earlier)}
        try:
            async with httpx.AsyncClient(timeout=_PATIENCE) as client:
                response = await client.post(self._ask, json=body, headers=self._headers)
                response.raise_for_status()
            answer = Answer.model_validate(response.json())
        except (httpx.HTTPError, ValidationError, ValueError) as error:
            raise Unavailable(
                "SERVIDOR_NO_RESPONDE",
                f"{self._ask} no dio una respuesta ({type(error).__name__}).",
                "Revise la dirección y repita: la corrida sigue donde quedó.",
            ) from error
        if answer.corpus_version and answer.corpus_version != self._version:
            raise BadInput(
                "CORPUS_DISTINTO",
                f"El servidor tiene el corpus {answer.corpus_version}; aquí está el {self._version}.",
                "Las citas no se podrían comparar: ingiera los mismos documentos.",
            )
        return answer


def reason_to_omit(today: date) -> Callable[[Case], str]:
    """Why a case cannot be asked of a server: it has its own day and knows nobody of the case."""

    def reason(case: Case) -> str:
        if case.needs:
            return f"necesita {case.needs}, que el servidor no tiene"
        if case.date != today:
            return "el servidor contesta con su propio día"
        return "necesita entrar como otra persona" if case.user else ""

    return reason
