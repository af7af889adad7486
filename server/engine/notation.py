"""What people write in TEXT parameters, read into data."""

from __future__ import annotations

import re

LEAST_SIDE = 16
GREATEST_SIDE = 16384  # pixels, as for settings.size


def parse_taps(text: str) -> dict[str, float]:
    """Tap names with weights, from text such as "conv1_1:16 conv2_1:8" (a name alone weighs 1).

    Raises ValueError with a sentence when the text is no such list.
    """
    taps: dict[str, float] = {}
    for word in re.split(r"[\s,]+", text.strip()):
        if not word:
            continue
        name, _, weight = word.partition(":")
        if not re.fullmatch(r"[a-z]+\w*", name):
            raise ValueError(f"'{word}' is not a network layer such as conv4_2 or conv4_2:0.5.")
        try:
            taps[name] = float(weight) if weight else 1.0
        except ValueError:
            raise ValueError(f"'{weight}' in '{word}' is not a weight.") from None
        if not 0 <= taps[name] < float("inf"):
            raise ValueError(f"The weight in '{word}' is negative or not finite.")
    if not taps:
        raise ValueError("It names no network layer.")
    return taps


def parse_schedule(text: str) -> tuple[tuple[int, int], ...]:
    """Sizes with iterations, from text such as "128:80 256:60"; iterations 0 where only the size is given.

    Empty text gives no sizes: the schedule is automatic. Raises ValueError with a sentence for anything else.
    """
    stages = []
    for word in filter(None, re.split(r"[\s,]+", text.strip())):
        found = re.fullmatch(r"(\d{1,5})(?::(\d{1,6}))?", word)
        if found is None:
            raise ValueError(f"'{word}' is not a size with iterations such as 256:60.")
        side, iterations = int(found[1]), int(found[2] or 0)
        if not LEAST_SIDE <= side <= GREATEST_SIDE:
            raise ValueError(f"{side} in '{word}' is not between {LEAST_SIDE} and {GREATEST_SIDE} pixels.")
        if found[2] is not None and iterations < 1:
            raise ValueError(f"'{word}' asks for no iteration.")
        stages.append((side, iterations))
    return tuple(stages)


def parse_bytes(text: str) -> int:
    """Bytes, from text such as "4GB", "800 MB" or "2.5GiB"; 0 for empty text.

    Decimal and binary prefixes both count as binary, as memory is sold. Raises ValueError with a sentence.
    """
    if not text.strip():
        return 0
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmgt])i?b?", text.strip().lower())
    if found is None:
        raise ValueError(f"'{text}' is not an amount of memory such as 4GB or 800MB.")
    count = round(float(found[1]) * 1024.0 ** ("kmgt".index(found[2]) + 1))
    if count < 1 << 28:
        raise ValueError(f"'{text}' is less than 256 MB, which is what the network itself needs.")
    return count
