"""email_proofs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import bot.db.base

revision = '0011'
down_revision = '0010'

def upgrade() -> None:
    op.create_table('email_proofs',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('key', sa.String(length=40), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('address', sa.String(length=320), nullable=False),
    sa.Column('identity_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('code_hash', sa.LargeBinary(length=32), nullable=True),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=True),
    sa.Column('created_at', bot.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', bot.db.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('posted_at', bot.db.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('proven_at', bot.db.base.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_email_proofs_conversation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_email_proofs')),
    sa.UniqueConstraint('key', name=op.f('uq_email_proofs_key'))
    )
    with op.batch_alter_table('email_proofs', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_email_proofs_conversation_id'), ['conversation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_email_proofs_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_email_proofs_identity_hash'), ['identity_hash'], unique=False)
        batch_op.create_index('ix_email_proofs_unposted', ['id'], unique=False, sqlite_where=sa.text('posted_at IS NULL'), postgresql_where=sa.text('posted_at IS NULL'))

def downgrade() -> None:
    with op.batch_alter_table('email_proofs', schema=None) as batch_op:
        batch_op.drop_index('ix_email_proofs_unposted', sqlite_where=sa.text('posted_at IS NULL'), postgresql_where=sa.text('posted_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_email_proofs_identity_hash'))
        batch_op.drop_index(batch_op.f('ix_email_proofs_expires_at'))
        batch_op.drop_index(batch_op.f('ix_email_proofs_conversation_id'))

    op.drop_table('email_proofs')
