"""Stands before the installed start command in the tests: `start_server.py HOME PID_FILE NAME=VALUE ... -- COMMAND ...`.

Leaves the chroot of GIMP 3, where nothing of the server is installed, as on a user's computer both see one root. Run
by the Python that GIMP uses."""

import os
import sys


def leave_root() -> None:
    """To the root outside: the working folder lies beyond a new, deeper root, and so leads up past the old one."""
    os.makedirs("/tmp/impasto-deeper", exist_ok=True)
    os.chroot("/tmp/impasto-deeper")
    for _ in range(64):
        os.chdir("..")
    os.chroot(".")


def main() -> None:
    home, pid_file, *rest = sys.argv[1:]
    split = rest.index("--")
    if os.geteuid() == 0:
        leave_root()
    os.environ.update(each.split("=", 1) for each in rest[:split])
    os.environ["HOME"] = home
    with open(pid_file, "w") as opened:
        opened.write(str(os.getpid()))
    os.execv(rest[split + 1], rest[split + 1 :])


main()
