"""Places: variants, hierarchy, namesakes, and words that stay words."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.places import find_places, gazetteer, resolve
from onrecord.places.making import romanisations


@pytest.mark.parametrize(
    "words", ["Ryanggang", "Yanggang", "Ryanggang-do", "Yanggang-do", "Ryanggang Province", "RYANGGANG", "량강도"]
)
def test_romanisation_variants_are_one_place(words: str) -> None:
    found = resolve(words)
    assert found is not None and (found.name, found.country, found.admin1) == ("Ryanggang", "PRK", "KP-10")


@pytest.mark.parametrize(
    ("text", "name", "admin1", "precision"),
    [
        ("He was shot in Springfield, Illinois, on Friday.", "Springfield", "US-IL", "city"),
        ("He was shot in Springfield, Mo., on Friday.", "Springfield", "US-MO", "city"),
        ("according to a source in Ryanggang Province", "Ryanggang", "KP-10", "admin1"),
        ("It was in Qoronda Province.", "Qoronda", None, "unresolved"),
    ],
)
def test_the_words_choose(text: str, name: str, admin1: str | None, precision: str) -> None:
    found = find_places(text)[0].place
    assert (found.name, found.admin1, found.precision) == (name, admin1, precision)


PROVINCES = {
    "KP-01": "Pyongyang, P'yŏngyang, Phyongyang, Pyeongyang", "KP-02": "South Pyongan, South P'yŏngan, South Phyongan, Pyongan-namdo",
    "KP-03": "North Pyongan, North P’yŏngan, North Phyongan, Pyongan-bukto", "KP-04": "Chagang, Jagang, Chagang-do, Jagangdo",
    "KP-05": "South Hwanghae, Hwanghae-namdo", "KP-06": "North Hwanghae, Hwanghae-bukto", "KP-07": "Kangwŏn",
    "KP-08": "South Hamgyong, South Hamgyŏng, South Hamgyeong, South Hamkyung, Hamgyong-namdo",
    "KP-09": "North Hamgyong, North Hamgyŏng, North Hamgyeong, North Hamkyung, Hamgyong-bukto",
    "KP-10": "Ryanggang, Yanggang, Ryanggang-do, Yanggang-do, Ryangkang", "KP-13": "Rason, Rasŏn, Raseon, Rajin-Sonbong",
    "KP-14": "Nampo, Namp'o, Nampho", "KP-15": "Kaesong, Kaesŏng, Gaeseong",
    "KR-11": "Seoul", "KR-26": "Busan, Pusan", "KR-27": "Daegu, Taegu", "KR-28": "Incheon, Inchon", "KR-29": "Gwangju, Kwangju",
    "KR-30": "Daejeon, Taejon", "KR-31": "Ulsan", "KR-41": "Gyeonggi, Kyonggi", "KR-43": "North Chungcheong, Chungcheongbuk-do",
    "KR-44": "South Chungcheong, Chungnam", "KR-45": "North Jeolla, Jeollabuk-do", "KR-46": "South Jeolla, Jeonnam",
    "KR-47": "North Gyeongsang, Gyeongsangbuk-do", "KR-48": "South Gyeongsang, Gyeongnam", "KR-49": "Jeju, Cheju",
}  # fmt: skip


@pytest.mark.parametrize(("code", "words"), [(c, w.strip()) for c, words in PROVINCES.items() for w in words.split(",")])
def test_every_korean_province_in_each_romanisation(code: str, words: str) -> None:
    country = "PRK" if code.startswith("KP") else "KOR"
    for said in (words, words.upper(), f"{words} Province"):
        found = resolve(said, country=country)
        assert found is not None and found.admin1 == code, said


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Chongjin, Ch'ŏngjin, Cheongjin, Chŏngjin", "KP-09"), ("Hamhung, Hamhŭng, Hamheung", "KP-08"), ("Sinuiju, Sinŭiju", "KP-03"),
        ("Hyesan, HYESAN", "KP-10"), ("Hoeryong, Hoeryŏng, Hoeryeong", "KP-09"), ("Musan", "KP-09"), ("Wonsan, Wŏnsan", "KP-07"),
        ("Pyongsong, P'yŏngsŏng, Phyongsong, Pyeongseong", "KP-02"), ("Rajin, Najin", "KP-13"), ("Kanggye, Ganggye", "KP-04"),
        ("Haeju", "KP-05"), ("Sariwon, Sariwŏn", "KP-06"), ("Kim Chaek, Kimchaek, Kimch’aek", "KP-09"), ("Taehongdan County", "KP-10"),
        ("Kim Jong Suk County, Kimjŏngsuk", "KP-10"), ("Onsong County, Onsŏng", "KP-09"), ("Samjiyon, Samjiyŏn", "KP-10"),
        ("Ryongchon, Yongchon, Yongch’ŏn", "KP-03"),
    ],
)  # fmt: skip
def test_towns_and_counties_of_the_north(words: str, code: str) -> None:
    for said in words.split(", "):
        found = resolve(said, country="PRK")
        assert found is not None and found.admin1 == code, said


@pytest.mark.parametrize(
    ("text", "words", "name", "admin1"),
    [
        ("He moved to Paris, Texas, in May.", "Paris", "Paris", "US-TX"),
        ("He moved from Paris to Lyon.", "Paris", "Paris", "FR-IDF"),
        ("Two men died in Dayton, Ohio.", "Dayton", "Dayton", "US-OH"),
        ("GARY, Ind. (AP) — A man was shot.", "GARY", "Gary", "US-IN"),
        ("A man was shot in St. Louis, Mo., police said.", "St. Louis", "St. Louis", "US-MO"),
        ("DALTON, Ga. — A man was shot.", "DALTON", "Dalton", "US-GA"),
        ("Deputies in Illinois searched. The men were found in Springfield.", "Springfield", "Springfield", "US-IL"),
        ("Deputies in Missouri searched. The men were found in Springfield.", "Springfield", "Springfield", "US-MO"),
        ("A Sangamon County jury met. The men were found in Springfield.", "Springfield", "Springfield", "US-IL"),
        ("Omaha police found the men.", "Omaha", "Omaha", "US-NE"),
        ("The bodies were found in Hyesan, Ryanggang Province.", "Hyesan", "Hyesan", "KP-10"),
        ("a source in Ryanggang Province said. In Musan, the market closed.", "Musan", "Musan", "KP-09"),
        ("   SAN SALVADOR, 3 JAN 90 (AGENCY) -- [TEXT] A BOMB WENT OFF.", "SAN SALVADOR", "San Salvador", "SV-SS"),
        ("   LIMA, 14 MAY 90 (AGENCY) -- [TEXT] A BOMB WENT OFF.", "LIMA", "Lima", "PE-LMA"),
        ("   BOGOTA, 3 JAN 90 -- [TEXT] IT WAS IN ARAUCA DEPARTMENT.", "ARAUCA DEPARTMENT", "Arauca", "CO-ARA"),
        ("   SAN SALVADOR, 3 JAN 90 -- [TEXT] THEY DIED IN MORAZAN DEPARTMENT.", "MORAZAN DEPARTMENT", "Morazán", "SV-MO"),
        ("   GUATEMALA CITY, 3 JAN 90 -- [TEXT] NEAR COBAN, IN ALTA VERAPAZ DEPARTMENT.", "COBAN", "Cobán", "GT-16"),
        ("   LIMA, 3 JAN 90 -- [TEXT] IT WAS IN THE DEPARTMENT OF AYACUCHO.", "AYACUCHO", "Ayacucho", "PE-AYA"),
    ],
)
def test_the_report_chooses_among_namesakes(text: str, words: str, name: str, admin1: str) -> None:
    found = {text[m.start : m.end]: m.place for m in find_places(text)}
    assert words in found and (found[words].name, found[words].admin1) == (name, admin1)


@pytest.mark.parametrize(
    "text",
    [
        "   SAN SALVADOR, 3 JAN 90 -- [TEXT] THE CAR WAS IN THE CHARGE OF THE POPE AND THE MOUNTAIN MEN OF THE CAPITAL DAY.",
        "A SWAT officer said Jordan and Chad left. The Kenya trial went on with the Texas Rangers Band.",
        "The Northern District Attorney and the First District Court met the Police Department and Fire Department.",
        "Judge Paris Velmora of the Jackson family met Mr. Lima and Mrs. Victoria Amaru.",
    ],
)
def test_words_that_only_look_like_places(text: str) -> None:
    assert {m.place.name for m in find_places(text)} <= {"San Salvador", "Texas"}


def test_a_place_that_is_not_known_stays_words_inside_what_is() -> None:
    (town, state) = find_places("He was shot in Qorvale, Ohio, on Friday.")
    assert (town.place.name, town.place.admin1, town.place.precision) == ("Qorvale", "US-OH", "unresolved")
    assert state.place.precision == "admin1"
    (doubtful,) = find_places("He was shot in Springfield.")
    assert (doubtful.place.name, doubtful.place.admin1, doubtful.place.precision) == ("Springfield", None, "unresolved")


def test_a_dateline_given_apart_helps() -> None:
    text = "The men were found in Springfield."
    assert find_places(text, dateline="SANGAMON COUNTY, Ill. —")[0].place.admin1 == "US-IL"


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Ch’ŏngjin", {"cheongjin", "chongjin"}),
        ("P’yŏngsŏng", {"pyeongseong", "phyongsong"}),
        ("Busan", {"pusan"}),
        ("Paektu", {"Paektu"}),
    ],
)
def test_romanisations(name: str, forms: set[str]) -> None:
    assert forms <= set(romanisations(name, north=name != "Busan"))


def test_the_gazetteer_is_small_and_whole() -> None:
    path = Path(gazetteer.__file__).with_name("gazetteer.db")
    assert path.stat().st_size <= 30_000_000
    with closing(sqlite3.connect(path)) as db:
        counts = dict(db.execute("SELECT kind, count(*) FROM places GROUP BY kind"))
        assert counts[0] > 240 and counts[1] > 3_000 and counts[2] > 40_000 and counts[3] > 200_000
        astray = "SELECT count(*) FROM places p LEFT JOIN places a ON a.id = p.admin1 WHERE p.admin1 NOT NULL AND (a.id IS NULL OR a.kind != 1 OR a.country != p.country)"
        assert db.execute(astray).fetchone()[0] == 0


def test_coordinates_and_hierarchy() -> None:
    found = resolve("Hyesan", country="PRK")
    assert found is not None and found.lat is not None and found.lon is not None
    assert 41 < found.lat < 42 and 128 < found.lon < 129 and found.precision == "city"


def test_people_and_common_words_are_no_places() -> None:
    assert find_places("Paris Velmora met Victoria Amaru in March. The Reading Room closed.") == []


@settings(deadline=None)
@given(
    st.one_of(
        st.text(max_size=120),
        st.lists(
            st.sampled_from(
                ["in ", "Dayton", ", ", "Ohio", " Province", "서울", "e\u0301", "THE CITY OF ", "SANTA ANA", "\n", "."]
            )
        ).map("".join),
    )
)
def test_anything_at_all(text: str) -> None:
    end = 0
    for m in find_places(text):
        assert end <= m.start < m.end <= len(text)
        end = m.end
