"""A Dask cluster: the same pieces on the workers of several machines. Optional (`pip install criterio[cluster]`).

Why Dask, and what it does not protect: `docs/adr/0004-cluster.md`.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from corpus.errors import Unavailable
from executors.executor import in_window
from executors.program import program_digest

Item = TypeVar("Item")
Result = TypeVar("Result")
_WAIT_SECONDS = 15
_AHEAD = 2
"""Pieces given out for each thread of the cluster."""


class Cluster:
    """The workers behind a scheduler at `address` (`tcp://host:8786`, or `tls://…` with Dask's own settings of TLS).

    A worker that dies costs its pieces a second try on another; results are the same as on this machine, because every
    worker must run the very same program, which is asked at the start.
    """

    def __init__(self, address: str) -> None:
        self._address = address

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """See `Executor`.

        Raises:
            Unavailable: CLUSTER_SIN_PROGRAMA (the extra is not installed), CLUSTER_NO_RESPONDE, CLUSTER_SIN_NODOS,
                CLUSTER_DISTINTO (a worker has another version of the program), CLUSTER_FALLO (pieces were lost).
        """
        with self._client() as client:
            threads = self._checked_threads(client)
            futures = in_window(
                items,
                _AHEAD * threads,
                lambda item: client.submit(work, item, pure=False),
                lambda future: _result(future),
            )
            yield from futures

    def _client(self) -> Any:
        try:
            from distributed import Client
        except ImportError as error:
            raise Unavailable(
                "CLUSTER_SIN_PROGRAMA",
                "Esta instalación no trae con qué hablar con un clúster.",
                "Instale criterio[cluster], o quite CRITERIO_CLUSTER para trabajar en esta máquina.",
            ) from error
        try:
            return Client(self._address, timeout=_WAIT_SECONDS, set_as_default=False)
        except (OSError, TimeoutError, ValueError, ssl.SSLError) as error:
            raise Unavailable(
                "CLUSTER_NO_RESPONDE",
                f"No responde el clúster {self._address}.",
                "Revise que esté en marcha, o quite CRITERIO_CLUSTER para trabajar en esta máquina.",
            ) from error

    def _checked_threads(self, client: Any) -> int:
        threads = sum(client.nthreads().values())
        if not threads:
            raise Unavailable(
                "CLUSTER_SIN_NODOS",
                f"El clúster {self._address} no tiene nodos de trabajo.",
                "Arranque alguno: dask worker " + self._address + " --no-nanny",
            )
        here = program_digest()
        other = sorted(worker for worker, digest in client.run(program_digest).items() if digest != here)
        if other:
            raise Unavailable(
                "CLUSTER_DISTINTO",
                f"No tienen esta misma versión de Criterio: {', '.join(other)}.",
                "Instale la misma en todos los nodos y reinícielos; otra podría dar otras cifras.",
            )
        return int(threads)


def _result(future: Any) -> Any:
    from distributed import CancelledError, KilledWorker

    try:
        return future.result()
    except (CancelledError, KilledWorker, OSError) as error:
        raise Unavailable(
            "CLUSTER_FALLO",
            "El clúster perdió parte del trabajo y no pudo repetirla.",
            "Repita la orden cuando responda: lo terminado no se vuelve a hacer.",
        ) from error
