from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import Unavailable
from corpus.provisions import (
    Instrument,
    InstrumentKind,
    Provision,
    ProvisionKind,
    Reference,
    ReformNote,
    Status,
)
from corpus.store import CorpusStore
from corpus.store_writer import CorpusWriter

LAW = Instrument("LX", InstrumentKind.LEY, "Ley X", "2024-01-01", published=date(1999, 1, 1), rank=20)
TEXT = "Ñandú, áéí:\nI. Uno;\nII. Dos."


def article(text: str = TEXT, version: str = "2024-01-01", **more: object) -> Provision:
    return Provision("LX:1", "LX", version, ProvisionKind.ARTICLE, "1", "Artículo 1", text, **more)  # type: ignore[arg-type]


def fraction(start: int, end: int, order: int = 1, **more: object) -> Provision:
    return Provision(
        "LX:1/I", "LX", "2024-01-01", ProvisionKind.FRACTION, "I", "Fracción I", TEXT[start:end],
        start=start, end=end, parent="LX:1", order=order, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def write(path: Path, *versions: tuple[Instrument, list[Provision], list[Reference]]) -> CorpusStore:
    writer = CorpusWriter(path)
    for instrument, provisions, references in versions:
        writer.write_version(instrument, provisions, references)
    writer.commit()
    return CorpusStore.open(path)


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    note = ReformNote("Fracción reformada DOF 01-02-2001", "LX:1/I", (date(2001, 2, 1),), "reforma")
    written = [
        article(valid_from=date(2001, 2, 1), hierarchy=("Título I", "Capítulo II"), pages=(3, 4), extras={"a": "ñ"}),
        fraction(12, 19, notes=(note,), status=Status.DEROGADO, valid_from=date(2001, 2, 1)),
    ]
    with write(tmp_path / "c.sqlite", (LAW, written, [])) as store:
        assert store.get("LX:1") == written[0]
        assert store.nodes("LX:1") == [written[1]]
        assert store.instrument("LX") == LAW
        assert store.get("LX:2") is None
        assert not store.exists("LX:2")


@given(st.text(min_size=1, max_size=60), st.data())
def test_a_node_is_its_span_of_the_root_whatever_the_characters(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    node = Provision(
        "LX:1/p1", "LX", LAW.version, ProvisionKind.PARAGRAPH, "p1", "", text[start:end],
        start=start, end=end, parent="LX:1", order=1,
    )  # fmt: skip
    path = tmp_path_factory.mktemp("store") / "c.sqlite"
    with write(path, (LAW, [article(text), node], [])) as store:
        assert store.nodes("LX:1")[0].text == text[start:end]


def test_references_run_in_both_directions_and_reach_inside(tmp_path: Path) -> None:
    references = [Reference("LX:1", "LY:5/II", 0, 3, "art. 5, II"), Reference("LX:1", None, 4, 8, "dicho artículo")]
    with write(tmp_path / "c.sqlite", (LAW, [article()], references)) as store:
        assert store.references_from("LX:1") == references
        assert store.references_to("LY:5") == [references[0]]
        assert store.references_to("LY:5/II") == [references[0]]
        assert store.references_to("LY:50") == []


def test_many_threads_read_one_store(tmp_path: Path) -> None:
    with write(tmp_path / "c.sqlite", (LAW, [article(), fraction(12, 19)], [])) as store:
        results: list[bool] = []

        def work() -> None:
            results.extend(store.nodes("LX:1")[0].text == TEXT[12:19] for _ in range(50))

        threads = [threading.Thread(target=work) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert results == [True] * 400


def test_nothing_is_written_before_commit(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    writer = CorpusWriter(path)
    writer.write_version(LAW, [article()])
    writer.abandon()
    with pytest.raises(Unavailable) as refusal:
        CorpusStore.open(path)
    assert refusal.value.code == "CORPUS_DANADO"


def test_there_is_no_corpus_where_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refusal:
        CorpusStore.open(tmp_path / "nada.sqlite")
    assert refusal.value.code == "CORPUS_AUSENTE"


def test_a_file_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.sqlite").write_bytes(b"no es una base de datos" * 100)
    with pytest.raises(Unavailable) as refusal:
        CorpusStore.open(tmp_path / "c.sqlite")
    assert refusal.value.code == "CORPUS_DANADO"
