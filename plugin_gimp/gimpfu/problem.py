"""What goes wrong between a plug-in and GIMP, each as one sentence."""

from __future__ import annotations


class error(RuntimeError):
    """GIMP refused a call. Known to plug-ins as `gimp.error` and `pdb.error`."""


class Unsupported(error):
    """A thing of gimpfu that this GIMP cannot do; the sentence names it and the way that GIMP offers instead."""

    def __init__(self, name: str, instead: str) -> None:
        super().__init__(f"{name} does not exist in this GIMP: {instead}")


class CancelError(RuntimeError):
    """The user closed the dialog without OK."""
