"""A worker process: takes requests from its socket, one at a time, until the other end closes.

The kernel ends it when a request takes too much processor time; the pool ends it for everything else.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import traceback
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one core for each worker, and no memory for idle threads

from .messages import READY, Answer, Channel, Task
from .settings import OUT_OF_MEMORY
from .work import perform, warm_up

#: Bytes that a worker may use beyond what it occupies at its start; only a backstop of the pool's own watch.
_BACKSTOP = 1 << 30


def main(end: socket.socket, cpu: int) -> None:
    """Serve the other end.

    Args:
        end: its end of the pair of sockets; tasks in, answers out, of which a failure has no values.
        cpu: seconds of processor time for each request.
    """
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the service, which lets running requests end
        signal.signal(number, signal.SIG_IGN)
    _limit_memory()
    warm_up()
    gc.freeze()  # what is loaded stays, and need not be looked through for garbage
    gc.set_threshold(50_000, 20, 20)
    channel = Channel(end)
    channel.send(*READY)
    while True:
        try:
            task = Task(*channel.receive())
        except (EOFError, OSError):
            return
        _limit_cpu(cpu)
        answer = _answer(task)
        _limit_cpu(None)
        del task
        try:
            channel.send(*(answer or (b"",)))
        except OSError:
            return


def _answer(task: Task) -> Answer | None:
    """None when the work failed in a way that it should not."""
    try:
        return perform(task)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception:
        traceback.print_exc(file=sys.stderr)
        return None


def _limit_cpu(seconds: int | None) -> None:
    """From now on so much processor time; then the kernel's SIGXCPU ends the process."""
    resource = _resource()
    if resource is None:
        return
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = resource.RLIM_INFINITY if seconds is None else int(used.ru_utime + used.ru_stime) + seconds + 1
    if hard != resource.RLIM_INFINITY:
        soft = hard if soft == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit_memory() -> None:
    resource = _resource()
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        with open("/proc/self/statm") as file:
            occupied = int(file.read().split()[0]) * resource.getpagesize()
        limit = occupied + _BACKSTOP
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard == resource.RLIM_INFINITY or hard > limit:
            resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _resource() -> Any:
    try:
        import resource
    except ImportError:  # not a Unix
        return None
    return resource
