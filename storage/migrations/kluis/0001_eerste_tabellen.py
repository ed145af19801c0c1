"""First tables of kluis."""

import sqlalchemy as sa
from alembic import op

revision = "kluis_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "kluisfeit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Take it away again."""

    op.drop_table("kluisfeit")
