"""What passes between the service and its workers: whole messages, and an end that is noticed."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator

import pytest

from cleanread.fetch import Page
from cleanread.web.messages import READY, Answer, Channel, Task


@pytest.fixture
def ends() -> Iterator[tuple[Channel, Channel]]:
    ours, theirs = map(Channel, socket.socketpair())
    yield ours, theirs
    ours.close()
    theirs.close()


@pytest.mark.parametrize("size", [0, 1, 65_000, 65_536, 5_000_000])
def test_a_message_comes_as_it_was_sent(ends: tuple[Channel, Channel], size: int) -> None:
    ours, theirs = ends
    sent = [Task(os.urandom(size), "clean", Page(b"<p>x</p>", "https://gazette.example/", None)), Task(b"{}", "plugins")]
    received: list[Task] = []

    def take() -> None:
        for _ in sent:
            received.append(Task(*theirs.receive()))
            theirs.send(*Answer(received[-1].body, "text/plain", 200, (("X", "y"),)))

    taker = threading.Thread(target=take)
    taker.start()
    for task in sent:
        ours.send(*task)
        assert Answer(*ours.receive()) == Answer(task.body, "text/plain", 200, (("X", "y"),))
    taker.join()
    assert received == sent


def test_an_end_that_is_gone_is_noticed(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    theirs.close()
    with pytest.raises(EOFError):
        ours.receive()
    with pytest.raises(BrokenPipeError):
        ours.send(b"x")


def test_half_a_message_is_none(ends: tuple[Channel, Channel]) -> None:
    ours, theirs = ends
    one, other = socket.socketpair()
    Channel(one).send(*READY)
    part = other.recv(1000)[:-3]
    for data in (part, part[:5]):
        near, far = socket.socketpair()
        near.sendall(data)
        near.close()
        with pytest.raises(EOFError):
            Channel(far).receive()
        far.close()
    one.close()
    other.close()
    with pytest.raises(TimeoutError):
        ours.receive(0.01)
    theirs.send(*READY)
    assert ours.receive() == READY
