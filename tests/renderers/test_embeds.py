import pytest

from cleanread.document import Block, Role
from cleanread.renderers.embeds import link_of

#: For each source the label without a title, and the address.
SOURCES = {
    "https://www.youtube.com/embed/abc-1_?feature=oembed": ("Video: youtube.com", "https://www.youtube.com/watch?v=abc-1_"),
    "//www.youtube-nocookie.com/embed/abc": ("Video: youtube.com", "https://www.youtube.com/watch?v=abc"),
    "https://www.youtube.com/embed/videoseries?x=1&list=PL1": (
        "Video: youtube.com",
        "https://www.youtube.com/playlist?list=PL1",
    ),
    "https://www.youtube.com/embed/live_stream?channel=c": (
        "Video: youtube.com",
        "https://www.youtube.com/embed/live_stream?channel=c",
    ),
    "https://player.vimeo.com/video/12?h=ab1&dnt=1": ("Video: vimeo.com", "https://vimeo.com/12/ab1"),
    "https://player.vimeo.com/video/12": ("Video: vimeo.com", "https://vimeo.com/12"),
    "https://www.dailymotion.com/embed/video/x1?autoplay=0": ("Video: dailymotion.com", "https://www.dailymotion.com/video/x1"),
    "https://geo.dailymotion.com/player/p1.html?video=x1": ("Video: dailymotion.com", "https://www.dailymotion.com/video/x1"),
    "https://open.spotify.com/embed/episode/9a?utm=1": ("Audio: spotify.com", "https://open.spotify.com/episode/9a"),
    "https://www.google.com/maps/embed?pb=1": ("Map: google.com", "https://www.google.com/maps/embed?pb=1"),
    "https://www.google.com/else": ("Embedded: google.com", "https://www.google.com/else"),
    "https://ex.org/?to=https://www.youtube.com/embed/abc": (
        "Embedded: ex.org",
        "https://ex.org/?to=https://www.youtube.com/embed/abc",
    ),
    "https://notyoutube.com/embed/abc": ("Embedded: notyoutube.com", "https://notyoutube.com/embed/abc"),
    "clip.mp4": ("clip.mp4", "clip.mp4"),
    "http://[x": ("http://[x", "http://[x"),
}


def embed(text="", **attributes):
    return Block(text, Role.EMBED, attributes=attributes)


@pytest.mark.parametrize("source", SOURCES)
def test_a_medium_is_called_by_what_it_is_and_linked_where_it_can_be_watched(source):
    assert link_of(embed(src=source)) == SOURCES[source]


@pytest.mark.parametrize(
    ("block", "label"),
    [
        (embed("Said", src="https://ex.org/v", title="Titled"), "Said"),
        (embed(src="https://ex.org/v", title=" How \n rain  is made "), "How rain is made"),
        (embed(src="https://ex.org/v", kind="video"), "Video: ex.org"),
        (embed(src="https://ex.org/v", kind="audio", title=3), "Audio: ex.org"),
        (embed("Said"), "Said"),
    ],
)
def test_the_label_is_the_best_that_is_known(block, label):
    assert link_of(block)[0] == label
