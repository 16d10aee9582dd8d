"""The token sequence with its context and the memory of a reading: which instruments have been named."""

from __future__ import annotations

from dataclasses import dataclass, field

from .forms import Forms, load_forms
from .model import Context
from .tokens import END, Token, tokenize
from .words import MONTHS, word_set

CONJUNCTIONS = frozenset({"y", "e", "o", "u", "ni"})
_CLOSERS = frozenset({".", "?", "!"})
_ABBREVIATIONS = word_set("art arts fracc fraccs frac fracs fr frs inc incs parr parrs num p pp c lic dr no")
_LONGEST_CHAPTER = 8


@dataclass
class Reader:
    """Random access over tokens; every index past the end reads as an empty token."""

    text: str
    context: Context
    loose: bool = False
    tokens: list[Token] = field(default_factory=list)
    norms: list[str] = field(default_factory=list)
    forms: Forms = field(default_factory=load_forms)
    last_instrument: str = ""
    last_by_kind: dict[str, str] = field(default_factory=dict)
    in_sentence: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    """The law of each article number already read, for "el citado artículo 53-B"."""

    def __post_init__(self) -> None:
        self.tokens = tokenize(self.text)
        self.norms = [token.norm for token in self.tokens]

    def at(self, index: int) -> Token:
        """The token at an index, or the empty END."""
        return self.tokens[index] if 0 <= index < len(self.tokens) else END

    def norm(self, index: int) -> str:
        """The folded text at an index, "" past the end."""
        return self.norms[index] if 0 <= index < len(self.norms) else ""

    def joined(self, index: int) -> bool:
        """Whether the token touches the one before it."""
        return 0 < index < len(self.tokens) and self.tokens[index].start == self.tokens[index - 1].end

    def end_of(self, index: int) -> int:
        """The text offset at which the token before `index` ends."""
        return self.tokens[index - 1].end if index > 0 else 0

    def note_instrument(self, instrument: str, kind: str) -> None:
        """Remember the last instrument named, in all and by its kind."""
        self.last_instrument = instrument
        self.last_by_kind[kind] = instrument
        if instrument not in self.in_sentence:
            self.in_sentence.append(instrument)

    def ends_sentence(self, index: int) -> bool:
        """Whether the sign at `index` closes a sentence: not after an abbreviation, nor inside a number."""
        sign = self.norm(index)
        if sign == ";" or sign not in _CLOSERS:
            return False
        following = self.at(index + 1)
        if following.kind == "e" or following.start == self.at(index).end:
            return following.kind == "e"
        return self.norm(index - 1) not in _ABBREVIATIONS and not following.text[:1].islower()

    def dotted(self, index: int) -> tuple[str, int] | None:
        """A chapter number such as "7.1.3" written without blanks, and the index after it."""
        if self.at(index).kind != "n":
            return None
        parts, at = [self.at(index).text], index + 1
        # Bounded: a message may be "1.1.1…" to its end, and this is asked at each of its numbers.
        while len(parts) < _LONGEST_CHAPTER and self.norm(at) == "." and self.joined(at):
            if self.at(at + 1).kind != "n" or not self.joined(at + 1):
                break
            parts.append(self.at(at + 1).text)
            at += 2
        return (".".join(parts), at) if len(parts) > 1 else None

    def separator(self, index: int) -> int:
        """The index after a list separator (",", "y", ", y", "y/o", ";", "así como"); `index` where there is none."""
        at = index
        if self.norm(at) in (",", ";"):
            at += 1
        if self.norm(at) == "asi" and self.norm(at + 1) == "como":
            return at + 2
        if self.norm(at) in CONJUNCTIONS:
            at += 1
            if self.norm(at) == "/" and self.norm(at + 1) in CONJUNCTIONS:
                at += 2
            if self.norm(at) == ",":
                at += 1
        return at

    def has_conjunction(self, start: int, end: int) -> bool:
        """Whether a separator between two indexes joins with a word, not only with a comma."""
        return any(self.norm(index) in CONJUNCTIONS or self.norm(index) == "asi" for index in range(start, end))

    def day(self, index: int) -> tuple[str, int] | None:
        """An ISO date from "20 de diciembre de 2001", "20-12-2001", "20/12/2001" or "2001-12-20"."""
        first = self.at(index)
        if first.kind != "n":
            return None
        at = index + 1
        if self.norm(at) in ("o", "º", "°") and self.joined(at):
            at += 2 if self.norm(at + 1) == "." else 1
        if self.norm(at) == "de" and self.norm(at + 1) in MONTHS:
            month, at = MONTHS[self.norm(at + 1)], at + 2
            at += 1 if self.norm(at) in ("de", "del") else 0
            return _iso(self.at(at).text, str(month), first.text, at + 1)
        sign = self.norm(at)
        if sign in ("-", "/", ".") and self.norm(at + 2) == sign and self.joined(at) and self.joined(at + 1):
            second, third = self.at(at + 1).text, self.at(at + 3).text
            if len(first.text) == 4:
                return _iso(first.text, second, third, at + 4)
            return _iso(third, second, first.text, at + 4)
        return None


def _iso(year: str, month: str, day: str, after: int) -> tuple[str, int] | None:
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal() and len(year) == 4):
        return None
    if len(month) > 2 or len(day) > 2:
        return None
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{int(year):04d}-{int(month):02d}-{int(day):02d}", after
