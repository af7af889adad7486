"""The secret that lets this user's programs, and nobody else's, talk to this user's server."""

from __future__ import annotations

import os
from pathlib import Path

from plugin_common.folders import config_folder


def token_file() -> Path:
    """Where `impasto serve` leaves the token, readable by its user only."""
    return config_folder() / "token"


def read_token() -> str:
    """The token from the environment variable IMPASTO_TOKEN or from the token's file; empty when there is none."""
    given = os.environ.get("IMPASTO_TOKEN", "").strip()
    if given:
        return given
    try:
        return token_file().read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
