"""Failed log-ins, known devices, and tickets of who waited."""

import sqlalchemy as sa
from alembic import op

revision = "sessies_0002"
down_revision = "sessies_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "poging",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("emmer", sa.LargeBinary(length=16), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_poging_emmer"), "poging", ["emmer"], unique=False)
    op.create_table(
        "wachtkaart",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("moment", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "apparaat",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Take it away again."""

    op.drop_table("apparaat")
    op.drop_table("wachtkaart")
    op.drop_index(op.f("ix_poging_emmer"), table_name="poging")
    op.drop_table("poging")
