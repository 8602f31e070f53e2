"""erasing"""

from __future__ import annotations

from alembic import op

revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_identity_hash'), ['identity_hash'], unique=False)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_conversation_id'), ['conversation_id'], unique=False)

    # The id of a chat stayed where nothing led to the person any more.
    forgotten = "conversation_id IS NULL AND contact_id IS NULL AND identity_hash IS NULL"
    op.execute(f"UPDATE outbox SET lane = '-' WHERE channel = 'telegram' AND state IN ('sent', 'withheld') AND {forgotten}")


def downgrade() -> None:
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_conversation_id'))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_identity_hash'))
