"""First tables of sessies."""

import sqlalchemy as sa
from alembic import op

revision = "sessies_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "sessie",
        sa.Column("sleutel", sa.LargeBinary(length=32), nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("begonnen", sa.Integer(), nullable=False),
        sa.Column("gezien", sa.Integer(), nullable=False),
        sa.Column("verloopt", sa.Integer(), nullable=False),
        sa.Column("beeindigd", sa.Boolean(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.Column("concept", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sleutel"),
    )
    op.create_index(op.f("ix_sessie_persoon_id"), "sessie", ["persoon_id"], unique=False)


def downgrade() -> None:
    """Take it away again."""

    op.drop_index(op.f("ix_sessie_persoon_id"), table_name="sessie")
    op.drop_table("sessie")
