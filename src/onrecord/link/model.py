"""The model: how likely each level of agreement is for one person and for two, and how many pairs are of one person.

A pair of rows is of one person; or of two people of one event (same day and place), of one family (same family name), of both; or
of two people who have nothing to do with each other. In lists of the dead the middle kinds are many: without them, plain
expectation–maximisation finds "died in the same massacre" and calls it a match. Columns are independent given the kind
(Fellegi and Sunter 1969), and the chance of agreement among strangers is that of the very value on which a pair agrees.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from math import log
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import BadInput
from onrecord.link.comparing import Compared
from onrecord.link.levels import DATES, LEVELS, SAME_MONTH, SAME_YEAR, groups_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]

EVENT = ("date", "place")
"""Comparisons that people of one event share."""
FAMILY = ("family",)
SHARED = (0.22, 0.08, 0.12, 0.33, 0.25)
"""What is expected of the other names of two people of one family, before anything is known."""
SHARED_SECOND = (0.16, 0.03, 0.01, 0.3, 0.05, 0.45)
"""The same of the second surname, where names have two."""
NAMESAKES = 0.02
"""What is expected of how often two of one family are called alike, beyond chance."""
_CALLED = (0.88, 0.03, 0.02, 0.01, 0.01, 0.03, 0.01, 0.01)
"""How the given names of two of one family who are called alike agree: level by level;"""
_CALLED_MORE = (0.03, 0.03, 0.02, 0.2, 0.67, 0.05, 1.0)
"""and their second given names, which are given to tell them apart."""
SLIPS = ("given", "family", "date", "born", "age", "place")
"""Comparisons whose slips are seen together."""
FUZZY_FLOOR = 0.25
"""The chance of a fuzzy level between strangers is at least this part of the level's own, however rare the value is."""
FORMAT = "onrecord-link-4"
LEAST_U = 1e-7


@dataclass(slots=True)
class Model:
    """`m` and `u`: for each comparison the probability of each level (the last, not known, left out), given one person or two.

    `across` and `within`: the share of all pairs, across lists and within one, that are of one person. `event`, `family` and `both`:
    the share of pairs that are of two people of one event, family, or both. `shared`: of two people of one family, the probability of
    each level of the other names: brothers and sisters have both surnames in common. `namesakes`: of two of one family, how often they are
    called alike, beyond chance, and told apart by a second name. `patterns`: for which comparisons agree in full (=), do
    not (x) or are not known (.), how much likelier one person makes that pattern than independent columns would (natural log): a row
    with one slip seldom has a second. `steady`: how often two of one event or family fall short of full agreement on its day, its place or
    their name, against two rows of one person (at most 1): whoever tells of a family tells of it in one way. `found`: how many pairs of one person it was estimated from, about.
    """

    m: dict[str, list[float]]
    u: dict[str, list[float]]
    across: float
    within: float
    event: float = 1e-4
    family: float = 1e-4
    both: float = 1e-5
    shared: list[float] = field(default_factory=lambda: list(SHARED))
    namesakes: float = NAMESAKES
    patterns: dict[str, float] = field(default_factory=dict)
    steady: dict[str, float] = field(default_factory=dict)
    converged: bool = False
    rounds: int = 0
    judged: int = 0
    found: float = 0.0

    def weights(self, compared: Compared, own: Any) -> tuple[Doubles, dict[str, Doubles]]:
        """Log odds that each pair is of one person, and each comparison's part in it (natural logs).

        `own`: which pairs are within one list. The parts sum to the log odds with the prior and the part of kinship and event.
        """
        import numpy as np

        parts = {name: self.factor(name, compared) for name in compared.levels}
        prior = np.where(own, logit(self.within), logit(self.across))
        related = self.related(compared, parts)
        parts = {"prior": prior, **parts, "slips": self.slips(compared), "relatives": -related}
        total = np.zeros(len(compared))
        for part in parts.values():
            total += part
        return total, parts

    def slips(self, compared: Compared) -> Doubles:
        """What the pattern of full agreement adds to each pair's log odds."""
        import numpy as np

        codes, names = patterns(compared)
        table = np.array([self.patterns.get(name, 0.0) for name in names])
        return table[codes] if len(table) else np.zeros(len(compared))

    def factor(self, name: str, compared: Compared) -> Doubles:
        """log(m / u) of a comparison for each pair; 0 where it is not known."""
        import numpy as np

        level = compared.levels[name]
        m = np.append(np.log(self.m[name]), 0.0)[level]
        return np.asarray(m - self.log_u(name, compared))

    def log_u(self, name: str, compared: Compared) -> Doubles:
        """The chance of the level between strangers: that of the value itself where its share is known, never less than a floor."""
        import numpy as np

        level, share = compared.levels[name], compared.shares.get(name)
        of_level = np.append(self.u[name], 1.0)[level]
        if share is not None:
            exact = level == 0
            known = share > 0
            fuzzy = np.maximum(share, FUZZY_FLOOR * of_level)
            of_level = np.where(known, np.where(exact, share, fuzzy), of_level)
        return np.asarray(np.log(np.maximum(of_level, LEAST_U)))

    def related(self, compared: Compared, parts: dict[str, Doubles]) -> Doubles:
        """log of how much likelier a pair of two people is for being of one event or family."""
        import numpy as np

        total = np.zeros(len(compared))  # log 1: strangers
        for term in self.relations(compared, parts).values():
            total = np.logaddexp(total, term)
        return total

    def _shared(self, names: tuple[str, ...], compared: Compared, parts: dict[str, Doubles]) -> Doubles | None:
        """log of how much likelier two of one event, or family, make what these comparisons say than strangers do; None without any."""
        import numpy as np

        there = [n for n in names if n in parts]
        total = np.zeros(len(compared))
        for name in there:
            total = total + parts[name] + self._steadier(name)[compared.levels[name]]
        return total if there else None

    def _steadier(self, name: str) -> Doubles:
        """Of each level, log of how much likelier two of one event or family make it than one person does."""
        import numpy as np

        part, out = self.steady.get(name, 1.0), np.zeros(len(LEVELS[name]))
        for group in groups_of(name):
            full = self.m[name][group[0]]
            out[list(group)] = log(part)
            out[group[0]] = log((1 - part * (1 - full)) / full)
        return out

    def relations(self, compared: Compared, parts: dict[str, Doubles]) -> dict[str, Doubles]:
        """log of each kind's share and likelihood, against strangers'. Where the very event, or the family in it, is known to be
        common, its own share stands in place of the average."""
        import numpy as np

        event, family = (self._shared(names, compared, parts) for names in (EVENT, FAMILY))
        out = {}
        if event is not None:
            out["event"] = np.log(self.event) + event
        if family is not None:
            out["family"] = np.log(self.family) + family
        if event is not None and family is not None:
            out["both"] = np.log(self.both) + event + family
        surnames = self.surnames(compared)
        if "middle" in compared.levels:
            surnames = surnames + np.logaddexp(log(1 - self.namesakes), self.called(compared))
        here = self._here("event", EVENT, compared)
        if here is not None and "event" in out:
            known = compared.shares["event"] > 0
            if "both" in out:  # the family in an event of that size
                out["both"] = np.where(known, here + np.log(self.both / self.event) + family, out["both"])
            out["event"] = np.where(known, np.maximum(here, out["event"]), out["event"])
        here = self._here("both", (*EVENT, *FAMILY), compared)
        if here is not None and "both" in out:
            known = compared.shares["both"] > 0
            out["both"] = np.where(known, here, out["both"])
            out["event"] = np.where(known, -np.inf, out["event"])  # everybody of that name there is counted
        for name in ("family", "both"):
            if name in out:
                out[name] = out[name] + surnames
        return out

    def _here(self, name: str, of: tuple[str, ...], compared: Compared) -> Any:
        """log of the share of people of the very event, or of the family in it, against strangers' chance; None where none is known."""
        import numpy as np

        share = compared.shares.get(name)
        if share is None:
            return None
        with np.errstate(divide="ignore"):
            return np.log(share.astype(float)) - sum(self.log_u(n, compared) for n in of)

    def surnames(self, compared: Compared) -> Doubles:
        """log of how much likelier one family makes what the other names say than strangers do."""
        import numpy as np

        name = surnames_of(compared)
        if name is None:
            return np.zeros(len(compared))
        return np.asarray(np.append(np.log(self.shared), 0.0)[compared.levels[name]] - self.log_u(name, compared))

    def of_namesakes(self, compared: Compared) -> Doubles:
        """How likely two of one family are such as are called alike."""
        import numpy as np

        called = self.called(compared)
        return np.asarray(np.exp(called - np.logaddexp(log(1 - self.namesakes), called)))

    def called(self, compared: Compared) -> Doubles:
        """log of the share of two of one family who are called alike, and how much likelier that makes what their given names say."""
        import numpy as np

        said = np.append(np.log(_CALLED), 0.0)[compared.levels["given"]] - self.log_u("given", compared)
        others = np.log(_CALLED_MORE)[compared.levels["middle"]] - self.log_u("middle", compared)
        return np.asarray(log(self.namesakes) + np.where(compared.levels["given"] < len(_CALLED), said + others, 0.0))

    def saved(self) -> str:
        """As JSON, with the levels' words."""
        told = {"format": FORMAT, "levels": {n: LEVELS[n][:-1] for n in self.m}, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def surnames_of(compared: Compared) -> str | None:
    """The comparison that the mother's surname is part of."""
    return next((n for n in ("second", "rest") if n in compared.levels), None)


def patterns(compared: Compared) -> tuple[Any, list[str]]:
    """For each pair the number of its pattern, and the patterns: = agrees in full, x does not, . is not known."""
    import numpy as np

    used = [n for n in SLIPS if n in compared.levels]
    code = np.zeros(len(compared), np.int64)
    for name in used:
        level = compared.levels[name]
        silent = level == len(LEVELS[name]) - 1
        if name in DATES:
            silent |= (level == SAME_MONTH) | (level == SAME_YEAR)
        code = code * 3 + np.where(level == 0, 0, np.where(silent, 2, 1))
    found, back = np.unique(code, return_inverse=True)
    return back, ["".join("=x."[c // 3 ** (len(used) - 1 - n) % 3] for n in range(len(used))) for c in found.tolist()]


def logit(share: float) -> float:
    return log(share) - log(1 - share)


def read_model(path: Path) -> Model:
    """Parameters that `saved` wrote. BadInput where the file is something else."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        assert told["format"] == FORMAT
        made = Model(**{k: v for k, v in told.items() if k not in ("format", "levels")})
        assert all(len(made.m[n]) == len(LEVELS[n]) - 1 for n in made.m)
    except (OSError, ValueError, KeyError, TypeError, AssertionError) as error:
        raise BadInput(f"{path} holds no parameters of onrecord link: give a file that --parameters wrote.") from error
    return made
