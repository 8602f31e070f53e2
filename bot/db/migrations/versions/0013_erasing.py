"""erasing"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision = '0013'
down_revision = '0012'


def upgrade() -> None:
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_identity_hash'), ['identity_hash'], unique=False)

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_conversation_id'), ['conversation_id'], unique=False)

    with op.batch_alter_table('night_work', schema=None) as batch_op:
        batch_op.add_column(sa.Column('tried_for', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('tries', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('not_before', bot.db.base.UtcDateTime(timezone=True), nullable=True))

    # The id of a chat stayed where nothing led to the person any more.
    forgotten = "conversation_id IS NULL AND contact_id IS NULL AND identity_hash IS NULL"
    op.execute(f"UPDATE outbox SET lane = '-' WHERE channel = 'telegram' AND state IN ('sent', 'withheld') AND {forgotten}")


def downgrade() -> None:
    with op.batch_alter_table('night_work', schema=None) as batch_op:
        batch_op.drop_column('not_before')
        batch_op.drop_column('tries')
        batch_op.drop_column('tried_for')

    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_conversation_id'))

    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_outbox_identity_hash'))
