"""What needs a real Krita; the tests under inside/ run in it and are reported by test_inside_krita.py."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
collect_ignore = ["inside", "harness"]

from krita_session import KritaSession, run_installer  # noqa: E402  (found by the path above)

MISSING = [program for program in ("krita", "kritarunner", "Xvfb", "import") if shutil.which(program) is None]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything that the tests with Krita leave on the disk."""
    return tmp_path_factory.mktemp("krita")


@pytest.fixture(scope="session")
def session(folder: Path) -> KritaSession:
    """A home in which `impasto install krita` has put the plug-in."""
    session = KritaSession(folder / "home")
    done = run_installer(session.home)
    assert done.returncode == 0, done.stderr
    return session


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Krita its tests are skipped, and say what is missing."""
    if MISSING:
        reason = f"Krita's tests need {', '.join(MISSING)}: 'make hosts' installs them"
        for item in items:
            if item.path.parent == HERE and "needs_krita" in item.keywords:
                item.add_marker(pytest.mark.skip(reason=reason))
