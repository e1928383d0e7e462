"""Which tokens of names sound alike in any romanisation, and which are short forms of one name.

`sound` is a key that McCune–Reischauer and Revised Romanization of Korean, and the usual transliterations of Arabic, Russian and
Spanish, mostly share: voiced and unvoiced stops fall together, vowels but the first are left out, doubled letters are one.
"""

from __future__ import annotations

from functools import lru_cache

_DIGRAPHS = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("zh", "s"), ("kh", "h"), ("gh", "g"), ("ph", "f"),
    ("th", "t"), ("dh", "d"), ("ck", "k"), ("qu", "k"), ("dj", "c"), ("ts", "c"), ("tz", "c"), ("ng", "n"), ("w", "v"),
)  # fmt: skip
_LETTERS = str.maketrans(
    {"g": "k", "q": "k", "x": "k", "d": "t", "b": "p", "v": "p", "j": "c", "l": "r", "z": "s", "y": "", "h": "", "f": "p"}
)
_VOWELS = str.maketrans(dict.fromkeys("aeiou", ""))
_SHORT = (
    "robert bob bobby rob robbie bert", "william bill billy will willie liam", "richard rick ricky dick rich richie",
    "james jim jimmy jamie", "john jack johnny jon", "jonathan jon johnny", "michael mike mikey mick micky", "joseph joe joey",
    "thomas tom tommy", "charles charlie chuck chas", "daniel dan danny", "david dave davey", "edward ed eddie ted ned eddy",
    "anthony tony", "antonio tony tono", "christopher chris kit", "christian chris", "matthew matt", "andrew andy drew",
    "steven steve stephen", "kenneth ken kenny", "timothy tim timmy", "gregory greg", "benjamin ben benny", "samuel sam sammy",
    "nicholas nick nicky", "alexander alex sasha sandy xander", "alexandra alex sasha sandra", "patrick pat paddy", "peter pete",
    "donald don donnie", "ronald ron ronnie", "douglas doug", "gerald gerry jerry", "jerome jerry", "lawrence larry lars",
    "leonard len lenny leo", "nathaniel nate nathan", "philip phil", "raymond ray", "stanley stan", "theodore ted theo teddy",
    "vincent vince vinny", "walter walt wally", "zachary zach zack", "frederick fred freddy", "francis frank", "francisco paco pancho",
    "elizabeth liz beth betty eliza lisa libby", "margaret maggie peggy meg marge rita", "katherine kate kathy katie kat cathy",
    "jennifer jen jenny", "jessica jess jessie", "patricia pat patty trish", "rebecca becky", "susan sue susie", "deborah deb debbie",
    "victoria vicky tori", "samantha sam", "jose pepe chepe", "manuel manolo", "jesus chuy", "enrique kike quique",
    "guadalupe lupe lupita", "dolores lola", "mercedes meche", "rosario chayo", "ignacio nacho", "guillermo memo", "eduardo lalo",
    "roberto beto", "alberto beto", "rafael rafa", "luis lucho", "vladimir volodya vova", "ivan vanya", "dmitri dima mitya dmitry",
    "sergei seryozha serhiy sergey", "mikhail misha", "nikolai kolya mykola nikolay", "yevgeny zhenya evgeny", "maria masha mariya",
    "anastasia nastya", "yekaterina katya ekaterina", "tatiana tanya", "olga olya", "pyotr petya petro", "pavel pasha pavlo",
    "aleksandr sasha oleksandr aleksander", "yuri yura yuriy", "mohammed muhammad mohamed mohammad muhammed mohamad mhmd",
)  # fmt: skip


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for n, words in enumerate(_SHORT):
        for word in words.split():
            found.setdefault(word, set()).add(n + 1)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def short_forms(token: str) -> frozenset[int]:
    """The numbers of the names of which a token is a form; two tokens with a number in common may be one name."""
    return _groups().get(token, frozenset())


def sound(token: str) -> str:
    """The key; empty where nothing is left to compare by."""
    key = token
    for two, one in _DIGRAPHS:
        key = key.replace(two, one)
    first = "a" if key[:1] in "aeiouy" else ""
    key = first + key.translate(_LETTERS).translate(_VOWELS)
    kept = "".join(c for n, c in enumerate(key) if c.isalpha() and (n == 0 or c != key[n - 1]))
    return kept if len(kept) >= 2 else ""
