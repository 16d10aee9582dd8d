"""Reads and writes conversations. Everybody's own; another's is as if it did not exist, unless it was shared."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session, sessionmaker

from assistant.answers import Answer
from assistant.conversations.models import Conversation, ConversationNotice, Exchange, Feedback
from assistant.conversations.sharing import may_read, reach_of
from assistant.conversations.summary import earlier_messages
from assistant.understanding.spans import fold
from corpus.errors import BadInput, NotFound
from tools.audit import AuditEvent, AuditLog, NoAudit
from tools.caller import Caller
from tools.database import transaction

LONGEST_TITLE = 200
SHOWN_TITLE = 140


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question goes in a conversation, and what the person said before it on that branch."""

    conversation: str
    parent: int | None
    earlier: tuple[str, ...]


class Conversations:
    """`clock` tells the moment with its zone; `days` without use after which one is deleted, 0 for never.

    What is deleted for its age is told to `audit`.
    """

    def __init__(
        self,
        factory: sessionmaker[Session],
        clock: Callable[[], datetime],
        days: int = 0,
        audit: AuditLog | None = None,
    ) -> None:
        self._factory = factory
        self._clock = clock
        self._days = days
        self._audit = audit or NoAudit()

    def start(self, caller: Caller) -> Conversation:
        """A new conversation, without title until its first question."""
        self.purge()
        now = self._clock()
        row = Conversation(
            id=secrets.token_hex(16), owner=caller.name, title="", title_folded="", created=now, updated=now
        )
        with transaction(self._factory) as session:
            session.add(row)
        return row

    def listed(self, caller: Caller, words: str = "", limit: int = 50, offset: int = 0) -> list[Conversation]:
        """The caller's own, last used first; with `words`, those whose title, questions or answers hold them all."""
        wanted = select(Conversation).where(Conversation.owner == caller.name)
        for word in fold(words).split():
            said = exists().where(
                Exchange.conversation_id == Conversation.id, Exchange.folded.contains(word, autoescape=True)
            )
            wanted = wanted.where(or_(Conversation.title_folded.contains(word, autoescape=True), said))
        wanted = wanted.order_by(Conversation.updated.desc(), Conversation.id).limit(limit).offset(offset)
        with transaction(self._factory) as session:
            return list(session.scalars(wanted))

    def get(self, identifier: str, caller: Caller) -> Conversation:
        """One's own, or one shared with the caller. Raises NotFound: CONVERSACION_DESCONOCIDA."""
        with transaction(self._factory) as session:
            row = session.get(Conversation, identifier)
        if row is None or (row.owner != caller.name and not may_read(caller, row.shared_reach)):
            raise _unknown()
        return row

    def exchanges(self, identifier: str, caller: Caller) -> list[Exchange]:
        """Every exchange of every branch, oldest first. Raises NotFound."""
        self.get(identifier, caller)
        with transaction(self._factory) as session:
            wanted = select(Exchange).where(Exchange.conversation_id == identifier).order_by(Exchange.id)
            return list(session.scalars(wanted))

    def branch(self, identifier: str, caller: Caller, leaf: int | None = None) -> list[Exchange]:
        """The exchanges from the first question to `leaf` (the one in view). Raises NotFound."""
        row = self.get(identifier, caller)
        found = self.exchanges(identifier, caller)
        return path_to(found, leaf if leaf is not None else row.leaf)

    def add(self, identifier: str, caller: Caller, asked: str, answer: Answer, parent: int | None = None) -> Exchange:
        """Keep a question with its answer after `parent` (None: a first question) and bring it into view.

        Raises:
            NotFound: CONVERSACION_DESCONOCIDA, INTERCAMBIO_DESCONOCIDO.
        """
        now = self._clock()
        with transaction(self._factory) as session:
            # The write comes first, so that SQLite waits for its turn instead of failing.
            self._own(session, identifier, caller, updated=now)
            if parent is not None:
                self._require(session, identifier, parent)
            row = Exchange(
                conversation_id=identifier,
                parent_id=parent,
                asked=asked,
                answer=answer.model_dump(mode="json"),
                folded=fold(f"{asked}\n{answer.answer}"),
                at=now,
            )
            session.add(row)
            session.flush()
            conversation = session.get_one(Conversation, identifier, populate_existing=True)
            conversation.leaf = row.id
            if not conversation.title:
                _entitle(conversation, _title(asked))
        return row

    def place(self, identifier: str, caller: Caller, replaces: int | None = None) -> Place:
        """Where a new question goes: after the branch in view, or in the place of `replaces`, beside it.

        Raises:
            NotFound: CONVERSACION_DESCONOCIDA (also when it is another's), INTERCAMBIO_DESCONOCIDO.
        """
        row = self.get(identifier, caller)
        if row.owner != caller.name:
            raise _unknown()
        found = self.exchanges(identifier, caller)
        parent = row.leaf
        if replaces is not None:
            old = next((exchange for exchange in found if exchange.id == replaces), None)
            if old is None:
                raise _no_exchange()
            parent = old.parent_id
        return Place(identifier, parent, earlier_messages(path_to(found, parent)))

    def keep(self, place: Place, caller: Caller, asked: str, answer: Answer) -> Exchange:
        """Keep a question with its answer there and bring it into view. Raises NotFound, as `place`."""
        return self.add(place.conversation, caller, asked, answer, place.parent)

    def rename(self, identifier: str, caller: Caller, title: str) -> None:
        """Give it another title. Raises BadInput: TITULO_INVALIDO; NotFound."""
        title = " ".join(title.split())
        if not title or len(title) > LONGEST_TITLE:
            raise BadInput(
                "TITULO_INVALIDO", f"El título va de 1 a {LONGEST_TITLE} caracteres.", "Escriba uno más breve."
            )
        with transaction(self._factory) as session:
            self._own(session, identifier, caller, title=title, title_folded=fold(title))

    def show(self, identifier: str, caller: Caller, leaf: int) -> None:
        """Bring another branch into view. Raises NotFound."""
        with transaction(self._factory) as session:
            self._own(session, identifier, caller, leaf=leaf)
            self._require(session, identifier, leaf)

    def share(self, identifier: str, caller: Caller, shared: bool) -> None:
        """Let those who cover the caller's territory read it, or stop. Raises Forbidden: COMPARTIR_SIN_CUENTA."""
        with transaction(self._factory) as session:
            self._own(session, identifier, caller, shared_reach=reach_of(caller) if shared else None)

    def delete(self, identifier: str, caller: Caller) -> None:
        """Delete it for good, with its opinions. Raises NotFound."""
        with transaction(self._factory) as session:
            self._own(session, identifier, caller, leaf=None)
            _erase(session, [identifier])

    def delete_all(self, caller: Caller) -> int:
        """Delete everything of the caller; how many there were."""
        with transaction(self._factory) as session:
            found = list(session.scalars(select(Conversation.id).where(Conversation.owner == caller.name)))
            _erase(session, found)
        return len(found)

    def unused(self, days: int | None = None) -> int:
        """How many have gone unused for longer than `days` (None: those of the setting; 0: none is ever old)."""
        with transaction(self._factory) as session:
            return len(self._older(session, self._days if days is None else days))

    def purge(self, days: int | None = None, actor: str = "criterio") -> int:
        """Delete those unused for longer than `days` (None: those of the setting; 0: none); how many, and audited."""
        limit = self._days if days is None else days
        with transaction(self._factory) as session:
            found = self._older(session, limit)
            _erase(session, found)
        if found:
            detail = {"dias": str(limit), "conversaciones": str(len(found))}
            self._audit.record(AuditEvent(actor, "conversations.purge", "conversaciones sin uso", "hecho", detail))
        return len(found)

    def _older(self, session: Session, days: int) -> list[str]:
        if not days:
            return []
        oldest = self._clock() - timedelta(days=days)
        return list(session.scalars(select(Conversation.id).where(Conversation.updated < oldest)))

    def _own(self, session: Session, identifier: str, caller: Caller, **values: object) -> None:
        mine = (Conversation.id == identifier, Conversation.owner == caller.name)
        done = session.execute(
            update(Conversation).where(*mine).values(**values).execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise _unknown()

    def _require(self, session: Session, identifier: str, exchange: int) -> None:
        row = session.get(Exchange, exchange)
        if row is None or row.conversation_id != identifier:
            raise _no_exchange()


def path_to(found: Sequence[Exchange], leaf: int | None) -> list[Exchange]:
    """The branch that ends in `leaf`, oldest first."""
    by_id = {row.id: row for row in found}
    path: list[Exchange] = []
    while leaf is not None and leaf in by_id:
        path.insert(0, by_id[leaf])
        leaf = by_id[leaf].parent_id
    return path


def _title(asked: str) -> str:
    """The question on one line, as it was asked, cut at a word."""
    line = " ".join(asked.split())
    return line if len(line) <= SHOWN_TITLE else line[:SHOWN_TITLE].rsplit(" ", 1)[0] + "…"


def _entitle(row: Conversation, title: str) -> None:
    row.title = title[:LONGEST_TITLE]
    row.title_folded = fold(row.title)


def _erase(session: Session, identifiers: Sequence[str]) -> None:
    gone = select(Exchange.id).where(Exchange.conversation_id.in_(identifiers))
    options = {"synchronize_session": False}
    session.execute(delete(Feedback).where(Feedback.exchange_id.in_(gone)), execution_options=options)
    noticed = delete(ConversationNotice).where(ConversationNotice.conversation_id.in_(identifiers))
    session.execute(noticed, execution_options=options)
    session.execute(delete(Exchange).where(Exchange.conversation_id.in_(identifiers)), execution_options=options)
    session.execute(delete(Conversation).where(Conversation.id.in_(identifiers)), execution_options=options)


def _unknown() -> NotFound:
    return NotFound("CONVERSACION_DESCONOCIDA", "Esa conversación no existe o no es suya.", "Vuelva a la lista.")


def _no_exchange() -> NotFound:
    return NotFound(
        "INTERCAMBIO_DESCONOCIDO", "Esa pregunta no es de esta conversación.", "Abra la conversación de nuevo."
    )
