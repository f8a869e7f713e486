"""The number on a certificate knows when it was mistyped."""

import random

import pytest

from parents_school import codes


@pytest.fixture
def number():
    return codes.new_code(random.Random(7).choice)


def test_it_reads_itself_however_it_is_typed(number):
    assert codes.read_code(number) == number
    assert codes.read_code(f" {number.lower().replace('-', '')} ") == number
    assert codes.read_code(number.replace("-", "—")) == number


def test_every_single_slip_is_caught(number):
    plain = number.replace("-", "")
    for place, char in enumerate(plain):
        for other in codes.ALPHABET:
            if other != char:
                assert codes.read_code(plain[:place] + other + plain[place + 1 :]) is None


def test_every_swap_is_caught(number):
    plain = list(number.replace("-", ""))
    for first in range(len(plain)):
        for second in range(first + 1, len(plain)):
            swapped = plain.copy()
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if swapped != plain:
                assert codes.read_code("".join(swapped)) is None


@pytest.mark.parametrize(
    "text", ["", "x", "0" * 12, "A" * 13, "证书编号", "<b>", "A" * 5000, "２３４５６７８９ＡＢＣＤ"]
)
def test_what_is_no_number(text):
    assert codes.read_code(text) is None


def test_nobody_guesses_one():
    assert len(codes.ALPHABET) ** codes.RANDOM_LENGTH > 2**54
    assert len({codes.new_code() for _ in range(500)}) == 500
