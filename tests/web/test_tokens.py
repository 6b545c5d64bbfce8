"""Where tokens are kept, and for how long a code holds."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from cleanread.web import tokens
from cleanread.web.settings import FOLDER_VARIABLE, config_folder
from cleanread.web.tokens import TokenStore

ORIGIN = "moz-extension://12345678-1234-1234-1234-123456789abc"


@pytest.fixture
def store(tmp_path: Path) -> TokenStore:
    return TokenStore(tmp_path / "a" / "b")


def test_a_code_gives_a_token_of_its_origin(store: TokenStore) -> None:
    redeemed = store.redeem(store.new_code(), ORIGIN)
    assert redeemed is not None
    token, pairing = redeemed
    assert store.accepts(token, ORIGIN)
    assert not store.accepts(token, ORIGIN.upper())
    assert not store.accepts(pairing.hash, ORIGIN)
    assert store.pairings() == [pairing]


def test_a_code_expires(store: TokenStore, monkeypatch: pytest.MonkeyPatch) -> None:
    code = store.new_code()
    now = time.time()
    monkeypatch.setattr(tokens.time, "time", lambda: now + tokens.CODE_LIFE + 1)
    assert store.redeem(code, ORIGIN) is None
    monkeypatch.undo()
    assert store.redeem(code, ORIGIN) is None, "it does not come back"


def test_a_new_code_takes_the_place_of_the_old_one(store: TokenStore) -> None:
    old, new = store.new_code(), store.new_code()
    assert store.redeem(old, ORIGIN) is None
    assert store.redeem(new, ORIGIN) is not None


@pytest.mark.parametrize("wrong", [tokens.ATTEMPTS - 1, tokens.ATTEMPTS])
def test_a_code_has_a_number_of_attempts(store: TokenStore, wrong: int) -> None:
    code = store.new_code()
    for _ in range(wrong):
        assert store.redeem("AAAA-AAAA", ORIGIN) is None
    assert (store.redeem(code, ORIGIN) is not None) == (wrong < tokens.ATTEMPTS)


def test_a_code_is_given_to_one_of_many_who_try_at_once(store: TokenStore) -> None:
    code, won = store.new_code(), []
    threads = [threading.Thread(target=lambda: won.append(store.redeem(code, ORIGIN))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(item is not None for item in won) == 1


def test_another_process_revokes_and_adds(store: TokenStore) -> None:
    other = TokenStore(store.folder)
    first, second = (store.redeem(store.new_code(), ORIGIN) for _ in range(2))
    assert first is not None
    assert second is not None
    assert other.accepts(first[0], ORIGIN)
    assert store.revoke(first[1].id)
    assert not other.accepts(first[0], ORIGIN)
    assert other.accepts(second[0], ORIGIN)
    assert not store.revoke(first[1].id)


@pytest.mark.parametrize("id", ["", "..", "../code", "/etc/passwd", "a/b"])
def test_only_pairings_are_revoked(store: TokenStore, id: str) -> None:
    store.new_code()
    assert not store.revoke(id)
    assert (store.folder / "code.json").exists()


@pytest.mark.parametrize("damage", ["", "{", "[]", "null", '{"salt": 1}', '{"id": "x"}', "\ud7ff"])
def test_damaged_files_let_nobody_in(store: TokenStore, damage: str) -> None:
    redeemed = store.redeem(store.new_code(), ORIGIN)
    assert redeemed is not None
    store.new_code()
    (store.folder / "code.json").write_text(damage, encoding="utf-8")
    (store.folder / "pairings" / "x.json").write_text(damage, encoding="utf-8")
    assert store.redeem("AAAA-AAAA", ORIGIN) is None
    assert not store.accepts("", "")
    assert store.accepts(redeemed[0], ORIGIN), "the sound ones still count"


def test_no_secret_is_in_the_files_but_the_local_token(store: TokenStore) -> None:
    code = store.new_code()
    assert code.replace("-", "") not in (store.folder / "code.json").read_text()
    redeemed = store.redeem(code, ORIGIN)
    assert redeemed is not None
    local = store.local_token()
    assert store.local_token() == local
    everything = "".join(path.read_text() for path in store.folder.rglob("*") if path.is_file())
    assert redeemed[0] not in everything
    assert everything.count(local) == 1


def test_another_local_token_in_the_file_counts_at_once(store: TokenStore) -> None:
    old = store.local_token()
    (store.folder / "token").unlink()
    new = store.local_token()
    assert new != old
    (store.folder / "token").write_text(f"{old}\n")
    assert store.local_token() == old


def test_everything_is_the_users_alone(store: TokenStore) -> None:
    store.redeem(store.new_code(), ORIGIN)
    store.new_code()
    store.local_token()
    paths = [store.folder, *store.folder.rglob("*")]
    assert len(paths) == 5
    for path in paths:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


def test_a_record_names_the_origin_and_its_time(store: TokenStore) -> None:
    store.redeem(store.new_code(), ORIGIN)
    (path,) = (store.folder / "pairings").iterdir()
    assert json.loads(path.read_text()).keys() == {"id", "origin", "hash", "created"}


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert config_folder() == tmp_path
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert config_folder().name == "cleanread"
