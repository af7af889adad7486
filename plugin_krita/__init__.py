"""The Krita plug-in: one docker. `impasto/` is what Krita loads; it is copied into the user's resource folder."""
