"""Measure what the program promises, against its peers.

make bench          under 8 minutes, writes docs/performance.md
make bench-quick    under 90 s, prints only
"""

import argparse
import os
import resource
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from cocare.embedded.many_processes import ManyProcesses

from .machine import Machine

LOAD_CORE = 1
SCENES = ("fan_out", "durable_sends", "two_processes", "mass_reconnect", "after_a_message", "conversation_growth")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what the program promises.")
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, nothing written")
    parser.add_argument("--only", default="", choices=["", *SCENES], help="one scene, nothing written")
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    machine = Machine()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {LOAD_CORE})
    # Ended from outside, it still stops what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    base = Path(tempfile.mkdtemp(prefix="cocare-bench-"))
    base.chmod(0o711)
    processes = ManyProcesses(base)
    try:
        os.environ.update(processes.start_services(), DJANGO_SETTINGS_MODULE="benchmarks.settings")
        run(given, processes, machine)
    finally:
        processes.close()
        shutil.rmtree(base, ignore_errors=True)


def run(given: argparse.Namespace, processes: ManyProcesses, machine: Machine) -> None:
    import django
    from django.core.management import call_command

    from . import compared_servers

    compared_servers.bring()
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    from . import (
        after_a_message,
        conversation_growth,
        durable_sends,
        fan_out,
        mass_reconnect,
        sample_district,
        two_processes,
    )
    from .benchmark_run import Bench

    bench = Bench(given.quick, given.only, processes, machine, sample_district.build())
    bench.log("1,000 people are signed in")
    scenes = {
        one.__name__.rpartition(".")[2]: one.measure
        for one in (fan_out, durable_sends, two_processes, mass_reconnect, after_a_message, conversation_growth)
    }
    assert tuple(scenes) == SCENES
    for name, measure in scenes.items():
        # A million rows take their time.
        if given.only in ("", name) and not (given.quick and not given.only and name == "conversation_growth"):
            bench.add(measure(bench))
    print(bench.targets.table)
    print(machine.description())


if __name__ == "__main__":
    sys.exit(main())
