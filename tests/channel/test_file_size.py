"""Sizes of files are written alike by the server and by js/channel/message-stream.js."""

import pytest

from cocare.channel.templatetags.channel import file_size


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0.1 KB"),
        (256, "0.3 KB"),
        (1024, "1.0 KB"),
        (15_667, "15.3 KB"),
        (1024 * 1024 - 1, "1024.0 KB"),
        (1024 * 1024, "1.0 MB"),
        (20 * 1024 * 1024, "20.0 MB"),
    ],
)
def test_a_size_has_one_decimal_and_a_space_that_does_not_break(size, words):
    assert file_size(size) == words.replace(" ", "\u00a0")
