"""What Criterio must know about the institution's provider, checked when the server starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from api.auth.oidc.mapping import GroupMapping, read_mapping
from corpus.errors import BadInput
from corpus.settings import Settings

RETURN_PATH = "/entrar/institucional/regreso"
_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Configuration:
    """The provider, what it calls Criterio, what its groups mean; the API takes its tokens with `api_audience` only."""

    issuer: str
    client_id: str
    client_secret: str
    return_url: str
    scopes: str
    name_claim: str
    api_audience: str
    skew_s: int
    mapping: GroupMapping


def read_configuration(settings: Settings) -> Configuration | None:
    """The configuration, or None when the institution has no provider.

    Raises:
        BadInput: OIDC_INCOMPLETO, OIDC_DIRECCION_INSEGURA, OIDC_SECRETO_AUSENTE, OIDC_MAPA_INVALIDO.
    """
    if not settings.oidc_issuer:
        return None
    missing = [name for name in ("oidc_client_id", "oidc_return_url") if not getattr(settings, name)]
    if missing or "openid" not in settings.oidc_scopes.split():
        wanted = ", ".join(f"CRITERIO_{name.upper()}" for name in missing) or "«openid» en CRITERIO_OIDC_SCOPES"
        raise BadInput(
            "OIDC_INCOMPLETO", f"Hay un emisor OpenID Connect y falta {wanted}.", "Vea docs/security.md, «Institution»."
        )
    refuse_clear_text(settings.oidc_issuer)
    refuse_clear_text(settings.oidc_return_url)
    if urlsplit(settings.oidc_return_url).path != RETURN_PATH:
        raise BadInput(
            "OIDC_INCOMPLETO",
            "CRITERIO_OIDC_RETURN_URL no es la página de regreso.",
            f"Debe terminar en {RETURN_PATH}.",
        )
    return Configuration(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=_secret(settings),
        return_url=settings.oidc_return_url,
        scopes=settings.oidc_scopes,
        name_claim=settings.oidc_name_claim,
        api_audience=settings.oidc_api_audience,
        skew_s=settings.oidc_skew_s,
        mapping=read_mapping(settings.oidc_mapping or settings.state_dir / "oidc.yaml"),
    )


def refuse_clear_text(url: str) -> None:
    """Keys and codes travel by TLS, except within this machine. Raises BadInput: OIDC_DIRECCION_INSEGURA."""
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme != "http" or parts.hostname not in _OWN_MACHINE:
        raise BadInput(
            "OIDC_DIRECCION_INSEGURA", f"«{url}» no es una dirección https.", "Corrija la configuración del proveedor."
        )


def _secret(settings: Settings) -> str:
    file: Path | None = settings.oidc_client_secret_file
    if file is None:
        return settings.oidc_client_secret.get_secret_value()
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            "OIDC_SECRETO_AUSENTE",
            f"No se puede leer el secreto en {file}.",
            "Revise CRITERIO_OIDC_CLIENT_SECRET_FILE.",
        ) from error
    if not secret:
        raise BadInput("OIDC_SECRETO_AUSENTE", f"El archivo {file} está vacío.", "Escriba en él el secreto.")
    return secret
