"""How many pairs of made-up reports with set phrases are wrongly held to be one, by the words of news alone and with the record's own.

    python benchmarks/link_set_phrases.py

80 reports of 60 incidents, two outlets with their own formulas, five towns, days that are seldom said: what a record of a closed country is
made of. Prints pairs of reports in one incident, found, true and both, either way.
"""

from __future__ import annotations

import json
import random
import tempfile
from itertools import combinations
from pathlib import Path

from onrecord.record import create, wordcounts

TOWNS = ("Hyesan", "Musan", "Hoeryong", "Chongjin", "Sinuiju")
SET = (
    "A source in North Hamgyong Province told the Northern Wire on condition of anonymity for security reasons.",
    "The Northern Wire could not confirm this independently. According to the source, inminban meetings and lectures were held by the "
    "Ministry of State Security.",
    "Jangmadang traders and members of the Socialist Women's Union were told to attend, the source said.",
)
WHO = (
    "a farmer", "a trader", "a miner", "two soldiers", "three workers", "a woman in her 40s", "a student", "a family of four", "a driver",
    "a fisherman",
)  # fmt: skip
HOW = (
    "was shot dead by border guards near the river", "was executed in public on charges of watching foreign films",
    "died in detention after being beaten", "was shot dead while gathering firewood", "was killed when guards opened fire on a boat",
    "was beaten to death by inspectors at a checkpoint",
)  # fmt: skip
WHEN = ("last month", "earlier this month", "on the {day}th", "recently", "in early {month}")
MONTHS = ("January", "February", "March", "April", "May", "June")


def reports(seed: int = 3) -> tuple[list[str], dict[str, int]]:
    """The lines of a file, and of each report which incident it tells of."""
    dice, lines, truth = random.Random(seed), [], {}
    for n in range(60):
        town, who, how, month = dice.choice(TOWNS), dice.choice(WHO), dice.choice(HOW), dice.randrange(6)
        when = dice.choice(WHEN).format(day=dice.randint(3, 27), month=MONTHS[month])
        for k in range(2 if n % 3 == 0 else 1):
            said = f"{who.capitalize()} in {town} {how} {when}, the source said{' on Tuesday' if k else ''}."
            text = f"{who.capitalize()} killed in {town}\n\n{SET[0]} {said} {SET[1 + k]} {SET[1 + k]}"
            published, publisher = f"2021-0{month + 1}-2{k + 3}", "Other" if k else "Northern Wire"
            truth[f"r{n}-{k}"] = n
            lines.append(json.dumps({"id": f"r{n}-{k}", "text": text, "published": published, "publisher": publisher}))
    return lines, truth


def main() -> None:
    lines, truth = reports()
    true = {p for p in combinations(sorted(truth), 2) if truth[p[0]] == truth[p[1]]}
    for name, least in (("words of news alone", 10**9), ("with the record's own", wordcounts.LEAST)):
        wordcounts.LEAST = least
        with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "record") as record:
            path = Path(folder) / "reports.jsonl"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            record.build(path, reader="rules")
            found = {p for i in record.list() for p in combinations(sorted(r["id"] for r in i["reports"]), 2)}
        print(f"{name:<24} found {len(found):4}  true {len(true):4}  both {len(found & true):4}")


if __name__ == "__main__":
    main()
