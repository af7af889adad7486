"""Feature sessions: what they compute, what they refuse, and that they keep quiet."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from export_tools.ensure import feature_session
from models.features import FeatureSession, default_device


@pytest.fixture(scope="module")
def session() -> FeatureSession:
    return feature_session("vgg16-random", ["conv2_2", "conv1_1"])


def test_features_come_at_the_taps_asked_for_at_any_size(session: FeatureSession) -> None:
    assert session.taps == ("conv1_1", "conv2_2")
    for height, width in ((31, 54), (128, 9)):
        features = session(np.full((1, 3, height, width), 127.0, np.float32))
        assert features["conv1_1"].shape == (1, 64, height, width)
        assert features["conv2_2"].shape == (1, 128, height // 2, width // 2)
        assert features["conv2_2"].dtype == np.float32


def test_a_session_knows_what_it_was_made_from(session: FeatureSession) -> None:
    assert (session.network, session.pooling, session.padding) == ("vgg16-random", "max", "zeros")
    assert session.device == default_device()


def test_a_picture_of_the_wrong_shape_or_too_small_is_refused(session: FeatureSession) -> None:
    with pytest.raises(ValueError, match=r"shape \(1, 3, height, width\)"):
        session(np.zeros((1, 4, 16, 16), np.float32))
    with pytest.raises(ValueError, match="too small for conv2_2; each side must have at least 2 pixels"):
        session(np.zeros((1, 3, 1, 16), np.float32))


def test_nothing_is_printed_on_a_machine_with_or_without_a_gpu() -> None:
    command = (
        "from export_tools.ensure import feature_session; import numpy;"
        "feature_session('vgg16-random', ['conv1_1'])(numpy.zeros((1, 3, 8, 8), numpy.float32))"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout + done.stderr == ""
