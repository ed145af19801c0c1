"""Match tokens beside the vault facts that they are made of."""

import sqlalchemy as sa
from alembic import op

revision = "kluis_0002"
down_revision = "kluis_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "token",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kluis_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("bereik", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_token_bereik", "token", ["bereik", "epoch"], unique=False)
    op.create_index("ix_token_zaak", "token", ["zaak_id"], unique=False)


def downgrade() -> None:
    """Take it away again: tokens can be made anew from the vault."""

    op.drop_index("ix_token_zaak", table_name="token")
    op.drop_index("ix_token_bereik", table_name="token")
    op.drop_table("token")
