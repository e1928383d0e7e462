"""Reports of many kinds of harm, as field workers and agencies write them: who was done what to, by whom, according to whom. All of it is made up."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.claims import Count
from onrecord.extract import ReportText, extract

REPORTS = {
    "school": """Gunmen abduct 23 students from school in Zamfara
Gunmen on motorcycles attacked a boarding school in Nigeria's northwestern Zamfara state late on Monday, killing a security guard and abducting 23 students, police and a teacher told reporters.
Two of the students escaped and walked back to the town of Maradun on Tuesday, the teacher, Ibrahim Sulem, said. He added that the attackers had demanded a ransom.
No group claimed responsibility. Last year, 80 students were kidnapped in neighbouring Kebbi state; most were freed after payments.
The governor said soldiers had killed three bandits in pursuit, but residents disputed this.""",
    "airstrike": """Airstrike kills family of seven in Hodeidah
An airstrike carried out by coalition warplanes hit a house in the al-Tuhayta district of Hodeidah province, Yemen, in the early hours of Sunday, killing seven members of one family, including four children, medics and residents said.
Salem Bawazin, 41, his wife Huda and their four children died, said Yahya Omarin, a neighbour who helped pull the bodies from the rubble. A fifth child, Reema, 8, was wounded and is being treated in the city.
The coalition said it was looking into the report.""",
    "custody": """Eleven detained protesters die in custody, rights group says
At least 11 people detained after July's protests in the city of Mardan have died in custody, the Committee for Prisoners' Rights said on Friday, citing relatives and two lawyers.
Among them were Farid Ahsanov, a 24-year-old student, and his cousin Nadia Karimova, 19, whose bodies were returned to their family with marks of torture on 3 August, the group said.
A spokesman for the Interior Ministry denied the allegations and said that only two detainees had died, both of natural causes.
Police arrested four lawyers outside the courthouse on Thursday.""",
    "disappeared": """Villager missing since soldiers took him from his home
Relatives of Tun Lwinn, a 45-year-old rice farmer, say he has not been seen since soldiers from the 77th Light Infantry Division took him from his house in Myinmu township, Sagaing Region, on the night of 14 March 2023.
His wife told a local monitoring group that about 20 soldiers surrounded the house and beat him before driving him away. The military has not responded to requests for comment.
Two other men from the same village, both in their twenties, were detained on the same night and released a week later.""",
    "shelling": """Shelling of Kharkiv suburb kills three, wounds nine
Russian artillery shelled a residential district of Kharkiv on 6 June 2022, killing three civilians and wounding nine others, the regional governor wrote on Telegram.
The dead are a 62-year-old woman, her 8-year-old grandson and a volunteer who was delivering bread. Among the wounded are two paramedics.
Prosecutors have opened a criminal investigation.""",
    "journalist": """Radio journalist shot dead outside home
Unknown assailants on a motorbike shot dead radio presenter Carlo Dimaguila, 38, in front of his house in Calbayog City on Wednesday evening, police said. His wife, Lorna, was hit by a stray bullet in the arm and is in stable condition.
Dimaguila had received death threats after reporting on illegal logging, colleagues said. The provincial police chief, Colonel Ramon Tiberio, said investigators had not identified a motive.""",
    "executions": """Five men executed in secret, families say
Authorities in the northern province of Ghazar executed five men convicted of drug offences at dawn on 9 January 2021 without informing their families, according to two relatives and a prison official who spoke on condition of anonymity.
The men, aged between 23 and 51, were hanged in the central prison. Three of them belonged to the Zahiri minority.
A further twelve prisoners are at risk of execution.""",
    "protest": """Security forces open fire on protesters, at least six dead
Security forces opened fire on protesters in the town of El Geneifa on Saturday, killing at least six people and injuring more than forty, a doctors' committee said.
Hospital sources put the number of dead at eight. Witnesses said troops fired live rounds from rooftops and that a 15-year-old boy, Moataz Hamdin, was shot in the head.
The Interior Ministry said that two policemen had been killed by armed protesters. More than 100 people were arrested.""",
    "landmine": """Landmine kills two boys herding goats
Two brothers aged 9 and 12 were killed and their sister lost a leg when a landmine exploded as they were herding goats near the village of Darqul in Faryab province on 2 May 2020, a provincial council member, Sayed Rahmatin, said. He blamed the Taliban for planting the mine. A Taliban spokesman denied this.""",
    "massgrave": """Mass grave with 27 bodies found near Tawilan
Forensic teams exhumed the remains of 27 people from a mass grave on the outskirts of Tawilan, the Missing Persons Commission said on 4 November 2019. Most of the victims, who had been blindfolded and shot at close range, are believed to have been killed in 2014 by Islamic State fighters, it said.""",
    "beaten": """Police beat villager to death at checkpoint, neighbours say
A 29-year-old motorcycle taxi driver, Emile Batundu, died on Tuesday after police officers beat him at a checkpoint in Rutshuru, North Kivu, neighbours and a local rights activist said.
The officers had stopped Batundu for failing to pay a bribe of 1,000 francs, a witness told the activist. The police commander in Rutshuru said Batundu had fallen from his motorcycle.
Residents blocked the road in protest, and police fired tear gas, injuring at least four of them.""",
    "sources_in_the_north": """Two brothers publicly executed for watching films, sources say
Two brothers in their 20s were publicly executed by firing squad in Hyesan, Ryanggang Province, on August 30, a source in the province told our newspaper on condition of anonymity.
According to the source, some 300 residents were forced to watch. The brothers' parents were sent to a political prison camp the next day.
A separate source in North Hamgyong Province said that a woman in Chongjin was sentenced to ten years of forced labor for the same offence.""",
    "denied": """Army denies killing farmers in Cauca
The Army on Tuesday denied that its troops had killed four farmers in the village of La Esperanza, saying that those who died were guerrillas of the 30th Front who had been killed in combat.
The regional peasants' association says that soldiers took the four men from their homes on the night of June 12 and shot them beside the river.""",
    "raid": """Women raped during raid on displaced people's camp
Armed men raped at least nine women and girls and killed two camp guards in a raid on a camp for displaced people outside the town of Bria, in the east of the Central African Republic, on the night of 17 to 18 October, a United Nations human rights officer said.
The attackers, whom survivors identified as members of the Unity Front, also burned about sixty huts and looted food stocks.""",
    "eviction": """Police burn homes and beat residents during forced eviction in Lusaro
Police officers and municipal guards demolished some 300 homes in the Mabati settlement in Lusaro on 7 May 2019, displacing more than 1,500 people, residents and a local legal aid group said.
Officers beat at least 17 people with batons, among them a pregnant woman who later miscarried, according to the Lusaro Legal Aid Clinic. A two-month-old baby, Neema Adhiamu, died after tear gas was fired into the house where she was sleeping, her mother, Rose Adhiamu, told the group.""",
    "prison": """Inmate found hanged in cell was beaten by guards, fellow prisoners say
Artyom Belskin, 33, was found hanged in his cell at Penal Colony No. 6 in the Vladimir region on 19 February 2021, the prison service said, calling the death a suicide.
Three fellow prisoners told a lawyer that guards had beaten Belskin repeatedly in the days before his death. His mother said his body bore bruises on the neck and back.""",
    "massacre": """At least 40 villagers massacred in eastern DR Congo
At least 40 civilians, including 12 women and nine children, were killed overnight in an attack on the village of Mayuta in Ituri province, local officials said on Monday, blaming CODECO militiamen.
The attackers came at about 2 a.m. and killed people with machetes as they slept, said Jean-Pierre Lobola, a village chief. Nineteen people were seriously injured and taken to the hospital in Bunia. Some 60 houses were torched.
The toll could rise, as many people are still missing, he added.""",
    "drone": """Drone strike on funeral kills 13 in Amaro
A drone strike on a funeral procession in the town of Amaro in the Oromia region killed 13 people and injured 22 on Thursday 3 August 2023, two hospital workers and three witnesses told a human rights organisation. Five of the dead were children.
The government has not commented. It has previously denied targeting civilians.""",
    "police_shooting": """Officer shoots 16-year-old dead during document check
A police officer shot dead a 16-year-old boy, Karim Beldjaouin, during a traffic stop in the suburb of Nanterville on Tuesday morning. The officer, who has been detained, first said that the driver had tried to run him over, but a video shows two officers standing beside the car, one of them aiming a weapon at the driver.
Two passengers were in the car. One fled and the other, also a minor, was arrested.""",
    "starvation": """Four children die of hunger in besieged town
Four children have died of malnutrition in the besieged town of Madarra since the beginning of January, a doctor at the town's only hospital said by telephone. The youngest, a girl of seven months, died on Sunday.
No food aid has entered the town, which is surrounded by government forces and allied militias, since October.""",
    "fishermen": """Bodies of 11 fishermen wash ashore after navy boat opens fire
The bodies of 11 fishermen washed ashore near Kolari on 2 March 2018, two days after a navy patrol boat opened fire on their vessel, the fishermen's cooperative said. Four others are still missing. One survivor, Haro Tamin, 26, said the sailors shot at men in the water.""",
    "public_execution": """Taliban publicly execute man convicted of murder
The Taliban publicly executed a man convicted of murder in the western province of Farah on Wednesday, the group's spokesman said. The man, identified as Tajmil, son of Ghulam Sarwari, was shot three times by the father of his alleged victim.""",
    "land_defender": """Indigenous leader shot dead on disputed land
An Indigenous leader who had opposed logging on his people's land was shot dead by gunmen in the state of Maranhão on Friday night. Paulo Guajaretti, 26, was hit in the head and died at the scene. Another man, Laercio Souzi, was wounded in the arm and back but managed to escape, the Indigenous Missionary Council said.
A logger was also killed in the exchange of fire, the state security department said.""",
    "acid": """Woman, daughter injured in acid attack
A 35-year-old woman and her 11-year-old daughter suffered severe burns when two men on a motorcycle threw acid at them in Sonapur on 11 April 2022, police said. The woman's former husband has been arrested.""",
    "summary": """Monthly report: 62 civilians killed in May
Our monitors documented the killing of 62 civilians, including 11 children and six women, in May 2020. Government forces killed 31 of them; armed opposition groups killed nine, and 22 were killed by landmines and by parties we could not identify.
We also documented at least 139 cases of arbitrary detention, among them four children.""",
    "activist": """Student activist abducted by men in plain clothes
A student activist, Shahid Rindani, 22, was abducted by armed men in plain clothes from his hostel at the university in Turbat, Kech district, on 15 November 2021, his brother said. Witnesses said the men arrived in two white pickup trucks with no number plates.
Rindani's family filed a complaint with the police, who refused to register it. He was released on 3 December, with injuries to his hands.""",
}

# For each incident of harm, its act, how many by outcome (members are in their group), and who did it.
WANTED: dict[str, list[tuple[str, dict[str, str], set[str]]]] = {
    "school": [
        ("abduction", {"abduction": "23"}, {"Gunmen"}),
        ("killing", {"death": "1"}, {"Gunmen"}),
        ("killing", {"death": "3"}, {"soldiers"}),
    ],
    "airstrike": [("killing", {"death": "7", "injury": "1"}, {"coalition warplanes"})],
    "custody": [("killing", {"death": "11+"}, set())],
    "disappeared": [
        ("disappearance", {"disappearance": "1"}, {"soldiers", "Light Infantry Division"}),
        ("detention", {"detention": "2"}, set()),
    ],
    "shelling": [("killing", {"death": "3", "injury": "9"}, {"Russian artillery"})],
    "journalist": [("killing", {"death": "1", "injury": "1"}, {"Unknown assailants"})],
    "executions": [("killing", {"death": "5"}, {"Authorities"})],
    "protest": [
        ("killing", {"death": "6+", "injury": "41+"}, {"Security forces", "troops"}),
        ("killing", {"death": "2"}, {"armed protesters"}),
    ],
    "landmine": [("killing", {"death": "2", "injury": "1"}, {"the Taliban"})],
    "massgrave": [("killing", {"death": "27"}, set())],
    "beaten": [("killing", {"death": "1", "injury": "4+"}, {"police officers", "police"})],
    "raid": [
        ("sexual_violence", {"injury": "9+"}, {"Armed men"}),
        ("killing", {"death": "2"}, {"Armed men", "Unity Front"}),
    ],
    "sources_in_the_north": [("killing", {"death": "2"}, set()), ("detention", {"detention": "2+"}, set())],
    "eviction": [("killing", {"death": "1", "injury": "17+"}, {"Officers"})],
    "prison": [("killing", {"death": "1"}, {"guards"})],
    "massacre": [
        ("killing", {"death": "40+", "injury": "19"}, {"CODECO militiamen", "The attackers"}),
        ("disappearance", {"disappearance": "2+"}, set()),
    ],
    "drone": [("killing", {"death": "13", "injury": "22"}, set())],
    "police_shooting": [("killing", {"death": "1"}, {"A police officer"})],
    "starvation": [("killing", {"death": "4"}, set())],
    "fishermen": [
        ("killing", {"death": "11"}, {"a navy patrol", "the sailors"}),
        ("disappearance", {"disappearance": "4"}, set()),
    ],
    "land_defender": [("killing", {"death": "1", "injury": "1"}, {"gunmen"})],
    "acid": [("assault", {"injury": "2"}, {"two men"})],
    "summary": [("killing", {"death": "62"}, {"Government forces"})],
    "activist": [("abduction", {"abduction": "1"}, {"armed men"})],
    "denied": [("killing", {"death": "4"}, {"troops"}), ("abduction", {"death": "4"}, {"soldiers"})],
}


def read(name: str) -> Any:
    text = REPORTS[name]
    return extract(ReportText(text, "x", "x.txt", text.partition("\n")[0], "2020-06-02" if name == "summary" else "2024-03-06"))


def harm(name: str) -> list[tuple[str, dict[str, str], set[str]]]:
    found = []
    for i in read(name)["incidents"]:
        said: dict[str, Count] = {}
        for v in (v for v in i["victims"] if v["part_of"] is None):
            count = Count.from_json(v["count"])
            said[v["outcome"]] = said[v["outcome"]] + count if v["outcome"] in said else count
        if i["class"] == "harm" and said:
            doers = {p["mentions"][0]["text"] for p in i["perpetrators"]}
            found.append((i["act"], {k: str(c) for k, c in said.items()}, doers))
    return found


@pytest.mark.parametrize("name", WANTED)
def test_who_was_done_what_to_and_by_whom(name: str) -> None:
    assert harm(name) == WANTED[name]


def sources(name: str) -> set[str]:
    return {m["text"] for i in read(name)["incidents"] for s in i["according_to"] for m in s["mentions"]}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("school", {"police and a teacher", "The governor"}),
        ("airstrike", {"medics and residents", "Yahya Omarin, a neighbour who helped pull the bodies from the rubble"}),
        ("beaten", {"neighbours and a local rights activist", "The police commander in Rutshuru"}),
        ("sources_in_the_north", {"a source in the province"}),
    ],
)
def test_according_to_whom(name: str, wanted: set[str]) -> None:
    assert sources(name) == wanted


def people(name: str) -> dict[str, dict[str, Any]]:
    return {v["names"][0]: v for i in read(name)["incidents"] for v in i["victims"] if v["names"]}


def test_relatives_are_people_of_their_own() -> None:
    family, killed = people("airstrike"), people("journalist")
    assert set(family) == {"Salem Bawazin", "Huda", "Reema"}
    assert {n: v["sex"] for n, v in killed.items()} == {"Carlo Dimaguila": "male", "Lorna": "female"}


def test_those_singled_out_right_after_are_of_the_group_told_of() -> None:
    named = people("custody")
    assert {(n, v["age"], v["outcome"]) for n, v in named.items()} == {
        ("Farid Ahsanov", 24, "death"),
        ("Nadia Karimova", 19, "death"),
    }
    assert len({v["part_of"] for v in named.values()} - {None}) == 1


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("protest", "El Geneifa"),
        ("landmine", "Fāryāb"),
        ("raid", "Bria"),
        ("massacre", "Ituri"),
        ("drone", "Oromia"),
        ("journalist", "Calbayog City"),
    ],
)
def test_where(name: str, place: str) -> None:
    assert read(name)["incidents"][0]["place"]["name"] == place


@pytest.mark.parametrize(("name", "day"), [("massgrave", "2014"), ("shelling", "2022-06-06"), ("executions", "2021-01-09")])
def test_when_it_was_and_not_when_it_was_told(name: str, day: str) -> None:
    assert read(name)["incidents"][0]["date"]["edtf"] == day


def test_hunger_kills_indirectly_and_an_officer_who_is_detained_for_it_is_context() -> None:
    (starved,) = (v for v in read("starvation")["incidents"][0]["victims"] if v["part_of"] is None)
    assert starved["cause"] == "indirect"
    assert [(i["class"], i["act"]) for i in read("police_shooting")["incidents"]][1] == ("context", "arrest")


@pytest.mark.parametrize(
    ("name", "kind"),
    [("drone", "anonymous"), ("eviction", "organisation"), ("school", "organisation"), ("massacre", "organisation")],
)
def test_what_kind_of_source(name: str, kind: str) -> None:
    assert read(name)["incidents"][0]["according_to"][0]["kind"] == kind
