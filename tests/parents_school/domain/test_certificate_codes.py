"""The number on a certificate knows when it was mistyped."""

import random

import pytest

from parents_school.domain import certificate_codes


@pytest.fixture
def number():
    return certificate_codes.new_code(random.Random(7).choice)


def test_it_reads_itself_however_it_is_typed(number):
    assert certificate_codes.normalise_code(number) == number
    assert certificate_codes.normalise_code(f" {number.lower().replace('-', '')} ") == number
    assert certificate_codes.normalise_code(number.replace("-", "—")) == number


def test_every_single_slip_is_caught(number):
    plain = number.replace("-", "")
    for place, char in enumerate(plain):
        for other in certificate_codes.ALPHABET:
            if other != char:
                assert certificate_codes.normalise_code(plain[:place] + other + plain[place + 1 :]) is None


def test_every_swap_is_caught(number):
    plain = list(number.replace("-", ""))
    for first in range(len(plain)):
        for second in range(first + 1, len(plain)):
            swapped = plain.copy()
            swapped[first], swapped[second] = swapped[second], swapped[first]
            if swapped != plain:
                assert certificate_codes.normalise_code("".join(swapped)) is None


@pytest.mark.parametrize(
    "text", ["", "x", "0" * 12, "A" * 13, "证书编号", "<b>", "A" * 5000, "２３４５６７８９ＡＢＣＤ"]
)
def test_what_is_no_number(text):
    assert certificate_codes.normalise_code(text) is None


def test_nobody_guesses_one():
    assert len(certificate_codes.ALPHABET) ** certificate_codes.RANDOM_LENGTH > 2**54
    assert len({certificate_codes.new_code() for _ in range(500)}) == 500
