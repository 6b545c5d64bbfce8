"""Renderers of output formats, each a plugin like any other."""
