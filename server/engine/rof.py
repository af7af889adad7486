"""Denoising of the finished picture, the alternative to a smoothness term in the objective."""

from __future__ import annotations

import torch
from torch import Tensor


def denoised(picture: Tensor, weight: float) -> Tensor:
    """The picture u that minimises |Du| + 1 / (2 weight) * ||u - picture||^2 (Rudin, Osher and Fatemi 1992).

    By Chambolle's algorithm of 2004 as scikit-image has it. picture: (3, height, width) float, 0..1; weight: more is
    smoother, 0 gives the picture itself.
    """
    if weight == 0:
        return picture
    from skimage.restoration import denoise_tv_chambolle  # here: it costs half a second to import

    values = denoise_tv_chambolle(  # type: ignore[no-untyped-call]
        picture.cpu().numpy(), weight=weight, channel_axis=0
    )
    return torch.from_numpy(values).to(picture)
