"""What the hub counts about itself, for `/metrics` in Prometheus' format.

One `Measures` a hub: made by the composition root, given to the parts that count. Plain numbers that
exist anyway (connections, lengths of queues) are read when they are asked for: see `watch`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.metrics_core import Metric

PREFIX = "panoramix"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
SHORT_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
LAG_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
LATE_S = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0, 60.0, 300.0)
SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Measures:
    """The counters of one hub. Names follow Prometheus' own advice: base units, `_total` for counters.

    Args:
        worker: Which of several processes behind one port this is. Each answers for itself, and whoever asks
            gets one of them: so every line carries that name as the label `worker`.
    """

    def __init__(self, worker: str = "") -> None:
        self.registry = CollectorRegistry()
        self.worker = worker
        ProcessCollector(registry=self.registry)
        self.connected = self._counter("connections_opened", "Sockets that were admitted", "transport")
        self.refused = self._counter("connections_refused", "Sockets that were refused, by why", "reason")
        self.evicted = self._counter("evictions", "Sockets that the hub cut, by why", "reason")
        self.http_cut = self._counter("http_cut", "HTTP connections that the hub ended before their time", "reason")
        self.deliveries = self._counter("deliveries", "Events handed to sockets: one for each recipient")
        self.writes = self._counter("socket_writes", "Writes to sockets; one write may carry several events")
        self.received = self._counter("packets_received", "Packets that clients sent")
        self.batch_size = self._histogram("message_batch_size", "Messages in a commit of the log", SIZES)
        self.batch_seconds = self._histogram("message_commit_seconds", "Time of a commit of the log", SHORT_S)
        self.retries = self._counter("message_commit_retries", "Commits of the log that had to be tried again")
        self.telling_delay = self._histogram(
            "message_telling_delay_seconds", "From a commit of the log until everyone has been sent it", SHORT_S
        )
        self.change_lag = self._histogram(
            "change_lag_seconds", "From a change in the database until this process acted on it", LAG_S
        )
        self.loop_delay = self._histogram("event_loop_delay_seconds", "How late the event loop runs a timer", SHORT_S)
        self.schedule_delay = self._histogram("schedule_delay_seconds", "How late a scheduled job was begun", LATE_S)
        self.bus = self._counter("bus_messages", "Messages on the bus between processes", "direction")

    def watch(self, name: str, documentation: str, read: Callable[[], float]) -> None:
        """Show a number that exists anyway: it is read when the measures are."""
        Gauge(name, documentation, namespace=PREFIX, registry=self.registry).set_function(read)

    def text(self) -> bytes:
        """Everything in Prometheus' text format."""
        return generate_latest(_Labelled(self.registry, self.worker) if self.worker else self.registry)

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(name, documentation, labels, namespace=PREFIX, registry=self.registry)

    def _histogram(self, name: str, documentation: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, documentation, namespace=PREFIX, registry=self.registry, buckets=buckets)


class _Labelled(CollectorRegistry):
    """The samples of another registry, each with one more label."""

    def __init__(self, registry: CollectorRegistry, worker: str) -> None:
        super().__init__()
        self._shown = registry
        self._worker = worker

    def collect(self) -> Iterator[Metric]:
        for metric in self._shown.collect():
            shown = Metric(metric.name, metric.documentation, metric.type, metric.unit)
            samples: list[Any] = metric.samples
            shown.samples = [one._replace(labels={**one.labels, "worker": self._worker}) for one in samples]
            yield shown
