"""Words with a capital that name nobody, and surnames that look like words: small lists for people who are called by one word."""

from __future__ import annotations

__all__ = ["ALSO_NAMES", "IN_ED", "IN_ING", "IN_S", "MAKES", "MASS", "NO_NAMES"]

IN_S = frozenset(
    """jones williams davis thomas harris lewis adams torres flores evans edwards collins rogers morris reyes morales phillips james sanders ross myers hughes watkins
    perkins rios vargas rivas salinas contreras cervantes cisneros fuentes robles rosales hopkins hawkins jenkins simmons stevens owens andrews richards roberts
    daniels matthews peters jacobs burns banks brooks woods hayes mills fields parks stokes sims nichols walters saunders lyons curtis francis ellis willis dennis
    waters moss bass cross gates wells holmes hicks hodges griffis childress reeves reynolds rhodes summers travis tubbs weeks wilkins yates cummings higgins huggins
    jarvis lucas mathis mims norris ortiz powers riggs rollins sears skaggs sparks staples stubbs talbots tillis toles vickers villegas wilks marks nichols mckinnis mcinnis mcmanus
    valdes rojas solis tapias arias macias frias llamas""".split()
)
"""Surnames that end like nouns for several."""
NO_NAMES = frozenset(
    """early only nearly family likely daily weekly monthly mostly partly badly there here it this that these those what how why where who whom whose which its it's that's upon due also however meanwhile instead eventually initially finally suddenly shortly soon later
    earlier afterwards afterward next then thereafter moments minutes hours days once twice again still yet only even just perhaps maybe unarmed armed wanted dead shot born taken found left
    nearby downtown inside outside upstairs online part most least much little enough plenty""".split()
)
"""Words that open a sentence and are never a name."""
IN_ED = frozenset(
    "reed ahmed mohammed mohamed muhammed sneed creed weed freed goodspeed hamed saeed sayed rasheed hameed majeed waheed tweed steed".split()
)
"""Surnames that end like a verb of the past."""
IN_ING = frozenset(
    """browning fleming king manning dowling harding sterling keating pickering spalding deering golding fielding bowling wing ling ming ding ping ring downing downing channing cushing
    hemming jennings reading redding riding starling stirling tilling wilding waring gosling belding bunting darling goering herring loving mailing manning oehring rowling schilling snelling vining whiting yearling younging""".split()
)
"""Surnames that end like what somebody is doing."""
MASS = frozenset(
    """gunfire police traffic evidence information video footage surveillance violence smoke fire blood alcohol security toxicology bail bond court church school work damage
    backup dispatch management staff crime crisis congress parliament government parliamentary chaos panic debris ammunition marijuana cocaine heroin methamphetamine meth medicaid
    help hospital emergency nobody anybody everybody someone somebody anyone everyone death life time weather rain snow darkness today yesterday tomorrow tonight
    afternoon morning night evening homicide murder robbery burglary media press television radio homeland dashcam bodycam rescue animal animals crew team members
    public attorney counsel mayor governor president sheriff sheriff's coroner chief captain sergeant detective lieutenant commissioner
    mother father wife husband son daughter brother sister suspect suspects man woman driver passenger gunman shooter subject victim deceased both neither none either nothing everything
    things people relatives friends family neighbours neighbors anger grief justice peace war research trial training mental health law lawyer state county city town""".split()
)
"""Words that open a sentence without an article and name nobody."""
ALSO_NAMES = frozenset("justice law church bond court state snow press war town work help fire rain".split())
"""Those of them that people are called by too."""
MAKES = frozenset(
    """taser tasers walmart toyota honda ford chevrolet chevy facebook dodge jeep nissan bmw jesus god english spanish starbucks internet instagram twitter youtube google amazon
    acura audi buick cadillac chrysler gmc hyundai infiniti kia lexus lincoln mazda mercedes mitsubishi pontiac porsche subaru tesla volkswagen volvo impala camry accord corolla civic
    tahoe explorer mustang camaro altima malibu silverado ranger glock colt remington ruger beretta winchester samurai mace narcan xanax medicare medicaid congress senate democrats
    republicans catholic christian muslim jewish hispanic latino latina asian caucasian mexican cuban puerto american african indian christmas easter thanksgiving halloween ramadan
    alcohol tobacco firearms explosives uber lyft mcdonald's wendy's costco target kmart safeway kroger walgreens cvs amtrak greyhound fbi swat narcotics homicide interstate route highway""".split()
)
"""Words with a capital that stand beside people and are none."""
