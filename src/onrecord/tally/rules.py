"""The counting rules as sentences for people: each is printed wherever a figure stands that rests on it.

The rules follow the Standards for Casualty Recording (Every Casualty, 2016) and UCDP GED's best, low and high.
"""

from __future__ import annotations

from onrecord.languages import phrase

VERSION = "3"
RULES = {
    "once": phrase("A victim told of twice counts once."),
    "modality": phrase(
        "Stated and alleged harm is tallied, each apart, and alleged numbers never move stated ones; denied, attempted, "
        "threatened, predicted and hypothetical harm never is."
    ),
    "denial": phrase("A denial is a claim against: it is shown beside the harm that it denies and removes nothing from it."),
    "parts": phrase(
        "A member of a group is counted in the group, not again; a group has at least as many as its named members."
    ),
    "sum": phrase(
        "Counts of different victims are added bound by bound: a range of reports, not an interval; what is open stays open."
    ),
    "death": phrase("“death” is all dead of the incident, whatever the cause."),
    "killed": phrase(
        "“killed” is direct deaths by others: deaths by one's own hand, indirect deaths and deaths of unsaid cause are not in it."
    ),
    "class": phrase("Context (an investigation, a theft, an arrest of a perpetrator) is kept and never counted."),
    "total": phrase("A report's own total is compared with its parts and never added to them."),
    "part_of": phrase(
        "An incident that is part of another is counted in it, not again; the whole has at least as many as its parts."
    ),
    "doubt": phrase(
        "What is less sure than the record's threshold and was judged by nobody is doubtful: it is kept, shown and counted apart, "
        "in no other figure."
    ),
    "latest": phrase("An origin's latest count replaces its earlier one."),
    "origins": phrase(
        "Over several origins: min is the lowest that stands or the number of identified dead if that is more; max the highest, or "
        "open; best a reviewer's choice, else the value on which all agree, else open."
    ),
    "linked": phrase(
        "Reports that tell of one incident are linked: it counts once, and its victims do. What is linked, by what and how surely stands "
        "under Links; what a person says of a link is never overruled."
    ),
    "origin": phrase(
        "Reports of one outlet, reprints, and reports that quote each other are one origin: what they repeat corroborates nothing."
    ),
    "grades": phrase(
        "Grades are given by rules in a file with a version (`grades.yaml`): one origin is never corroboration, whoever spoke to it; "
        "admissions and denials are said where they are."
    ),
    "documented": phrase("Documented: a difference between months or places may be a difference in documentation."),
}
