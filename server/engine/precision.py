"""How exactly the network computes, on each device, for each value of settings.precision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from server.engine.kernels import has_onednn


def feature_precision(word: str, device: torch.device) -> torch.dtype:
    """Of the features. "automatic" is bfloat16 where the processor or GPU has instructions for it, else float32.

    With them a pass takes half the time, without them it is emulated and slow (docs/benchmarks/). It is not tried out,
    so that a machine paints the same picture every time.
    """
    reduced = word == "reduced" or (word == "automatic" and _has_bfloat16(device))
    return torch.bfloat16 if reduced else torch.float32


@contextmanager
def float32_meant(word: str, device: torch.device) -> Iterator[None]:
    """What float32 means on a CUDA GPU inside of the context; nothing else computes anything but float32 by it.

    cuDNN's convolutions round their factors to 11 bits (TF32) unless they are forbidden to: only "float32" forbids it. Sums
    of products, such as Gram matrices, always keep 24, also where NVIDIA's containers set TORCH_ALLOW_TF32_CUBLAS_OVERRIDE.
    The older names of these switches are used: only they keep torch's own two records of each in step.
    """
    if device.type != "cuda":
        yield
        return
    convolutions, products = torch.backends.cudnn, torch.backends.cuda.matmul
    before = convolutions.allow_tf32, products.allow_tf32
    convolutions.allow_tf32, products.allow_tf32 = word != "float32", False
    try:
        yield
    finally:
        convolutions.allow_tf32, products.allow_tf32 = before


def _has_bfloat16(device: torch.device) -> bool:
    if device.type == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device.type == "cpu" and has_onednn():
        known = torch.cpu.get_capabilities()
        return bool(known.get("avx512_bf16") or known.get("amx_bf16"))
    return False
