"""Danish words and numbers: slugs, dictionary forms and the parts of compounds.

PostgreSQL's Danish stemmer makes "led" of leder, ledelse and led, and finds no ledernetværk for
netværk. So the words are prepared here, once when indexing and once when asking: the dictionary
form (simplemma) and, for compounds, the parts (where each is a frequent word in wordfreq).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import lru_cache

# Longer than the longest word anyone writes (51 letters in the dictionary of records), and far
# below the 2,046 bytes at which PostgreSQL refuses a word.
LONGEST_WORD = 60
_CACHED_WORDS = 20_000

_ADDRESS_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe"})
# Accents that Danes put or leave out as they like (idé, allé), and the neighbours' letters.
_PLAIN_LETTERS = str.maketrans("éèêëáàâóòôíìúùûüäö", "eeeeaaaooo" + "iiuuuyæø")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+")

# Words that carry the grammar, not the subject: a question is not about them.
FUNCTION_WORDS = frozenset(
    """
    ad af alle alt altså anden andet andre at bare blev blive bliver da de dem den denne der deres
    det dette dig din dine disse dit dog du efter eller en end er et for fra få får gør gøre ham
    han hans har havde have hende hendes her hos hun hvad hvem hver hvilke hvilken hvilket hvis
    hvor hvordan hvorfor hvorfra hvornår i ikke ind ingen intet ja jeg jer jeres jo kan kunne man
    mange med meget mellem men mig min mine mit mod må måtte ned nej nogen noget nogle nu når og
    også om op os over på selv sig sin sine sit skal skulle som så sådan til ud under var ved vi
    vil ville vor vores være
    """.split()
)

# Forms of two words, where the dictionary knows only the one that leaders seldom mean. What
# stands first is the dictionary form, the others are found as well.
_READINGS: dict[str, tuple[str, ...]] = {
    "adresser": ("adresse",),
    "aftalt": ("aftale",),
    "aftalte": ("aftale",),
    "borger": ("borger",),
    "budgetter": ("budget",),
    "børne": ("barn",),
    "eksemplet": ("eksempel",),
    "kurser": ("kursus", "kurs"),
    "kurserne": ("kursus", "kurs"),
    "led": ("led", "lede"),
    "ledet": ("lede",),
    "lokale": ("lokale", "lokal"),
    "læs": ("læse",),
    "mål": ("mål", "måle"),
    "planter": ("plante",),
    "siden": ("side",),
    "talen": ("tale",),
    "tanker": ("tanke",),
    "top": ("top",),
    "toppen": ("top",),
    "vejleder": ("vejleder", "vejlede"),
    "ældre": ("ældre",),
}
# "leder" and what ends in it, in all its forms; the dictionary makes "led" of some of them.
_LEADER = re.compile(r"(.*)leder(?:en|e|ne)?s?")

# Words of two and three letters that make compounds; short words in general make nonsense.
_SHORT_PARTS = frozenset(
    """
    bog by dag dyr fag far hus it job jul køn lov liv løn lån mad mor mus mål nat nød ord pas rum
    råd sag sal sol syn søn tal tid tøj top tro ung uge vej ven vin øre år
    """.split()
)
_SHORTEST_PART = 4
# What looks like the last part of a compound but is an ending, and what looks like the first
# but is a prefix.
_ENDINGS = frozenset(
    """
    agtig bare dom else elser ende fuld færd gyldighed hed heder lighed ligheder løse mere mæssig
    ning ring skab skaber som somhed vis værdig
    """.split()
)
_PREFIXES = frozenset(
    """
    aller aner anti efter eller foran frem fore fort gennem gennems imod inde indre inter kontra
    mens mini mods modsat over samme sammen super tele under uden være
    """.split()
)
# Words of old or foreign making, whose parts nobody thinks of.
_WHOLE = frozenset(
    """
    allerede centrum feedback halvanden hverdag ingenting måltid netværk platform spørgsmål
    sygehus syntese vejlede vejleder vejledning velfærd væksthus værksted værktøj århus
    """.split()
)
# Frequent in this field, if not in the language at large.
_OF_THE_FIELD = _WHOLE | frozenset(
    """
    kerneopgave mellemleder samskabelse sygefravær topleder trivsel
    """.split()
)
_FREQUENT = 1e-6  # once in a million words


def slugify(text: str) -> str:
    """An address part the way Danes spell without æ, ø and å: "Når" becomes "naar".

    `BasePage` tells the editor to do the same while the title is typed.
    """
    text = unicodedata.normalize("NFC", text).lower().translate(_ADDRESS_LETTERS)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text).strip("-")


def words(text: str) -> list[str]:
    """The words and numbers of a text in lower case; hyphenated words also in their parts.

    Everything else (punctuation, control characters, NUL) separates words. What is longer than
    `LONGEST_WORD` is no word and is left out.
    """
    found = []
    for word in _pieces(text):
        found.append(word)
        if "-" in word:
            found.extend(word.split("-"))
    return [word for word in found if len(word) <= LONGEST_WORD]


def whole_words(text: str) -> list[str]:
    """The same, with hyphenated words in one piece only."""
    return [word for word in _pieces(text) if len(word) <= LONGEST_WORD]


def _pieces(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


def plain(word: str) -> str:
    """The word in one spelling: without accents, and å for aa (Aarhus, Århus)."""
    return word.translate(_PLAIN_LETTERS).replace("aa", "å")


@lru_cache(maxsize=_CACHED_WORDS)
def readings(word: str) -> tuple[str, ...]:
    """The dictionary forms that a word in lower case can have, the likeliest first.

    "mellemlederne" gives mellemleder; "deltager" gives deltage and deltager. Hyphens are left
    out (e-kurser gives ekursus), since Danes write them as they like.
    """
    if "-" in word:
        head, _hyphen, tail = word.rpartition("-")
        joined = plain(head.replace("-", ""))
        return tuple(joined + form for form in readings(tail)) if tail else (joined,)
    word = _spelled(word)
    found = _READINGS.get(word) or _leader(word) or _looked_up(word)
    return tuple(dict.fromkeys(plain(form) for form in found))


def lemma(word: str) -> str:
    """The dictionary form: "mellemlederne" becomes "mellemleder"."""
    return readings(word)[0]


@lru_cache(maxsize=_CACHED_WORDS)
def compound_parts(word: str) -> tuple[str, ...]:
    """The parts of a compound in dictionary form, or nothing when it is none.

    "sygefravær" gives syge and fravær, "trivselsmåling" gives trivsel and måling. What stands
    last is the kind of thing it is.
    """
    if "-" in word:
        return tuple(dict.fromkeys(lemma(part) for part in word.split("-")))
    parts = _split(lemma(word))
    if len(parts) < 2:
        return ()
    heads = (lemma(part) for _text, part in parts[:-1])
    return tuple(dict.fromkeys([*heads, plain(parts[-1][1])]))


@lru_cache(maxsize=_CACHED_WORDS)
def words_within(word: str) -> tuple[str, ...]:
    """The parts of a compound, and the words that neighbours make if there are more than two.

    "daginstitutionsleder" gives dag, institution, leder, daginstitution and institutionsleder.
    """
    if "-" in word:
        return compound_parts(word)
    parts = _split(lemma(word))
    pairs = (first[0] + second[1] for first, second in itertools.pairwise(parts))
    joined = (lemma(pair) for pair in pairs if len(parts) > 2 and is_known(pair))
    return tuple(dict.fromkeys([*compound_parts(word), *joined]))


def search_lemmas(text: str) -> str:
    """The dictionary forms of a text's words, each once, for the index."""
    return " ".join(dict.fromkeys(form for word in words(text) for form in readings(word)))


def search_parts(text: str) -> str:
    """The parts of a text's compounds, each once, for the index."""
    return " ".join(dict.fromkeys(part for word in words(text) for part in compound_parts(word)))


def number(value: float, decimals: int = 0) -> str:
    """A number the Danish way: 95.958 and 2,1."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def file_size(size: int) -> str:
    """2,1 MB or 640 KB, in the units of the person (1 MB = 1,000,000 bytes)."""
    if size >= 1_000_000:
        return f"{number(size / 1_000_000, 1)} MB"
    return f"{number(max(1, round(size / 1000)))} KB"


# Both packages are loaded when the first word is looked up: most processes never do that.
# simplemma's frugal dictionary takes 11 MB in each process instead of 100, for some microseconds
# a word.
def is_known(word: str) -> bool:
    """Whether a dictionary of Danish has the word, in any inflection."""
    import simplemma

    return simplemma.is_known(word, lang="da", low_memory=True)


def _dictionary_form(word: str) -> str:
    import simplemma

    return simplemma.lemmatize(word, lang="da", low_memory=True).lower()


def _spelled(word: str) -> str:
    """The word with æ, ø and å where somebody wrote ae, oe and aa for want of a keyboard.

    Of a name that no dictionary has, all of them are taken for letters, wherever it stands.
    """
    if not word.isalpha() or is_known(word):
        return word
    for letters in ({"aa": "å"}, {"ae": "æ"}, {"oe": "ø"}, {"aa": "å", "ae": "æ", "oe": "ø"}):
        variant = word
        for two, one in letters.items():
            variant = variant.replace(two, one)
        if variant != word and (is_known(variant) or len(_split(variant)) > 1):
            return variant
    return variant


def _leader(word: str) -> tuple[str, ...]:
    match = _LEADER.fullmatch(word)
    if match is None:
        return ()
    head = match[1]
    if not head:
        # "Hvordan leder du dem?"
        return ("leder", "lede") if word == "leder" else ("leder",)
    # A billede, and the verbs indlede, aflede, are no leaders.
    if head.endswith("bil") or _looked_up(word)[0].endswith(("lede", "billede")):
        return ()
    return (f"{head}leder",)


def _looked_up(word: str) -> tuple[str, ...]:
    form = _dictionary_form(word)
    if not is_known(word):
        parts = _split(word)
        if len(parts) > 1:
            # An unknown compound is inflected as its last part is; a noun before a verb.
            tail = parts[-1][1]
            forms = readings(tail)
            form = word[: len(word) - len(tail)] + (tail if tail in forms else forms[0])
    # "deltager": takes part, or somebody who does.
    plural = f"{word}e"
    acts = word.endswith("er") and form == word[:-1]
    if acts and is_known(plural) and _dictionary_form(plural) == word:
        return (form, word)
    return (form,)


@lru_cache(maxsize=_CACHED_WORDS)
def _split(word: str) -> tuple[tuple[str, str], ...]:
    """The word cut into as few frequent words as possible; in one piece if that fails.

    Each part is given as it stands and without its linking letter. All cuts are tried once from
    left to right: the cost grows with the square of the length, which is capped.
    """
    whole = ((word, word),)
    if not word.isalpha() or len(word) > LONGEST_WORD or word in _WHOLE:
        return whole
    # For every position the best way to get there: how many parts, how rare the rarest, which.
    best: list[tuple[int, float, tuple[tuple[str, str], ...]] | None] = [None] * (len(word) + 1)
    best[0] = (0, -1.0, ())
    for start in range(len(word) - 1):
        here = best[start]
        if here is None:
            continue
        for end in range(start + 2, len(word) + 1):
            if end - start == len(word):
                continue
            part = _part(word[start:end], first=start == 0, last=end == len(word))
            if part is None:
                continue
            rarity = max(here[1], -_frequency(part))
            way = (here[0] + 1, rarity, (*here[2], (word[start:end], part)))
            known = best[end]
            # Of equals the later cut: arbejds + tøj, not arbejd + støj.
            if known is None or way[:2] <= known[:2]:
                best[end] = way
    found = best[-1]
    return found[2] if found else whole


def _part(text: str, *, first: bool, last: bool) -> str | None:
    """The word that the text is as a part of a compound, or None."""
    if (last and text in _ENDINGS) or (first and text in _PREFIXES):
        return None
    candidates = [text]
    if text.endswith("arbejds") and not last:
        candidates = [f"{text[:-1]}e"]
    elif text.endswith("s") and not last:
        # Whichever is the word: ledelse(s), but indsats.
        candidates = sorted([text, text[:-1]], key=_frequency, reverse=True)
    elif text.endswith("e") and not last:
        candidates.append(text[:-1])
    for part in candidates:
        if len(part) < _SHORTEST_PART and part not in _SHORT_PARTS:
            continue
        if part in _OF_THE_FIELD or (_frequency(part) >= _FREQUENT and is_known(part)):
            return part
    return None


def _frequency(word: str) -> float:
    from wordfreq import get_frequency_dict

    return get_frequency_dict("da").get(word, 0.0)


def frequency(word: str) -> float:
    """How often a word stands in Danish text at large, as a share of all words; 0 if unknown."""
    return _frequency(word)
