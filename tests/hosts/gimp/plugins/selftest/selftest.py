#!/usr/bin/env python
# Runs checks inside GIMP: a file of Python is executed with gimpfu's names and leaves its results as it likes.
from gimpfu import *


def selftest(script):
    with open(script) as opened:
        code = compile(opened.read(), script, "exec")
    exec(code, dict(globals()))


register(
    "python_fu_selftest",
    "Runs a script",
    "Runs a script",
    "Impasto",
    "Impasto",
    "2026",
    None,
    None,
    [(PF_STRING, "script", "Script", "")],
    [],
    selftest,
)

main()
