"""Character sets: which one a name stands for, and which one a text is in that names none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanread
from cleanread import charsets
from cleanread.errors import OptionError
from cleanread.source import Source, decode

TEXTS = {
    "gb18030": "昨天下午，老师和学生们在河边种了三百棵树。\n他们说，明年春天还会再来，希望这里变成一片树林。\n",
    "big5": "昨天下午，老師和學生們在河邊種了三百棵樹。\n他們說，明年春天還會再來，希望這裡變成一片樹林。\n",
    "shift_jis": "昨日の午後、先生と生徒たちは川のそばに三百本の木を植えました。\n来年の春にもまた来るそうです。\n",
    "euc_jp": "昨日の午後、先生と生徒たちは川のそばに三百本の木を植えました。\n来年の春にもまた来るそうです。\n",
    "euc_kr": "어제 오후 선생님과 학생들이 강가에 나무 삼백 그루를 심었습니다.\n내년 봄에도 다시 올 것이라고 합니다.\n",
    "koi8-r": "Вчера днём учителя и ученики посадили у реки триста деревьев.\nОни говорят, что весной придут снова.\n",
    "windows-1251": "Вчера днём учителя и ученики посадили у реки триста деревьев.\nОни говорят, что весной придут снова.\n",
    "windows-1250": "Wczoraj po południu nauczyciele i uczniowie posadzili nad rzeką trzysta drzew.\nWrócą tu także wiosną.\n",
    "iso-8859-2": "Včera odpoledne učitelé a žáci zasadili u řeky tři sta stromů.\nŘíkají, že se na jaře znovu vrátí.\n",
    "windows-1253": "Χθες το απόγευμα οι δάσκαλοι και οι μαθητές φύτεψαν τριακόσια δέντρα.\nΘα έρθουν ξανά την άνοιξη.\n",
    "windows-1254": "Dün öğleden sonra öğretmenler ve öğrenciler ırmağın kıyısına üç yüz ağaç dikti.\nBaharda gelecekler.\n",
    "windows-1255": "אתמול אחר הצהריים נטעו המורים והתלמידים שלוש מאות עצים ליד הנהר.\nהם אומרים שיחזרו באביב.\n",
    "windows-1256": "زرع المعلمون والتلاميذ أمس ثلاثمائة شجرة بالقرب من النهر.\nويقولون إنهم سيعودون مرة أخرى في الربيع.\n",
    "cp874": "เมื่อวานนี้ครูและนักเรียนปลูกต้นไม้สามร้อยต้นริมแม่น้ำ\nพวกเขาบอกว่าจะกลับมาอีกในฤดูใบไม้ผลิปีหน้า\n",
    "windows-1252": "Gestern pflanzten die Schüler über hundert Bäume.\nIm Frühling möchten sie – länger – zurück.\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_that_names_no_set_is_read_and_said_to_be_guessed(name: str) -> None:
    article = cleanread.clean(TEXTS[name].encode(name), media_type="text/plain")
    assert article.document.text == TEXTS[name]
    assert any("it was read as" in str(problem) for problem in article.problems)


@pytest.mark.parametrize("name", TEXTS)
def test_a_page_that_names_no_set_is_read_as_well(name: str) -> None:
    paragraphs = "".join(f'<p class="text">{line}</p>\n' for line in TEXTS[name].splitlines())
    page = f'<html><head><title>x</title></head><body><ul><li><a href="/">Home</a></ul>{paragraphs}</body></html>'
    assert TEXTS[name].splitlines()[1] in cleanread.clean(page.encode(name)).document.text


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_named_is_no_guess(name: str) -> None:
    data = TEXTS[name].encode(name)
    named = Source.of(data, media_type=f"text/plain; charset={name}")
    assert named.decode()[0] == TEXTS[name]
    page = f'<meta charset="{name}"><p>{TEXTS[name]}</p>'
    declared = Source.of(page.encode(name), media_type="text/html")
    assert declared.decode()[0] == page
    assert named.guessed is declared.guessed is None
    article = cleanread.clean(data, media_type="text/plain", charset=name)
    assert (article.document.text, article.problems) == (TEXTS[name], [])


def test_utf8_is_no_guess() -> None:
    for data in ("Größe".encode(), "\ufeffGröße".encode(), "Größe".encode("utf-16")):
        assert cleanread.clean(data, media_type="text/plain").problems == []


@pytest.mark.parametrize("text", ["10 °C", "© 2024 Example", "Åse bor på Ås", "naïve"])
def test_a_few_letters_tell_nothing_and_are_western(text: str) -> None:
    assert decode(text.encode("windows-1252")) == (text, "windows-1252")


def test_a_bad_byte_does_not_undo_what_a_page_names() -> None:
    page = f'<meta charset="shift_jis"><p>{TEXTS["shift_jis"]}</p>'.encode("shift_jis")
    text, _ = decode(page + b"\x81 \xff", is_html=True)
    assert TEXTS["shift_jis"] in text
    wrong = b'<meta charset="iso-2022-kr"><p>' + TEXTS["koi8-r"].encode("koi8-r")
    assert TEXTS["koi8-r"] in decode(wrong, is_html=True)[0]


def test_pages_use_more_than_the_set_that_they_name() -> None:
    assert decode("It’s “so” – é".encode("windows-1252"), "iso-8859-1")[0] == "It’s “so” – é"
    assert decode("三〇年、①髙橋さん".encode("cp932"), "shift_jis")[0] == "三〇年、①髙橋さん"
    assert decode("昨天下午，老師們".encode("gb18030"), "gb2312")[0] == "昨天下午，老師們"


@pytest.mark.parametrize("name", ["koi9", "", "hex", "rot13", "utf-7", "idna", "undefined", "a\0b", "x" * 1_000])
def test_a_set_that_there_is_not_is_an_error(name: str) -> None:
    with pytest.raises(OptionError, match="no character set"):
        cleanread.clean(b"Rain", charset=name)


@pytest.mark.parametrize(
    ("name", "data"),
    [("utf-16-le", "Rain\nWind".encode("utf-16-le")), ("utf-8", b"\xef\xbb\xbfRain\nWind"), ("VISCII", b"Rain\nWind")],
)
def test_the_users_word_counts(name: str, data: bytes) -> None:
    assert cleanread.clean(data, charset=name).document.text == "Rain\nWind"
    assert cleanread.clean("Rain\nWind", charset=name).document.text == "Rain\nWind"


def test_the_users_word_counts_more_than_what_a_page_names() -> None:
    page = f'<meta charset="utf-8"><p>{TEXTS["koi8-r"]}</p>'
    assert TEXTS["koi8-r"].splitlines()[1] in cleanread.clean(page.encode("koi8-r"), charset="koi8-r").document.text


@given(st.binary(max_size=300), st.sampled_from(["shift_jis", "gb18030", "utf-16", "koi8-r", "iso-8859-8-i", "windows-874"]))
def test_any_bytes_can_be_decoded(data: bytes, name: str) -> None:
    assert isinstance(charsets.decode(data, charsets.named(name) or ""), str)
    assert charsets.named(charsets.guess(data)) is not None
    assert isinstance(decode(data, name)[0], str)
