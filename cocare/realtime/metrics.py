"""Metrics for Prometheus, in plain numbers.

Only the loop changes them. The library's own counters take a lock at each step, and some count every message.
"""

from collections import Counter
from collections.abc import Iterator

from prometheus_client import REGISTRY
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector


class Metrics(Collector):
    """Counters and gauges by name, and `commands` by outcome."""

    COUNTERS = {
        "published": "Frames given to the bus",
        "deliveries": "Frames written to sockets",
        "shed": "Passing hints left out for readers that are behind",
        "slow": "Sockets closed because they read too slowly",
        "repaired": "Frames fetched from the database because the bus lost or delayed them",
        "bus_lost": "Times that the connection to Redis was lost",
    }
    GAUGES = {
        "sockets": "Open sockets of this process",
        "topics": "Topics with listeners in this process",
        "behind": "Versions that topics lagged behind the database at the last look",
    }

    def __init__(self) -> None:
        self.published = self.deliveries = self.shed = self.slow = self.repaired = self.bus_lost = 0
        self.sockets = self.topics = self.behind = 0
        self.commands: Counter[str] = Counter()

    def collect(self) -> Iterator[Metric]:
        for name, help_text in self.COUNTERS.items():
            yield CounterMetricFamily(f"cocare_live_{name}", help_text, value=getattr(self, name))
        for name, help_text in self.GAUGES.items():
            yield GaugeMetricFamily(f"cocare_live_{name}", help_text, value=getattr(self, name))
        commands = CounterMetricFamily("cocare_live_commands", "Commands by outcome", labels=["outcome"])
        for outcome, number in self.commands.items():
            commands.add_metric([outcome], number)
        yield commands


metrics = Metrics()
REGISTRY.register(metrics)
