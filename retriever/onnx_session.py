"""How every graph of ours is opened with onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_session(graph: Path | bytes, weights: Path | None = None) -> Any:
    """A session on one thread: searches run side by side, and one does not gain from a second core.

    `weights` is the folder of the weights of a graph that is given as bytes.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    if weights is not None:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    model = graph if isinstance(graph, bytes) else str(graph)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
