"""The torture test's short form, and whether its checker can fail: each of ten planted faults is found.

The faults run for seconds each, in real processes with real clients (fault_runs.py); no journal is made up.
"""

import json
import subprocess
import sys

import pytest

from cocare.embedded.child_processes import ROOT

from .planted_faults import FOUND_AS

PATIENCE = 240


def run(*words: str) -> tuple[int, str]:
    """A module of this folder as a process that is asked to end before it is made to."""
    with subprocess.Popen([sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            out, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            process.terminate()
            raise
    return process.returncode, out


def test_everything_breaks_and_nothing_is_lost():
    code, out = run("tests.torture", "--seconds=28", "--clients=60", "--sockets=3", "--pace=1.5", "--pause=1.0")
    print(out)
    assert code == 0, out


@pytest.fixture(scope="module")
def small_runs():
    code, out = run("tests.torture.fault_runs")
    assert code == 0, out
    found = {}
    for line in out.splitlines():
        found.update(json.loads(line))
    return found


def test_without_a_fault_nothing_is_found(small_runs):
    healthy = small_runs["healthy"]
    assert healthy["code"] == 0, healthy["text"]


@pytest.mark.parametrize(("fault", "kind"), FOUND_AS.items())
def test_the_checker_finds(small_runs, fault, kind):
    judged = small_runs[fault]
    assert judged["code"] == 1
    assert judged["found"].get(kind), judged["text"]
