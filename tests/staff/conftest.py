from tests.staff.fixtures import (  # noqa: F401
    clock,
    content,
    database,
    enter,
    migrated_file,
    open_site,
    plant,
    postgres_url,
    site,
)
from tests.staff.touring import office, open_office  # noqa: F401
