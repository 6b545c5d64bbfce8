"""HTML and text told apart; bytes decoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanread.source import HTML, TEXT, Source, decode, sniff


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!DOCTYPE html><html>", HTML),
        ("\ufeff\n <html lang=vi>", HTML),
        ("<?xml version='1.0'?><html xmlns='x'>", HTML),
        ("<!-- saved from --> <!-- twice --><div>Hi</div>", HTML),
        ("<p>Hello", HTML),
        ("<h1>Rain</h1>", HTML),
        ("Title\n<p>One</p><p>Two</p>", HTML),
        ("Plain words", TEXT),
        ("", TEXT),
        ("a < b and c > d", TEXT),
        ("<me@example.org> wrote:", TEXT),
        ("Use <p> and </p> around each paragraph of text.", TEXT),
        ("# Heading\n\nSome *Markdown* with `<div>` in it.", TEXT),
    ],
)
def test_sniff(text: str, expected: str) -> None:
    assert sniff(text) == expected
    assert sniff(text.encode()) == expected


@pytest.mark.parametrize(
    ("data", "html", "text", "name"),
    [
        ("Tiếng Việt".encode(), False, "Tiếng Việt", "utf-8"),
        ("\ufeffxin chào".encode("utf-8"), False, "xin chào", "utf-8-sig"),
        ("xin chào".encode("utf-16"), False, "xin chào", "utf-16"),
        ("Größe — naïve".encode("windows-1252"), False, "Größe — naïve", "windows-1252"),
        (b'<meta charset="iso-8859-2"><p>\xb1\xe6\xea', True, '<meta charset="iso-8859-2"><p>ąćę', "iso8859-2"),
        (
            '<meta charset="shift_jis"><p>記事を読む'.encode("shift_jis"),
            True,
            '<meta charset="shift_jis"><p>記事を読む',
            "shift_jis",
        ),
        (b'<meta charset="utf-7"><p>+ADw-script+AD4-\xe9', True, '<meta charset="utf-7"><p>+ADw-script+AD4-\xe9', "cp1252"),
    ],
)
def test_decode(data: bytes, html: bool, text: str, name: str) -> None:
    found, used = decode(data, is_html=html)
    assert found == text
    assert used.replace("windows-", "cp") == name.replace("windows-", "cp")


def test_one_bad_byte_does_not_change_the_character_set() -> None:
    data = ("Đại hội Đảng toàn quốc lần thứ XIV " * 5).encode()
    broken = data[:40] + b"\xff" + data[40:]
    text, name = decode(broken)
    assert name == "utf-8"
    assert text.count("\ufffd") <= 2
    assert "Đảng toàn quốc" in text


def test_the_transports_character_set_counts() -> None:
    source = Source.of("Übung".encode("latin-1"), media_type="text/plain; charset=iso-8859-15")
    assert source.media_type == TEXT
    assert source.decode()[0] == "Übung"


@given(st.binary(max_size=300))
def test_any_bytes_can_be_decoded(data: bytes) -> None:
    text, _ = decode(data)
    assert isinstance(text, str)
