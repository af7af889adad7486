from dataclasses import replace
import pytest
from tests.engine.test_stylize import run, PRESETS

@pytest.mark.parametrize("boxed", [1])
def test_x(boxed, networks, photograph, painting, monkeypatch):
    if not boxed:
        monkeypatch.setattr(B.Box, "__call__", lambda self, p, f: f)
    preset=[p for p in PRESETS if p.name=="ResNet"][0]
    network = preset.settings.network.replace("-torchvision", "-random")
    its = run(networks, photograph, painting, replace(preset.settings, iterations=8, scales=1, network=network))
    for i in its: print(i.iteration, i.loss, i.terms)
