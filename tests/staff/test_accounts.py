from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.audit.models import AuditRow
from bot.db.database import Database
from bot.errors import Conflict, InvalidInput, NotFound
from bot.staff import accounts, sessions
from bot.staff.models import StaffSession, StaffUser
from tests.staff.fixtures import both_databases
from tests.staff.planting import CHEAP, PASSWORD, FakeClock, Plant

pytestmark = both_databases


def actions(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.actor, row.action) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]


def test_a_new_account_gets_a_password_that_is_only_returned(database: Database, clock: FakeClock) -> None:
    with database.write() as session:
        user, generated = accounts.create(session, clock, " Sam@School.edu ", "Sam  Rivera", "counselor", passwords=CHEAP)
    assert (user.login, user.name, user.role) == ("sam@school.edu", "Sam Rivera", "counselor")
    assert generated is not None
    assert generated not in user.password_hash
    assert CHEAP.verify(user.password_hash, generated)
    assert actions(database) == [("command", "account added")]


def test_a_chosen_password_is_not_handed_back(database: Database, clock: FakeClock) -> None:
    with database.write() as session:
        user, generated = accounts.create(session, clock, "sam", "Sam", "admin", PASSWORD, passwords=CHEAP)
    assert generated is None
    assert CHEAP.verify(user.password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("login", "name", "role", "password", "why"),
    [
        ("s", "Sam", "viewer", None, "login"),
        ("sam rivera", "Sam", "viewer", None, "login"),
        ("sam<b>", "Sam", "viewer", None, "login"),
        ("sam", "  ", "viewer", None, "name"),
        ("sam", "Sam", "owner", None, "no role"),
        ("sam", "Sam", "viewer", "short", "at least"),
    ],
)
def test_bad_accounts_are_refused(
    database: Database, clock: FakeClock, login: str, name: str, role: str, password: str | None, why: str
) -> None:
    with pytest.raises(InvalidInput, match=why), database.write() as session:
        accounts.create(session, clock, login, name, role, password, passwords=CHEAP)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffUser)) == 0


def test_a_login_is_unique_whatever_its_case(database: Database, clock: FakeClock, plant: Plant) -> None:
    plant.staff("viewer", "sam")
    with pytest.raises(Conflict, match="already"), database.write() as session:
        accounts.create(session, clock, "SAM", "Other Sam", "viewer", passwords=CHEAP)


def test_the_first_admin_is_made_once(database: Database, clock: FakeClock) -> None:
    with database.write() as session:
        first = accounts.ensure_first_admin(session, clock, passwords=CHEAP)
    assert first is not None
    with database.write() as session:
        assert accounts.ensure_first_admin(session, clock, passwords=CHEAP) is None
    with database.read() as session:
        user = accounts.by_login(session, first.login)
        assert user.role == "admin"
        assert CHEAP.verify(user.password_hash, first.password)
    assert actions(database) == [("system", "account added")]


def test_no_first_admin_where_any_account_exists(database: Database, clock: FakeClock, plant: Plant) -> None:
    plant.staff("viewer", disabled_at=clock())
    with database.write() as session:
        assert accounts.ensure_first_admin(session, clock, passwords=CHEAP) is None


def test_a_new_password_ends_the_sessions_except_the_one_kept(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam, kim = plant.staff(), plant.staff()
    with database.write() as session:
        kept = sessions.start(session, clock(), sam.id)
        sessions.start(session, clock(), sam.id)
        sessions.start(session, clock(), kim.id)
    with database.write() as session:
        generated = accounts.set_password(session, clock, sam.id, keep_token=kept, passwords=CHEAP)
    assert generated
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(StaffSession)) == 2
        assert sessions.find(session, clock(), kept) is not None
    assert actions(database) == [("command", "password reset")]


def test_disabling_ends_the_sessions_and_enabling_opens_the_account_again(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff("counselor")
    with database.write() as session:
        token = sessions.start(session, clock(), sam.id)
    with database.write() as session:
        accounts.disable(session, clock, sam.id)
        accounts.disable(session, clock, sam.id)
    with database.read() as session:
        assert sessions.find(session, clock(), token) is None
        assert session.get_one(StaffUser, sam.id).disabled_at == clock()
    with database.write() as session:
        accounts.enable(session, clock, sam.id)
    with database.read() as session:
        assert session.get_one(StaffUser, sam.id).disabled_at is None
    assert actions(database) == [("command", "account disabled"), ("command", "account enabled")]


def test_the_last_administrator_stays(database: Database, clock: FakeClock, plant: Plant) -> None:
    boss = plant.staff("admin")
    plant.staff("admin", disabled_at=clock())
    with pytest.raises(Conflict, match="last administrator"), database.write() as session:
        accounts.disable(session, clock, boss.id)
    with pytest.raises(Conflict, match="last administrator"), database.write() as session:
        accounts.set_role(session, clock, boss.id, "viewer")
    with database.read() as session:
        user = session.get_one(StaffUser, boss.id)
        assert (user.role, user.disabled_at) == ("admin", None)
    assert actions(database) == []


def test_a_role_change_is_audited_with_both_roles(database: Database, clock: FakeClock, plant: Plant) -> None:
    sam = plant.staff("counselor")
    with database.write() as session:
        accounts.set_role(session, clock, sam.id, "manager", actor="staff:boss")
        accounts.set_role(session, clock, sam.id, "manager", actor="staff:boss")
    with database.read() as session:
        (row,) = session.scalars(select(AuditRow))
        assert (row.action, row.object_id, row.detail) == (
            "role changed",
            sam.id,
            {"from": "counselor", "to": "manager"},
        )


def test_an_unknown_account_is_said_to_be_unknown(database: Database, clock: FakeClock) -> None:
    with database.write() as session:
        with pytest.raises(NotFound):
            accounts.by_login(session, "nobody")
        with pytest.raises(NotFound):
            accounts.set_role(session, clock, "nobody", "viewer")
