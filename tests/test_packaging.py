"""The built package in an environment of its own, alone and with plugins of other distributions beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from cleanread import native

ROOT = Path(__file__).parents[1]
TEXT = "Rain over Hanoi\n\nIt rained all day in Hanoi on Monday, and the river rose by two metres before the evening.\n"

pytestmark = pytest.mark.slow


def environment() -> dict[str, str]:
    """No variable that would bring this environment's packages into another."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV")}


def run(*arguments: str | Path, **kwargs: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        arguments, check=False, **{"capture_output": True, "text": True, "timeout": 600, "env": environment(), **kwargs}
    )


def build(source: Path, target: Path, *kinds: str, **more: str) -> None:
    """Build a source tree with the tools of this environment."""
    command = (sys.executable, "-m", "build", "--no-isolation", *kinds, "--outdir", target, source)
    done = run(*command, env={**environment(), **more})
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel that was built from it."""
    target = tmp_path_factory.mktemp("dist")
    build(ROOT, target)
    return target


@dataclass(frozen=True)
class Installation:
    """An environment with the wheel installed; its folder ``bin``."""

    bin: Path

    def pip(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return run(self.bin / "python", "-m", "pip", "--disable-pip-version-check", *arguments)

    def cleanread(self, *arguments: str | Path, text: str = "") -> subprocess.CompletedProcess[str]:
        done = run(self.bin / "cleanread", *arguments, input=text, cwd=self.bin)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def order(self) -> list[str]:
        """The names of the plugins in the order of ``cleanread plugins``."""
        return re.findall(r"^│ \d+ +│ (\S+)", self.cleanread("plugins").stdout, re.MULTILINE)

    @contextmanager
    def beside(self, wheel: Path) -> Iterator[None]:
        """Another distribution installed for a while."""
        done = self.pip("install", "--no-index", "--no-deps", wheel)
        assert done.returncode == 0, done.stderr
        try:
            yield
        finally:
            assert self.pip("uninstall", "--yes", wheel.name.split("-")[0]).returncode == 0


@pytest.fixture(scope="session")
def installation(packages: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The wheel and its dependencies in a fresh environment.

    Where no package index can be reached, the dependencies are those of this environment.
    """
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    fresh = Installation(folder / "bin")
    wheel = next(packages.glob("*.whl"))
    done = fresh.pip("install", wheel)
    if done.returncode != 0:
        assert re.search(r"No matching distribution|Failed to establish|ConnectionError|resolution", done.stderr), done.stderr
        assert fresh.pip("install", "--no-index", "--no-deps", wheel).returncode == 0
        site = next((folder / "lib").glob("python*/site-packages"))
        import pluggy

        (site / "zz_borrowed.pth").write_text(f"{Path(pluggy.__file__).parents[1]}\n")
    return fresh


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Write and build a small project with one plugin; returns its wheel."""

    def make(name: str, code: str, plugin: str) -> Path:
        source = tmp_path / name
        source.mkdir()
        (source / f"{name}.py").write_text(dedent(code))
        (source / "pyproject.toml").write_text(
            dedent(f"""
                [build-system]
                requires = ["hatchling"]
                build-backend = "hatchling.build"

                [project]
                name = "{name}"
                version = "2.5"
                dependencies = ["cleanread"]

                [project.entry-points.cleanread]
                {plugin} = "{name}"
            """)
        )
        build(source, tmp_path / "dist", "--wheel")
        return next((tmp_path / "dist").glob(f"{name}-*.whl"))

    return make


# -- the files ------------------------------------------------------------------------------------------------------


def test_the_wheel_holds_all_that_is_used(packages: Path) -> None:
    names = set(zipfile.ZipFile(next(packages.glob("*.whl"))).namelist())
    assert {"cleanread/py.typed", "cleanread/__init__.py", "cleanread_plugins/__init__.py"} <= names
    for folder, package in (("src", "cleanread"), ("plugins", "cleanread_plugins")):
        for path in (ROOT / folder / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert str(path.relative_to(ROOT / folder)) in names
    assert sum(name.startswith("cleanread_plugins/phrases/data/") for name in names) > 40


def test_the_wheel_holds_nothing_else(packages: Path) -> None:
    names = zipfile.ZipFile(next(packages.glob("*.whl"))).namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"cleanread", "cleanread_plugins"}
    assert not [name for name in names if "__pycache__" in name or name.endswith(".pyc")]


def test_the_wheel_carries_its_licence(packages: Path) -> None:
    names = zipfile.ZipFile(next(packages.glob("*.whl"))).namelist()
    for name in ("LICENSE", "NOTICE"):
        assert any(entry.endswith(f".dist-info/licenses/{name}") for entry in names)


def test_the_sdist_holds_the_sources_and_no_leftovers(packages: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "src/cleanread/__init__.py", "tests/test_packaging.py"} <= names
    assert "plugins/cleanread_plugins/phrases/data/en.txt" in names
    unwanted = (".venv", ".git/", ".hypothesis", ".pytest_cache", "__pycache__", "node_modules", ".mypy_cache", ".ruff_cache")
    assert not [name for name in names if any(part in name for part in unwanted)]


@pytest.mark.skipif(not native.is_compiled(), reason="there is no C compiler")
def test_the_wheel_is_of_this_platform_and_holds_the_compiled_parts(packages: Path) -> None:
    wheel = next(packages.glob("*.whl"))
    assert not wheel.stem.endswith("-none-any")
    names = zipfile.ZipFile(wheel).namelist()
    sources = [path for folder in ("src", "plugins") for path in (ROOT / folder).rglob("*.pyx")]
    typed = [path for path in (ROOT / "src").rglob("*.pxd") if path.with_suffix(".py").exists()]
    for source in [*sources, *typed]:
        assert any(name.endswith((".so", ".pyd")) and Path(name).name.partition(".")[0] == source.stem for name in names)


def test_without_a_compiler_there_is_a_wheel_for_every_platform(packages: Path, tmp_path: Path) -> None:
    with tarfile.open(next(packages.glob("*.tar.gz"))) as archive:
        archive.extractall(tmp_path, filter="data")
    source = next(tmp_path.glob("cleanread-*"))
    assert not [path for path in source.rglob("*") if path.suffix in (".so", ".pyd")]
    build(source, tmp_path / "dist", "--wheel", CC="no-such-compiler")
    wheel = next((tmp_path / "dist").glob("*.whl"))
    assert wheel.stem.endswith("-py3-none-any")
    assert not [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith((".so", ".pyd"))]


# -- installed ------------------------------------------------------------------------------------------------------


def test_the_installed_command_runs(installation: Installation) -> None:
    import cleanread

    assert installation.cleanread("--version").stdout == f"cleanread, version {cleanread.__version__}\n"


def test_the_installed_package_is_not_the_source_tree(installation: Installation) -> None:
    code = "import cleanread, cleanread_plugins; print(cleanread.__file__, cleanread_plugins.__file__)"
    done = run(installation.bin / "python", "-c", code, cwd=installation.bin)
    assert str(ROOT) not in done.stdout
    assert done.stdout.count(str(installation.bin.parent)) == 2


def test_the_installed_command_cleans(installation: Installation) -> None:
    done = installation.cleanread("-", "--strict", text=TEXT + "flood-in-hanoi.jpg\nShare on Facebook\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, TEXT, "")


@pytest.mark.parametrize("format", ["text", "markdown", "html", "json"])
def test_the_installed_command_cleans_pages(installation: Installation, format: str) -> None:
    page = f"<html><body><h1>Rain</h1><p>{TEXT}</p></body></html>"
    done = installation.cleanread("-", "--strict", "-f", format, text=page)
    assert (done.returncode, done.stderr) == (0, "")
    assert "the river rose by two metres" in done.stdout


def test_the_installed_plugins_are_those_of_the_project(installation: Installation) -> None:
    import tomllib

    points = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["cleanread"]
    assert sorted(installation.order()) == sorted(points)


def test_the_installed_package_is_typed(installation: Installation, tmp_path: Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "use.py").write_text("import cleanread\nreveal_type(cleanread.clean('x').text)\ncleanread.clean(3)\n")
    done = run(
        sys.executable,
        "-m",
        "mypy",
        "--python-executable",
        installation.bin / "python",
        "--no-incremental",
        "use.py",
        cwd=tmp_path,
    )
    assert re.search(r'Revealed type is "(builtins\.)?str"', done.stdout), done.stdout
    assert 'Argument 1 to "clean" has incompatible type "int"' in done.stdout
    assert "import-untyped" not in done.stdout


# -- plugins of others ----------------------------------------------------------------------------------------------

STAMPS = '''
    """Drops rubber stamps."""

    import click

    import cleanread

    after = ["interface"]

    @cleanread.hookimpl
    def cleanread_options():
        return [cleanread.Option("word", "str", "STAMP", "what a stamp says")]

    @cleanread.hookimpl
    def cleanread_clean(document, options):
        return [cleanread.Drop(b, "stamp", "a rubber stamp", 0.95) for b in document.blocks if b.text == options["word"]]

    @cleanread.hookimpl
    def cleanread_register_commands(cli):
        @cli.command()
        @click.argument("word")
        def stamp(word):
            "Print a stamp."
            click.echo(f"*{word}*")
'''


def test_a_plugin_of_another_distribution_works_like_ours(installation: Installation, project: Callable[..., Path]) -> None:
    with installation.beside(project("rubber_stamps", STAMPS, "aaa_stamps")):
        order = installation.order()
        assert order.index("aaa_stamps") > order.index("interface"), "its place is after `interface`, not by name"
        listed = installation.cleanread("plugins").stdout
        assert re.search(r"aaa_stamps +│ rubber[-_]stamps 2\.5 +│ clean options register_commands", listed)
        shown = installation.cleanread("plugins", "show", "aaa_stamps").stdout
        assert "aaa_stamps.word (str, 'STAMP'): what a stamp says" in shown
        assert "after: interface" in shown

        text = TEXT + "STAMP\nSEAL\n"
        assert installation.cleanread("-", text=text).stdout == TEXT + "SEAL\n"
        assert installation.cleanread("-", "--set", "aaa_stamps.word=SEAL", text=text).stdout == TEXT + "STAMP\n"
        assert installation.cleanread("-", "--disable", "aaa_stamps", text=text).stdout == text
        assert "[aaa_stamps: a rubber stamp (0.95)]" in installation.cleanread("-", "--explain", text=text).stdout

        assert installation.cleanread("stamp", "PAID").stdout == "*PAID*\n"
        assert "Print a stamp." in installation.cleanread("--help").stdout
    assert "aaa_stamps" not in installation.order()


def test_a_broken_plugin_of_another_distribution_is_named_and_left_out(
    installation: Installation, project: Callable[..., Path]
) -> None:
    before = installation.order()
    with installation.beside(project("broken_thing", "import a_module_that_nobody_has", "broken")):
        assert installation.order() == before
        listed = installation.cleanread("plugins")
        assert listed.returncode == 0
        assert re.search(r"plugin 'broken': .*\(broken[-_]thing\): ModuleNotFoundError", listed.stderr)

        done = installation.cleanread("clean", "-", text=TEXT + "Share on Facebook\n")
        assert (done.returncode, done.stdout) == (0, TEXT)
        assert "plugin 'broken'" in done.stderr

        strict = installation.cleanread("clean", "-", "--strict", text=TEXT)
        assert strict.returncode != 0
        assert strict.stdout == ""
        assert "plugin 'broken'" in strict.stderr
        assert installation.cleanread("--help").returncode == 0


def test_a_plugin_with_the_name_of_another_is_an_error_that_names_both_distributions(
    installation: Installation, project: Callable[..., Path]
) -> None:
    with installation.beside(project("impostor", STAMPS, "related")):
        for arguments in (("clean", "-"), ("-",), ("plugins",), ("clean", "-", "--strict")):
            done = installation.cleanread(*arguments, text=TEXT)
            assert (done.returncode, done.stdout) == (2, "")
            assert "plugin 'related'" in done.stderr
            assert "cleanread_plugins.related of cleanread" in done.stderr
            assert "impostor of impostor" in done.stderr
