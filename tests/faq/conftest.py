from tests.staff.fixtures import migrated_file  # noqa: F401
