"""First tables of zaken."""

import sqlalchemy as sa
from alembic import op

revision = "zaken_0001"
down_revision = None
branch_labels = None
depends_on = None


# The log only grows. RAISE in a BEFORE INSERT stops INSERT OR REPLACE on an entry that is there already.
SQLITE_ALLEEN_ERBIJ = (
    "CREATE TRIGGER log_geen_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER log_geen_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'append only'); END",
    "CREATE TRIGGER log_geen_replace BEFORE INSERT ON log"
    " WHEN EXISTS (SELECT 1 FROM log WHERE tenant = NEW.tenant AND seq = NEW.seq)"
    " BEGIN SELECT RAISE(ABORT, 'append only'); END",
)
POSTGRES_ALLEEN_ERBIJ = (
    "CREATE FUNCTION log_alleen_erbij() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'append only'; END $$",
    "CREATE TRIGGER log_alleen_erbij BEFORE UPDATE OR DELETE OR TRUNCATE ON log"
    " FOR EACH STATEMENT EXECUTE FUNCTION log_alleen_erbij()",
)


def upgrade() -> None:
    """Add what this version brings."""

    op.create_table(
        "afgegaan",
        sa.Column("timer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("trede", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("groep", sa.String(length=80), nullable=False),
        sa.Column("aan", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("berichten", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("timer_id", "trede"),
    )
    op.create_table(
        "bericht",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("volgende_dag", sa.Date(), nullable=False),
        sa.Column("volgende_minuut", sa.Integer(), nullable=False),
        sa.Column("fout", sa.String(length=80), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_bericht_staat", "bericht", ["staat", "volgende_dag"], unique=False)
    op.create_table(
        "controlepunt",
        sa.Column("nr", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("handtekening", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("nr"),
    )
    op.create_table(
        "gemeente",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("kek", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_table(
        "installatie",
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("waarde", sa.String(length=400), nullable=False),
        sa.PrimaryKeyConstraint("naam"),
    )
    op.create_table(
        "log",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("tenant", "seq"),
    )
    op.create_table(
        "noodwrap",
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("werkplek", "epoch"),
        sa.UniqueConstraint("werkplek", "epoch"),
    )
    op.create_table(
        "routeversie",
        sa.Column("hash", sa.String(length=80), nullable=False),
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("inhoud", sa.Text(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_table(
        "telling",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("kwartaal", sa.String(length=80), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "noodsleutel",
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("ceremonie", sa.LargeBinary(), nullable=False),
        sa.Column("publiek", sa.LargeBinary(), nullable=False),
        sa.Column("paar_12", sa.LargeBinary(), nullable=False),
        sa.Column("paar_13", sa.LargeBinary(), nullable=False),
        sa.Column("paar_23", sa.LargeBinary(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant"],
            ["gemeente.slug"],
        ),
        sa.PrimaryKeyConstraint("tenant"),
    )
    op.create_table(
        "overleg",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("gemeente", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("zitting", sa.String(length=80), nullable=True),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gemeente"],
            ["gemeente.slug"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_overleg_gemeente"), "overleg", ["gemeente"], unique=False)
    op.create_table(
        "persoon",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("inlog_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("kosten", sa.String(length=80), nullable=False),
        sa.Column("pepper_kid", sa.Integer(), nullable=False),
        sa.Column("verifier", sa.LargeBinary(), nullable=False),
        sa.Column("publiek", sa.LargeBinary(), nullable=False),
        sa.Column("geheim", sa.LargeBinary(), nullable=False),
        sa.Column("geheim_herstel", sa.LargeBinary(), nullable=False),
        sa.Column("profiel", sa.LargeBinary(), nullable=False),
        sa.Column("actief", sa.Boolean(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant"],
            ["gemeente.slug"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("inlog_id"),
    )
    op.create_index(op.f("ix_persoon_tenant"), "persoon", ["tenant"], unique=False)
    op.create_table(
        "werkplek",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant"],
            ["gemeente.slug"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "zaak",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("nummer", sa.String(length=80), nullable=False),
        sa.Column("herkomst", sa.String(length=80), nullable=False),
        sa.Column("houder", sa.String(length=80), nullable=False),
        sa.Column("voorgelegd_aan", sa.String(length=80), nullable=True),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("route_hash", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.Column("dag_in", sa.Date(), nullable=False),
        sa.Column("dag_staat", sa.Date(), nullable=False),
        sa.Column("termijn", sa.Date(), nullable=True),
        sa.Column("termijn_minuut", sa.Integer(), nullable=True),
        sa.Column("aangehouden", sa.Integer(), nullable=False),
        sa.Column("overleg_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("regiehouder", sa.LargeBinary(length=16), nullable=True),
        sa.Column("vernietig_op", sa.Date(), nullable=True),
        sa.Column("vasthouden", sa.Boolean(), nullable=False),
        sa.Column("indiening", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kenmerken", sa.LargeBinary(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["herkomst"],
            ["gemeente.slug"],
        ),
        sa.ForeignKeyConstraint(
            ["houder"],
            ["gemeente.slug"],
        ),
        sa.ForeignKeyConstraint(
            ["route_hash"],
            ["routeversie.hash"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("indiening"),
        sa.UniqueConstraint("nummer"),
    )
    op.create_index("ix_zaak_lijst", "zaak", ["houder", "staat", "termijn", "id"], unique=False)
    op.create_index("ix_zaak_termijn", "zaak", ["houder", "termijn", "id"], unique=False)
    op.create_table(
        "aanwezig",
        sa.Column("overleg_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["overleg_id"],
            ["overleg.id"],
        ),
        sa.ForeignKeyConstraint(
            ["persoon_id"],
            ["persoon.id"],
        ),
        sa.PrimaryKeyConstraint("overleg_id", "persoon_id"),
    )
    op.create_table(
        "certificaatsleutel",
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["persoon_id"],
            ["persoon.id"],
        ),
        sa.PrimaryKeyConstraint("persoon_id"),
    )
    op.create_table(
        "compartiment",
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("naam", sa.String(length=80), nullable=False),
        sa.Column("kid", sa.LargeBinary(), nullable=False),
        sa.Column("belofte", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("zaak_id", "naam"),
    )
    op.create_index("ix_compartiment_naam", "compartiment", ["naam"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("compartiment", sa.String(length=80), nullable=False),
        sa.Column("volgnr", sa.Integer(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("inhoud", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_document_zaak", "document", ["zaak_id", "compartiment", "volgnr"], unique=False)
    op.create_table(
        "instemming",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("actie", sa.String(length=80), nullable=False),
        sa.Column("zaak_revisie", sa.Integer(), nullable=False),
        sa.Column("voorsteller", sa.LargeBinary(length=16), nullable=False),
        sa.Column("rol", sa.String(length=80), nullable=False),
        sa.Column("gaf_zaak", sa.Boolean(), nullable=False),
        sa.Column("termijn", sa.Date(), nullable=False),
        sa.Column("document_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("zaak_id"),
    )
    op.create_table(
        "kluisverwijzing",
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("kluis_id", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("zaak_id", "kluis_id"),
    )
    op.create_table(
        "lid",
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("persoon_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.Column("waarneemt", sa.Boolean(), nullable=False),
        sa.Column("van", sa.Date(), nullable=True),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["persoon_id"],
            ["persoon.id"],
        ),
        sa.PrimaryKeyConstraint("werkplek", "epoch", "persoon_id"),
    )
    op.create_index(op.f("ix_lid_persoon_id"), "lid", ["persoon_id"], unique=False)
    op.create_table(
        "privacycheck",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("traject_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("soort", sa.String(length=80), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("termijn", sa.Date(), nullable=False),
        sa.Column("achteraf", sa.Boolean(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_privacycheck_tenant"), "privacycheck", ["tenant"], unique=False)
    op.create_index(op.f("ix_privacycheck_zaak_id"), "privacycheck", ["zaak_id"], unique=False)
    op.create_table(
        "timer",
        sa.Column("timer_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("trede", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("traject_id", sa.LargeBinary(length=16), nullable=True),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.Column("groep", sa.String(length=80), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("minuut", sa.Integer(), nullable=True),
        sa.Column("aan", sa.String(length=80), nullable=False),
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("bericht", sa.String(length=80), nullable=False),
        sa.Column("stap", sa.String(length=80), nullable=False),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("timer_id", "trede"),
    )
    op.create_index("ix_timer_dag", "timer", ["dag", "minuut"], unique=False)
    op.create_index(op.f("ix_timer_zaak_id"), "timer", ["zaak_id"], unique=False)
    op.create_table(
        "traject",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("herkomst", sa.String(length=80), nullable=False),
        sa.Column("houder", sa.String(length=80), nullable=False),
        sa.Column("route", sa.String(length=80), nullable=False),
        sa.Column("route_hash", sa.String(length=80), nullable=False),
        sa.Column("nummer", sa.String(length=80), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("maker", sa.String(length=80), nullable=False),
        sa.Column("ontvanger", sa.String(length=80), nullable=False),
        sa.Column("opvangplek", sa.String(length=80), nullable=True),
        sa.Column("vorm", sa.String(length=4), nullable=False),
        sa.Column("vorige_staat", sa.String(length=80), nullable=True),
        sa.Column("spoed", sa.Boolean(), nullable=False),
        sa.Column("dag_in", sa.Date(), nullable=False),
        sa.Column("dag_staat", sa.Date(), nullable=False),
        sa.Column("termijn", sa.Date(), nullable=True),
        sa.Column("geldig_tot", sa.Date(), nullable=True),
        sa.Column("kenmerken", sa.LargeBinary(), nullable=False),
        sa.Column("revisie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["houder"],
            ["gemeente.slug"],
        ),
        sa.ForeignKeyConstraint(
            ["route_hash"],
            ["routeversie.hash"],
        ),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("nummer"),
    )
    op.create_index(op.f("ix_traject_houder"), "traject", ["houder"], unique=False)
    op.create_index("ix_traject_ontvanger", "traject", ["ontvanger", "route", "staat"], unique=False)
    op.create_index(op.f("ix_traject_opvangplek"), "traject", ["opvangplek"], unique=False)
    op.create_index(op.f("ix_traject_zaak_id"), "traject", ["zaak_id"], unique=False)
    op.create_table(
        "volg",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tenant", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "werkpleksleutel",
        sa.Column("werkplek", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("publiek", sa.LargeBinary(), nullable=False),
        sa.Column("publiek_teken", sa.LargeBinary(), nullable=False),
        sa.Column("certificaat", sa.LargeBinary(), nullable=False),
        sa.Column("getekend_door", sa.String(length=80), nullable=False),
        sa.Column("niet_voor", sa.Date(), nullable=False),
        sa.Column("niet_na", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["werkplek"],
            ["werkplek.id"],
        ),
        sa.PrimaryKeyConstraint("werkplek", "epoch"),
    )
    op.create_table(
        "wrap",
        sa.Column("zaak_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("compartiment", sa.String(length=80), nullable=False),
        sa.Column("ontvanger", sa.String(length=80), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("staat", sa.String(length=80), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["zaak_id"],
            ["zaak.id"],
        ),
        sa.PrimaryKeyConstraint("zaak_id", "compartiment", "ontvanger"),
    )
    op.create_index("ix_wrap_ontvanger", "wrap", ["ontvanger", "zaak_id"], unique=False)
    dialect = op.get_bind().dialect.name
    for opdracht in SQLITE_ALLEEN_ERBIJ if dialect == "sqlite" else POSTGRES_ALLEEN_ERBIJ:
        op.execute(opdracht)


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION log_alleen_erbij() CASCADE")

    op.drop_index("ix_wrap_ontvanger", table_name="wrap")
    op.drop_table("wrap")
    op.drop_table("werkpleksleutel")
    op.drop_table("volg")
    op.drop_index(op.f("ix_traject_zaak_id"), table_name="traject")
    op.drop_index(op.f("ix_traject_opvangplek"), table_name="traject")
    op.drop_index("ix_traject_ontvanger", table_name="traject")
    op.drop_index(op.f("ix_traject_houder"), table_name="traject")
    op.drop_table("traject")
    op.drop_index(op.f("ix_timer_zaak_id"), table_name="timer")
    op.drop_index("ix_timer_dag", table_name="timer")
    op.drop_table("timer")
    op.drop_index(op.f("ix_privacycheck_zaak_id"), table_name="privacycheck")
    op.drop_index(op.f("ix_privacycheck_tenant"), table_name="privacycheck")
    op.drop_table("privacycheck")
    op.drop_index(op.f("ix_lid_persoon_id"), table_name="lid")
    op.drop_table("lid")
    op.drop_table("kluisverwijzing")
    op.drop_table("instemming")
    op.drop_index("ix_document_zaak", table_name="document")
    op.drop_table("document")
    op.drop_index("ix_compartiment_naam", table_name="compartiment")
    op.drop_table("compartiment")
    op.drop_table("certificaatsleutel")
    op.drop_table("aanwezig")
    op.drop_index("ix_zaak_termijn", table_name="zaak")
    op.drop_index("ix_zaak_lijst", table_name="zaak")
    op.drop_table("zaak")
    op.drop_table("werkplek")
    op.drop_index(op.f("ix_persoon_tenant"), table_name="persoon")
    op.drop_table("persoon")
    op.drop_index(op.f("ix_overleg_gemeente"), table_name="overleg")
    op.drop_table("overleg")
    op.drop_table("noodsleutel")
    op.drop_table("telling")
    op.drop_table("routeversie")
    op.drop_table("noodwrap")
    op.drop_table("log")
    op.drop_table("installatie")
    op.drop_table("gemeente")
    op.drop_table("controlepunt")
    op.drop_index("ix_bericht_staat", table_name="bericht")
    op.drop_table("bericht")
    op.drop_table("afgegaan")
