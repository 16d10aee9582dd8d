"""Tokens signed by the provider: signature, issuer, audience, time. Nothing of a token is believed before."""

from __future__ import annotations

from typing import Any

import jwt
from jwt.types import Options

from api.auth.oidc.provider import Provider
from corpus.errors import Unidentified

# Signatures with a public key only: «none» is no signature, and HS* would take the public key for a shared secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
# Of access and identity tokens; others of the same signature (a logout token) say something else.
_TYPES = frozenset({"", "jwt", "at+jwt", "application/at+jwt"})
_REQUIRED = ["iss", "sub", "aud", "exp", "iat"]
_LONGEST = 16_384
_DOTS = 2


def verified_claims(token: str, provider: Provider, audience: str, now: int, skew_s: int) -> dict[str, Any]:
    """What the token says, once it is certain that the provider says it, to us, and still.

    Raises:
        Unidentified: INSTITUCION_OPACO, INSTITUCION_FIRMA, INSTITUCION_EMISOR, INSTITUCION_DESTINATARIO,
            INSTITUCION_VENCIDO.
        Unavailable: INSTITUCION_SIN_RESPUESTA.
    """
    if len(token) > _LONGEST:
        raise _unsigned("es demasiado largo")
    if token.count(".") != _DOTS:
        # Asking the provider about each of them (RFC 7662) would tie every request to it; a signed one proves itself.
        raise Unidentified(
            "INSTITUCION_OPACO",
            "El token no lleva firma que se pueda comprobar: Criterio solo admite tokens firmados (JWT).",
            "Pida a quien administra el proveedor que emita tokens JWT para la API, o use un token de Criterio.",
        )
    try:
        header = jwt.get_unverified_header(token)
        try:
            claims = _decoded(token, _key(header, provider), provider.issuer, audience)
        except jwt.InvalidSignatureError:
            # A provider of one key may leave it without a name: only its signature tells that it changed.
            if header.get("kid") or not provider.look_again():
                raise
            claims = _decoded(token, _key(header, provider), provider.issuer, audience)
    except jwt.InvalidIssuerError as error:
        raise _refused("INSTITUCION_EMISOR", "lo emitió otro proveedor") from error
    except jwt.InvalidAudienceError as error:
        raise _refused("INSTITUCION_DESTINATARIO", "es para otro programa") from error
    except jwt.PyJWTError as error:
        raise _unsigned("no se puede comprobar su firma") from error
    _refuse_other_party(claims, audience)
    _refuse_out_of_time(claims, now, skew_s)
    return claims


def _decoded(token: str, key: jwt.PyJWK, issuer: str, audience: str) -> dict[str, Any]:
    # Times are compared apart, with the moment that the caller gives.
    options: Options = {"require": _REQUIRED, "verify_exp": False, "verify_nbf": False, "verify_iat": False}
    return jwt.decode(token, key, algorithms=list(ALGORITHMS), audience=audience, issuer=issuer, options=options)


def _key(header: dict[str, Any], provider: Provider) -> jwt.PyJWK:
    algorithm, name, kind = header.get("alg"), header.get("kid", ""), header.get("typ", "")
    if algorithm not in ALGORITHMS or str(kind).lower() not in _TYPES:
        raise _unsigned("su clase o su algoritmo no se admiten")
    found = provider.key(name) if isinstance(name, str) else None
    if found is None or found.get("alg", algorithm) != algorithm:
        raise _unsigned("el proveedor no publica su llave")
    return jwt.PyJWK(found, algorithm)


def _refuse_other_party(claims: dict[str, Any], audience: str) -> None:
    """A token for several programs must have been asked for by this one (OpenID Connect Core, 3.1.3.7)."""
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if several and claims.get("azp", "") != audience:
        raise _refused("INSTITUCION_DESTINATARIO", "lo pidió otro programa")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise _unsigned("no dice de quién es")


def _refuse_out_of_time(claims: dict[str, Any], now: int, skew_s: int) -> None:
    moments = {name: claims.get(name, now) for name in ("exp", "iat", "nbf")}
    if not all(isinstance(moment, int | float) and abs(moment) < 1 << 40 for moment in moments.values()):
        raise _unsigned("sus fechas no se entienden")
    if moments["exp"] + skew_s <= now:
        raise _refused("INSTITUCION_VENCIDO", "ya venció")
    if max(moments["iat"], moments["nbf"]) - skew_s > now:
        raise _refused("INSTITUCION_VENCIDO", "todavía no vale: los relojes difieren")


def _unsigned(why: str) -> Unidentified:
    return _refused("INSTITUCION_FIRMA", why)


def _refused(code: str, why: str) -> Unidentified:
    return Unidentified(code, f"El token de la institución no se acepta: {why}.", "Entre de nuevo o pida otro.")
