"""Readers of media types, each a plugin like any other."""
