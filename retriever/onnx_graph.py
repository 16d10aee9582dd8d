"""Writes a BERT-like sentence encoder as an ONNX graph, from its safetensors, without torch.

The graph takes `input_ids` and `attention_mask` (batch, tokens) and gives `embedding` (batch, hidden), pooled and of
length 1. It uses the fused operators of onnxruntime (`Attention`, `SkipLayerNormalization`, `Gelu`). The table of
word vectors, 80 % of a multilingual model, is kept in float16; weights lie in a file beside the graph that is mapped
into memory, so that opening costs a tenth of a second.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from corpus.errors import Unavailable

_FUSED = "com.microsoft"
_ARCHITECTURES = ("bert", "xlm-roberta")


def write_encoder(model_dir: Path, target: Path, int8: bool) -> None:
    """Write the encoder of a sentence-transformers directory to `target` (and its weights to `target`.data).

    With `int8` the matrices of the encoder are quantised per column and activations on the fly: half the time for a
    cosine of 0.997 to the original.

    Raises:
        Unavailable: `MODELO_SIN_ONNX` where the architecture is not BERT or XLM-RoBERTa.
    """
    graph = _Graph(model_dir)
    model = graph.build()
    if int8:
        model = _quantise(model, target)
    data = target.with_name(target.name + ".data")
    data.unlink(missing_ok=True)
    onnx.save_model(
        model,
        str(target),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=data.name,
        size_threshold=1024,
    )


def _quantise(model: onnx.ModelProto, target: Path) -> onnx.ModelProto:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # The library's advice to pre-process does not apply: the graph is already fused.
    logging.getLogger().addFilter(lambda record: "pre-processing before quantization" not in record.getMessage())
    whole = target.with_name(target.name + ".whole")
    quantize_dynamic(
        model,
        str(whole),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Attention"],
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )
    quantised = onnx.load(str(whole))
    whole.unlink()
    return quantised


class _Graph:
    """Nodes and weights of one encoder; names follow the layers (`l3.attention`)."""

    def __init__(self, model_dir: Path) -> None:
        self.config: dict[str, Any] = json.loads((model_dir / "config.json").read_text("utf-8"))
        pooling = json.loads((model_dir / "1_Pooling" / "config.json").read_text("utf-8"))
        self.cls_pooling = bool(pooling.get("pooling_mode_cls_token"))
        supported = (
            self.config["model_type"] in _ARCHITECTURES
            and self.config.get("hidden_act") == "gelu"
            and (self.cls_pooling or pooling.get("pooling_mode_mean_tokens"))
        )
        if not supported:
            raise Unavailable(
                "MODELO_SIN_ONNX",
                f"El modelo «{model_dir.name}» no se puede convertir a ONNX.",
                "Use CRITERIO_EMBEDDING_BACKEND=torch.",
            )
        self.weights = load_file(str(model_dir / "model.safetensors"))
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def build(self) -> onnx.ModelProto:
        """The whole model."""
        state = self._embeddings()
        for layer in range(self.config["num_hidden_layers"]):
            state = self._layer(layer, state)
        self._pool(state)
        hidden = self.config["hidden_size"]
        graph = helper.make_graph(
            self.nodes,
            "sentence-encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
                for name in ("input_ids", "attention_mask")
            ],
            [helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", hidden])],
            self.constants,
        )
        versions = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=9)

    def _constant(self, name: str, value: NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(value, name))
        return name

    def _weight(self, name: str, transpose: bool = False) -> str:
        value = self.weights[name]
        return self._constant(name, np.ascontiguousarray(value.T) if transpose else value)

    def _node(self, operator: str, inputs: list[str], output: str, fused: bool = False, **attributes: Any) -> str:
        domain = _FUSED if fused else ""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def _embeddings(self) -> str:
        words = self.weights["embeddings.word_embeddings.weight"].astype(np.float16)
        self._node("Gather", [self._constant("words", words), "input_ids"], "word16")
        self._node("Cast", ["word16"], "word", to=TensorProto.FLOAT)
        places = self.weights["embeddings.position_embeddings.weight"]
        places = places + self.weights["embeddings.token_type_embeddings.weight"][0]
        if self.config["model_type"] == "xlm-roberta":
            places = places[self.config["pad_token_id"] + 1 :]  # its positions count from there
        self._node("Shape", ["input_ids"], "shape")
        self._node("Gather", ["shape", self._constant("one", np.array(1))], "length")
        self._node(
            "Range",
            [self._constant("zero", np.array(0)), "length", self._constant("step", np.array(1))],
            "at",
        )
        self._node("Gather", [self._constant("places", places.copy()), "at"], "place")
        self._node("Add", ["word", "place"], "sum")
        norm = [self._weight(f"embeddings.LayerNorm.{part}") for part in ("weight", "bias")]
        epsilon = self.config["layer_norm_eps"]
        self._node("Cast", ["attention_mask"], "mask", to=TensorProto.INT32)
        return self._node("LayerNormalization", ["sum", *norm], "l.in", axis=-1, epsilon=epsilon)

    def _dense(self, state: str, prefix: str, output: str) -> str:
        self._node("MatMul", [state, self._weight(f"{prefix}.weight", transpose=True)], f"{output}.product")
        return self._node("Add", [f"{output}.product", self._weight(f"{prefix}.bias")], output)

    def _add_norm(self, state: str, change: str, prefix: str, output: str) -> str:
        norm = [self._weight(f"{prefix}.LayerNorm.{part}") for part in ("weight", "bias")]
        epsilon = self.config["layer_norm_eps"]
        return self._node("SkipLayerNormalization", [state, change, *norm], output, fused=True, epsilon=epsilon)

    def _layer(self, layer: int, state: str) -> str:
        source, name = f"encoder.layer.{layer}", f"l{layer}"
        parts = [f"{source}.attention.self.{part}" for part in ("query", "key", "value")]
        weight = np.concatenate([self.weights[f"{part}.weight"] for part in parts]).T
        bias = np.concatenate([self.weights[f"{part}.bias"] for part in parts])
        inputs = [
            state,
            self._constant(f"{name}.qkv", np.ascontiguousarray(weight)),
            self._constant(f"{name}.bias", bias),
            "mask",
        ]
        heads = self.config["num_attention_heads"]
        context = self._node("Attention", inputs, f"{name}.context", fused=True, num_heads=heads)
        attended = self._dense(context, f"{source}.attention.output.dense", f"{name}.attention")
        middle = self._add_norm(state, attended, f"{source}.attention.output", f"{name}.middle")
        wide = self._dense(middle, f"{source}.intermediate.dense", f"{name}.wide")
        active = self._node("Gelu", [wide], f"{name}.active", fused=True)
        narrow = self._dense(active, f"{source}.output.dense", f"{name}.narrow")
        return self._add_norm(middle, narrow, f"{source}.output", f"{name}.out")

    def _pool(self, state: str) -> None:
        if self.cls_pooling:
            first = self._constant("first", np.array(0))
            pooled = self._node("Gather", [state, first], "pooled", axis=1)
        else:
            # The sum points where the mean does; only the direction counts.
            self._node("Cast", ["attention_mask"], "mask.float", to=TensorProto.FLOAT)
            self._node("Unsqueeze", ["mask.float", self._constant("last.axis", np.array([2]))], "mask.column")
            self._node("Mul", [state, "mask.column"], "masked")
            pooled = self._node(
                "ReduceSum", ["masked", self._constant("token.axis", np.array([1]))], "pooled", keepdims=0
            )
        self._node("LpNormalization", [pooled], "embedding", axis=-1, p=2)
