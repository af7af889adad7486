"""What needs a real Krita; the tests under inside/ run in it and are reported by test_inside_krita.py."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
collect_ignore = ["inside", "harness"]

MISSING = [program for program in ("krita", "kritarunner", "xvfb-run", "import") if shutil.which(program) is None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Krita its tests are skipped, and say what is missing."""
    if MISSING:
        reason = f"Krita's tests need {', '.join(MISSING)}: 'make hosts' installs them"
        for item in items:
            if item.path.parent == HERE and "needs_krita" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))
