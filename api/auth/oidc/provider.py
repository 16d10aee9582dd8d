"""The provider as it describes itself: its addresses and its keys, asked for when needed and not too often."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from api.auth.oidc.configuration import refuse_clear_text
from corpus.errors import BadInput, Unavailable

_FRESH_S = 3600.0
_PAUSE_S = 30.0
_TIMEOUT_S = 5.0
_LARGEST = 1 << 20
_DISCOVERY = "/.well-known/openid-configuration"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What discovery says; `token_methods` is how a client may show who it is."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_methods: tuple[str, ...]


class Provider:
    """Addresses and keys of one issuer; both are asked for again after an hour.

    A key that is not known is looked for at once, because providers change them, but at most every half minute, so
    that invented keys do not make Criterio besiege the provider. After a failure nothing is asked for that long either.
    """

    def __init__(self, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer = issuer
        self._clock = clock
        self._asking = threading.Lock()
        self._metadata: Metadata | None = None
        self._keys: dict[str, dict[str, Any]] = {}
        self._read_at = self._tried_at = float("-inf")

    def metadata(self) -> Metadata:
        """The addresses. Raises Unavailable: INSTITUCION_SIN_RESPUESTA, INSTITUCION_DISTINTA."""
        self._be_fresh()
        assert self._metadata is not None
        return self._metadata

    def key(self, name: str) -> dict[str, Any] | None:
        """The signing key (JWK) of that `kid`; of no name only when there is one key.

        Raises:
            Unavailable: INSTITUCION_SIN_RESPUESTA, INSTITUCION_DISTINTA.
        """
        self._be_fresh()
        return self._find(name) or (self._find(name) if self.look_again() else None)

    def look_again(self) -> bool:
        """Read the keys now unless they were a moment ago; whether they may be others. Raises Unavailable."""
        seen = self._read_at
        with self._asking:
            if self._read_at == seen and self._clock() - self._tried_at >= _PAUSE_S:
                self._read()
        return self._read_at != seen

    def _find(self, name: str) -> dict[str, Any] | None:
        keys = self._keys
        if not name:
            return next(iter(keys.values())) if len(keys) == 1 else None
        return keys.get(name)

    def _be_fresh(self) -> None:
        if self._clock() - self._read_at < _FRESH_S:
            return
        with self._asking:
            if self._clock() - self._read_at < _FRESH_S:
                return
            if self._clock() - self._tried_at < _PAUSE_S:
                raise _silent("no respondió hace un momento")
            self._read()

    def _read(self) -> None:
        self._tried_at = self._clock()
        told = _get_json(self.issuer.rstrip("/") + _DISCOVERY)
        if told.get("issuer") != self.issuer:
            raise Unavailable(
                "INSTITUCION_DISTINTA",
                "El proveedor de cuentas dice ser otro emisor que el configurado.",
                "Escriba CRITERIO_OIDC_ISSUER tal como lo publica el proveedor.",
            )
        metadata = Metadata(
            _address(told, "authorization_endpoint"),
            _address(told, "token_endpoint"),
            _address(told, "jwks_uri"),
            tuple(map(str, told.get("token_endpoint_auth_methods_supported") or ("client_secret_basic",))),
        )
        keys = _get_json(metadata.jwks_uri).get("keys")
        self._keys = _signing_keys(keys if isinstance(keys, list) else [])
        self._metadata, self._read_at = metadata, self._tried_at


def _signing_keys(keys: list[Any]) -> dict[str, dict[str, Any]]:
    """Public keys of signatures by name. A shared secret (`oct`) is never one."""
    return {
        str(key.get("kid", "")): key
        for key in keys
        if isinstance(key, dict) and key.get("kty") in ("RSA", "EC", "OKP") and key.get("use", "sig") == "sig"
    }


def _address(told: dict[str, Any], name: str) -> str:
    address = told.get(name)
    if not isinstance(address, str):
        raise _silent(f"no dice su «{name}»")
    try:
        refuse_clear_text(address)
    except BadInput as error:
        raise _silent(f"su «{name}» no es https") from error
    return address


def _get_json(url: str) -> dict[str, Any]:
    """A JSON object of at most a megabyte; redirects are not followed."""
    body = b""
    try:
        with httpx.Client(timeout=_TIMEOUT_S) as client, client.stream("GET", url) as response:
            if response.status_code != httpx.codes.OK:
                raise _silent(f"respondió {response.status_code}")
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > _LARGEST:
                    raise _silent("su respuesta es demasiado grande")
        told = json.loads(body)
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise _silent(type(error).__name__) from error
    if not isinstance(told, dict):
        raise _silent("su respuesta no es un objeto")
    return told


def _silent(why: str) -> Unavailable:
    return Unavailable(
        "INSTITUCION_SIN_RESPUESTA",
        f"El proveedor de cuentas de la institución no se puede usar ahora: {why}.",
        "Intente en un minuto; si sigue, avise a quien administra.",
    )
