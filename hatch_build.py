"""Build step: the phrase lists of all languages, compiled into one file that a start reads at once."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompilePhrases(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``phrases/compiled.json``; the loader ignores it once a language file has changed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are collected, for a wheel and for an editable installation."""
        if self.target_name == "wheel":
            build_data["artifacts"].append("/plugins/cleanread_plugins/phrases/compiled.json")
            compile_phrases()


def compile_phrases() -> None:
    """Compile the phrase lists of this checkout, with nothing installed: their modules need only ``cleanread.document``."""
    bare = ModuleType("cleanread")
    bare.__path__ = [str(ROOT / "src" / "cleanread")]
    saved = {
        name: module for name, module in sys.modules.items() if name.partition(".")[0] in ("cleanread", "cleanread_plugins")
    }
    for name in saved:
        del sys.modules[name]
    sys.modules["cleanread"] = bare
    sys.path.insert(0, str(ROOT / "plugins"))
    try:
        from cleanread_plugins.phrases import compiled, loading

        files = compiled.sources()
        text = compiled.dump(loading.from_files(files), compiled.checksum(files))
    finally:
        sys.path.remove(str(ROOT / "plugins"))
        for name in [name for name in sys.modules if name.startswith("cleanread")]:
            del sys.modules[name]
        sys.modules.update(saved)
    target = ROOT / "plugins" / "cleanread_plugins" / "phrases" / compiled.NAME
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    compile_phrases()
