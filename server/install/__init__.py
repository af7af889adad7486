"""Puts the plug-ins where their editors look for them."""
