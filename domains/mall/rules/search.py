"""What a product is found by, and what a search asks for.

A product has lexemes: `w:` words, `z:` Chinese characters and pairs of them, `y:` their syllables and pairs, `i:` pairs of first letters; and what it is
narrowed by: `c:` category and all above it, `b:` brand, `a:` attributes, `s:` shop, `k:` kind, `m:` currency, `p:` steps of its prices, `t:` how much it is
sought after. A search is one query over them, so that one look into one index answers all of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from domains.kernel.errors import InvalidInput
from domains.mall.rules.pinyin import initials_of, readings_of, syllables_of
from domains.mall.rules.words import TYPO_LEAST, Words, is_slip, normal_text, pairs_of, parts_of, slips_of, words_of

TEXT_MOST = 200
"""Characters of a search."""

LEXEMES_MOST = 400
GUESSES_MOST = 8
"""Words that are taken for one that is not known."""

GROUPS_MOST = 8
"""Words and pairs of characters that a search goes by."""

ONE_IS_ENOUGH = 3
"""Of so many words and pairs of characters at most, where nothing has all of them; of more, two that stand together."""

FILTERS_MOST = 20
EVERYTHING, NOTHING = "*", "'!'"
"""A lexeme of every product, and a search for one that none has."""

LEXEMES_VERSION = 1
"""Raised where products are to be found by something else than before: all entries are made anew."""

MARK = "\x1f"
"""Between the name of an attribute and how it is."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is narrowed to. Several brands, or several values of one attribute, are alternatives."""

    category: str | None = None
    brands: tuple[str, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    shop: str | None = None
    kind: str | None = None
    currency: str | None = None
    least_minor: int | None = None
    most_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Sought:
    """A search as the index is asked: `strict` first, `loose` where that finds nothing. `exact` is as it was typed, `groups` what `loose` may have of it."""

    strict: str
    loose: str = NOTHING
    exact: str = ""
    groups: tuple[str, ...] = ()
    phrase: str = ""


class _Group(NamedTuple):
    """What must be there for one word or pair of characters: as typed, or as meant, or whatever it may stand for, or what sounds like it."""

    exact: str
    near: str
    wide: str
    heard: str


def lexemes_of(text: str, skus: Iterable[str] = ()) -> set[str]:
    """What a product is found by, of all that is told of it."""
    words = words_of(text)
    found = {f"w:{one}" for one in words.words} | {f"w:{part}" for one in words.words for part in parts_of(one)}
    found |= {f"w:{sku}" for sku in map(normal_text, skus) if sku}
    for run in words.runs:
        said = syllables_of(run)
        found |= {f"z:{one}" for one in run} | {f"z:{one}" for one in pairs_of(run)} | {f"y:{one}" for one in said if one}
        for one, other in pairwise(said):
            if one and other:
                found |= {f"y:{one}.{other}", f"i:{one[0]}{other[0]}"}
    return set(sorted(found, key=len)[:LEXEMES_MOST])


def words_shown(title_zh: str, title_en: str, brand: str) -> str:
    """What a phrase is sought in: titles and brand, each between bars."""
    return f"|{normal_text(title_zh)}|{normal_text(title_en)}|{normal_text(brand)}|"


def known_words(text: str) -> list[tuple[str, str]]:
    """The words of a product for the list of known ones: each by itself, and by what is left of it after a slip."""
    return [(form, one) for one in words_of(text).words if one.isalpha() for form in sorted(slips_of(one))]


def narrowing_lexemes(*, category: str, brand: str, shop: str, kind: str, currency: str, attributes: Iterable[str], prices: Collection[int]) -> set[str]:
    """What a product is narrowed by. `attributes` are names and values with the mark between."""
    above = category.split(".")
    found = {"c:" + ".".join(above[:depth]) for depth in range(1, len(above) + 1)} | {f"a:{normal_text(one)}" for one in attributes}
    found |= {f"p:{step}" for step in _steps(min(prices), max(prices))} if prices else set()
    return found | {EVERYTHING, f"b:{normal_text(brand)}", f"s:{shop}", f"k:{kind}", f"m:{currency}"}


def forms_sought(words: Words) -> list[str]:
    """What the list of known words is asked for."""
    return sorted({form for one in words.words for form in slips_of(one)})


def browsed(narrowing: Narrowing) -> Sought:
    """All that is left when nothing is told but what to narrow it to. Raises InvalidInput."""
    return Sought(_all(_narrow(narrowing) or [_quoted(EVERYTHING)]))


def sought_of(words: Words, known: Mapping[str, Collection[str]], completions: Sequence[str], category: str | None, narrowing: Narrowing) -> Sought:
    """A search. `known` are the known words by their forms, `completions` how the last word may go on, `category` one that has the phrase as its name.

    Raises InvalidInput."""
    narrow = _narrow(narrowing)
    groups = list(dict.fromkeys(group for run in words.runs for group in _run_groups(run)))
    groups += [_word(word, known, completions if word == words.words[-1] else ()) for word in words.words]
    del groups[GROUPS_MOST:]
    if not groups:
        return Sought(NOTHING)
    strict, near = _all([one.wide for one in groups]), [one.near for one in groups]
    heard = _all([one.heard for one in groups])
    loose = [heard] if heard != strict else []
    loose += near if 1 < len(near) <= ONE_IS_ENOUGH else [_all(pair) for pair in pairwise(near)]
    if category is not None:
        strict = _any([strict, _quoted(f"c:{category}")])
    exact = _all([one.exact for one in groups])
    return Sought(_all([strict, *narrow]), _all([_any(loose), *narrow]) if loose else NOTHING, exact, tuple(near), words.phrase)


def check_text(text: str) -> str:
    """The text itself. Raises InvalidInput where it is longer than a search is."""
    if len(text) > TEXT_MOST:
        raise InvalidInput("text", f"at most {TEXT_MOST} characters")
    return text


def _run_groups(run: str) -> list[_Group]:
    """One for each pair of characters."""
    said = syllables_of(run)
    sounds = list(pairwise(said)) or [(said[0], "")]
    groups = []
    for pair, sound in zip(pairs_of(run), sounds, strict=True):
        heard = ".".join(one for one in sound if one)
        lexeme = _quoted(f"z:{pair}")
        groups.append(_Group(lexeme, lexeme, lexeme, _quoted(f"y:{heard}") if all(sound[: len(pair)]) else lexeme))
    return groups


def _word(word: str, known: Mapping[str, Collection[str]], completions: Sequence[str]) -> _Group:
    """What a word may mean, itself first. One syllable and first letters fit too much to be looked for where nothing has all of the words."""
    meant, vague = [_quoted(f"w:{word}")], []
    if parts := parts_of(word):
        meant.append(_all([_quoted(f"w:{one}") for one in parts]))
    is_known = word in known.get(word, ())
    if not is_known and len(word) >= TYPO_LEAST - 1:
        near = sorted({one for form in slips_of(word) for one in known.get(form, ()) if one != word and is_slip(word, one)}) if len(word) >= TYPO_LEAST else []
        meant += [_quoted(f"w:{one}") for one in dict.fromkeys([*completions, *near][:GUESSES_MOST])]
    if word.isascii() and word.isalpha():
        for way in readings_of(word):
            if len(way) > 1:
                meant.append(_all([_quoted(f"y:{one}.{other}") for one, other in pairwise(way)]))
            elif not is_known:
                vague.append(_quoted(f"y:{way[0]}"))
        if (initials := initials_of(word)) is not None and not (is_known and len(word) >= TYPO_LEAST):
            vague.append(_all([_quoted(f"i:{one}{other}") for one, other in pairwise(initials)]))
    wide = _any([*meant, *vague])
    return _Group(meant[0], _any(meant), wide, wide)


def _narrow(told: Narrowing) -> list[str]:
    if len(told.brands) > FILTERS_MOST or len(told.attributes) > FILTERS_MOST:
        raise InvalidInput("filter", f"at most {FILTERS_MOST} of a kind")
    parts = [_quoted(f"{mark}:{value}") for mark, value in (("c", told.category), ("s", told.shop), ("k", told.kind), ("m", told.currency)) if value]
    if told.brands:
        parts.append(_any([_quoted(f"b:{normal_text(one)}") for one in told.brands]))
    values: dict[str, list[str]] = {}
    for name, value in told.attributes:
        values.setdefault(name, []).append(_quoted(f"a:{normal_text(name + MARK + value)}"))
    parts += [_any(some) for some in values.values()]
    if told.least_minor is not None or told.most_minor is not None:
        least, most = max(1, told.least_minor or 1), told.most_minor or 10**10
        if told.currency is None or not least <= most <= 10**10:
            raise InvalidInput("price", "a currency, and a range that does not end before it begins")
        parts.append(_any([_quoted(f"p:{step}") for step in _steps(least, most)]))
    return parts


def _steps(least_minor: int, most_minor: int) -> range:
    return range(_step(least_minor), _step(most_minor) + 1)


def _step(minor: int) -> int:
    """By the first three binary digits: prices of one step are within a quarter of each other."""
    length = minor.bit_length()
    return 4 * length + (minor << 2 >> length - 1) - 4


def _quoted(lexeme: str) -> str:
    cleaned = lexeme[:200].replace("\\", "\\\\").replace("'", "''")
    return f"'{cleaned}'"


def _all(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " & ".join(parts) + ")"


def _any(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + " | ".join(parts) + ")"
