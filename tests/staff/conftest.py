from tests.staff.fixtures import (  # noqa: F401
    clock,
    content,
    database,
    enter,
    open_site,
    plant,
    site,
)
from tests.staff.touring import office, open_office  # noqa: F401
