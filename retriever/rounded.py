"""The cosines of a question with every vector, in half the time: vectors rounded to seven bits, most of them.

A product with all vectors takes as long as bringing them from memory, and a rounded one brings a quarter.
Vectors are centred before they are rounded, and questions apart from them, because the model puts the two kinds of
text in two clouds far from the origin: cosines are off by 0.0001 on average. A bit is left unused for processors
whose instructions for eight bits overflow. The product is onnxruntime's `DynamicQuantizeMatMul`, kept as a graph with
the vectors in it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retriever.embedding import Vectors
from retriever.onnx_session import open_session

_LARGEST = 63


def write_rounded(path: Path, vectors: Vectors, question_centre: Vectors) -> None:
    """Write the graph of vectors, `(n, d)`, to be asked by questions around a centre, `(d,)`."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    centre = vectors.mean(axis=0)
    centred = vectors - centre
    scales = np.maximum(np.abs(centred).max(axis=1), np.float32(1e-9)) / _LARGEST
    arrays = {
        "vectors": np.rint(centred / scales[:, None]).astype(np.int8).T,
        "scales": scales,
        "products": centred @ question_centre,
        "question_centre": question_centre[None],
        "centre": centre[:, None],
    }
    count, dimension = vectors.shape
    nodes = [
        helper.make_node("Sub", ["question", "question_centre"], ["moved"]),
        helper.make_node(
            "DynamicQuantizeMatMul",
            ["moved", "vectors", "scales", "", "products"],
            ["apart"],
            domain="com.microsoft",
        ),
        helper.make_node("MatMul", ["question", "centre"], ["together"]),
        helper.make_node("Add", ["apart", "together"], ["cosines"]),
    ]
    graph = helper.make_graph(
        nodes,
        "rounded",
        [helper.make_tensor_value_info("question", TensorProto.FLOAT, [1, dimension])],
        [helper.make_tensor_value_info("cosines", TensorProto.FLOAT, [1, count])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in arrays.items()],
    )
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=9), str(path))


class RoundedVectors:
    """The graph that `write_rounded` wrote; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        """Open it. Raises ValueError where the file is missing or cut short."""
        from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument, InvalidProtobuf, NoSuchFile

        try:
            self._session = open_session(path)
        except (InvalidArgument, InvalidProtobuf, NoSuchFile) as error:
            raise ValueError(str(error)) from error

    def cosines(self, vector: Vectors) -> Vectors:
        """With every vector, `(n,)`."""
        found: Vectors = self._session.run(None, {"question": vector[None]})[0][0]
        return found
