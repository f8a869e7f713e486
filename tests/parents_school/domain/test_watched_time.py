from parents_school.domain import watched_time


def test_union_is_disjoint_and_ascending():
    assert watched_time.merge_spans([(5, 9)], [(0, 2), (2, 4), (8, 12)]) == [(0, 4), (5, 12)]


def test_the_same_again_adds_nothing():
    once = watched_time.merge_spans([(0, 5), (7, 9)])
    assert watched_time.merge_spans(once, once, [(1, 2)]) == once
    assert watched_time.covered_ms(once) == 7


def test_enough_is_eighty_percent():
    assert not watched_time.is_watched_enough(39_999, 50)
    assert watched_time.is_watched_enough(40_000, 50)
    assert not watched_time.is_watched_enough(0, 0)
