"""Text as it is searched: runs of Chinese characters and words of letters and digits, each with one form."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

WORD_MOST, WORDS_MOST = 40, 12
"""Letters of a word, and words and runs of a search: what is longer is cut."""

TYPO_LEAST, TYPO_MOST = 4, 24
"""Letters of a word in which one slip is forgiven."""

_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# What says nothing parts what stands around it, in titles and in searches alike.
_PIECE = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_RUN = re.compile(f"[{_HAN}]")
_SILENT = re.compile("[的了吗呢]+")
_STOPS = frozenset(("a", "an", "and", "are", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "the", "this", "to", "with"))
_PARTS = re.compile(r"\d+|[^\W\d_]+")


class Words(NamedTuple):
    """What a text says, in its order: `runs` of Chinese characters, and `words` of anything else. `phrase` is all of it."""

    runs: tuple[str, ...]
    words: tuple[str, ...]
    phrase: str


def normal_text(text: str) -> str:
    """One form of each character, small letters, one space between words, nothing that does not print."""
    one_form = unicodedata.normalize("NFKC", text).casefold()
    printed = one_form if one_form.isprintable() else "".join(one if one.isprintable() else " " for one in one_form)
    return " ".join(printed.split())


@lru_cache(maxsize=1_024)
def words_of(text: str) -> Words:
    """The runs and words of a text, each once."""
    phrase = normal_text(text)
    runs: dict[str, None] = {}
    words: dict[str, None] = {}
    for piece in _PIECE.findall(phrase):
        if _RUN.match(piece):
            runs |= dict.fromkeys(one for one in _SILENT.split(piece) if one)
        elif piece not in _STOPS:
            words[stem(piece[:WORD_MOST])] = None
    return Words(tuple(runs), tuple(words), phrase)


def cut(words: Words) -> Words:
    """The first of them: as much as a search goes by."""
    return words._replace(runs=tuple(one[:WORDS_MOST] for one in words.runs[:WORDS_MOST]), words=words.words[:WORDS_MOST])


def stem(word: str) -> str:
    """English words without the s of the plural: mugs are found as mug, batteries as battery."""
    if len(word) < TYPO_LEAST or not word.isascii() or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > TYPO_LEAST:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def parts_of(word: str) -> list[str]:
    """Letters and digits apart, where a word has both: iphone15 is iphone 15."""
    parts = _PARTS.findall(word)
    return parts if len(parts) > 1 else []


def pairs_of(run: str) -> list[str]:
    """Each two characters that stand together; the character itself where it is alone."""
    return [run[start : start + 2] for start in range(max(1, len(run) - 1))]


def slips_of(word: str) -> set[str]:
    """The word, and what is left of it without any one letter: two words within one slip of each other have one of these in common."""
    if not TYPO_LEAST <= len(word) <= TYPO_MOST or not word.isalpha():
        return {word}
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


def is_slip(sought: str, known: str) -> bool:
    """Whether one letter too many, too few, another, or two that changed places make the one of the other."""
    if abs(len(sought) - len(known)) > 1 or min(len(sought), len(known)) < TYPO_LEAST - 1:
        return False
    start = next((place for place, (one, other) in enumerate(zip(sought, known, strict=False)) if one != other), min(len(sought), len(known)))
    one, other = sought[start:], known[start:]
    return one[1:] == other or one == other[1:] or one[1:] == other[1:] or (one[:2] == other[1::-1] and len(other) > 1 and one[2:] == other[2:])
