"""A lesson's text: a few marks, and nothing that could do harm."""

import pytest

from parents_school.domain import lesson_text


def test_the_marks():
    html = lesson_text.render_html("## 标题\n\n第一段\n第二行\n\n- 甲\n- **乙**\n\n1. 一\n2、二\n\n> 引用\n")
    assert html == (
        "<h2>标题</h2>\n<p>第一段<br>第二行</p>\n<ul><li>甲</li><li><strong>乙</strong></li></ul>\n"
        "<ol><li>一</li><li>二</li></ol>\n<blockquote><p>引用</p></blockquote>"
    )


@pytest.mark.parametrize(
    "bad",
    [
        "<script>x</script>",
        "<img src=x onerror=x>",
        '<a href="javascript:x">x</a>',
        "<style>*{}</style>",
        "<iframe src=x>",
        '<p style="x" onclick="x">x</p>',
        "<svg onload=x>",
        "<h2 id=main>x</h2>",
        "</article><form action=x>",
        "<!-- x -->",
        "**<script>x</script>**",
        "- <img src=x onerror=x>",
    ],
)
def test_nothing_harmful_comes_through(bad):
    html = lesson_text.render_html(bad).lower()
    for part in (
        "<script",
        "<img",
        "javascript",
        "<style",
        "<iframe",
        "onclick",
        "onerror",
        "style=",
        "<svg",
        "id=",
        "<form",
        "</article",
    ):
        assert part not in html


def test_links_may_lead_out_but_not_look_back():
    assert 'rel="noopener noreferrer"' in lesson_text.render_html('<a href="https://example.org/x">x</a>')


def test_the_shortest_reading_time_follows_the_length():
    assert lesson_text.least_reading_seconds("短") == lesson_text.SHORTEST
    assert lesson_text.least_reading_seconds("字" * 600) == 20
    assert lesson_text.least_reading_seconds("字" * 20_000) == lesson_text.LONGEST
