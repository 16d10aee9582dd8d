"""A disk that takes no more: the collection of vectors is refused with what to do, and no server is blamed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_WRITE = """
import resource, sys
from pathlib import Path
import numpy as np
from corpus.errors import Unavailable
from retriever.dense import answering, open_client, write_dense
from retriever.entries import Entry, Field

client = open_client(Path(sys.argv[1]), "")
entries = [Entry(Field.PASSAGE, "LSS:40", "LSS:40/p1", "texto")] * 2000
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
try:
    with answering(""):
        write_dense(client, "1", range(2000), entries, np.ones((2000, 384), np.float32))
except Unavailable as refused:
    print(refused.code, refused)
"""


def test_a_disk_that_takes_no_more(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", _WRITE, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("VECTORES_SIN_ACCESO"), done.stdout + done.stderr
    assert "espacio" in done.stdout
    assert "servidor" not in done.stdout
