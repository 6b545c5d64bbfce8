"""Who may use the service: paired browser origins, and programs of the same user.

All is kept below one folder of the user's (0700) in files that only the user reads (0600):

* ``pairings/ID.json``: one paired origin, with the hash of its token. Revoking is deleting the file.
* ``code.json``: the hash of the one-time code that is waiting to be used.
* ``token``: the token of command-line programs, in the clear.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import secrets
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Letters and digits that cannot be taken for one another.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
#: Seconds that a code can be used.
CODE_LIFE = 300
#: Wrong codes after which the code is void.
ATTEMPTS = 5
#: Bytes of a token.
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Pairing:
    """An origin that may use the service with its token."""

    id: str
    origin: str
    hash: str
    created: str


class TokenStore:
    """Pairings, the one-time code and the local token, in one folder.

    Safe for many threads and for other processes that add and revoke at the same time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._token = str(folder / "token")  # looked at for every request, as is the folder of pairings
        self._paired = str(folder / "pairings")
        self._lock = threading.Lock()
        self._names: tuple[str, ...] | None = None
        self._pairings: list[Pairing] = []
        self._local: tuple[tuple[int, int, int], str] = ((0, 0, 0), "")

    # -- the one-time code -----------------------------------------------------------------------------------------

    def new_code(self) -> str:
        """A new one-time code, in place of any before it, such as ``ABCD-2345``."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        salt = secrets.token_hex(16)
        self._write(
            "code.json", {"salt": salt, "hash": _digest(salt + code), "expires": time.time() + CODE_LIFE, "left": ATTEMPTS}
        )
        return f"{code[:4]}-{code[4:]}"

    def redeem(self, code: str, origin: str) -> tuple[str, Pairing] | None:
        """A token for an origin, when the code is the one that waits; None when it is not.

        The code is void after its first use, after some wrong ones, and after its time.
        """
        with self._lock:
            waiting = self._read("code.json")
            try:
                salt, expected = str(waiting["salt"]), str(waiting["hash"])
                alive = float(waiting["expires"]) > time.time() and int(waiting["left"]) > 0
            except (KeyError, TypeError, ValueError):
                return None
            given = "".join(char for char in code.upper() if char.isalnum())
            if not hmac.compare_digest(_digest(salt + given), expected) or not alive:
                waiting["left"] = int(waiting["left"]) - 1
                if alive and waiting["left"] > 0:
                    self._write("code.json", waiting)
                else:
                    self._forget("code.json")
                return None
            self._forget("code.json")
            return self._pair(origin)

    def _pair(self, origin: str) -> tuple[str, Pairing]:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        pairing = Pairing(secrets.token_hex(4), origin, _digest(token), created)
        record = {"id": pairing.id, "origin": origin, "hash": pairing.hash, "created": created}
        self._write(f"pairings/{pairing.id}.json", record)
        return token, pairing

    # -- pairings --------------------------------------------------------------------------------------------------

    def pairings(self) -> list[Pairing]:
        """All pairings, oldest first. What another process adds or revokes counts at once."""
        try:
            names = tuple(sorted(name for name in os.listdir(self._paired) if name.endswith(".json")))
        except FileNotFoundError:
            names = ()
        with self._lock:
            if names != self._names:  # a pairing's file never changes, it only comes and goes
                found = [pairing for name in names if (pairing := self._load(name)) is not None]
                self._pairings = sorted(found, key=lambda pairing: (pairing.created, pairing.id))
                self._names = names
            return list(self._pairings)

    def _load(self, name: str) -> Pairing | None:
        record = self._read(f"pairings/{name}")
        try:
            return Pairing(*(str(record[key]) for key in ("id", "origin", "hash", "created")))
        except KeyError:
            return None

    def origins(self) -> set[str]:
        """The paired origins."""
        return {pairing.origin for pairing in self.pairings()}

    def revoke(self, id: str) -> bool:
        """Forget a pairing; whether there was one of that id."""
        if id not in {pairing.id for pairing in self.pairings()}:
            return False
        self._forget(f"pairings/{id}.json")
        return True

    def accepts(self, token: str, origin: str) -> bool:
        """Whether a token is one of this exact origin. Takes the same time whichever part is wrong."""
        digest = _digest(token)
        accepted = False
        for pairing in self.pairings():
            accepted |= hmac.compare_digest(digest, pairing.hash) & hmac.compare_digest(
                origin.encode(), pairing.origin.encode()
            )
        return accepted

    # -- the local token -------------------------------------------------------------------------------------------

    def local_token(self) -> str:
        """The token of this user's command-line programs; made when there is none."""
        with contextlib.suppress(FileNotFoundError):
            state = os.stat(self._token)
            version = (state.st_ino, state.st_mtime_ns, state.st_size)
            known, token = self._local
            if known == version:
                return token
            token = Path(self._token).read_text("ascii", "replace").strip()
            if len(token) >= TOKEN_BYTES:
                self._local = (version, token)
                return token
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self._write("token", token + "\n")
        return token

    # -- files -----------------------------------------------------------------------------------------------------

    def _read(self, name: str) -> dict[str, Any]:
        try:
            record = json.loads((self.folder / name).read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def _write(self, name: str, content: object) -> None:
        """A file that is there whole or not at all, and that nobody else ever could read."""
        path = self.folder / name
        for folder in (self.folder, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.chmod(folder, 0o700)
        part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(content if isinstance(content, str) else json.dumps(content))
            os.replace(part, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(part)
            raise

    def _forget(self, name: str) -> None:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.folder / name)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
