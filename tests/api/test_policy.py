"""Every route, every role: the policy, the table of the documentation and the running application say the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import ROUTERS, create_app
from api.auth import pages
from api.auth.access import Access
from api.auth.identity import Identity, permit
from api.auth.oidc import pages as institution_pages
from api.policy import OPEN_ON_LOOPBACK, ROLES, Action, action_of, allowed
from corpus.errors import CriterioError
from corpus.settings import Settings
from tests.api.people import enrol, enter
from tools.caller import Caller, Role

ROOT = Path(__file__).parents[2]
ROUTES = sorted(
    {
        (method, route.path)
        for router in (*ROUTERS, pages.router, institution_pages.router)
        for route in router.routes
        for method in getattr(route, "methods", ())
    }
)


def documented() -> dict[str, dict[str, bool]]:
    written = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    lines = written.split("## Who may do what")[1].split("\n### ")[0].splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head, _, *body = rows
    return {row[0]: {name: cell == "yes" for name, cell in zip(head[2:], row[2:], strict=True)} for row in body}


def test_the_table_of_the_documentation_is_the_policy() -> None:
    written = {
        action.value: {
            "nobody (loopback)": action in OPEN_ON_LOOPBACK,
            **{role.value: allowed(action, frozenset({role})) for role in Role},
        }
        for action in Action
    }
    assert documented() == written


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])
def test_every_route_is_named(method: str, path: str) -> None:
    assert action_of(method, path) is not None, "agregue la ruta a api/policy.py"


def test_what_is_not_named_is_nobody_s() -> None:
    assert action_of("GET", "/secreto") is None
    assert action_of("GET", "/api/v1/askew") is None
    assert action_of("GET", "/{todo:path}") is None


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(Settings(state_dir=tmp_path_factory.mktemp("var"), auth="required"))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize("role", [None, *Role])
def test_the_application_does_what_the_table_says(client: TestClient, role: Role | None) -> None:
    access: Access = client.app.state.access
    client.cookies.clear()
    if role is not None:
        enrol(access, role.value, role)
        assert enter(client, role.value) == 303
    for method, path in ROUTES:
        action = action_of(method, path)
        assert action is not None
        address = re.sub(r"\{[^}]+\}", "1", path)
        if path == "/salir":
            continue
        response = client.request(method, address, headers={"Sec-Fetch-Site": "same-origin"}, follow_redirects=False)
        denied = response.status_code in (401, 403)
        expected = action is not Action.PUBLICO and (role is None or not allowed(action, frozenset({role})))
        wrong_password = path == "/entrar" and method == "POST"
        assert denied == (expected or wrong_password), (role, method, path, response.status_code)


@pytest.mark.parametrize("action", [action for action in Action if action is not Action.PUBLICO])
def test_a_token_is_held_to_its_actions_and_its_owner_s_roles(action: Action) -> None:
    for role in Role:
        caller = Caller("ana", frozenset({role}))
        for granted in Action:
            identity = Identity(caller, frozenset({granted}))
            may = granted is action and role in ROLES[action]
            assert may == _passes(identity, action), (role, granted)


def _passes(identity: Identity, action: Action) -> bool:
    try:
        permit(identity, action, on_loopback=True)
    except CriterioError:
        return False
    return True
