"""Whose colours the result has (Gatys et al. 2017, section 5: colour control)."""

from __future__ import annotations

import torch
from torch import Tensor

# Luminance of sRGB values (Rec. 601, as in YIQ, the space that the paper works in).
_LUMINANCE = (0.299, 0.587, 0.114)


def luminance(picture: Tensor) -> Tensor:
    """(3, height, width) -> (1, height, width), the Y of YIQ."""
    weights = picture.new_tensor(_LUMINANCE)[:, None, None]
    return (picture * weights).sum(dim=0, keepdim=True)


def gray(picture: Tensor) -> Tensor:
    """The luminance in all three channels."""
    return luminance(picture).expand(3, -1, -1).contiguous()


def keep_colors(content: Tensor, painted: Tensor) -> Tensor:
    """The luminance of `painted` with the hues of `content`; both (3, height, width), 0..1; result clipped to 0..1.

    Adding the change of Y to each channel leaves I and Q as they are.
    """
    return (content + luminance(painted) - luminance(content)).clamp(0, 1)


def take_colors(content: Tensor, painted: Tensor) -> Tensor:
    """The luminance of `content` with the hues of `painted`; both (3, height, width), 0..1.

    Where full hues would leave 0..1 they are greyed just as far as needed, so that the luminance stays exact.
    """
    light = luminance(content)
    hue = painted - luminance(painted)
    room = torch.where(hue > 0, 1 - light, light)
    share = (room / hue.abs().clamp(min=1e-6)).amin(dim=0).clamp(max=1)
    return light + share * hue


def match_luminance(style: Tensor, content: Tensor) -> Tensor:
    """`style` in grays, with the mean and deviation of `content`'s luminance (Gatys et al. 2017, equation 10)."""
    style_y, content_y = luminance(style), luminance(content)
    matched = (style_y - style_y.mean()) * (
        content_y.std() / style_y.std().clamp(min=1e-4)
    ) + content_y.mean()
    return matched.expand(3, -1, -1).contiguous()


def match_colors(style: Tensor, content: Tensor) -> Tensor:
    """`style` moved linearly so that its colours have the mean and covariance of `content`'s.

    x' = A (x - mean_s) + mean_c with A = C_c^1/2 C_s^-1/2 by eigenvalues (Gatys et al. 2017, equation 9, "Image
    analogies colour transfer"). Both (3, any, any), 0..1; the result is clipped to 0..1.
    """
    style_colors, content_colors = style.flatten(1), content.flatten(1)
    style_mean, content_mean = style_colors.mean(1, keepdim=True), content_colors.mean(1, keepdim=True)
    move = _power(content_colors, 0.5) @ _power(style_colors, -0.5)
    return (move @ (style_colors - style_mean) + content_mean).clamp(0, 1).reshape(style.shape)


def _power(colors: Tensor, exponent: float) -> Tensor:
    """A power of the colours' covariance; a little noise is assumed so that flat colours can be inverted."""
    covariance = torch.cov(colors) + 1e-5 * torch.eye(3, dtype=colors.dtype, device=colors.device)
    values, vectors = torch.linalg.eigh(covariance)
    power: Tensor = vectors @ torch.diag(values.pow(exponent)) @ vectors.T
    return power
