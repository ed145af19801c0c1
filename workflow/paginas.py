"""The pages: address, methods, who may see them, title and place in the menu."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.tabel import Rij

OPENBAAR = "openbaar"


@dataclass(frozen=True)
class Pagina:
    """One page. `rollen` ("openbaar",) is everybody; `menu` "" stands in no menu; the roles in `begin` start here."""

    eindpunt: str
    pad: str
    methoden: tuple[str, ...]
    rollen: tuple[str, ...]
    titel: str
    menu: str
    teller: str
    begin: tuple[str, ...] = ()

    @property
    def is_openbaar(self) -> bool:
        """Say whether nobody needs an account for this page."""
        return self.rollen == (OPENBAAR,)

    def mag(self, rol: str | None) -> bool:
        """Say whether a role (None: nobody logged in) may see this page."""
        return self.is_openbaar or rol in self.rollen


def menu(paginas: Mapping[str, Pagina], rol: str | None) -> tuple[Pagina, ...]:
    """Return the pages in the menu of a role, in the order of the table."""
    return tuple(een for een in paginas.values() if een.menu and een.mag(rol))


def begin(paginas: Mapping[str, Pagina], rol: str | None) -> str:
    """Return the address where a role lands after logging in: its own first page, else the first of its menu."""
    eigen = [een for een in paginas.values() if rol in een.begin] or menu(paginas, rol)
    return eigen[0].pad if eigen else "/"


def laad_paginas(tabel: Mapping[str, Any], bestand: str) -> dict[str, Pagina]:
    """Return the pages by endpoint; a page without roles is closed and so a contradiction."""
    kop = Rij(tabel, bestand, "")
    paginas: dict[str, Pagina] = {}
    for rij in kop.rijen("pagina", "eindpunt"):
        pagina = Pagina(
            eindpunt=rij.tekst("eindpunt"),
            pad=rij.tekst("pad"),
            methoden=rij.teksten("methoden", None),
            rollen=rij.teksten("rollen", None),
            titel=rij.tekst("titel"),
            menu=rij.tekst("menu", ""),
            teller=rij.tekst("teller", ""),
            begin=rij.teksten("begin"),
        )
        rij.klaar()
        if pagina.eindpunt in paginas or not pagina.rollen:
            raise rij.fout("a page has one row and at least one role")
        if set(pagina.begin) - set(pagina.rollen):
            raise rij.fout("who begins on a page may see it")
        if OPENBAAR in pagina.rollen and not pagina.is_openbaar:
            raise rij.fout("'openbaar' stands alone")
        if set(pagina.methoden) - {"GET", "POST"}:
            raise rij.fout("'methoden' holds GET and POST only")
        paginas[pagina.eindpunt] = pagina
    kop.klaar()
    return paginas
