"""One handler turns every `CriterioError` into its status and JSON; validation errors get the same form in Spanish."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from corpus.errors import CriterioError


class ErrorBody(BaseModel):
    """What went wrong: stable code, sentence, and what to do."""

    code: str
    message: str
    hint: str = ""


class ErrorResponse(BaseModel):
    """The body of every refusal."""

    error: ErrorBody


_HTTP_SENTENCES = {
    401: ("SESION_REQUERIDA", "Inicie sesión para continuar."),
    403: ("SIN_PERMISO", "Su función no permite esta acción."),
    404: ("RUTA_DESCONOCIDA", "Esa dirección no existe."),
    405: ("METODO_NO_PERMITIDO", "Esa dirección no admite este método."),
    400: ("SOLICITUD_INVALIDA", "La solicitud no se puede leer."),
    413: ("CUERPO_DEMASIADO_GRANDE", "Lo enviado es demasiado grande."),
}


def install(app: FastAPI) -> None:
    """Register the handlers on the application."""

    @app.exception_handler(CriterioError)
    async def refuse(_request: Request, error: CriterioError) -> JSONResponse:
        return JSONResponse(error.as_json(), status_code=error.http_status)

    @app.exception_handler(RequestValidationError)
    async def invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        fields = ", ".join(".".join(str(part) for part in item["loc"][1:]) or "cuerpo" for item in error.errors())
        body = {
            "code": "SOLICITUD_INVALIDA",
            "message": f"Revise: {fields}.",
            "hint": "La documentación está en /docs.",
        }
        return JSONResponse({"error": body}, status_code=422)

    @app.exception_handler(HTTPException)
    async def http(_request: Request, error: HTTPException) -> JSONResponse:
        code, message = _HTTP_SENTENCES.get(error.status_code, ("ERROR_HTTP", str(error.detail)))
        return JSONResponse(
            {"error": {"code": code, "message": message, "hint": ""}},
            status_code=error.status_code,
            headers=error.headers,
        )
