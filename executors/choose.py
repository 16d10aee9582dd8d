"""Which executor the settings ask for."""

from __future__ import annotations

import os

from corpus.settings import Settings
from executors.cluster import Cluster
from executors.executor import Executor
from executors.local import LocalProcesses

_MOST_PROCESSES = 8


def executor_from(settings: Settings) -> Executor:
    """The cluster of `CRITERIO_CLUSTER`; without one, processes of this machine."""
    if settings.cluster:
        return Cluster(settings.cluster)
    return LocalProcesses(min(_MOST_PROCESSES, os.cpu_count() or 1))
