"""Half a configuration does not start; the mapping of groups is checked; the command says what would happen."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect

import api.auth.models
from api.app import create_app
from api.auth.oidc.mapping import GroupMapping
from corpus.errors import BadInput, CriterioError
from tests.api.oidc.institution import settings
from tools.caller import Role, Territory
from tools.database import Base, make_engine, migrate

ISSUER = "https://cuentas.ejemplo"
TABLES = {"users", "user_sessions", "entry_attempts", "api_tokens"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"oidc_client_id": ""}, "OIDC_INCOMPLETO"),
        ({"oidc_return_url": ""}, "OIDC_INCOMPLETO"),
        ({"oidc_return_url": "https://criterio.ejemplo/otra"}, "OIDC_INCOMPLETO"),
        ({"oidc_scopes": "profile"}, "OIDC_INCOMPLETO"),
        ({"oidc_issuer": "http://cuentas.ejemplo"}, "OIDC_DIRECCION_INSEGURA"),
        ({"oidc_issuer": "file:///etc/passwd"}, "OIDC_DIRECCION_INSEGURA"),
        ({"oidc_return_url": "http://criterio.ejemplo/entrar/institucional/regreso"}, "OIDC_DIRECCION_INSEGURA"),
        ({"oidc_client_secret_file": Path("/no/existe")}, "OIDC_SECRETO_AUSENTE"),
        ({"oidc_mapping": Path("/no/existe.yaml")}, "OIDC_MAPA_INVALIDO"),
    ],
)
def test_the_server_does_not_start_with_half_a_configuration(
    tmp_path: Path, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        create_app(settings(tmp_path, ISSUER, **changes))
    assert (refusal.value.code, bool(refusal.value.hint)) == (code, True)


@pytest.mark.parametrize(
    "written",
    [
        "groups: {}",
        "groups: {a: {roles: []}}",
        "groups: {a: {roles: [dios]}}",
        "groups: {a: {roles: [consulta], ooad: 1}}",
        'groups: {a: {roles: [consulta], ooad: "1"}}',
        'groups: {a: {roles: [consulta], national: true, ooad: "01"}}',
        'groups: {a: {roles: [consulta], subdelegaciones: ["05"]}}',
        "groups: {a: {roles: [consulta], nacional: true}}",
        "grupos: {}",
        "[",
        "",
    ],
)
def test_a_mapping_with_a_mistake_is_refused(tmp_path: Path, written: str) -> None:
    file = tmp_path / "mapa.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(BadInput) as refusal:
        create_app(settings(tmp_path, ISSUER, oidc_mapping=file))
    assert refusal.value.code == "OIDC_MAPA_INVALIDO"


def test_the_secret_comes_from_its_file_and_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / "secreto"
    file.write_text("mi-secreto-largo\n", encoding="utf-8")
    chosen = settings(tmp_path, ISSUER, oidc_client_secret_file=file)
    institution = create_app(chosen).state.access.institution
    assert institution.configuration.client_secret == "mi-secreto-largo"
    shown = settings(tmp_path, ISSUER, oidc_client_secret="mi-secreto-largo")
    assert "mi-secreto-largo" not in str(shown.oidc_client_secret) + repr(shown)


MAPPING = GroupMapping.model_validate(
    {
        "groups": {
            "consulta": {"roles": ["consulta"]},
            "supervisa": {"roles": ["supervisor"]},
            "norte": {"roles": ["redactor"], "ooad": "01"},
            "todo": {"roles": ["normativo"], "national": True},
            "evalua": {"roles": ["evaluador"]},
        },
        "territory": {"ooad": "oficina.ooad", "subdelegaciones": "oficina.sub"},
    }
)


def test_territory_comes_from_the_person_when_the_group_says_none() -> None:
    claims = {"groups": ["consulta", "supervisa"], "oficina": {"ooad": "07", "sub": ["01", "02"]}}
    roles, territory = MAPPING.granted(claims)
    assert roles == {Role.CONSULTA, Role.SUPERVISOR}
    assert territory == Territory(False, "07", frozenset({"01", "02"}))
    assert MAPPING.granted({"groups": "consulta"}) == ({Role.CONSULTA}, Territory())
    assert MAPPING.granted({"groups": ["consulta"], "oficina": {"ooad": ["07", "08"]}})[1] == Territory()


@given(
    st.lists(st.sampled_from([*MAPPING.groups, "otro", "TODO"]), unique=True),
    st.sampled_from([None, "01", "07", ["07"], ["01", "02"], 7, {"ooad": "01"}]),
)
def test_nobody_gets_a_role_over_more_than_each_of_its_groups_gives(groups: list[str], ooad: object) -> None:
    claims = {"groups": groups, "oficina": {"ooad": ooad}}
    try:
        roles, territory = MAPPING.granted(claims)
    except CriterioError:
        return
    alone = [MAPPING.granted({**claims, "groups": [group]}) for group in groups]
    assert roles == frozenset(role for given_roles, _ in alone for role in given_roles)
    for given_roles, reach in alone:
        if given_roles - {Role.EVALUADOR}:
            assert reach == territory


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_whatever_the_claim_holds_nothing_breaks_and_nothing_is_given(value: object) -> None:
    roles, territory = MAPPING.granted({"groups": value, "oficina": value})
    assert (roles, territory.national) == (frozenset(), False)


def test_the_models_of_accounts_and_their_migrations_agree(tmp_path: Path, fresh_postgres: str) -> None:
    assert {table.__tablename__ for table in (api.auth.models.User, api.auth.models.EntryAttempt)} <= TABLES
    for url in (f"sqlite:///{tmp_path / 'a.db'}", fresh_postgres):
        migrate(url)
        engine = make_engine(url)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            different = [row for row in compare_metadata(context, Base.metadata) if _of_accounts(row)]
        assert different == []
        migrate(url, "base")
        assert not TABLES & set(inspect(engine).get_table_names())
        engine.dispose()


def _of_accounts(difference: object) -> bool:
    if isinstance(difference, list):
        return any(_of_accounts(part) for part in difference)
    assert isinstance(difference, tuple)
    table = getattr(difference[1], "table", difference[1])
    name = difference[2] if str(difference[0]).startswith("modify") else getattr(table, "name", "")
    return name in TABLES
