"""Worker processes, one a core, each of which can be killed and is replaced.

Each worker has a pipe of its own and one request at a time, so that the death of one touches nothing else: no shared
queue that it could leave locked. Requests wait in line for a free worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import queue
import select
import signal
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Any

from .messages import READY, Answer, Channel, Task
from .settings import OUT_OF_MEMORY, Limits

#: Seconds between two looks at the workers that are at work.
_TICK = 0.03
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
#: Seconds that a new worker may take until it is ready.
_START_TIME = 60.0
_TRIES = 3


class PoolError(Exception):
    """A request that no worker could answer. ``code`` names the kind, ``later`` tells that another try may do."""

    def __init__(self, code: str, message: str, *, later: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.later = later


class Worker:
    """One process and its pipe.

    Attributes:
        since: when it began with its request, on the monotonic clock; None when it has none.
        killed: why the pool killed it.
    """

    def __init__(self, context: Any, limits: Limits) -> None:
        from .worker import main

        self.limits = limits
        self.since: float | None = None
        self.killed: PoolError | None = None
        self._ready = False
        ours, theirs = socket.socketpair()
        self._channel = Channel(ours)
        self.process = context.Process(target=main, args=(theirs, limits.cpu), name="cleanread-worker", daemon=True)
        self.process.start()
        theirs.close()
        self._statm = -1
        with contextlib.suppress(OSError):
            self._statm = os.open(f"/proc/{self.process.pid}/statm", os.O_RDONLY)

    def usable(self) -> bool:
        """Whether it can take a request: it lives, as far as can be told."""
        with contextlib.suppress(OSError, EOFError):
            if not self._ready:
                self._ready = self._channel.receive(_START_TIME) == READY
            return self._ready and not _readable(self._channel)
        return False

    def ask(self, task: Task) -> Answer | None:
        """What the worker answers.

        Raises:
            PoolError: it did not live to answer.
        """
        self.since = time.monotonic()
        try:
            self._channel.send(*task)
            body, *values = self._channel.receive()
            return Answer(body, *values) if values else None
        except (OSError, EOFError):
            raise self._cause() from None
        finally:
            self.since = None

    def _cause(self) -> PoolError:
        self.process.join(1)
        if self.killed is not None:
            return self.killed
        status = self.process.exitcode
        if hasattr(signal, "SIGXCPU") and status == -signal.SIGXCPU:
            return PoolError(
                "time", f"this page takes more than the {self.limits.cpu} s of processor time that a page may take"
            )
        if status == OUT_OF_MEMORY:
            return self.over_memory()
        return PoolError("worker", "the process that worked on this page was ended; send the page again", later=True)

    def over_memory(self) -> PoolError:
        """The error of a page that needs too much memory."""
        return PoolError(
            "memory", f"this page takes more than the {self.limits.memory >> 20} MB of memory that a page may take"
        )

    def memory(self) -> int:
        """Bytes that it occupies; 0 where the system does not tell."""
        try:
            return int(os.pread(self._statm, 200, 0).split()[1]) * _PAGE
        except (OSError, AttributeError, ValueError, IndexError):
            return 0

    def kill(self, cause: PoolError | None = None) -> None:
        """End it at once."""
        self.killed = self.killed or cause
        with contextlib.suppress(OSError, ValueError):
            self.process.kill()

    def close(self) -> None:
        """Let it end: it does when its channel closes."""
        with contextlib.suppress(OSError):
            self._channel.close()
        statm, self._statm = self._statm, -1
        if statm >= 0:
            os.close(statm)


def _readable(channel: Channel) -> bool:
    """Whether something has come, or the other end is closed."""
    if not hasattr(select, "poll"):  # which takes file descriptors of any size
        return bool(select.select([channel], [], [], 0)[0])
    poll = select.poll()
    poll.register(channel, select.POLLIN)
    return bool(poll.poll(0))


class Pool:
    """Workers, and the line of requests for them.

    Args:
        size: number of workers.
        limits: what a request may cost.
    """

    def __init__(self, size: int, limits: Limits) -> None:
        self.size = size
        self.limits = limits
        self._context = multiprocessing.get_context("forkserver" if sys.platform != "win32" else "spawn")
        if sys.platform != "win32":
            self._context.set_forkserver_preload(["cleanread.web.preload"])
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self._idle: deque[Worker] = deque()
        self._line: deque[queue.SimpleQueue[Worker]] = deque()
        self._workers: set[Worker] = set()
        self._closed = False
        self._at_work = threading.Event()
        self._watcher: threading.Thread | None = None

    def start(self) -> None:
        """Start the workers; does nothing when they run."""
        with self._starting:
            if self._watcher is not None or self._closed:
                return
            for _ in range(self.size):
                self._idle.append(self._new())
            self._watcher = threading.Thread(target=self._watch, name="cleanread-pool", daemon=True)
            self._watcher.start()

    def close(self) -> None:
        """End all workers."""
        self._closed = True
        self._at_work.set()
        for worker in list(self._workers):
            worker.close()
            worker.kill()
        for worker in list(self._workers):
            worker.process.join(1)

    def ask(self, task: Task) -> Answer:
        """Have a worker do something; waits in line for one.

        Raises:
            PoolError: no worker was free in time, or the work was too much for one.
        """
        self.start()
        try:
            answer = self._asked(task)
        except PoolError as error:
            if error.code != "worker":
                raise
            # it may have been ended for no fault of this request, and others with it: only a new one is sure to be alive
            answer = self._asked(task, fresh=True)
        if answer is None:
            raise PoolError("failure", "an error of cleanread; the service's messages tell more")
        return answer

    def _asked(self, task: Task, *, fresh: bool = False) -> Answer | None:
        with self._worker(fresh) as worker:
            self._at_work.set()
            return worker.ask(task)

    @contextlib.contextmanager
    def _worker(self, fresh: bool) -> Iterator[Worker]:
        worker = self._take()
        try:
            if fresh:
                worker = self._replace(worker)
            for _ in range(_TRIES):
                if worker.usable():
                    break
                worker = self._replace(worker)  # it ended while it was idle
            else:
                raise PoolError("worker", "no worker process can be started; the service's messages tell more", later=True)
            yield worker
        except PoolError:
            worker = self._replace(worker)
            raise
        finally:
            if worker.memory() > self.limits.memory // 2:  # keeps memory of a large page
                worker = self._replace(worker)
            self._give(worker)

    def _take(self) -> Worker:
        with self._lock:
            if self._idle:
                return self._idle.popleft()
            place: queue.SimpleQueue[Worker] = queue.SimpleQueue()
            self._line.append(place)
        try:
            return place.get(timeout=self.limits.patience)
        except queue.Empty:
            with self._lock:
                if place in self._line:
                    self._line.remove(place)
                    raise PoolError("busy", "the service is busy; send the page again", later=True) from None
            return place.get()  # given in the last moment

    def _give(self, worker: Worker) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().put(worker)
            else:
                self._idle.append(worker)

    def _new(self) -> Worker:
        worker = Worker(self._context, self.limits)
        self._workers.add(worker)
        return worker

    def _replace(self, worker: Worker) -> Worker:
        worker.close()
        worker.kill()
        with self._starting:
            if self._closed:
                raise PoolError("closing", "the service is being stopped", later=True)
            self._workers.discard(worker)
            return self._new()

    def _watch(self) -> None:
        """Kill the workers whose request takes too long or too much memory."""
        while not self._closed:
            self._at_work.wait()
            self._at_work.clear()
            time.sleep(_TICK)
            now = time.monotonic()
            for worker in list(self._workers):
                since = worker.since
                if since is None:
                    continue
                self._at_work.set()
                if now - since > self.limits.wall:
                    worker.kill(
                        PoolError("time", f"this page takes longer than the {self.limits.wall:g} s that a page may take")
                    )
                elif worker.memory() > self.limits.memory:
                    worker.kill(worker.over_memory())
