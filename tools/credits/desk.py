"""Where credits are asked for: the database, the catalogues and the audit, opened at the first question."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from tools.audit import AuditLog
from tools.credits.catalogue import Catalogues, load_catalogues
from tools.credits.repository import CreditRepository
from tools.database import make_engine, migrate, sessions


class CreditDesk:
    """Opens nothing until it is used: most turns ask for nobody's credit."""

    def __init__(self, database_url: str, editorial_dir: Path, audit: AuditLog) -> None:
        self._url = database_url
        self._editorial = editorial_dir
        self._audit = audit

    @cached_property
    def repository(self) -> CreditRepository:
        """The credits, over tables brought up to date."""
        migrate(self._url)
        return CreditRepository(sessions(make_engine(self._url)), self._audit)

    @cached_property
    def catalogues(self) -> Catalogues:
        """The names of codes. Raises BadInput: CATALOGO_INVALIDO."""
        return load_catalogues(self._editorial)
