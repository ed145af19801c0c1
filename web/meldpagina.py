"""The pages of the signal form: what travels sealed inside them, and how each of them is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from web.huis import het_huis
from web.openbaar import contact
from web.vragen import foutlijst, waarden
from workflow import melden
from workflow.datumtekst import moment_tekst
from workflow.formulier import Formulier, Scherm
from workflow.fouten import OpslagOnbereikbaar
from workflow.gemeenten import Gemeente
from workflow.partners import REGIO
from workflow.soortcodes import STANDAARD
from workflow.stap import voldoet

GELDIG_SECONDEN = 2 * 60 * 60
CONTROLE = "6"
NAAR_CONTROLE = "Klaar, terug naar de controle"
AL_VERSTUURD = "Je signaal is al verstuurd"
TOCH_ANDERS = "Wil je iets veranderen? Voeg het toe met je volgcode: {code}."


@dataclass(frozen=True)
class Staat:
    """What travels sealed inside the page: the secret of this form and the answers so far.

    `ruw` is, per screen, what was typed and could not be taken yet; `nakijken` says that the person came from the
    check page and goes back to it; `soort` is the kind of signal of this form.
    """

    geheim: str
    antwoorden: Mapping[str, Any] = field(default_factory=dict)
    ruw: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    nakijken: bool = False
    soort: str = STANDAARD

    def zegel(self, gemeente: str) -> str:
        """Seal it for the next page, with two hours from now."""
        verloopt = int(het_huis().echte_tijd().timestamp()) + GELDIG_SECONDEN
        return het_huis().verzegel_pagina(dict(self.__dict__), voor_wie(gemeente, self.soort), verloopt)

    def codes(self) -> tuple[bytes, str]:
        """What follows from the secret: the id that makes a repeat harmless, and the volgcode."""
        return het_huis().codes_van(bytes.fromhex(self.geheim))


def voor_wie(gemeente: str, soort: str) -> str:
    """What the seal of a page is bound to: the form of this municipality, for this kind of signal."""
    return gemeente if soort == STANDAARD else f"{gemeente}/{soort}"


def vorm_van(gemeente: Gemeente, staat: Staat) -> Formulier:
    """The form of one municipality: who reads its signals now can be chosen in it."""
    try:
        with het_huis().meldwerk(gemeente.slug) as werk:
            lezers = {code: naam for code, (_, naam) in melden.lezers_van(werk, gemeente.slug).items()}
    except OpslagOnbereikbaar:
        # The page that says that nothing can be stored now must still show what was typed.
        lezers = {}
    return het_huis().beleid.formulier_van(staat.soort).met_lezers(lezers)


def intro(gemeente: Gemeente, staat: Staat) -> ResponseReturnValue:
    """The first page; without a button, and with 503, when nobody could read a signal now."""
    is_open = _is_open(gemeente.slug)
    # Somebody who can't send his signal here must not be left alone with it.
    vangnet = not is_open and gemeente.slug != REGIO and _is_open(REGIO)
    soorten = het_huis().beleid.soorten
    inhoud = render_template(
        "melden/intro.html",
        gemeente=gemeente,
        soort=soorten.van(staat.soort),
        andere=[
            (f"/melden/{voor_wie(gemeente.slug, een.code)}", een.naam, een.uitleg)
            for een in soorten.alle.values()
            if een.code != staat.soort
        ],
        contact=contact(gemeente),
        zegel=staat.zegel(gemeente.slug),
        gesloten=not is_open,
        vangnet_url=f"/melden/{voor_wie(REGIO, staat.soort)}" if vangnet else "",
        regionaal=gemeente.slug == REGIO,
    )
    return inhoud, 200 if is_open else 503


def _is_open(slug: str) -> bool:
    with het_huis().meldwerk(slug) as werk:
        return melden.is_open(werk, het_huis().beleid, slug)


def scherm(gemeente: Gemeente, staat: Staat, nr: str, fouten: Mapping[str, str] | None = None) -> ResponseReturnValue:
    """One screen with questions; the check page when `nr` is that one."""
    if nr == CONTROLE:
        return controle(gemeente, staat)
    vorm = vorm_van(gemeente, staat)
    gevraagd = vorm.scherm(nr)
    inhoud = render_template(
        "melden/bel112.html" if gevraagd.bel_112 else "melden/stap.html",
        uitleg=gevraagd.uitleg,
        meldingen=[_vul(een.tekst, gemeente) for een in gevraagd.meldingen if voldoet(een.als, staat.antwoorden)],
        invulregel=vorm.intro,
        kaarten=het_huis().beleid.kennis.op_formulier(nr) if staat.soort == STANDAARD else (),
        waarden=waarden(gevraagd, staat.antwoorden, gemeente.slug, staat.ruw.get(nr)),
        veldfouten=fouten or {},
        fouten=foutlijst(gevraagd, fouten or {}),
        **_gemeen(gemeente, staat, gevraagd),
    )
    return inhoud, 422 if fouten else 200


def controle(
    gemeente: Gemeente, staat: Staat, fouten: Sequence[str] = (), status: int = 200, *, weggooien: bool = False
) -> ResponseReturnValue:
    """The check page, with all answers. `weggooien` asks whether everything may go."""
    vorm = vorm_van(gemeente, staat)
    inhoud = render_template(
        "melden/controle.html",
        overzicht=vorm.overzicht(staat.antwoorden),
        instructies=_instructies(staat, vorm.instructies(staat.antwoorden)),
        fouten=[("", tekst) for tekst in fouten],
        weggooien=weggooien,
        **_gemeen(gemeente, replace(staat, nakijken=False), vorm.scherm(CONTROLE)),
    )
    return inhoud, status


def klaar(gemeente: Gemeente, staat: Staat, ontvangst: melden.Ontvangst) -> ResponseReturnValue:
    """The last page: the volgcode, and nothing of what was sent."""
    gevaar = staat.antwoorden.get("gevaar") == "ja"
    return render_template(
        "melden/klaar.html",
        volgcode=staat.codes()[1],
        gemeente=gemeente,
        nog_een=f"/melden/{voor_wie(gemeente.slug, staat.soort)}",
        regionaal=gemeente.slug == REGIO,
        uiterlijk=moment_tekst(ontvangst.uiterlijk) if ontvangst.uiterlijk else "binnenkort",
        gevaar=gevaar,
        # After "there is danger now" the page says it in a box of its own.
        instructies=_instructies(staat, [code for code in ontvangst.instructies if not (gevaar and code == "112")]),
        herhaald=ontvangst.herhaald,
    )


def al_verstuurd(staat: Staat) -> ResponseReturnValue:
    """Other answers after sending: refused. Who holds the secret of the form sent it, so the code is his."""
    tekst = TOCH_ANDERS.format(code=staat.codes()[1])
    return render_template("fout.html", code=409, kop=AL_VERSTUURD, tekst=tekst, terug="/volgen"), 409


def _gemeen(gemeente: Gemeente, staat: Staat, gevraagd: Scherm) -> dict[str, Any]:
    """The variables that all screens have."""
    return {
        "scherm": gevraagd,
        "nr": int(gevraagd.nr.rstrip("a")),
        "aantal": sum(een.nr.isdigit() for een in het_huis().beleid.formulier_van(staat.soort).schermen),
        "tekst": [_vul(regel, gemeente) for regel in gevraagd.tekst],
        "knop": NAAR_CONTROLE if staat.nakijken else gevraagd.knop,
        "zegel": staat.zegel(gemeente.slug),
    }


def _vul(tekst: str, gemeente: Gemeente) -> str:
    """Fill in what the texts of the form may name."""
    contact_ = gemeente.telefoon or gemeente.contact.rstrip(".")
    tekst = tekst.replace("{gemeente}", gemeente.naam).replace("{telefoon}", gemeente.telefoon)
    return tekst.replace("{contact}", contact_)


def _instructies(staat: Staat, codes: Sequence[str]) -> list[tuple[str, str]]:
    vorm = het_huis().beleid.formulier_van(staat.soort)
    gevonden = [vorm.instructie(code) for code in codes]
    return [(een.titel, een.tekst) for een in gevonden]
