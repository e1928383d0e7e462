"""The words by which a place is known in a report: prepositions, classes, abbreviations, what stands beside a town's name."""

from __future__ import annotations

from onrecord.places.gazetteer import ADMIN1, ADMIN2, TOWN

# Abbreviations of divisions as wire style and the post write them; they count only after a comma or in brackets.
STATES = {
    "ala": "Alabama", "alaska": "Alaska", "ariz": "Arizona", "ark": "Arkansas", "calif": "California", "colo": "Colorado",
    "conn": "Connecticut", "del": "Delaware", "fla": "Florida", "ga": "Georgia", "ill": "Illinois", "ind": "Indiana", "kan": "Kansas",
    "ky": "Kentucky", "la": "Louisiana", "md": "Maryland", "mass": "Massachusetts", "mich": "Michigan", "minn": "Minnesota",
    "miss": "Mississippi", "mo": "Missouri", "mont": "Montana", "neb": "Nebraska", "nev": "Nevada", "nh": "New Hampshire",
    "nj": "New Jersey", "nm": "New Mexico", "ny": "New York", "nc": "North Carolina", "nd": "North Dakota", "okla": "Oklahoma",
    "ore": "Oregon", "pa": "Pennsylvania", "penn": "Pennsylvania", "ri": "Rhode Island", "sc": "South Carolina", "sd": "South Dakota",
    "tenn": "Tennessee", "tex": "Texas", "vt": "Vermont", "va": "Virginia", "wash": "Washington", "wva": "West Virginia",
    "wis": "Wisconsin", "wyo": "Wyoming", "dc": "District of Columbia", "al": "Alabama", "ak": "Alaska", "az": "Arizona",
    "ar": "Arkansas", "ca": "California", "co": "Colorado", "ct": "Connecticut", "de": "Delaware", "fl": "Florida", "hi": "Hawaii",
    "ia": "Iowa", "id": "Idaho", "il": "Illinois", "in": "Indiana", "ks": "Kansas", "ma": "Massachusetts", "me": "Maine",
    "mi": "Michigan", "mn": "Minnesota", "ms": "Mississippi", "mt": "Montana", "ne": "Nebraska", "nv": "Nevada", "oh": "Ohio",
    "ok": "Oklahoma", "or": "Oregon", "tn": "Tennessee", "tx": "Texas", "ut": "Utah", "wa": "Washington", "wi": "Wisconsin",
    "wv": "West Virginia", "wy": "Wyoming",
}  # fmt: skip
CLASSES = {
    "province": ADMIN1, "state": ADMIN1, "department": ADMIN1, "region": ADMIN1, "governorate": ADMIN1, "oblast": ADMIN1,
    "prefecture": ADMIN1, "provinces": ADMIN1, "departments": ADMIN1, "states": ADMIN1, "county": ADMIN2, "district": ADMIN2,
    "parish": ADMIN2, "municipality": ADMIN2, "counties": ADMIN2, "districts": ADMIN2, "township": TOWN, "city": TOWN, "town": TOWN,
    "village": TOWN,
}  # fmt: skip
# Classes that make a place of words which the gazetteer does not know; "Police Department", "First District" are none.
STRONG = frozenset("province governorate oblast prefecture county municipality township village".split())
# "Texas State Police", "Cook County District Attorney": there the word for a class is a part of an office's name.
OFFICES = frozenset(
    """police trooper troopers university prison patrol senate representative rep attorney attorneys court courts judge council chief school
    schools of supreme capitol house fair college highway legislature board commissioner""".split()
)
NO_DIVISION = frozenset(
    """police fire sheriff sheriff's sheriffs health justice state corrections transportation treasury defense education school court city
    county district public judicial congressional first second third fourth fifth sixth seventh eighth ninth tenth central the
    independent unified historic business entertainment homicide crimes""".split()
)
LINKS = frozenset("of de del la las los el al da do dos di du des".split())
PARTICLES = frozenset(
    """in at near from to of outside around across into inside within between through for over against by on and the toward towards
    throughout with as""".split()
)
LOCATIVE = frozenset(
    "in near from outside around across into inside within throughout toward towards between downtown northern southern eastern western".split()
)
DIRECTIONS = frozenset(
    """north south east west northern southern eastern western northeast northwest southeast southwest northeastern northwestern
    southeastern southwestern central downtown uptown greater nearby suburban rural the""".split()
)
# What stands after a town's name that is used as an adjective: "Omaha police", "a Boston high school", "the Lagos suburb".
ATTRIBUTES = frozenset(
    """police man men woman women resident residents neighborhood neighbourhood home apartment house houses officer officers mayor
    street streets hospital hospitals school teen teenager boy girl suburb suburbs area nightclub park officials
    authorities firefighters detectives bar motel hotel mother father native  driver teacher pastor church business
    store mall shooting homicide murder firefighter apartments residence parking high intersection metro club jail court courtroom
    courthouse cop cops student students airport""".split()
)
ORGANS = frozenset("police fire mayor pd metro metropolitan department sheriff sheriff's fd sun-times tribune times".split())
# Words with a capital that are no part of a name before a place: "The Chicago area", "Two Detroit men".
OPENERS = frozenset(
    """the a an in at near from to of outside around across into inside within by on and two three four five six seven eight nine
    ten former both one several some many for with as but when while after before police officers monday tuesday wednesday
    thursday friday saturday sunday early late copyright photo source related updated breaking video north south east west northern southern
    eastern western central downtown greater suburban""".split()
)
NEVER = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday thursday
    friday saturday sunday the a an police man men of high church mobile reading court street avenue road hospital general
    university school army national front liberation world news best bar most young jan feb mar apr jun jul aug sept sep oct nov dec
    this that he she they we i it his her their god internet christmas easter reuters president minister union
    congress senate house bank party people justice peace hope liberty victory independence progress male first second third
    same order full date see bath worth born deal battle sandy share more video photo watch read charge exchange
    capital command mountain company center central city town village county state province department district northwest northeast
    southeast southwest north south east west northern southern eastern western northeastern northwestern southeastern southwestern federal crime america americas family mission read university""".split()
)
# Names of places that are people's names as often: alone, without a preposition, they are nobody's country.
ALSO_PEOPLE = frozenset(
    """jordan chad israel kenya india georgia montenegro virginia carolina dakota cuba malta madison jackson lincoln washington
    francia santiago trinidad dominica""".split()
)
DEMONYMS = {
    "afghan": "AFG", "albanian": "ALB", "algerian": "DZA", "angolan": "AGO", "argentine": "ARG", "argentinian": "ARG", "armenian": "ARM",
    "australian": "AUS", "austrian": "AUT", "azerbaijani": "AZE", "bahraini": "BHR", "bangladeshi": "BGD", "belarusian": "BLR",
    "belgian": "BEL", "bolivian": "BOL", "bosnian": "BIH", "brazilian": "BRA", "bulgarian": "BGR", "burmese": "MMR", "burundian": "BDI",
    "cambodian": "KHM", "cameroonian": "CMR", "canadian": "CAN", "chadian": "TCD", "chilean": "CHL", "chinese": "CHN", "colombian": "COL",
    "congolese": "COD", "croatian": "HRV", "cuban": "CUB", "ecuadorian": "ECU", "ecuadoran": "ECU", "egyptian": "EGY", "eritrean": "ERI",
    "ethiopian": "ETH", "filipino": "PHL", "french": "FRA", "georgian": "GEO", "german": "DEU", "ghanaian": "GHA", "greek": "GRC",
    "guatemalan": "GTM", "haitian": "HTI", "honduran": "HND", "hungarian": "HUN", "indian": "IND", "indonesian": "IDN", "iranian": "IRN",
    "iraqi": "IRQ", "israeli": "ISR", "italian": "ITA", "ivorian": "CIV", "japanese": "JPN", "jordanian": "JOR", "kazakh": "KAZ",
    "kenyan": "KEN", "kuwaiti": "KWT", "kyrgyz": "KGZ", "lebanese": "LBN", "liberian": "LBR", "libyan": "LBY", "malaysian": "MYS",
    "malian": "MLI", "mexican": "MEX", "moldovan": "MDA", "moroccan": "MAR", "mozambican": "MOZ", "namibian": "NAM", "nepali": "NPL",
    "nicaraguan": "NIC", "nigerian": "NGA", "nigerien": "NER", "north korean": "PRK", "omani": "OMN", "pakistani": "PAK",
    "palestinian": "PSE", "panamanian": "PAN", "paraguayan": "PRY", "peruvian": "PER", "philippine": "PHL", "polish": "POL",
    "portuguese": "PRT", "qatari": "QAT", "romanian": "ROU", "russian": "RUS", "rwandan": "RWA", "salvadoran": "SLV", "salvadorean": "SLV",
    "saudi": "SAU", "senegalese": "SEN", "serbian": "SRB", "somali": "SOM", "south african": "ZAF", "south korean": "KOR",
    "south sudanese": "SSD", "spanish": "ESP", "sri lankan": "LKA", "sudanese": "SDN", "syrian": "SYR", "tajik": "TJK",
    "tanzanian": "TZA", "thai": "THA", "tunisian": "TUN", "turkish": "TUR", "turkmen": "TKM", "ugandan": "UGA", "ukrainian": "UKR",
    "uruguayan": "URY", "uzbek": "UZB", "venezuelan": "VEN", "vietnamese": "VNM", "yemeni": "YEM", "zambian": "ZMB", "zimbabwean": "ZWE",
}  # fmt: skip
