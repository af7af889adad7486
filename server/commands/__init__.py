"""The commands of `impasto`, one module each."""
