"""Downloads of official documents: with retries, resumption, limits, and a refusal for what is not a PDF.

Whether a document is the law it should be, and newer than what is held, is decided after reading it (by its title
and dates), never by its address.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from corpus.errors import BadInput, CriterioError, Unavailable
from corpus.generations import read_only
from ingest.addresses import OWN_MACHINE, check_address
from ingest.catalogue import Source

_MOST_REDIRECTS = 5
_HEADERS = {"User-Agent": "criterio", "Accept-Encoding": "identity"}
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class DownloadLimits:
    """What one document may cost: bytes, seconds in all, seconds of silence, attempts, seconds between them."""

    size: int = 64 << 20
    seconds: float = 300.0
    silence: float = 20.0
    attempts: int = 4
    pause: float = 1.0


def download_official(
    sources: Sequence[Source], state_dir: Path, progress: Progress, limits: DownloadLimits | None = None
) -> dict[Path, str]:
    """Download documents; the file of each, with the instrument that it must turn out to be.

    Raises:
        Unavailable: SIN_RED, DESCARGA_FALLIDA, DESCARGA_INCOMPLETA or DESCARGA_LENTA.
        BadInput: FUENTE_SIN_DIRECCION, DIRECCION_INSEGURA, DIRECCION_INTERNA, DESCARGA_NO_ENCONTRADA,
            DESCARGA_NO_ES_PDF or DESCARGA_EXCEDE_LIMITE.
    """
    limits = limits or DownloadLimits()
    folder = state_dir / "downloads"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise read_only(state_dir) from error
    found: dict[Path, str] = {}
    timeout = httpx.Timeout(limits.silence)
    for place, source in enumerate(sources):
        progress("descarga", place, len(sources))
        with httpx.Client(
            timeout=timeout,
            follow_redirects=True,
            max_redirects=_MOST_REDIRECTS,
            headers=_HEADERS,
            event_hooks={"request": [_only_outside(source)]},
        ) as client:
            found[_Download(client, source, folder, limits).run()] = source.id
    progress("descarga", len(sources), len(sources))
    return found


class _Download:
    """One document: attempts until it is whole. The part so far and its validator stay for the next attempt."""

    def __init__(self, client: httpx.Client, source: Source, folder: Path, limits: DownloadLimits) -> None:
        if not source.url:
            raise BadInput(
                "FUENTE_SIN_DIRECCION", f"{source.id} no tiene dirección de descarga.", "Entregue el archivo."
            )
        self._client, self._source, self._limits = client, source, limits
        self._whole = folder / f"{source.id}.pdf"
        self._part = folder / f"{source.id}.pdf.part"
        self._state = folder / f"{source.id}.json"
        self._deadline = time.monotonic() + limits.seconds

    def run(self) -> Path:
        last: CriterioError | None = None
        for attempt in range(self._limits.attempts):
            if attempt:
                time.sleep(min(self._limits.pause * 2 ** (attempt - 1), max(0.0, self._deadline - time.monotonic())))
            try:
                return self._attempt()
            except httpx.TimeoutException:
                last = self._failed("DESCARGA_LENTA", "el servidor tarda demasiado")
            except httpx.RemoteProtocolError:
                last = self._failed("DESCARGA_INCOMPLETA", "la conexión se cortó antes del final")
            except httpx.ConnectError:
                last = self._failed("SIN_RED", "no hay conexión con el servidor")
            except httpx.HTTPError as error:
                last = self._failed("DESCARGA_FALLIDA", str(error) or type(error).__name__)
            except _TryAgainError as again:
                last = self._failed("DESCARGA_FALLIDA", str(again))
            if time.monotonic() > self._deadline:
                break
        assert last is not None
        raise last

    def _attempt(self) -> Path:
        headers = self._resume_headers()
        with self._client.stream("GET", self._source.url, headers=headers) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED and self._whole.exists():
                return self._whole
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                self._part.unlink(missing_ok=True)
                raise _TryAgainError("la parte descargada ya no corresponde")
            if response.status_code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
                raise self._refused("DESCARGA_NO_ENCONTRADA", "no está en su dirección oficial")
            if response.status_code >= 400:
                raise _TryAgainError(f"el servidor respondió {response.status_code}")
            self._receive(response)
        os.replace(self._part, self._whole)
        self._state.write_text(json.dumps({"validator": _validator(response), "whole": True}), encoding="utf-8")
        return self._whole

    def _resume_headers(self) -> dict[str, str]:
        """Go on with a part if the server can say that it is still the same document; else start again."""
        try:
            state = json.loads(self._state.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            state = {}
        validator = str(state.get("validator") or "")
        if self._part.exists() and self._part.stat().st_size and validator and not state.get("whole"):
            return {"Range": f"bytes={self._part.stat().st_size}-", "If-Range": validator}
        self._part.unlink(missing_ok=True)
        if self._whole.exists() and validator and state.get("whole"):
            name = "If-None-Match" if validator.startswith(('"', "W/")) else "If-Modified-Since"
            return {name: validator}
        return {}

    def _receive(self, response: httpx.Response) -> None:
        resumed = response.status_code == httpx.codes.PARTIAL_CONTENT
        declared = int(response.headers.get("content-length") or 0)
        size = self._part.stat().st_size if resumed else 0
        if size + declared > self._limits.size:
            raise self._too_big()
        self._state.write_text(json.dumps({"validator": _validator(response), "whole": False}), encoding="utf-8")
        with open(self._part, "ab" if resumed else "wb") as stream:
            for chunk in response.iter_raw():  # as it arrives: what came before a cut is kept
                if size == 0 and b"%PDF-" not in chunk[:1024]:
                    stream.close()
                    self._part.unlink(missing_ok=True)
                    raise self._refused("DESCARGA_NO_ES_PDF", "lo que se descarga no es un PDF")
                stream.write(chunk)
                size += len(chunk)
                if size > self._limits.size:
                    stream.close()
                    self._part.unlink(missing_ok=True)
                    raise self._too_big()
                if time.monotonic() > self._deadline:
                    raise httpx.ReadTimeout("deadline")
        if size == 0:
            raise _TryAgainError("el servidor no envió nada")

    def _too_big(self) -> BadInput:
        return self._refused("DESCARGA_EXCEDE_LIMITE", f"pasa de {self._limits.size >> 20} MiB")

    def _refused(self, code: str, why: str) -> BadInput:
        return BadInput(
            code,
            f"{self._source.id}: {why} ({self._source.url}).",
            "Descárguelo a mano y entregue el archivo, o corrija el catálogo.",
            source=self._source.id,
        )

    def _failed(self, code: str, why: str) -> Unavailable:
        return Unavailable(
            code,
            f"No se pudo descargar {self._source.id}: {why}.",
            "Repita más tarde (la descarga continúa donde quedó) o señale una carpeta con CRITERIO_CORPUS_DIR.",
            source=self._source.id,
        )


class _TryAgainError(Exception):
    """The server's answer may be another next time."""


def _validator(response: httpx.Response) -> str:
    return str(response.headers.get("etag") or response.headers.get("last-modified") or "")


def _only_outside(source: Source) -> Callable[[httpx.Request], None]:
    """A check of every request before it leaves, redirects too; only a source of this machine may stay on it."""
    own = urlsplit(source.url).hostname in OWN_MACHINE

    def check(request: httpx.Request) -> None:
        check_address(str(request.url), own_machine=own)

    return check
