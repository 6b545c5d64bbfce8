"""Old Vietnamese character sets: round trips, recognition, and what must not be taken for one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanread
from cleanread import encodings
from cleanread.source import decode

TEXT = (
    "Thủ tướng yêu cầu các địa phương khắc phục hậu quả của cơn bão.\n"
    "Những ngôi nhà bị hư hỏng sẽ được sửa chữa trước mùa mưa, không để ai bị bỏ lại phía sau.\n"
)
LETTERS = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"


def encode(text: str, name: str) -> bytes:
    """A text in one of the sets, as the programs of their time wrote it."""
    if name != "windows-1258":
        return text.translate(encodings._ENCODE[name]).encode("latin-1")
    parts = []
    for char in text:
        bare = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark not in "\u0300\u0301\u0303\u0309\u0323")
        tone = "".join(mark for mark in unicodedata.normalize("NFD", char) if mark in "\u0300\u0301\u0303\u0309\u0323")
        parts.append((unicodedata.normalize("NFC", bare) + tone).encode("cp1258"))
    return b"".join(parts)


@pytest.mark.parametrize("name", ["viscii", "tcvn3", "windows-1258"])
def test_a_text_is_recognised_and_decoded(name: str) -> None:
    data = encode(TEXT, name)
    assert decode(data) == (TEXT, name)
    assert decode(data, "iso-8859-1") == (TEXT, name)
    assert cleanread.clean(data).text == TEXT


@pytest.mark.parametrize("name", ["viscii", "tcvn3", "windows-1258"])
def test_a_page_that_names_its_set_is_believed(name: str) -> None:
    page = f'<meta charset="{name}"><p>Đã xong'
    assert decode(encode(page, name), is_html=True)[0] == page


@given(st.text(alphabet=LETTERS + " .,0123456789abcxyz\n"), st.sampled_from(["viscii", "tcvn3", "windows-1258"]))
def test_round_trip(text: str, name: str) -> None:
    assert encodings.decode(encode(text, name), name) == text


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",))))
def test_utf8_stays_utf8(text: str) -> None:
    assert decode(text.encode())[0] == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le président a été reçu à l'Élysée où l'on a décidé d'être très prudent; né là-bas, il y a vécu à côté.", "cp1252"),
        ("Für die Größe der Häuser wäre es schön, möglichst über die Straßen zu gehen, wo früher Bäume blühten.", "cp1252"),
        ("Não é só português: são também três mães à espera até amanhã, e já não há pão lá na praça.", "cp1252"),
        ("El niño está aquí, allí y más allá; según él, también está la señora, qué más da.", "iso-8859-15"),
        ("Það er ekki svo að þú hafir séð þá, sagði hún, en þeir fóru á fætur í fyrramálið.", "cp1252"),
    ],
)
def test_western_texts_are_not_vietnamese(text: str, name: str) -> None:
    assert encodings.recognise(text.encode(name)) is None
    assert decode(text.encode(name))[0] == text.encode(name).decode("cp1252")


@given(st.binary(max_size=400))
def test_any_bytes_decode_in_any_set(data: bytes) -> None:
    for name in ("viscii", "tcvn3", "windows-1258"):
        assert isinstance(encodings.decode(data, name), str)
