"""Every operation of the OpenAPI under invented input, by somebody who may do everything: none fails or surprises."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.auth.access import Access, now_s
from api.policy import Action
from corpus.settings import Settings
from tests.api.people import PHRASE
from tools.caller import Caller, Role, Territory

EXAMPLES = 10
DOCUMENTED = [status_code_conformance, content_type_conformance, response_schema_conformance]
Everything = tuple[schemathesis.BaseSchema, dict[str, str]]


@pytest.fixture(scope="module")
def everything(laws_state: Path, tmp_path_factory: pytest.TempPathFactory) -> Everything:
    # A copy: among the operations are some that publish criteria into the corpus.
    state = tmp_path_factory.mktemp("var") / "state"
    shutil.copytree(laws_state, state, ignore=shutil.ignore_patterns("cache", "*.db*", "*.lock"))
    app = create_app(Settings(state_dir=state, rate_per_minute=1_000_000))
    access: Access = app.state.access
    access.accounts.add(Caller("todo", frozenset(Role), Territory(national=True)), PHRASE, now_s())
    owner = access.accounts.find("todo")
    assert owner is not None
    _, key = access.tokens.create(owner, "pruebas", Action, 1, now_s())
    return schemathesis.openapi.from_asgi("/openapi.json", app), {"Authorization": f"Bearer {key}"}


@pytest.mark.slow
@pytest.mark.laws
def test_no_input_breaks_an_operation_or_its_description(everything: Everything) -> None:
    schema, headers = everything
    assert schema["/api/v1/consultations"]["GET"].Case().call(headers=headers).status_code == 200
    broken: list[str] = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            response = case.call(headers=headers)
            if response.status_code >= 500:
                broken.append(f"{case.method} {case.path}: {response.status_code} {response.text[:200]}")
            try:
                case.validate_response(response, checks=DOCUMENTED)
            except FailureGroup as failures:
                broken.extend(f"{case.method} {case.path}: {failure.title}" for failure in failures.exceptions)

        check()
    assert not broken, "\n".join(sorted(set(broken)))
