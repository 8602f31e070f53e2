"""messages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision = '0008'
down_revision = '0007'

def upgrade() -> None:
    op.create_table('planned_messages',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('booking_id', sa.String(length=32), nullable=True),
    sa.Column('waitlist_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('conversation_id', sa.String(length=32), nullable=True),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=True),
    sa.Column('due_at', bot.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('why', sa.String(length=20), nullable=True),
    sa.Column('created_at', bot.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', bot.db.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_planned_messages_booking_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_planned_messages_conversation_id')),
    sa.ForeignKeyConstraint(['waitlist_id'], ['waitlist.id'], name=op.f('fk_planned_messages_waitlist_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_planned_messages')),
    sa.UniqueConstraint('key', name=op.f('uq_planned_messages_key'))
    )
    with op.batch_alter_table('planned_messages', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_planned_messages_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_messages_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index('ix_planned_messages_due', ['state', 'due_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_planned_messages_waitlist_id'), ['waitlist_id'], unique=False)

def downgrade() -> None:
    with op.batch_alter_table('planned_messages', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_planned_messages_waitlist_id'))
        batch_op.drop_index('ix_planned_messages_due')
        batch_op.drop_index(batch_op.f('ix_planned_messages_conversation_id'))
        batch_op.drop_index(batch_op.f('ix_planned_messages_booking_id'))

    op.drop_table('planned_messages')
