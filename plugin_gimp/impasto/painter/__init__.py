"""What the GIMP plug-in does between its dialog and the Impasto server."""
