"""The texts a user types into the dialog, and those that he is shown."""

from __future__ import annotations

from typing import Any


def pairs(text: str) -> list[tuple[str, str]]:
    """'Sky = Clouds; Hair' -> [('Sky', 'Clouds'), ('Hair', 'Hair')]. Raises ValueError for a pair without a name."""
    found = []
    for part in filter(None, (each.strip() for each in text.split(";"))):
        first, _, second = (each.strip() for each in part.partition("="))
        if not first or ("=" in part and not second):
            raise ValueError(f"'{part}' should read: name in this image = name in the style's image.")
        found.append((first, second or first))
    return found


def settings(text: str) -> dict[str, Any]:
    """'iterations = 40; colors = content' -> values by name, numbers as numbers. Raises ValueError."""
    found: dict[str, Any] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        name, equals, value = (each.strip() for each in part.partition("="))
        if not name or not equals:
            raise ValueError(f"'{part}' should read: name = value.")
        found[name.replace("-", "_")] = _value(value)
    return found


def duration(seconds: float) -> str:
    """8 s, 3 min 20 s, 1 h 05 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02d} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min"


def progress(told: Any) -> str:
    """What the progress bar says for a Progress message."""
    text = f"Impasto: size {told.scale} of {told.scales}, step {told.iteration} of {told.iterations}"
    return text if told.seconds_left < 0 else f"{text}, {duration(told.seconds_left)} left"


def place(ahead: int) -> str:
    """What the progress bar says while others are painted first."""
    return "Impasto: one painting is before this one" if ahead == 1 else f"Impasto: {ahead} paintings are before this one"


def sentence(problem: Any) -> str:
    """A Problem for the user, with the setting it is about where the sentence does not name it."""
    field = problem.field.rpartition(".")[2]
    return f"{field}: {problem}" if field and field not in problem.sentence else str(problem)


def _value(text: str) -> Any:
    if text.lower() in ("true", "yes", "on"):
        return True
    if text.lower() in ("false", "no", "off"):
        return False
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
