"""What is in the extension's folder: only what the manifest and the pages use, unchanged where it is not ours."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

EXTENSION = Path(__file__).parents[2] / "extension"
DOMPURIFY = "f1f1ba66e2951e5ca14bc4e71e24cc503d35d49c68f9bcfa4fd97970cb71c76b"


def test_the_vendored_sanitiser_is_unchanged() -> None:
    file = EXTENSION / "vendor" / "dompurify" / "purify.es.js"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == DOMPURIFY


def test_every_address_in_the_pages_and_styles_is_a_file_of_the_extension() -> None:
    for page in [*EXTENSION.rglob("*.html"), *EXTENSION.rglob("*.css")]:
        for address in re.findall(r'(?:src|href)="([^"#?:]+)"|url\("([^"]+)"\)', page.read_text(encoding="utf-8")):
            target = next(filter(None, address))
            assert (page.parent / target).is_file(), f"{page}: {target}"


def test_fonts_come_with_their_licences() -> None:
    names = {path.name.split("-")[0].lower() for path in (EXTENSION / "fonts").glob("*.woff2")}
    licences = {path.stem.removeprefix("LICENSE-").lower() for path in (EXTENSION / "fonts").glob("LICENSE-*")}
    assert names == licences


def imported(module: Path) -> set[Path]:
    """The modules that a module imports, and those that they import."""
    found: set[Path] = set()
    left = [module]
    while left:
        file = left.pop()
        for address in re.findall(r'^import\b[^;]*?"(\.[^"]+)";', file.read_text(encoding="utf-8"), re.MULTILINE):
            target = (file.parent / address).resolve()
            if target not in found:
                found.add(target)
                left.append(target)
    return found


def test_the_reader_fetches_all_its_modules_at_once() -> None:
    page = EXTENSION / "reader" / "reader.html"
    named = re.findall(r'rel="modulepreload" href="([^"]+)"', page.read_text(encoding="utf-8"))
    assert len(named) == len(set(named))
    assert {(page.parent / one).resolve() for one in named} == imported(EXTENSION / "reader" / "main.js")


def test_no_page_has_a_script_or_a_style_of_its_own() -> None:
    for page in EXTENSION.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<style|<script(?![^>]*src)|\son\w+=|style=|https?://", text), page
