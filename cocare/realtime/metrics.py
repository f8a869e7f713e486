"""Counters for Prometheus. Counted a flush or a batch at a time, so they cost the hot path nothing to speak of."""

from prometheus_client import Counter, Gauge

sockets = Gauge("cocare_live_sockets", "Open sockets of this process", multiprocess_mode="livesum")
topics = Gauge("cocare_live_topics", "Topics with listeners in this process", multiprocess_mode="livesum")
published = Counter("cocare_live_published", "Frames given to the bus")
deliveries = Counter("cocare_live_deliveries", "Frames written to sockets")
shed = Counter("cocare_live_shed", "Passing hints left out for readers that are behind")
slow = Counter("cocare_live_slow", "Sockets closed because they read too slowly")
repaired = Counter("cocare_live_repaired", "Frames fetched from the database because the bus lost or delayed them")
behind = Gauge("cocare_live_behind", "Versions that topics lagged behind the database at the last look")
bus_lost = Counter("cocare_live_bus_lost", "Times that the connection to Redis was lost")
commands = Counter("cocare_live_commands", "Commands by outcome", ["outcome"])
