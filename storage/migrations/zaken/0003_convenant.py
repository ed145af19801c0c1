"""The covenant: requests, breaches, holds and matches; days on which parts of a case are destroyed; match keys."""

import sqlalchemy as sa
from alembic import op

revision = "zaken_0003"
down_revision = "zaken_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "kwestie",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("nummer", sa.String(length=80), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("termijn", sa.Date(), nullable=True),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["gemeente.slug"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("nummer"),
    )
    op.create_index("ix_kwestie_lijst", "kwestie", ["tenant", "soort", "staat", "termijn"], unique=False)
    op.create_table(
        "matchsleutel",
        sa.Column("bereik", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("werkplek_epoch", sa.Integer(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("bereik", "epoch", "werkplek"),
    )
    op.add_column("zaak", sa.Column("ident_op", sa.Date(), nullable=True))
    op.add_column("zaak", sa.Column("melder_op", sa.Date(), nullable=True))


def downgrade() -> None:
    """Take it away again: requests, breaches, holds and matches are lost; cases are not."""

    op.drop_column("zaak", "melder_op")
    op.drop_column("zaak", "ident_op")
    op.drop_table("matchsleutel")
    op.drop_index("ix_kwestie_lijst", table_name="kwestie")
    op.drop_table("kwestie")
