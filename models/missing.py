"""The one error of this package that a user can do something about."""

from __future__ import annotations


class ModelMissing(Exception):
    """A model is not here, or its file is not what it should be.

    sentence: what is wrong, for people. remedy: what to do about it, with the command where there is one.
    """

    def __init__(self, sentence: str, remedy: str) -> None:
        super().__init__(f"{sentence} {remedy}")
        self.sentence = sentence
        self.remedy = remedy
