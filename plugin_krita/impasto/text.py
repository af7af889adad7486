"""Words for people, translated through Krita."""

from __future__ import annotations

from krita import Krita


def i18n(text: str) -> str:
    """`text` in Krita's language when its catalogue knows it."""
    return Krita.krita_i18n(text)


def duration(seconds: float) -> str:
    """A length of time as people say it: "8 s", "3 min 20 s", "1 h 05 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"
