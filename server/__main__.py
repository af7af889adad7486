"""`python -m server` is `impasto`."""

from server.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
