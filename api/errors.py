"""Every refusal has one form: JSON for programs, the same words as a page for a person with a browser."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.pages.problem import problem_page, wants_page
from corpus.errors import CriterioError


class ErrorBody(BaseModel):
    """What went wrong: stable code, sentence, and what to do."""

    code: str
    message: str
    hint: str = ""


class ErrorResponse(BaseModel):
    """The body of every refusal."""

    error: ErrorBody


# What any operation may answer instead of what was asked.
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorResponse, "description": description}
    for status, description in {
        400: "La solicitud no se puede leer.",
        401: "No se sabe quién pregunta, o su llave no vale.",
        403: "Su función o su token no permite esta acción.",
        404: "No existe, o está fuera de su alcance.",
        408: "La solicitud tardó demasiado en llegar.",
        409: "Cambió mientras tanto, o no es el momento de ese paso.",
        413: "Lo enviado es demasiado grande.",
        422: "Hay datos que no se pueden leer.",
        429: "Demasiadas solicitudes; Retry-After dice cuántos segundos esperar.",
        500: "Algo falló de nuestro lado.",
        503: "Falta algo que el trabajo necesita.",
    }.items()
}
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
    async def refuse(request: Request, error: CriterioError) -> Response:
        if wants_page(request):
            return problem_page(error.http_status, error.code, error.message, error.hint)
        return JSONResponse(error.as_json(), status_code=error.http_status)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        fields = ", ".join(".".join(str(part) for part in item["loc"][1:]) or "cuerpo" for item in error.errors())
        if wants_page(request):
            return problem_page(422, "SOLICITUD_INVALIDA", f"Hay datos que no se pueden leer: {fields}.")
        return _refusal(422, "SOLICITUD_INVALIDA", f"Revise: {fields}.", "La documentación está en /docs.")

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        code, message = _HTTP_SENTENCES.get(error.status_code, ("ERROR_HTTP", str(error.detail)))
        if wants_page(request):
            return problem_page(error.status_code, code, message)
        response = _refusal(error.status_code, code, message)
        response.headers.update(error.headers or {})
        return response

    @app.exception_handler(Exception)
    async def broken(request: Request, _error: Exception) -> Response:
        # A fault of ours: the server logs it with its trace (the handler does not end it); who asked gets the number.
        number = getattr(request.state, "request", "")
        hint = f"Vuelva a intentarlo; si sigue, avise a quien administra con el número {number}."
        if wants_page(request):
            return problem_page(500, "ERROR_INTERNO", "Algo falló de nuestro lado.", hint)
        return _refusal(500, "ERROR_INTERNO", "Algo falló de nuestro lado.", hint)


def _refusal(status: int, code: str, message: str, hint: str = "") -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message, "hint": hint}}, status_code=status)
