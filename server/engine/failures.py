"""What the engine cannot do, in words for the user (bad parameters: parameters.InvalidSetting)."""

from __future__ import annotations


class LayerTooSmall(ValueError):
    """The picture has too few pixels for the network. `sentence` says so, `remedy` what to do."""

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy
