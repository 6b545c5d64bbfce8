"""A time limit on a call in this thread, also when the call never returns.

One daemon thread watches all limited calls of the process. When one is over its time, it has the
interpreter raise `PluginTimeout` in the thread that runs it. That works between two bytecodes: a loop in
Python is stopped, a single call into C is stopped when it returns.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from typing import TypeVar, cast

from .errors import PluginTimeout

_TICK = 0.05
#: Milliseconds to wait for an exception that is on its way; it comes with the next bytecode.
_PATIENCE = 1000
T = TypeVar("T")


class _Late(BaseException):
    """Raised asynchronously; no BaseException handler of a plugin should catch it by accident."""


class _Call:
    __slots__ = ("deadline", "done", "fired", "lock", "thread")

    def __init__(self, seconds: float) -> None:
        self.thread = threading.get_ident()
        self.deadline = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.done = False
        self.fired = False


_calls: dict[int, _Call] = {}
_start = threading.Lock()
_watcher: threading.Thread | None = None
_wake = threading.Event()


def limited(plugin: str, seconds: float | None, work: Callable[[], T]) -> T:
    """What the work returns, if it takes no longer than so many seconds (None: no limit).

    Raises:
        PluginTimeout: it took longer, whether it was stopped or came to its end.
    """
    if seconds is None:
        return work()
    if _watcher is None:
        _start_watcher()
    call = _Call(seconds)
    _calls[id(call)] = call
    if not _wake.is_set():
        _wake.set()
    result: T | None = None
    try:
        try:
            result = work()
        finally:
            _finish(call)
    except _Late:
        with call.lock:
            call.done = True
    finally:
        _calls.pop(id(call), None)
    if call.fired or time.monotonic() > call.deadline:
        raise PluginTimeout(plugin, f"it took longer than its {seconds:g} s for one document")
    return cast(T, result)


def _finish(call: _Call) -> None:
    """The work is over. Wait for what has been sent to this thread and not yet been raised in it.

    It must not be taken back: an interpreter that has been told of an exception looks for it for ever after.
    """
    with call.lock:
        call.done = True
    if call.fired and not isinstance(sys.exception(), _Late):
        for _ in range(_PATIENCE):
            time.sleep(0.001)


def _start_watcher() -> None:
    """Start the watching thread, once a process."""
    global _watcher
    import ctypes  # noqa: F401 - here, so that the watching thread never waits for the import lock

    with _start:
        if _watcher is None:
            watcher = threading.Thread(target=_watch, name="cleanread-watchdog", daemon=True)
            watcher.start()
            _watcher = watcher


def _forget() -> None:
    """Threads do not survive a fork, and what they held stays held: a new process begins anew."""
    global _start, _watcher, _wake
    _start, _watcher, _wake = threading.Lock(), None, threading.Event()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _watch() -> None:
    global _watcher
    try:
        while True:
            if not _calls:
                _wake.clear()
                if not _calls:
                    _wake.wait()
            time.sleep(_TICK)
            now = time.monotonic()
            for call in list(_calls.values()):
                if now > call.deadline and not call.fired:
                    with call.lock:
                        if not call.done:
                            call.fired = True
                            _raise_in(call.thread, _Late)
    finally:
        _watcher = None  # whatever ended it, the next call starts another one


def _raise_in(thread: int, error: type[BaseException]) -> None:
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))
