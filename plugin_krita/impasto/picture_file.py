"""A style from an image file."""

from __future__ import annotations

from PyQt5.QtGui import QColorSpace, QImage, QImageReader

from plugin_common.order import Picture
from plugin_common.problem import ImpastoProblem, Problem

from .text import i18n


def read_picture_file(path: str) -> Picture:
    """The file's picture as sRGB, 8 bits, turned as its camera says. Safe in any thread; raises ImpastoProblem."""
    reader = QImageReader(path)
    reader.setAutoTransform(True)
    # The ending may lie about what is inside
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    if image.isNull():
        raise ImpastoProblem(
            Problem(
                "INVALID_ARGUMENT",
                i18n("The style picture '{path}' cannot be read: {why}.").format(
                    path=path, why=reader.errorString().rstrip(".").lower()
                ),
                i18n("Choose another picture, or open it in Krita and use its layer."),
                "styles[0].image",
            )
        )
    if image.colorSpace().isValid():
        image.convertToColorSpace(QColorSpace(QColorSpace.SRgb))
    image = image.convertToFormat(QImage.Format_RGBA8888)
    return Picture(image.width(), image.height(), "u8", image.constBits().asstring(image.sizeInBytes()))
