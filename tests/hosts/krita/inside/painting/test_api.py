"""The call for scripts."""

from __future__ import annotations

import os

import pytest
from easel import QUICK, Easel, picture


def test_a_script_repaints_a_layer_with_one_call(easel: Easel) -> None:
    from impasto.api import stylize

    document, photo, _paint = easel.scene()
    address = os.environ["IMPASTO_ADDRESS"]
    node = easel.ui(lambda: stylize(document, photo, picture("garden"), parameters=QUICK, address=address))
    assert easel.ui(node.name) == "Photo in the style of garden"
    assert easel.names(document)[-1] == "Photo in the style of garden"


def test_a_script_gets_a_sentence_when_something_is_wrong(easel: Easel) -> None:
    from impasto.api import stylize

    from plugin_common.problem import ImpastoProblem

    document, photo, _ = easel.scene()
    with pytest.raises(ImpastoProblem, match="no such parameter"):
        easel.ui(lambda: stylize(document, photo, picture("garden"), parameters={"no_such_knob": 1}))
