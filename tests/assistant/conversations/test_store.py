"""Private, searchable, with branches; on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from assistant.conversations.store import Conversations
from corpus.errors import BadInput, Forbidden, NotFound
from tools.caller import Caller, Territory

from .conftest import ANA, BETO, CARLA, EVA, Clock, answer


def _begun(conversations: Conversations, asked: str = "¿Qué plazo hay?", owner: Caller = ANA) -> str:
    identifier = conversations.start(owner).id
    conversations.add(identifier, owner, asked, answer())
    return identifier


def test_the_first_question_gives_the_title(conversations: Conversations) -> None:
    identifier = _begun(conversations, "¿En qué plazo se pagan   las cuotas?")
    assert conversations.get(identifier, ANA).title == "¿En qué plazo se pagan las cuotas?"
    conversations.rename(identifier, ANA, "  Plazos  de pago ")
    conversations.add(identifier, ANA, "¿Y si no paga?", answer(), conversations.get(identifier, ANA).leaf)
    assert conversations.get(identifier, ANA).title == "Plazos de pago"
    with pytest.raises(BadInput, match="título"):
        conversations.rename(identifier, ANA, "   ")


def test_another_s_conversation_does_not_exist(conversations: Conversations) -> None:
    identifier = _begun(conversations)
    assert conversations.listed(BETO) == []
    for attempt in (
        lambda: conversations.get(identifier, BETO),
        lambda: conversations.add(identifier, BETO, "x", answer()),
        lambda: conversations.rename(identifier, BETO, "x"),
        lambda: conversations.share(identifier, BETO, True),
        lambda: conversations.delete(identifier, BETO),
        lambda: conversations.place(identifier, BETO),
        lambda: conversations.show(identifier, BETO, 1),
    ):
        with pytest.raises(NotFound) as error:
            attempt()
        assert error.value.code == "CONVERSACION_DESCONOCIDA"
    assert conversations.get(identifier, ANA).title


def test_search_ignores_accents_and_case_and_takes_signs_for_themselves(conversations: Conversations) -> None:
    fees = _begun(conversations, "¿Prescripción de créditos?")
    other = _begun(conversations, "¿Remate al 100%?")
    assert [row.id for row in conversations.listed(ANA, "PRESCRIPCION creditos")] == [fees]
    assert [row.id for row in conversations.listed(ANA, "100%")] == [other]
    assert {row.id for row in conversations.listed(ANA, "quince")} == {fees, other}
    assert conversations.listed(ANA, "_____x") == []
    assert conversations.listed(ANA, "' OR 1=1 --") == []


def test_the_list_goes_by_last_use_and_by_pages(conversations: Conversations, clock: Clock) -> None:
    first = _begun(conversations)
    clock.days(1)
    second = _begun(conversations)
    clock.days(1)
    conversations.add(first, ANA, "otra", answer(), conversations.get(first, ANA).leaf)
    assert [row.id for row in conversations.listed(ANA)] == [first, second]
    assert [row.id for row in conversations.listed(ANA, limit=1, offset=1)] == [second]


def test_an_edited_question_makes_a_branch_and_the_old_one_stays(conversations: Conversations) -> None:
    identifier = _begun(conversations, "uno")
    first = conversations.branch(identifier, ANA)[0]
    second = conversations.keep(conversations.place(identifier, ANA), ANA, "dos", answer())
    conversations.keep(conversations.place(identifier, ANA), ANA, "tres", answer())
    place = conversations.place(identifier, ANA, replaces=second.id)
    assert place.earlier == ("uno",)
    conversations.keep(place, ANA, "dos corregida", answer())
    assert [row.asked for row in conversations.branch(identifier, ANA)] == ["uno", "dos corregida"]
    again = conversations.keep(conversations.place(identifier, ANA, replaces=first.id), ANA, "uno", answer())
    assert [row.id for row in conversations.branch(identifier, ANA)] == [again.id]
    third = next(row for row in conversations.exchanges(identifier, ANA) if row.asked == "tres")
    conversations.show(identifier, ANA, third.id)
    assert [row.asked for row in conversations.branch(identifier, ANA)] == ["uno", "dos", "tres"]
    assert conversations.place(identifier, ANA).earlier == ("uno", "dos", "tres")


def test_a_question_of_another_conversation_is_no_place(conversations: Conversations) -> None:
    mine, other = _begun(conversations), _begun(conversations)
    foreign = conversations.exchanges(other, ANA)[0].id
    for attempt in (
        lambda: conversations.place(mine, ANA, replaces=foreign),
        lambda: conversations.add(mine, ANA, "x", answer(), foreign),
        lambda: conversations.show(mine, ANA, foreign),
    ):
        with pytest.raises(NotFound, match="no es de esta conversación"):
            attempt()
    assert len(conversations.branch(mine, ANA)) == 1


@pytest.mark.parametrize(
    ("reader", "reads"),
    [
        (BETO, True),
        (CARLA, False),
        (EVA, False),
        (replace(CARLA, territory=Territory(national=True)), True),
        (replace(CARLA, territory=Territory(ooad="01")), True),
        (replace(CARLA, territory=Territory()), False),
        (Caller("visitante:abc", frozenset()), False),
    ],
)
def test_shared_only_with_who_covers_the_territory(conversations: Conversations, reader: Caller, reads: bool) -> None:
    identifier = _begun(conversations)
    conversations.share(identifier, ANA, True)
    if reads:
        assert len(conversations.branch(identifier, reader)) == 1
    else:
        with pytest.raises(NotFound):
            conversations.branch(identifier, reader)
    with pytest.raises(NotFound):
        conversations.add(identifier, reader, "x", answer())
    conversations.share(identifier, ANA, False)
    with pytest.raises(NotFound):
        conversations.get(identifier, reader)


def test_a_browser_without_account_shares_nothing(conversations: Conversations) -> None:
    visitor = Caller("visitante:abc", frozenset())
    identifier = _begun(conversations, owner=visitor)
    with pytest.raises(Forbidden) as error:
        conversations.share(identifier, visitor, True)
    assert error.value.code == "COMPARTIR_SIN_CUENTA"


def test_deleting_leaves_nothing(conversations: Conversations, engine: Engine) -> None:
    identifier = _begun(conversations)
    conversations.keep(conversations.place(identifier, ANA), ANA, "dos", answer())
    kept = _begun(conversations, owner=BETO)
    conversations.delete(identifier, ANA)
    _begun(conversations)
    assert conversations.delete_all(ANA) == 1
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM exchanges")) == 1
    assert conversations.get(kept, BETO).id == kept


def test_what_is_not_used_for_the_days_of_the_setting_is_deleted(conversations: Conversations, clock: Clock) -> None:
    old = _begun(conversations)
    clock.days(20)
    used = _begun(conversations)
    clock.days(11)
    new = conversations.start(ANA).id
    assert [row.id for row in conversations.listed(ANA)] == [new, used]
    with pytest.raises(NotFound):
        conversations.get(old, ANA)
