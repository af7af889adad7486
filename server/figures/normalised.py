"""The rescaled VGG-19 that one study compares: made from pictures at hand where the user made none.

The sample paintings are among them: filters that photographs hardly stir would otherwise be blown up so far that, in a
painting, a few of them outweigh all others.
"""

from __future__ import annotations

import contextlib
import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

import skimage.data
from PIL import Image

from export_tools import normalise
from models.catalogue import entry
from models.missing import ModelMissing
from models.weights import load_weights
from server.figures.pictures import SAMPLES

PHOTOGRAPHS = ("astronaut", "chelsea", "coffee", "rocket")
NETWORK = "vgg19-normalised"


def ensure_normalised() -> str:
    """Makes the weights unless they are on this machine. Returns what to tell the user; empty where nothing was done."""
    with contextlib.suppress(ModelMissing):
        load_weights(entry(NETWORK), False)
        return ""
    with TemporaryDirectory() as folder:
        for name in PHOTOGRAPHS:
            Image.fromarray(getattr(skimage.data, name)()).save(Path(folder) / f"{name}.png")
        for painting in SAMPLES.glob("*.jpg"):
            shutil.copy(painting, folder)
        report = io.StringIO()
        with contextlib.redirect_stdout(report):
            normalise.main(["--images", folder])
    return report.getvalue()
