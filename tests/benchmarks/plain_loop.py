"""The method as anyone would write it in plain PyTorch: what every quicker way is compared with.

Also the judge: `objective` scores the pictures of every contestant.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.library import load_network

BLOCKS = ((2, 64), (2, 128), (4, 256), (4, 512), (1, 512))
STYLE_TAPS = ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1")
CONTENT_TAP = "conv4_2"
CHANNELS = {"conv1_1": 64, "conv2_1": 128, "conv3_1": 256, "conv4_1": 512, "conv5_1": 512}
MEAN = (103.939, 116.779, 123.68)


class PlainVGG(nn.Module):
    """VGG-19 up to conv5_1 with the original weights, maximum pooling and zero padding."""

    def __init__(self) -> None:
        super().__init__()
        network = load_network("vgg19")
        channels = 3
        layers: dict[str, nn.Module] = {}
        for block, (count, width) in enumerate(BLOCKS, start=1):
            for index in range(1, count + 1):
                layer = nn.Conv2d(channels, width, 3, padding=1)
                weight, bias = network.convolution(f"conv{block}_{index}")  # type: ignore[operator]
                layer.weight.data, layer.bias.data = weight.clone(), bias.clone()
                layers[f"conv{block}_{index}"] = layer
                channels = width
        self.layers = nn.ModuleDict(layers)
        self.requires_grad_(False)

    def forward(self, picture: Tensor) -> dict[str, Tensor]:
        """picture: (3, height, width), sRGB 0..255. Returns the features of every tap."""
        value = (picture.flip(0) - torch.tensor(MEAN)[:, None, None])[None]
        features = {}
        for name, layer in self.layers.items():
            if name.endswith("_1") and name != "conv1_1":
                value = functional.max_pool2d(value, 2)
            value = functional.relu(layer(value))
            features[name] = value
        return features


def gram(features: Tensor) -> Tensor:
    """The mean Gram matrix."""
    matrix = features.flatten(2)[0]
    return matrix @ matrix.T / matrix.shape[1]


class PlainLoop:
    """The objective that pastiche 1.6.0 minimises with its own defaults, written plainly."""

    def __init__(self, content: Tensor, style: Tensor) -> None:
        """Both (3, height, width), sRGB 0..255."""
        self.network = PlainVGG()
        with torch.no_grad():
            self.content = self.network(content)[CONTENT_TAP]
            of_style = self.network(style)
            self.grams = {tap: gram(of_style[tap]) for tap in STYLE_TAPS}

    def objective(self, picture: Tensor) -> Tensor:
        """0.01 * mean((F - P)^2) + sum_l 10 / N_l^2 * mean((G - A)^2)."""
        features = self.network(picture)
        loss = 0.01 * functional.mse_loss(features[CONTENT_TAP], self.content)
        for tap in STYLE_TAPS:
            loss = loss + 10 / CHANNELS[tap] ** 2 * functional.mse_loss(gram(features[tap]), self.grams[tap])
        return loss

    def evaluate(self, picture: Tensor) -> tuple[float, Tensor]:
        """Loss and gradient."""
        picture = picture.detach().requires_grad_()
        loss = self.objective(picture)
        loss.backward()
        assert picture.grad is not None
        return float(loss.detach()), picture.grad

    def score(self, picture: Tensor) -> float:
        """The objective of a picture, (3, height, width), sRGB 0..255 and beyond."""
        with torch.no_grad():
            return float(self.objective(picture))
