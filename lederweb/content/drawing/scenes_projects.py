"""Which motif, in which light, each project has."""

from __future__ import annotations

from collections.abc import Callable

from . import patterns
from .catalogue import Draw, scene
from .sheet import EARTH, MEADOW, MIST, MORNING, NIGHT, SPRING, WATER, Mood

_LIGHT = {
    NIGHT: "om aftenen",
    MORNING: "i varmt morgenlys",
    MIST: "i tåget dagslys",
    SPRING: "i forårslys",
    MEADOW: "i grønt sommerlys",
    EARTH: "i rødt efterårslys",
    WATER: "i blåt skumringslys",
}
_SHOWS: dict[Callable, str] = {
    patterns.arches: "høje buede vinduer med en plante bag hver rude",
    patterns.ferns: "bregner, der folder sig ud foran en lav sol",
    patterns.tiles: "firkantede ruder med ét blad fra hjørne til hjørne",
    patterns.terraces: "runde terrasser med en række spirer på hver",
    patterns.wreath: "blade i tre ringe omkring en lys midte",
    patterns.hanging: "hængende potter med lange skud under drivhusets tag",
    patterns.under_the_roof: "et glastag set nedefra, hvor blade læner sig ind fra alle sider",
    patterns.beds: "såbede set ovenfra, hvert på sit trin i væksten",
    patterns.trellis: "et espalier, der gror til fra det ene hjørne",
    patterns.close_up: "et blad så tæt på, at årerne ligner veje",
    patterns.village: "en række væksthuse i alle størrelser",
}
_PROJECTS: dict[str, tuple[Draw, Mood]] = {
    "arentzens-metode-flere-nye-film": (patterns.arches, EARTH),
    "en-aktiv-patient-borger-og-paaroerendeinddragende-kultur": (patterns.wreath, MIST),
    "faa-mere-ud-af-dit-ledernetvaerk": (patterns.trellis, SPRING),
    "faglig-ledelse": (patterns.beds, MEADOW),
    "fokuseret-maalstyring": (patterns.wreath, WATER),
    "fra-maal-og-strategi-til-praksis": (patterns.terraces, MORNING),
    "fra-medarbejder-til-leder": (patterns.ferns, MORNING),
    "hvordan-spiller-man-sin-direktoer-god": (patterns.hanging, NIGHT),
    "ideer-der-forandrer": (patterns.tiles, EARTH),
    "innovative-gaver-projekt": (patterns.tiles, SPRING),
    "innovative-glimt": (patterns.under_the_roof, SPRING),
    "jens-arentzens-metode": (patterns.arches, WATER),
    "kaere-leder-kaere-medarbejdere": (patterns.hanging, MIST),
    "ledelse-af-digitalisering": (patterns.close_up, WATER),
    "ledelse-af-frivillige-projekt": (patterns.wreath, MORNING),
    "ledelse-af-overgange-i-sundhedsvaesenet": (patterns.arches, MIST),
    "ledelse-af-samskabelse-med-borgeren": (patterns.trellis, MORNING),
    "ledelse-paa-afstand": (patterns.village, WATER),
    "ledere-der-lykkes-projekt": (patterns.ferns, NIGHT),
    "lederens-rolle-i-den-innovative-praksis": (patterns.under_the_roof, NIGHT),
    "lederuddannelser-skaber-ringe-i-vandet": (patterns.wreath, NIGHT),
    "merformidling-af-ledere-der-lykkes-2": (patterns.ferns, WATER),
    "naar-der-ledes-paa-flere-arbejdspladser-samtidigt": (patterns.village, MORNING),
    "ny-syntese-i-praksis": (patterns.tiles, NIGHT),
    "nye-generationer-ny-ledelse": (patterns.beds, SPRING),
    "relationel-koordinering-ii": (patterns.close_up, MIST),
    "sammenhaengskraft": (patterns.trellis, NIGHT),
    "strategisk-vaerksted-nye-loesninger-i-en-krisetid": (patterns.under_the_roof, MORNING),
    "toplederens-egen-kompetenceudvikling": (patterns.ferns, SPRING),
}

for _name, (_draw, _mood) in _PROJECTS.items():
    scene(_name, _mood, f"Tegnet flade af {_SHOWS[_draw]} {_LIGHT[_mood]}")(_draw)
