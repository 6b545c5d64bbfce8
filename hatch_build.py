"""Build step: phrase lists compiled into one file that a start reads at once, and the slowest functions compiled to C."""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent
#: Folders whose packages may hold Cython modules.
FOLDERS = ("src", "plugins")
#: Environment variable: ``pure`` compiles nothing, ``compiled`` fails where nothing can be compiled; else what is possible.
KIND = "CLEANREAD_BUILD"
#: How the name of a compiled module ends for this Python.
ENDING: str = sysconfig.get_config_var("EXT_SUFFIX")


class Compile(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``phrases/compiled.json``, which the loader ignores once a language file has changed, and the twins."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are collected, for a wheel and for an editable installation."""
        if self.target_name == "wheel":
            build_data["artifacts"].append("/plugins/cleanread_plugins/phrases/compiled.json")
            compile_phrases()
            twins = compile_twins(self.app.display_warning)
            if twins:
                build_data["artifacts"].extend(f"/{path.relative_to(ROOT).as_posix()}" for path in twins)
                build_data["pure_python"] = False
                build_data["infer_tag"] = True


def compile_twins(warn: Any = print) -> list[Path]:
    """Compile the Cython modules of this checkout, each to beside its source, unless they are there and newer than all sources.

    Where it cannot be done, everything works without.

    Args:
        warn: called with a sentence when they could not be compiled.

    Returns:
        The compiled files.

    Raises:
        RuntimeError: they could not be compiled, and ``CLEANREAD_BUILD=compiled`` asks for it.
    """
    sources = [path for folder in FOLDERS for path in _sources(ROOT / folder)]
    twins = [source.with_name(source.stem + ENDING) for source in sources]
    kind = os.environ.get(KIND, "")
    if kind != "pure" and all(twin.exists() and twin.stat().st_mtime > _newest(sources) for twin in twins):
        return twins
    for source in sources:
        for old in [*source.parent.glob(f"{source.stem}.*.so"), *source.parent.glob(f"{source.stem}.*.pyd")]:
            old.unlink()
    if kind == "pure":
        return []
    try:
        with tempfile.TemporaryDirectory() as folder:
            return _compiled(sources, Path(folder))
    except (Exception, SystemExit) as error:
        message = f"{type(error).__name__}: {error}".splitlines()[0]
        if kind == "compiled":
            raise RuntimeError(f"the compiled parts could not be built: {message}") from error
        warn(f"cleanread is built without its compiled parts, and takes more than twice the time: {message}")
        return []


def _sources(folder: Path) -> list[Path]:
    """The Cython modules of a folder, and the Python modules for which a ``.pxd`` file beside them tells types."""
    typed = [typed for path in folder.rglob("*.pxd") if (typed := path.with_suffix(".py")).exists()]
    return sorted([*folder.rglob("*.pyx"), *typed])


def _newest(sources: list[Path]) -> float:
    """When what is compiled, or how, was changed last."""
    types = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.pxd")]
    return max(path.stat().st_mtime for path in (*sources, *types, Path(__file__)))


def _compiled(sources: list[Path], folder: Path) -> list[Path]:
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    extensions = []
    for source in sources:
        root = next(ROOT / name for name in FOLDERS if source.is_relative_to(ROOT / name))
        module = ".".join(source.relative_to(root).with_suffix("").parts)
        flags = [] if os.name == "nt" else ["-O2", "-g0", "-ffp-contract=off"]
        extensions.append(Extension(module, [str(source)], include_dirs=_headers(source), extra_compile_args=flags))
    made = cythonize(
        extensions,
        build_dir=str(folder / "c"),
        include_path=[str(ROOT / name) for name in FOLDERS],
        compiler_directives={"language_level": 3, "annotation_typing": False, "binding": True},
        quiet=True,
    )
    command = build_ext(Distribution({"ext_modules": made}))
    command.build_lib, command.build_temp = str(folder / "lib"), str(folder / "o")
    command.parallel = os.cpu_count()
    command.ensure_finalized()
    command.run()
    return [
        Path(shutil.copy(command.get_ext_fullpath(extension.name), source.with_name(source.stem + ENDING)))
        for source, extension in zip(sources, extensions, strict=True)
    ]


def _headers(source: Path) -> list[str]:
    """The header folders that a module needs."""
    if "lxml" not in source.read_text("utf-8") or source.suffix != ".pyx":
        return []
    import lxml

    return list(lxml.get_include())


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
    print(*compile_twins(), sep="\n")
