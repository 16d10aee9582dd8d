"""What the routes use, built once at start and handed to them; no route builds or looks up anything itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends, Request

from assistant.build import build_assistant, build_library
from assistant.library import Library
from assistant.turn import Assistant
from corpus.settings import Settings


@dataclass(frozen=True, slots=True)
class Services:
    """The running parts of one process."""

    settings: Settings
    library: Library
    assistant: Assistant


def build_services(settings: Settings) -> Services:
    """Wire the parts from the settings."""
    library = build_library(settings)
    return Services(settings, library, build_assistant(settings, library))


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]
