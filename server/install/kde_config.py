"""One key of a KDE configuration file, changed without touching another character."""

from __future__ import annotations


def with_key(text: str, group: str, key: str, value: str | None) -> str:
    """The file's text with `key` of `[group]` set to `value`, or taken out when it is None."""
    lines = text.splitlines()
    heading = f"[{group}]"
    if heading not in lines:
        if value is None:
            return text
        lines += ["", heading] if lines else [heading]
    start = lines.index(heading) + 1
    end = next((at for at in range(start, len(lines)) if lines[at].startswith("[")), len(lines))
    kept = [line for line in lines[start:end] if line.partition("=")[0].strip() != key]
    if value is not None:
        kept.insert(0, f"{key}={value}")
    return "\n".join([*lines[:start], *kept, *lines[end:]]) + "\n"
