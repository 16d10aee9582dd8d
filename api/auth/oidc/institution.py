"""The conversation with the provider: where to send a person, and who it says that they are."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any

from api.auth.oidc.attempts import nonce_of, state_of, verifier_of
from api.auth.oidc.configuration import Configuration
from api.auth.oidc.mapping import texts_at
from api.auth.oidc.provider import Metadata, Provider
from api.auth.oidc.signed import verified_claims
from corpus.errors import BadInput, Unavailable, Unidentified
from tools.caller import Role, Territory

_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says it is: never changing `subject`, the name of the account, what the groups give."""

    subject: str
    name: str
    roles: frozenset[Role]
    territory: Territory
    issued_at: int


class Institution:
    """One provider, as configured."""

    def __init__(self, configuration: Configuration, provider: Provider | None = None) -> None:
        self.configuration = configuration
        self.provider = provider or Provider(configuration.issuer)

    def entry_url(self, key: str) -> str:
        """Where a browser goes to identify itself, for the attempt of that key. Raises Unavailable."""
        metadata = self.provider.metadata()
        client = self._client(metadata)
        url, _state = client.create_authorization_url(
            metadata.authorization_endpoint, state=state_of(key), nonce=nonce_of(key), code_verifier=verifier_of(key)
        )
        return str(url)

    def person_of_code(self, code: str, key: str, now: int) -> Person:
        """Exchange the code that came back, with the attempt's secrets.

        Raises:
            Unidentified: INSTITUCION_CODIGO, INSTITUCION_NONCE and those of `verified_claims`.
            Unavailable: INSTITUCION_SIN_RESPUESTA. BadInput: INSTITUCION_NOMBRE.
            Forbidden: INSTITUCION_GRUPOS_CONTRARIOS.
        """
        claims = verified_claims(
            self._identity_token(code, verifier_of(key)),
            self.provider,
            self.configuration.client_id,
            now,
            self.configuration.skew_s,
        )
        nonce = claims.get("nonce")
        if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), nonce_of(key).encode()):
            raise Unidentified(
                "INSTITUCION_NONCE", "La respuesta del proveedor es de otra entrada.", "Entre de nuevo desde /entrar."
            )
        return self._person(claims)

    def person_of_token(self, token: str, now: int) -> Person:
        """Who a bearer token of the provider is.

        Raises:
            Unidentified: TOKEN_RECHAZADO when the API takes none, and those of `verified_claims`.
            Unavailable: INSTITUCION_SIN_RESPUESTA. BadInput: INSTITUCION_NOMBRE.
            Forbidden: INSTITUCION_GRUPOS_CONTRARIOS.
        """
        configuration = self.configuration
        if not configuration.api_audience:
            raise Unidentified(
                "TOKEN_RECHAZADO", "La API no admite tokens de la institución.", "Use un token de Criterio."
            )
        claims = verified_claims(token, self.provider, configuration.api_audience, now, configuration.skew_s)
        return self._person(claims)

    def _person(self, claims: dict[str, Any]) -> Person:
        names = texts_at(claims, self.configuration.name_claim)
        if len(names) != 1:
            raise BadInput(
                "INSTITUCION_NOMBRE",
                f"El proveedor no dice un «{self.configuration.name_claim}» con que nombrar la cuenta.",
                "Quien administra debe agregarlo al token, o indicar otro en CRITERIO_OIDC_NAME_CLAIM.",
            )
        roles, territory = self.configuration.mapping.granted(claims)
        subject = f"{claims['iss']} {claims['sub']}"
        return Person(subject, names[0].strip().lower(), roles, territory, int(claims["iat"]))

    def _identity_token(self, code: str, verifier: str) -> str:
        import httpx
        from authlib.integrations.base_client import OAuthError

        metadata = self.provider.metadata()
        try:
            with self._client(metadata) as client:
                told = client.fetch_token(
                    metadata.token_endpoint, grant_type="authorization_code", code=code, code_verifier=verifier
                )
        except OAuthError as error:
            raise Unidentified(
                "INSTITUCION_CODIGO", "El proveedor no reconoce esta entrada.", "Entre de nuevo desde /entrar."
            ) from error
        except (httpx.HTTPError, ValueError) as error:
            raise Unavailable(
                "INSTITUCION_SIN_RESPUESTA",
                f"El proveedor de cuentas no terminó la entrada ({type(error).__name__}).",
                "Intente en un minuto; si sigue, avise a quien administra.",
            ) from error
        token = told.get("id_token")
        if not isinstance(token, str):
            raise Unidentified("INSTITUCION_CODIGO", "El proveedor no dijo quién es.", "Avise a quien administra.")
        return token

    def _client(self, metadata: Metadata) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        configuration = self.configuration
        return OAuth2Client(
            configuration.client_id,
            configuration.client_secret or None,
            token_endpoint_auth_method=_method(configuration, metadata),
            scope=configuration.scopes,
            redirect_uri=configuration.return_url,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )


def _method(configuration: Configuration, metadata: Metadata) -> str:
    if not configuration.client_secret:
        return "none"
    post_only = "client_secret_basic" not in metadata.token_methods and "client_secret_post" in metadata.token_methods
    return "client_secret_post" if post_only else "client_secret_basic"
