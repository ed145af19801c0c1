"""The page of the supervision of one municipality, and the papers that come out of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from workflow.beleid import Beleid
from workflow.datumtekst import dag_kort, dag_tekst
from workflow.ports import Werk
from workflow.termijnen import TIJDZONE
from workflow.verwerkingsregister import Kolom, dpia, register

# As the page of the beheerder: the covenant is warned about this long before it ends.
WAARSCHUW = timedelta(days=90)
STUKKEN = {"register": "Register van verwerkingen", "dpia": "Bijlage bij de DPIA"}


@dataclass(frozen=True)
class Toezichtpagina:
    """`convenant` are lines; `let_op` the warning about it, or ""; `gekeurd` how old the last signature is."""

    convenant: tuple[tuple[str, str], ...]
    let_op: str
    gekeurd: str
    stukken: tuple[tuple[str, str], ...]


def toezichtpagina(werk: Werk, beleid: Beleid) -> Toezichtpagina:
    """Compose the page; committed to the log before it is shown. Errors: LogboekOnbereikbaar."""
    c, vandaag = beleid.convenant, werk.nu.astimezone(TIJDZONE).date()
    punt = werk.logboek.laatste_controlepunt()
    werk.log("toezicht_bekeken")
    werk.bevestig()
    let_op = c.waarom_niet(vandaag)
    if not let_op and vandaag + WAARSCHUW > c.geldig_tot:
        let_op = f"Het convenant geldt nog tot en met {dag_tekst(c.geldig_tot)}. Daarna stopt het delen."
    return Toezichtpagina(
        convenant=(
            ("Versie", c.versie),
            ("Geldig vanaf", dag_kort(c.geldig_vanaf)),
            ("Geldig tot en met", dag_kort(c.geldig_tot)),
        ),
        let_op=let_op,
        gekeurd=dag_tekst(punt) if punt is not None else "",
        stukken=tuple(STUKKEN.items()),
    )


def maak_stuk(werk: Werk, beleid: Beleid, stuk: str, kolommen: Sequence[Kolom]) -> str:
    """One of the papers as Markdown; that it was made is logged. Errors: KeyError for a paper that there is not."""
    tekst = {"register": lambda: register(beleid), "dpia": lambda: dpia(beleid, kolommen)}[stuk]()
    werk.log("register_gemaakt", stuk=stuk)
    werk.bevestig()
    return tekst
