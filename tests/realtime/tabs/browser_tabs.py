"""What the tests of several tabs of one browser share."""

import time

from tests.realtime.test_metrics import metrics

TOKEN = "a token for these tests"
PATIENCE = 20_000
# A leader that sleeps is noticed after three beats of a second and a half, and the line is opened anew.
NOTICED = 7
WATCH = """async ([topic, version]) => {
    const { watch, isLive } = await import('/static/js/socket/topics.js');
    window.seen = [];
    document.addEventListener('cocare:frame', ({ detail }) => {
        if (detail.topic === topic) window.seen.push(detail);
    });
    window.unwatch = watch(topic, version, document.body);
    while (!isLive()) await new Promise((go) => setTimeout(go, 20));
}"""
NO_WORD_FROM_IT = "() => { const until = Date.now() + 8000; setTimeout(() => { while (Date.now() < until); }, 50); }"


def sockets(server):
    return metrics(server, TOKEN)["cocare_live_sockets"]


def comes_to(number, count, seconds=10):
    deadline = time.monotonic() + seconds
    while count() != number:
        assert time.monotonic() < deadline, f"{count()} instead of {number}"
        time.sleep(0.05)


def bodies(page, number, timeout=PATIENCE):
    page.wait_for_function("number => window.seen.length >= number", arg=number, timeout=timeout)
    return [frame["out"]["body"] for frame in page.evaluate("window.seen")]


def leader(pages):
    (one,) = [page for page in pages if page.evaluate("window.opened > 0")]
    return one
