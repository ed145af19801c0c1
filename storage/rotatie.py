"""New root key, new key of a tenant: the change itself is one commit, sealing everything again follows in batches.

Whoever breaks it off anywhere finds a service that starts and reads everything, and calling it again goes on. The key
that is replaced stays for what is not sealed again yet, and for the log, which is hashed as it was sealed.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from storage.bewaarders import aan_het_toetsenbord
from storage.ceremonie import wikkel_wortel
from storage.controlepunten import schrijf_publiek
from storage.crypto.encoding import SLEUTEL_BYTES
from storage.crypto.errors import Ongeldig
from storage.herverzegelen import achterstand, herverzegel, stukken
from storage.keys import tekensleutels, wortelbestanden
from storage.keys.dienstslot import DienstLoopt
from storage.keys.gemeenten import Kekken, open_kek, zegel_kek
from storage.keys.mensen import inlog_id
from storage.keys.noodsleutels import geldige_noodsleutel
from storage.keys.wortel import Wortel, Wortels
from storage.matchtaak import herzegel_tokens
from storage.sso import login_id
from storage.tables.mensen import (
    ExterneLoginRij,
    InstallatieRij,
    KekRij,
    NoodwortelRij,
    PersoonRij,
)
from storage.tables.sessies import SessieRij
from storage.unit_of_work import GEEN_SLEUTELS, Eenheid
from workflow.partners import REGIO

if TYPE_CHECKING:
    from storage.installatie import Installatie

# The planner ticks every half minute. On a database server it may run on another machine, where no lock is seen.
HARTSLAG_VOORBIJ = timedelta(seconds=90)
BEZIG = "kek_bezig:"
WORTEL_DAG = "wortel_dag"
Voortgang = Callable[[int, int], None]


class RotatieGeweigerd(Exception):
    """A rotation that can't be done now; the text says why and what to do first."""


@dataclass(frozen=True)
class Uitkomst:
    """What a rotation did: the number of the key, how many values were sealed again, and how many were damaged."""

    nr: int
    over: int
    kapot: int
    noodwortel: bool = True


def _niets(gedaan: int, totaal: int) -> None:
    """Show no progress."""


@contextmanager
def _eenheid(huis: "Installatie", tenant: str = "*") -> Iterator[Eenheid]:
    werk = Eenheid(huis, aan_het_toetsenbord(tenant), GEEN_SLEUTELS, huis.nu())
    try:
        yield werk
    finally:
        werk.sluit()


# -- the key of one tenant


def vernieuw_gemeente(huis: "Installatie", tenant: str, voortgang: Voortgang = _niets) -> Uitkomst:
    """Give a tenant a new key and seal everything of it again; the service may run meanwhile.

    A rotation that broke off is gone on with: no further key is made. Errors: RotatieGeweigerd for another tenant.
    """
    if tenant not in set(huis.kekken):
        raise RotatieGeweigerd(f"There is no municipality '{tenant}'. There are: {', '.join(sorted(huis.kekken))}.")
    with _eenheid(huis) as werk:
        if werk.sessie.get(InstallatieRij, BEZIG + tenant) is None:
            _nieuwe_kek(werk.sessie, huis.wortel, huis.wortels.nr, tenant, huis.echte_tijd().date())
            werk.kekken = Kekken.open(werk.sessie, huis.wortel)
            _noteer(werk.sessie, BEZIG + tenant, str(werk.kekken.nr(tenant)))
            werk.log("kek_vernieuwd", bij=tenant, nr=werk.kekken.nr(tenant))
            werk.bevestig()
    huis.open_sleutels(wortelbestanden.lees_bestanden(huis.settings.root_file))
    over, kapot = _verzegel_alles(huis, [tenant], voortgang)
    with _eenheid(huis) as werk:
        werk.sessie.execute(delete(InstallatieRij).where(InstallatieRij.naam == BEZIG + tenant))
        werk.sessie.commit()
    return Uitkomst(huis.kekken.nr(tenant), over, kapot)


def _nieuwe_kek(sessie: Session, wortel: Wortel, wortel_nr: int, tenant: str, vandaag: date) -> None:
    nr = (sessie.scalar(select(func.max(KekRij.nr)).where(KekRij.tenant == tenant)) or 0) + 1
    zegel = zegel_kek(wortel, tenant, nr, os.urandom(SLEUTEL_BYTES))
    sessie.add(KekRij(tenant=tenant, nr=nr, wortel_nr=wortel_nr, kek=zegel, dag=vandaag))
    sessie.flush()


def _verzegel_alles(huis: "Installatie", tenants: Sequence[str], voortgang: Voortgang) -> tuple[int, int]:
    """Out: (how many were sealed again, how many did not open)."""
    with _eenheid(huis) as werk:
        te_doen = achterstand(werk.sessie, huis.kekken, tenants)
    totaal = sum(len(sleutels) for sleutels in te_doen.values())
    gedaan = kapot = 0
    voortgang(0, totaal)
    for vak, sleutels in stukken(te_doen):
        with _eenheid(huis) as werk:
            kapot += herverzegel(werk.sessie, huis.kekken, vak, sleutels)
            werk.sessie.commit()
        gedaan += len(sleutels)
        voortgang(gedaan, totaal)
    return gedaan - kapot, kapot


# -- the root


def eis_stilte(huis: "Installatie") -> None:
    """Errors: RotatieGeweigerd while a clock ticks that may run on another machine."""
    laatst = huis.hartslag()
    if huis.engine.dialect.name == "sqlite" or laatst is None or huis.echte_tijd() - laatst > HARTSLAG_VOORBIJ:
        return
    raise RotatieGeweigerd("The planner still runs. Stop it and 'serve' everywhere, and try again in two minutes.")


def vernieuw_wortel(huis: "Installatie", voortgang: Voortgang = _niets) -> Uitkomst:
    """Give the installation a new root key, and every tenant a new key; nobody else may use it meanwhile.

    A rotation that broke off is gone on with. Errors: RotatieGeweigerd.
    """
    eis_stilte(huis)
    pad = huis.settings.root_file
    try:
        with huis.slot.alleen():
            if not _is_over(huis):
                if wortelbestanden.oud_pad(pad).exists():
                    raise RotatieGeweigerd(_eerst_afronden(huis))
                _zet_over(huis, wortelbestanden.maak_nieuwe(pad))
                huis.open_sleutels(wortelbestanden.lees_bestanden(pad))
            _eindig_sessies(huis)
            over, kapot = _verzegel_alles(huis, sorted(huis.kekken), voortgang)
            herzegel_tokens(huis)
            with _eenheid(huis) as werk:
                bewaard = werk.sessie.get(NoodwortelRij, huis.wortels.nr) is not None
            schrijf_publiek(huis)
            wortelbestanden.zet_op_zijn_plaats(pad)
    except DienstLoopt:
        raise RotatieGeweigerd(
            "Something still uses this installation. Stop 'serve', 'planner' and other commands, and try again."
        ) from None
    return Uitkomst(huis.wortels.nr, over, kapot, bewaard)


def _is_over(huis: "Installatie") -> bool:
    """Say whether the database has changed over to a key whose file is not in its place yet."""
    ernaast = wortelbestanden.nieuw_pad(huis.settings.root_file)
    return ernaast.exists() and Wortel.lees(ernaast).merk() == huis.wortel.merk()


def _eerst_afronden(huis: "Installatie") -> str:
    aantal = achterblijvers(huis)
    return (
        f"The last rotation is not closed: {aantal} people have not logged in since. "
        "Run 'meldroute keys finish-root' first."
    )


def _zet_over(huis: "Installatie", nieuw: Wortel) -> None:
    """The change itself, in one commit: from here on the new root key is the one of this database."""
    nr = huis.wortels.nr + 1
    with _eenheid(huis) as werk:
        sessie, vandaag = werk.sessie, huis.echte_tijd().date()
        tekensleutels.zorg_voor_eerste(sessie, huis.wortel, huis.wortels.nr, vandaag)
        tekensleutels.herzegel(sessie, huis.wortel, nieuw, nr)
        for rij in sessie.scalars(select(KekRij)).all():
            rij.kek, rij.wortel_nr = zegel_kek(nieuw, rij.tenant, rij.nr, open_kek(huis.wortel, rij)), nr
        _zet_mensen_over(sessie, huis.kekken, nieuw)
        for tenant in sorted(huis.kekken):
            _nieuwe_kek(sessie, nieuw, nr, tenant, vandaag)
        noodsleutel = geldige_noodsleutel(sessie, REGIO, huis.cert_publiek)
        if noodsleutel is not None:
            wikkel_wortel(sessie, Wortels(nieuw, nr), noodsleutel)
        _noteer(sessie, wortelbestanden.NUMMER, str(nr))
        _noteer(sessie, wortelbestanden.OUD_MERK, huis.wortel.merk())
        _noteer(sessie, WORTEL_DAG, vandaag.isoformat())
        sessie.flush()
        werk.kekken = Kekken.open(sessie, nieuw)
        werk.log("wortel_vernieuwd", nr=nr, in_ceremonie=noodsleutel is not None)
        for tenant in sorted(huis.kekken):
            werk.log("kek_vernieuwd", bij=tenant, nr=werk.kekken.nr(tenant))
        werk.bevestig()


def _zet_mensen_over(sessie: Session, kekken: Kekken, nieuw: Wortel) -> None:
    """Compute again what people are looked up by; it follows from the root key and from what is sealed.

    Who can't be read could not log in either, and must not keep the others from a new key.
    """
    for rij in sessie.scalars(select(PersoonRij)).all():
        with suppress(Ongeldig):
            profiel = kekken.lees(rij.tenant, ("persoon", rij.id, "profiel", rij.revisie), rij.profiel)
            rij.inlog_id = inlog_id(nieuw, profiel["email"])
    logins = select(ExterneLoginRij, PersoonRij.tenant).join(PersoonRij, PersoonRij.id == ExterneLoginRij.persoon_id)
    for login, tenant in sessie.execute(logins).all():
        with suppress(Ongeldig):
            inhoud = kekken.lees(tenant, ("externelogin", login.persoon_id, "inhoud", 1), login.inhoud)
            login.id = login_id(nieuw, inhoud["iss"], inhoud["sub"])


def _noteer(sessie: Session, naam: str, waarde: str) -> None:
    rij = sessie.get(InstallatieRij, naam)
    if rij is None:
        sessie.add(InstallatieRij(naam=naam, waarde=waarde))
    else:
        rij.waarde = waarde


def _eindig_sessies(huis: "Installatie") -> None:
    """No session opens any more; the rows stay a day, so that a text that was being typed still finds its owner."""
    with Session(huis.sessie_engine) as sessie:
        sessie.info["gemeente"] = "*"
        sessie.execute(update(SessieRij).values(beeindigd=True, inhoud=b"", concept=None))
        sessie.commit()


# -- the key of the log


def vernieuw_tekensleutel(huis: "Installatie") -> int:
    """Make a new key for the checkpoints, vouched for by the one before it. Out: its number.

    What was signed before stays valid. Errors: TekenketenGebroken when the keys that are there do not hold.
    """
    with _eenheid(huis, REGIO) as werk:
        tekensleutels.publieke(werk.sessie, huis.wortel)
        nr = tekensleutels.volgende(werk.sessie, huis.wortel, huis.wortels.nr, huis.echte_tijd().date())
        werk.log("tekensleutel_vernieuwd", nr=nr)
        werk.bevestig()
    schrijf_publiek(huis)
    return nr


# -- afterwards


def achterblijvers(huis: "Installatie") -> int:
    """How many people have not logged in since the root key changed: only the key before it checks their passphrase."""
    with _eenheid(huis) as werk:
        vraag = select(func.count()).where(PersoonRij.actief, PersoonRij.pepper_kid < huis.wortels.nr)
        return werk.sessie.scalar(vraag) or 0


def rond_wortel_af(huis: "Installatie", *, dwing: bool = False) -> int:
    """Delete the root key before this one. Out: how many people need their recovery code from now on.

    Errors: RotatieGeweigerd when a rotation is half done, or people still need that key and `dwing` is not given.
    """
    pad = huis.settings.root_file
    if wortelbestanden.nieuw_pad(pad).exists():
        raise RotatieGeweigerd("A rotation is half done. Run 'meldroute keys rotate-root' first: it goes on.")
    aantal = achterblijvers(huis)
    if aantal and not dwing and wortelbestanden.oud_pad(pad).exists():
        raise RotatieGeweigerd(
            f"{aantal} people have not logged in since the root key changed. Without the old key they need their "
            "recovery code. Wait for them, or use --force."
        )
    with _eenheid(huis) as werk:
        werk.sessie.execute(delete(NoodwortelRij).where(NoodwortelRij.nr < huis.wortels.nr))
        werk.log("wortel_afgerond", nr=huis.wortels.nr, achterblijvers=aantal)
        werk.bevestig()
    wortelbestanden.gooi_oude_weg(pad)
    return aantal
