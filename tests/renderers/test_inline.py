"""What the renderers share: markup in good order."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleanread.document import Inline
from cleanread.renderers import inline
from cleanread.renderers.inline import events, tidy

SPAN = st.builds(
    Inline,
    st.sampled_from(["link", "strong", "image", "code", "math"]),
    st.integers(-2, 12),
    st.integers(-2, 12),
    st.sampled_from("ab"),
)


@given(st.text("ab \n", max_size=10), st.lists(SPAN, max_size=4))
def test_markup_that_does_not_overlap_is_what_sorting_out_would_make_of_it(text: str, spans: list[Inline]) -> None:
    quick = tidy(text, spans)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(inline, "_are_apart", lambda spans: False)
        assert quick == tidy(text, spans)


@given(st.text("ab \n", max_size=10), st.lists(SPAN, max_size=4))
@example("a", [Inline("image", 0, 1, "a"), Inline("image", 0, 1, "a")])
def test_the_steps_are_the_whole_text_and_close_what_they_open(text: str, spans: list[Inline]) -> None:
    steps = events(text, spans)
    pieces = [text[step.start : step.end] for step in steps if step.kind == "text"]
    images = [step.span for step in steps if step.kind == "open" and step.span is not None and step.span.kind == "image"]
    assert sum(map(len, pieces)) + sum(span.end - span.start for span in images) == len(text)
    open_: list[Inline | None] = []
    for step in steps:
        if step.kind == "open":
            open_.append(step.span)
        elif step.kind == "close":
            assert open_.pop() == step.span
    assert not open_
