"""calls"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision = '0009'
down_revision = '0008'

def upgrade() -> None:
    op.create_table('calls',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('key', sa.String(length=100), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('booking_id', sa.String(length=32), nullable=True),
    sa.Column('waitlist_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('lead_id', sa.String(length=32), nullable=True),
    sa.Column('conversation_id', sa.String(length=32), nullable=True),
    sa.Column('why', sa.String(length=20), nullable=False),
    sa.Column('until', bot.db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('created_at', bot.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('outcome', sa.String(length=10), nullable=True),
    sa.Column('ended_at', bot.db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=60), nullable=True),
    sa.ForeignKeyConstraint(['booking_id'], ['bookings.id'], name=op.f('fk_calls_booking_id')),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_calls_conversation_id')),
    sa.ForeignKeyConstraint(['lead_id'], ['leads.id'], name=op.f('fk_calls_lead_id')),
    sa.ForeignKeyConstraint(['waitlist_id'], ['waitlist.id'], name=op.f('fk_calls_waitlist_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_calls')),
    sa.UniqueConstraint('key', name=op.f('uq_calls_key'))
    )
    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calls_booking_id'), ['booking_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calls_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_calls_lead_id'), ['lead_id'], unique=False)
        batch_op.create_index('ix_calls_open', ['outcome', 'until'], unique=False)
        batch_op.create_index(batch_op.f('ix_calls_waitlist_id'), ['waitlist_id'], unique=False)

    with op.batch_alter_table('booking_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_booking_changes_from_slot_id'), ['from_slot_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_booking_changes_to_slot_id'), ['to_slot_id'], unique=False)

def downgrade() -> None:
    with op.batch_alter_table('booking_changes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_booking_changes_to_slot_id'))
        batch_op.drop_index(batch_op.f('ix_booking_changes_from_slot_id'))

    with op.batch_alter_table('calls', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_calls_waitlist_id'))
        batch_op.drop_index('ix_calls_open')
        batch_op.drop_index(batch_op.f('ix_calls_lead_id'))
        batch_op.drop_index(batch_op.f('ix_calls_conversation_id'))
        batch_op.drop_index(batch_op.f('ix_calls_booking_id'))

    op.drop_table('calls')
