"""Keys and people: several keys per tenant, second factors, invitations, proposals, protected cases."""

import sqlalchemy as sa
from alembic import op

revision = "zaken_0002"
down_revision = "zaken_0001"
branch_labels = None
depends_on = None


# Only practice installations exist from before: their recovery ceremony was never signed or rehearsed.
def _leeg() -> sa.TextClause:
    """No bytes, as a literal of the database: SQLite would take '' for text, and a text is no signature."""
    return sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "kek",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wortel_nr", sa.Integer(), nullable=False),
        sa.Column("kek", sa.LargeBinary(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["tenant"], ["gemeente.slug"]),
        sa.PrimaryKeyConstraint("tenant", "nr"),
    )
    op.execute("INSERT INTO kek (tenant, nr, wortel_nr, kek) SELECT slug, 1, 1, kek FROM gemeente")
    op.drop_column("gemeente", "kek")
    op.create_table(
        "tweedefactor",
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["persoon_id"], ["persoon.id"]),
        sa.PrimaryKeyConstraint("persoon_id"),
    )
    op.create_table(
        "externelogin",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["persoon_id"], ["persoon.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_externelogin_persoon_id"), "externelogin", ["persoon_id"], unique=False)
    op.create_table(
        "uitnodiging",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("gemaakt_door", sa.LargeBinary(length=16), nullable=True),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("verloopt", sa.Date(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant"], ["gemeente.slug"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_uitnodiging_tenant"), "uitnodiging", ["tenant"], unique=False)
    op.create_table(
        "lidvoorstel",
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("waarneemt", sa.Boolean(), nullable=False),
        sa.Column("van", sa.Date(), nullable=True),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("voorsteller", sa.LargeBinary(length=16), nullable=True),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["persoon_id"], ["persoon.id"]),
        sa.PrimaryKeyConstraint("werkplek", "persoon_id"),
    )
    op.create_table(
        "wisfactor",
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("voorsteller", sa.LargeBinary(length=16), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["persoon_id"], ["persoon.id"]),
        sa.PrimaryKeyConstraint("persoon_id"),
    )
    op.create_table(
        "ledenlijst",
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("leden", sa.LargeBinary(), nullable=False),
        sa.Column("handtekening", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["werkplek"], ["werkplek.id"]),
        sa.PrimaryKeyConstraint("werkplek", "soort"),
    )
    op.create_table(
        "noodwortel",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("noodsleutel_nr", sa.Integer(), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("nr"),
    )
    op.create_table(
        "tekensleutel",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wortel_nr", sa.Integer(), nullable=False),
        sa.Column("publiek", sa.LargeBinary(), nullable=False),
        sa.Column("geheim", sa.LargeBinary(), nullable=False),
        sa.Column("handtekening", sa.LargeBinary(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("nr"),
    )
    op.add_column("werkplek", sa.Column("vernieuwen_sinds", sa.Date(), nullable=True))
    op.add_column("werkplek", sa.Column("verlaten_epoch", sa.Integer(), nullable=True))
    op.add_column("werkpleksleutel", sa.Column("tegentekening", sa.LargeBinary(), nullable=True))
    op.add_column("noodsleutel", sa.Column("nr", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("noodsleutel", sa.Column("kanarie", sa.LargeBinary(), nullable=False, server_default=_leeg()))
    op.add_column("noodsleutel", sa.Column("handtekening", sa.LargeBinary(), nullable=False, server_default=_leeg()))
    op.add_column("noodsleutel", sa.Column("geoefend", sa.Date(), nullable=True))
    op.add_column("noodsleutel", sa.Column("gebruikt", sa.Date(), nullable=True))
    op.add_column("noodwrap", sa.Column("nr", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("controlepunt", sa.Column("sleutel_nr", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("zaak", sa.Column("afgeschermd", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Take it away again. Only the first key of each tenant goes back: after a rotation this loses the others."""

    op.drop_column("zaak", "afgeschermd")
    op.drop_column("controlepunt", "sleutel_nr")
    op.drop_column("noodwrap", "nr")
    for kolom in ("gebruikt", "geoefend", "handtekening", "kanarie", "nr"):
        op.drop_column("noodsleutel", kolom)
    op.drop_column("werkpleksleutel", "tegentekening")
    op.drop_column("werkplek", "verlaten_epoch")
    op.drop_column("werkplek", "vernieuwen_sinds")
    for tabel in ("tekensleutel", "noodwortel", "ledenlijst", "wisfactor", "lidvoorstel"):
        op.drop_table(tabel)
    op.drop_index(op.f("ix_uitnodiging_tenant"), table_name="uitnodiging")
    op.drop_table("uitnodiging")
    op.drop_index(op.f("ix_externelogin_persoon_id"), table_name="externelogin")
    op.drop_table("externelogin")
    op.drop_table("tweedefactor")
    op.add_column("gemeente", sa.Column("kek", sa.LargeBinary(), nullable=False, server_default=_leeg()))
    op.execute("UPDATE gemeente SET kek = (SELECT kek FROM kek WHERE kek.tenant = gemeente.slug AND kek.nr = 1)")
    op.drop_table("kek")
