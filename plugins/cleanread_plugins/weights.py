"""Weights fit the feature code that they were trained with, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cleanread.errors import CleanreadError


def check(data: Mapping[str, Any], names: tuple[str, ...], fingerprint: str, plugin: str, script: str) -> None:
    """See that weights were trained with this feature code.

    Args:
        data: the weights' arrays, among them the names of the features and the hash of their code.
        names: the names of the features now.
        fingerprint: the hash of their code now.
        plugin: whose weights they are.
        script: what trains them.

    Raises:
        CleanreadError: they were trained with other features.
    """
    told = bytes(data["feature_names"]).decode().split("\n")
    if bytes(data["fingerprint"]).decode() != fingerprint or tuple(told) != names:
        raise CleanreadError(f"the weights of {plugin} do not fit its feature code; train them anew with {script}")
