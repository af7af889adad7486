"""Fixtures of the tests that run inside Krita; the harness has put `ui` and `easel` on the path."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from easel import Easel
from ui import UiThread


@pytest.fixture(scope="session")
def easel_for_all() -> Easel:
    easel = Easel(UiThread())
    easel.arrange()
    return easel


@pytest.fixture
def easel(easel_for_all: Easel) -> Iterator[Easel]:
    """Krita with the docker; afterwards no run is left and every document is closed."""
    yield easel_for_all
    easel_for_all.ui(easel_for_all.session.cancel)
    easel_for_all.ui.wait(lambda: not easel_for_all.session.runner.is_busy, 60)
    easel_for_all.close_documents()
    easel_for_all.ui(lambda: easel_for_all.session.report(None))
