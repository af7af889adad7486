"""Feature passes that need no gradient: ONNX Runtime sessions over networks that export_tools exported."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

Device = Literal["cuda", "cpu"]
Features = dict[str, NDArray[np.float32]]

_ERRORS_ONLY = 3

# TF32 keeps 10 bits of each factor: features would differ from torch's by 1e-3 instead of 1e-6. The other two
# keep ONNX Runtime from trying every algorithm at every new size, and from holding memory it does not need.
_CUDA_OPTIONS = {
    "use_tf32": "0",
    "cudnn_conv_algo_search": "HEURISTIC",
    "arena_extend_strategy": "kSameAsRequested",
}


class FeatureSession:
    """One exported network, ready to turn pictures into features.

    The file carries its own description: `network`, `pooling`, `padding` and `taps` are read from it.
    """

    def __init__(self, path: Path, device: Device | None = None) -> None:
        """path: an ONNX file made by `export_tools.export_onnx`. device: by default the GPU if there is one.

        A GPU whose libraries ONNX Runtime cannot load falls back to the CPU: see `device` afterwards.
        """
        self._session = _open(path, device or default_device())
        described = self._session.get_modelmeta().custom_metadata_map
        self.network: str = described["network"]
        self.pooling: str = described["pooling"]
        self.padding: str = described["padding"]
        self.taps: tuple[str, ...] = tuple(output.name for output in self._session.get_outputs())
        self.smallest_side = int(described["smallest_side"])

    @property
    def device(self) -> Device:
        """Where the passes really run."""
        return "cuda" if self._session.get_providers()[0] == "CUDAExecutionProvider" else "cpu"

    def __call__(self, image: NDArray[np.float32]) -> Features:
        """Features of one picture at every tap of the file.

        image: (1, 3, height, width) float32, sRGB values in 0..255, channels red, green, blue.
        Returns {tap: (1, channels, height', width') float32}. Raises ValueError for too small a picture.
        """
        if image.ndim != 4 or image.shape[:2] != (1, 3):
            raise ValueError(f"The image must have the shape (1, 3, height, width), not {image.shape}.")
        if min(image.shape[2:]) < self.smallest_side:
            raise ValueError(
                f"An image of {image.shape[3]} x {image.shape[2]} pixels is too small for {self.taps[-1]}; "
                f"each side must have at least {self.smallest_side} pixels."
            )
        run = onnxruntime.RunOptions()
        run.log_severity_level = _ERRORS_ONLY
        if self.device == "cuda":  # give the pass's memory back to torch
            run.add_run_config_entry("memory.enable_memory_arena_shrinkage", "gpu:0")
        values = self._session.run(self.taps, {"image": np.ascontiguousarray(image, np.float32)}, run)
        return dict(zip(self.taps, values, strict=True))


def default_device() -> Device:
    """The GPU if torch has one and this ONNX Runtime was built for it, else the CPU."""
    built_for_cuda = "CUDAExecutionProvider" in onnxruntime.get_available_providers()
    return "cuda" if built_for_cuda and torch.cuda.is_available() else "cpu"


def _open(path: Path, device: Device) -> Any:
    onnxruntime.set_default_logger_severity(_ERRORS_ONLY)  # else every CPU machine is told that it has no GPU
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.enable_cpu_mem_arena = False
    options.intra_op_num_threads = torch.get_num_threads()
    # Idle threads must sleep: spinning ones would take the cores from torch's optimisation.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    providers: list[Any] = ["CPUExecutionProvider"]
    if device == "cuda":
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it does not find and falls back
            onnxruntime.preload_dlls()  # the CUDA libraries of the extra `gpu`, where torch brought none
        providers.insert(0, ("CUDAExecutionProvider", _CUDA_OPTIONS))
    return onnxruntime.InferenceSession(str(path), options, providers=providers)
