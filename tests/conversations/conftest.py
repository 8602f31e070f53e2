from tests.conversations.changing import office, speak  # noqa: F401
