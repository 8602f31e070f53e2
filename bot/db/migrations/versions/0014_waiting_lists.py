"""waiting_lists"""

from __future__ import annotations

from alembic import op
from sqlalchemy import text

revision = '0014'
down_revision = '0013'

_WEBHOOKS = text("channel = 'webhook'")


def upgrade() -> None:
    op.create_index('ix_audit_log_action', 'audit_log', ['action', 'id'])
    op.create_index('ix_outbox_webhooks', 'outbox', ['state', 'id'], sqlite_where=_WEBHOOKS, postgresql_where=_WEBHOOKS)
    op.create_index('ix_problems_resolved_at', 'problems', ['resolved_at', 'created_at', 'id'])
    op.create_index('ix_questions_state', 'questions', ['state', 'created_at', 'id'])


def downgrade() -> None:
    op.drop_index('ix_questions_state', table_name='questions')
    op.drop_index('ix_problems_resolved_at', table_name='problems')
    op.drop_index('ix_outbox_webhooks', table_name='outbox')
    op.drop_index('ix_audit_log_action', table_name='audit_log')
