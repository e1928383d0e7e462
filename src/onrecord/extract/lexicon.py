"""The words for harm: which act and outcome each names, and on which side of it its victims stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["MEANS", "Trigger", "triggers"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word for harm: `side` is where its victims stand, before it, after it, right before it (a number or a
    phrase: "four dead"), right before it as whose it is ("Velmora's death"), whose "his" or "her" in it is ("ended in his death"), before it as whoever shot first ("the officers returned fire"), beside it ("a man with a gunshot wound"), or nowhere. An outcome of
    "harm" leaves death open, one of "unknown" also whether anybody was hit: "fired at"."""

    start: int
    end: int
    act: str
    outcome: str
    side: str
    cause: str = "not_said"
    kind: str = "harm"


_ADV = r"(?:(?:\w+ly|then|now|currently|still|later|also|both|all|each|just|being|since|reportedly|first|themselves|apparently)\s+)*"
_BE = rf"(?:(?:was|were|been|being|be|is|are|got|get|getting|have\s+been|had\s+been|has\s+been)\s+{_ADV})"
_DIE = r"(?:shot\s+(?:and\s+killed|dead|to\s+death)|(?:stabbed|beaten|burned|hacked|tortured|trampled|starved)\s+to\s+death|fatally\s+(?:shot|stabbed|wounded|injured|struck)|(?:shot\s+and\s+)?(?:fatally|mortally)\s+wounded|killed|murdered|slain|executed|assassinated|hanged|massacred|gunned\s+down|found\s+(?:shot\s+)?(?:dead|hanged|hanging|murdered|(?:shot\s+)?to\s+death)|pronounced\s+dead|declared\s+dead)"
_GRAVELY = r"(?:critically|seriously|badly|slightly|severely|gravely|lightly)"
_HURT = rf"(?:{_GRAVELY}\s+(?:wounded|injured|hurt)|wounded|injured|hurt|hospitali[sz]ed)"
_HIT = rf"(?:(?:{_GRAVELY}\s+)?(?:shot|stabbed|beaten|grazed)|(?:hit|struck)\s+(?:by\s+(?:(?:a|the|stray|several)\s+)*(?:bullets?|gunfire|shots?|shrapnel)|(?:(?:once|twice|multiple\s+times|several\s+times)\s+)?in\s+(?:the|his|her|their|both)\s+\w+))"
_SELF = r"(?:himself|herself|themselves)"
_HOSPITAL = r"(?:hospitals?|medical\s+cent(?:er|re)|trauma\s+cent(?:er|re)|clinic|infirmary|emergency\s+room)"
_WEAPON = r"(?:gunshot|bullet|stab|shotgun|shrapnel|knife|gun\s+shot)"
_STUN = r"(?:tasers?|tazers?|stun\s+guns?|batons?|pepper[\s-]spray|tear\s+gas)"
_SHOCKED = rf"(?:tase[dr]|tasered|tazed|pepper-sprayed|(?:shocked|struck|hit|stunned|subdued|jolted)\s+(?:\w+\s+){{0,3}}(?:with|by)\s+(?:an?|the|his|her|their)\s+(?:\w+[\s’'-]+){{0,3}}?{_STUN})"
_ORGANS = r"(?:arms?|legs?|head|chest|back|foot|feet|hands?|neck|stomach|abdomen|shoulders?|thighs?|torso|face|hips?|buttocks|ankles?|knees?)"
_JOINED = r"(?<=and\s)|(?<=,\s)|(?<=by\s)|(?<=before\s)|(?<=after\s)|(?<=of\s)|(?<=for\s)"
_OWN = r"(?:(?:his|her|their|the|a|an|its|several|two|three|nearby)\s+)*(?:family\s+)?"
_HOME = r"(?:homes?|houses?|villages?|cars?|vehicles?|bus(?:es)?|trucks?|taxis?|fields?|farms?|beds?|cells?|church|mosque|schools?|shops?|offices?|hospital|camp|market|street|apartments?|dormitor(?:y|ies)|workplaces?|checkpoint|university|office|prison)"
_RULES: tuple[tuple[str, str, str, str, str, str], ...] = (
    # words, act, outcome, side, cause, kind
    (r"(?:(?:was|were|is|are)\s+)?(?:also\s+)?(?:among|one\s+of)\s+(?:the\s+|those\s+)?(?:\w+\s+)?(?:killed|dead|fatalities|slain)(?!\s+(?:was|were|is|are)\b)", "killing", "death", "before", "not_said", "harm"),
    (r"(?:was|were|is|are)\s+(?:also\s+)?(?:among|one\s+of)\s+(?:the\s+|those\s+)?(?:\w+\s+)?(?:wounded|injured|hurt)", "assault", "injury", "before", "not_said", "harm"),
    (r"(?:among\s+)?(?:the|those)\s+(?:\w+\s+)?(?:dead|killed|slain)\s+(?:was|were|is|are|included?)(?:\s+(?:identified\s+)?as)?:?(?=\s)", "killing", "death", "after", "not_said", "harm"),
    (r"(?:among\s+)?(?:the|those)\s+(?:wounded|injured)\s+(?:was|were|is|are|included?)(?:\s+(?:identified\s+)?as)?:?(?=\s)", "assault", "injury", "after", "not_said", "harm"),
    (rf"(?:poisoned|hanged|killed|drowned|burned)\s+{_SELF}|shot\s+{_SELF}\s+(?:to\s+death|dead|and\s+died)|(?:fatally\s+)(?:shot|shooting)\s+{_SELF}|killing\s+{_SELF}|(?:turn(?:ed|ing)\s+the\s+gun\s+on\s+{_SELF})|swallow(?:ed|ing)\s+poison|took\s+(?:poison|(?:his|her|their)\s+own\s+li(?:fe|ves))|committed\s+suicide|died\s+by\s+suicide", "suicide", "death", "before", "self_inflicted", "harm"),
    (r"(?:died|dies?)\s+(?:of|from)\s+(?:\w+\s+){0,3}?(?:hunger|starvation|malnutrition|thirst|dehydration|cold|exposure|cholera|typhoid|disease|illness|lack\s+of|untreated|neglect)\b", "killing", "death", "before", "indirect", "harm"),
    (rf"(?:{_BE}found\s+hang(?:ed|ing))", "killing", "death", "before", "not_said", "harm"),
    (rf"{_BE}(?:(?!identified\b)[\w-]+ed,?\s+(?:and\s+)?){{1,3}}(?:shot\s+and\s+)?{_DIE}", "killing", "death", "before", "direct", "harm"),
    (rf"(?:{_BE}{_DIE})|(?<=\sand\s)(?:pronounced|declared)\s+dead", "killing", "death", "before", "direct", "harm"),
    (r"(?:(?:is|are|was|were)\s+(?:now\s+)?dead(?!\s+(?:end|set))|died|dies|lost\s+(?:his|her|their)\s+li(?:fe|ves)|perished|succumbed|passed\s+away|drowned(?!\s+(?:him|her|them|out)\b)|(?:did\s+not|didn[’']t)\s+survive|(?<=will\s)die|(?<=could\s)die|(?<=would\s)die|(?<=might\s)die|(?<=may\s)die)", "killing", "death", "before", "not_said", "harm"),
    (r"(?<=\s)(?:shot\s+and\s+killed|shot\s+dead|shot\s+to\s+death|fatally\s+shot|killed|slain|murdered|assassinated|found\s+(?:shot\s+)?(?:dead|(?:shot\s+)?to\s+death)|gunned\s+down)(?!\s+at\s+(?:least|most))(?=\s*(?:$|[.,;:]|\s(?:in|when|after|as|at|on|by|during|and|near|outside|inside|while|early|late|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|overnight)\b))", "killing", "death", "number", "direct", "harm"),
    (r"(?:shot\s+and\s+killed|shot\s+dead|shot\s+to\s+death|fatally\s+shot|fatally\s+stabbed|fatally\s+(?:wounding|shooting)|(?:shooting|striking|hitting|stabbing|wounding)\s+and\s+(?:fatally\s+wounding|killing(?!\s+of\b))|murdered|assassinated|gunned\s+down|massacred|executed|killed|kills|killing(?!\s+of\b)|kill|fatally\s+fired\s+(?:at|on|upon)|(?:beating|stabbing|torturing|beat|stabbed|shot|shooting|shoots)(?=\s[^.;,]{1,40}?\s(?:to\s+death|dead)\b)|(?:led|forced|prompt\w*|caus\w+|forc\w+)\s+(?:[\w’'-]+\s+){0,4}to\s+(?:fatally\s+shoot|shoot\s+and\s+kill|kill))(?=\s)", "killing", "death", "after", "direct", "harm"),
    (r"(?:cost|claimed|took|taking|claiming|costing)\s+the\s+li(?:fe|ves)\s+of(?=\s)", "killing", "death", "after", "not_said", "harm"),
    (r"(?:(?:death\s+)?toll|number\s+of\s+(?:the\s+)?(?:dead|deaths|fatalities))\s+(?:now\s+)?(?:at|to|of|is|was|stands\s+at|reached)(?=\s)", "killing", "death", "after", "not_said", "harm"),
    (r"(?<=\s)(?:dead|fatalities|deaths|fatally)(?!\w)", "killing", "death", "number", "not_said", "harm"),
    (r"(?:(?:shooting\s+and\s+)?killing|murder|homicide|assassination|slaying|shooting\s+death|(?:fatal|deadly)\s+(?:\w+\s+)?shooting)s?\s+of(?=\s)", "killing", "death", "after", "direct", "harm"),
    (r"(?:death)s?\s+of(?=\s)|(?:body|bodies|corpses?|remains)\s+of(?=\s)", "killing", "death", "after", "not_said", "harm"),
    (r"(?:suffer|sustain|receiv)(?:ed|ing)\s+(?:\w+\s+){0,2}(?:fatal|mortal)\s+(?:[\w-]+\s+){0,2}(?:wounds?|injur(?:y|ies))", "killing", "death", "before", "not_said", "harm"),
    (rf"{_BE}{_HURT}|(?:suffered|sustained|sustaining|received)\s+(?:[\w-]+\s+){{0,5}}(?:wounds?|injur(?:y|ies)|burns)|(?:is|was|were|are|remains?|remained)\s+(?:listed\s+)?in\s+(?:(?:critical|serious|stable|fair|good|guarded|grave)(?:\s+but\s+\w+)?\s+condition|surgery|intensive\s+care)|(?:underwent|undergoing|undergone)\s+(?:\w+\s+)?surgery|(?:is|are|was|were)\s+(?:still\s+)?(?:at|in)\s+(?:an?|the)\s+hospital|(?:was|were)\s+found\s+(?:wounded|injured|shot|with\s+(?:\w+\s+)?gunshot\s+wounds?)|(?:is|are|was|were)\s+(?:expected\s+to\s+(?:survive|recover|live|be\s+ok(?:ay)?)|recovering|fighting\s+for)", "assault", "injury", "before", "not_said", "harm"),
    (rf"{_BE}{_HIT}|(?:accidentally\s+)?shot\s+{_SELF}|had\s+(?:a|an?\s+\w+)\s+{_WEAPON}\s+wounds?", "assault", "harm", "before", "not_said", "harm"),
    (r"(?<=\s)(?:struck|grazed|hit)\s+by\s+(?:(?:an?|the|stray|several)\s+)*(?:bullets?|gunfire)(?!\w)", "assault", "harm", "number", "not_said", "harm"),
    (rf"{_BE}{_SHOCKED}", "assault", "harm", "before", "not_said", "harm"),
    (rf"{_BE}(?:fired|shot)\s+(?:up)?on|{_BE}shot\s+at", "assault", "unknown", "before", "not_said", "harm"),
    (r"(?:(?:opened|opening|open|returned|returning)\s+fire|(?:fired|fires)(?:\s+a\s+total\s+of)?(?:\s+(?:\w+|(?:\w+[-\s])?(?:his|her|their)\s+\w+)){0,4}?|firing(?:\s+\w+){0,3}?|shot|shooting|shots)\s+(?:at|upon|on|toward|towards)(?=\s+(?!(?:a|the|their|his|her)\s+(?:car|vehicle|house|home|door|window|building|truck|tires?|van|scene|time)\b))", "assault", "unknown", "after", "not_said", "harm"),
    (rf"(?:tasered|tazed|tased|pepper-sprayed|tasing|tasering|handcuffed)(?=\s)|(?:used|using|deployed|fired|discharged)\s+(?:an?|the|his|her|their)\s+(?:\w+[\s’'-]+){{0,2}}?{_STUN}\s+(?:\w+\s+){{0,2}}?(?:on|at|against)(?=\s)", "assault", "harm", "after", "not_said", "harm"),
    (r"(?<=\w)[’']s\s+(?:own\s+)?(?:(?:shooting|subsequent|eventual)\s+)?(?:death|killing|murder|slaying)(?!\s+(?:threat|row|penalty|sentence|certificate|investigation|toll))", "killing", "death", "owner", "not_said", "harm"),
    (rf"(?:suffering\s+(?:from\s+)?|with\s+)(?:(?:an?|apparent|multiple|several|two|three|the|at\s+least\s+\w+|non-life-threatening|life-threatening)\s+)*{_WEAPON}\s+wounds?", "assault", "harm", "near", "not_said", "harm"),
    (rf"(?:sent|sends|sending|put|puts|putting|landed)(?=\s[^.;]{{1,60}}?\s(?:to|in|into)\s+(?:(?:an?|the|area|local|nearby)\s+)*{_HOSPITAL})", "assault", "injury", "after", "not_said", "harm"),
    (rf"{_BE}(?:taken|transported|rushed|airlifted|flown|brought|admitted)\s+(?:by\s+\w+\s+|\w+ly\s+)?to\s+(?=[^.;]{{0,60}}?(?:{_HOSPITAL}|[A-Z]\w+\s+(?:Hospital|Medical)))", "assault", "harm", "before", "not_said", "harm"),
    (rf"{_BE}treated\s+(?:and\s+released|for|at)(?=[\s.,;])", "assault", "injury", "before", "not_said", "harm"),
    (rf"(?:accidentally\s+)?(?:shoots\s+(?:{_SELF}|self)|shot\s+self)", "assault", "harm", "before", "not_said", "harm"),
    (r"(?:takes|claims|costs)\s+(?:the\s+)?li(?:fe|ves)\s+of(?=\s)", "killing", "death", "after", "not_said", "harm"),
    (r"(?<=\s)(?:wounded|injured|hurt)(?!\s+at\s+(?:least|most))(?=\s*(?:$|[.,;:)]|\s(?:in|when|after|as|at|on|by|during|and|near|outside|inside|while|early|late|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|overnight)\b))", "assault", "injury", "number", "not_said", "harm"),
    (r"(?<=\s)(?:shot|stabbed|hospitali[sz]ed)(?!\s+at\s+(?:(?:the|a|some|several|two|three)\s+)?(?:men|women|people|them|him|her|civilians|children|protesters|crowds?|villagers)\b)(?=\s*(?:$|[.,;:)]|\s(?:in|when|after|as|at|on|by|during|and|near|outside|inside|while|early|late|last|this|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|overnight)\b))", "assault", "harm", "number", "not_said", "harm"),
    (r"(?:wounded|wounding|injured|injuring|wounds|injures)(?=\s)", "assault", "injury", "after", "not_said", "harm"),
    (r"(?:led|forced|prompt\w*|caus\w+|forc\w+)\s+(?:[\w’'-]+\s+){0,4}to\s+(?:shoot|stab)(?=\s+(?!at\b|into\b))", "assault", "harm", "after", "not_said", "harm"),
    (rf"{_BE}(?:struck|hit)(?=\s*(?:$|[.,;]|\s(?:and|by\s+(?:police|officers?|deput\w+|return)|multiple|several|once|twice|\w+\s+times)\b))", "assault", "harm", "before", "not_said", "harm"),
    (rf"(?:returned|returning|return|returns)\s+fire|(?:fired|firing|shot|shooting)\s+back(?!\s+at\b)|(?:open(?:ed)?\s+fire|fired)(?=\s*(?:$|[.,;])|\s+(?:when|as|once|after|and|but|because|before)\s)|fired\s+(?:[\w-]+\s+){{1,5}}?(?:shots?|rounds?|times)(?=\s*(?:$|[.,;])|\s+(?:when|as|once|after|and|but|because|before|through|into)\s)|(?:shot|fired)\s+(?:\w+\s+){{0,3}}?into\s+(?:the|his|her|[A-Z]\w+[’']s?)\s+(?:car|vehicle|truck|van|suv|cab|windshield|driver)\b|(?:fired|discharged)\s+(?:his|her|their)\s+(?:\w+\s+)?(?:guns?|weapons?|firearms?|rifles?|pistols?)(?!\s+at\b)|(?<=to\s)(?:(?:open\s+)?fire|shoot)(?=\s*(?:$|[.,;]))|fired(?=\s+(?:through|into)\s+(?:the|his|her|an?)\s)|(?:gunfire|shots)\s+(?:was|were)\s+exchanged|(?:used|deployed|discharged|fired)\s+(?:an?|the|his|her|their)\s+(?:\w+\s+){{0,2}}?{_STUN}(?!\s+(?:\w+\s+){{0,2}}(?:on|at|against)\b)|(?:exchanged|exchanging|traded|trading)\s+(?:gun)?(?:fire|shots)(?=\s+with\s|\s*[,.]|\s+and\s)", "assault", "unknown", "back", "not_said", "harm"),
    (r"(?:hit|struck|choked|punched|kicked|tackled|ran\s+over|run\s+over|rammed)(?=\s+(?:(?-i:[A-Z])[a-z]+|him|her|them)\b)(?!\s+(?:in|on)\b)", "assault", "harm", "after", "not_said", "harm"),
    (r"(?:shooting|stabbing)\s+of(?=\s)|(?:shot|shooting|stabbed|stabbing|shoots|stabs|striking|hitting)(?=\s)(?!\s+(?:in|at|on|near|outside|inside|while|during|after|death|deaths|happened|occurred|took|was|were|is|victim|victims|scene)\b)", "assault", "harm", "after", "not_said", "harm"),
    (r"(?:(?:end|result|culminat|lead|led)(?:ed|ing|s)?\s+(?:in|to|with)|caus(?:ed|ing)|until|at\s+the\s+time\s+of)\s+(?:his|her)\s+(?:own\s+)?death(?!\s+(?:threat|row|sentence|bed))", "killing", "death", "whose", "not_said", "harm"),
    (rf"{_BE}(?:restrained|pinned(?:\s+down)?|wrestled\s+(?:down|to\s+the\s+ground)|subdued|hogtied)(?=\s+by\s)", "assault", "unknown", "before", "not_said", "harm"),
    (r"(?:restrained|restraining|pinned|pinning|wrestled|wrestling|subdued|subduing|hogtied)(?=\s+(?:(?-i:[A-Z])[a-z]+|him|her|them)\b)", "assault", "unknown", "after", "not_said", "harm"),
    (r"(?<=\s)(?:in|into)\s+(?:the\s+)?hospital(?=\s*[.,;])", "assault", "injury", "number", "not_said", "harm"),
    (rf"{_BE}(?:kidnapped|abducted|taken\s+hostage|seized\s+by|taken\s+away\s+by)", "abduction", "abduction", "before", "not_said", "harm"),
    (rf"(?:kidnapped|abducted|kidnaps|abducts)(?=\s)|(?:kidnapping|abduction)s?\s+of(?=\s)|(?:{_JOINED})(?:abducting|kidnapping)(?=\s)|(?<!to\s)(?:abduct|kidnap)(?=\s+(?:\d|(?:the|a|an|at|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds|more|over|some)\s))", "abduction", "abduction", "after", "not_said", "harm"),
    (rf"(?:took|taking|seized|seizing|dragged|dragging|snatched|hauled)(?=\s[^.;,]{{1,50}}?\s(?:from|out\s+of)\s+{_OWN}{_HOME}\b)|(?:took|taking|led|leading|drove|driving|dragged|dragging)(?=\s(?:him|her|them)\s+away\b)", "abduction", "abduction", "after", "not_said", "harm"),
    (rf"{_BE}(?:taken|seized|dragged|snatched|hauled)\s+(?:away\s+)?(?:from|out\s+of)\s+(?={_OWN}{_HOME}\b)", "abduction", "abduction", "before", "not_said", "harm"),
    (rf"{_BE}(?:detained|imprisoned|rounded\s+up|taken\s+into\s+detention|held\s+without\s+charge|sent\s+to\s+(?:an?\s+)?(?:political\s+)?(?:prison|labou?r|political|concentration|re-education|internment)\s+camps?)", "detention", "detention", "before", "not_said", "harm"),
    (r"(?:detained|rounded\s+up|imprisoned)(?=\s)", "detention", "detention", "after", "not_said", "harm"),
    (r"(?:disappeared|went\s+missing|ha(?:s|ve)\s+been\s+missing|(?:is|are|was|were|remains?|remained)\s+(?:still\s+)?missing|(?:has|have|had)\s+not\s+been\s+(?:seen|heard\s+(?:from|of))\s+since|missing\s+since)", "disappearance", "disappearance", "before", "not_said", "harm"),
    (rf"{_BE}(?:tortured|given\s+electric\s+shocks)", "torture", "injury", "before", "not_said", "harm"),
    (rf"{_BE}(?:gang-?)?(?:raped|sexually\s+(?:assaulted|abused))", "sexual_violence", "injury", "before", "not_said", "harm"),
    (r"(?:gang-?)?(?:raped|raping)(?=\s)|rapes?\s+of(?=\s)|sexually\s+(?:assaulted|abused)(?=\s)", "sexual_violence", "injury", "after", "not_said", "harm"),
    (r"(?:tortured|torturing|flogged|flogging|whipped|whipping)(?=\s)|torture\s+of(?=\s)", "torture", "injury", "after", "not_said", "harm"),
    (r"lost\s+(?:(?:one|both|his|her|their)\s+(?:of\s+(?:his|her|their)\s+)?|an?\s+)(?:legs?|arms?|eyes?|hands?|feet|foot|limbs?|fingers?|sight|eyesight)\b", "assault", "injury", "before", "not_said", "harm"),
    (r"(?:(?:beat|beats|beating|clubbed|clubbing|bludgeoned)(?=\s+(?:him|her|them|the|an?|two|three|four|five|six|several|dozens|some|at|more|\d+)\b)|(?:had|have|has)\s+(?:\w+ly\s+)?(?:beaten|tortured|whipped|flogged)(?=\s))(?!\s[^.;]{1,40}?\sto\s+death)", "assault", "injury", "after", "not_said", "harm"),
    (r"(?:bomb|device|car\s+bomb|mine|grenade|explosives?|dynamite)s?\s+(?:\w+\s+){0,2}?(?:exploded|explodes|went\s+off|detonated|blew\s+up)|dynamited|(?:dynamite|bomb(?:ing)?)\s+attacks?|bombings?(?:\s+of)?|bombed(?=\s)|set\s+off\s+a\s+bomb|blew\s+up|blown\s+up|explosions?", "bombing", "none", "none", "not_said", "harm"),
    (r"set\s+fire\s+to|set\s+(?:\w+\s+){0,3}on\s+fire|burned\s+down|burned(?=\s+(?:\w+\s+){0,3}(?:buses|bus|vehicles?|trucks?|houses?|buildings?))|torched", "arson", "none", "none", "not_said", "harm"),
    (r"attack(?:ed|s|ing)?(?=\s)|ambush(?:ed|es)?|raid(?:ed)?|storm(?:ed|ing)|shell(?:ed|ing)|strafed|machine-?gunned|sabotaged?", "assault", "none", "none", "not_said", "harm"),
    (rf"{_BE}robbed|(?:robbed|stole|looted|hijacked)(?=\s)", "robbery", "none", "none", "not_said", "harm"),
    (r"threaten(?:ed|ing|s)?\s+to\s+kill|death\s+threats?\s+(?:against|to)", "threat", "threat", "after", "not_said", "harm"),
    (rf"{_BE}(?:under\s+investigation|investigated|being\s+investigated)", "investigation", "none", "before", "not_said", "context"),
    (rf"{_BE}(?:arrested|taken\s+into\s+custody|charged\s+with|indicted)", "arrest", "none", "before", "not_said", "context"),
    (r"(?:arrested)(?=\s)", "arrest", "none", "after", "not_said", "context"),
    (r"(?:suspicion\s+of|suspected\s+of|accused\s+of|charges?\s+of)\s+(?:stealing|theft|robbing|embezzling)", "theft", "none", "before", "not_said", "context"),
)  # fmt: skip
_COMPILED: tuple[tuple[re.Pattern[str], tuple[str, str, str, str, str]], ...] = tuple(
    (
        re.compile(rf"(?<![\w-])(?:{p})(?![\w-])" if not p.startswith("(?<=") else p, re.IGNORECASE),
        (act, outcome, side, cause, kind),
    )
    for p, act, outcome, side, cause, kind in _RULES
)
_HINT = re.compile(
    r"kill|shot|shoot|took|taken|taking|dragg|snatch|haul|led |drove|driving|seen since|heard|flog|whip|bludgeon|club|dead|death|die|dying|murder|slain|wound|injur|hurt|kidnap|abduct|detain|missing|disappear|tortur|rap|bomb|explo|dynamit|mine|fire|torch|burn|threat"
    r"|investigat|arrest|custody|charg|indict|steal|theft|suspic|accus|poison|suicide|perish|lost|own li|attack|ambush|raid|storm|shell|strafed|machine|sabotag|stab|beat|underwent|undergo|massacr|execut|assassin|gunned|hang|succumb|condition|passed"
    r"|hostage|imprison|rounded|camp|hospital|graz|struck|seized|fatal|starv|hit |hit by|wound|sent|sends|put|landed|taken|treated|bod(?:y|ies)|remains|corpse|lives|robb|stole|loot|hijack|blew|blown|surgery|intensive|recover|surviv|tase|tasi|taz|taser|choked|punched|kicked|tackled|ran over|run over|rammed|exchanged|stun|shock|fired|firing|pepper|restrain|pinn|wrestl|subdu|hogti|transported|airlifted|flown|rushed|trampl|hack|electric|drown",
    re.IGNORECASE,
)
# Looked for one by one in small letters, which takes a tenth of the time that the pattern of all takes; none holds another sign.
_HINTS = tuple(dict.fromkeys(_HINT.pattern.replace("bod(?:y|ies)", "body|bodies").split("|")))
assert all(hint.replace(" ", "").isalpha() for hint in _HINTS), "a hint is letters only"
MEANS: tuple[tuple[str, re.Pattern[str]], ...] = tuple((code, re.compile(rf"(?<!\w)(?:{p})(?!\w)", re.IGNORECASE)) for code, p in (
    ("firearm", r"firing\s+squad|gun(?:s|fire|shots?|men|man)?|shot(?:s)?|shooting|(?:open(?:ed|ing)?|to|exchange[ds]?|under|heavy)\s+fire(?!fight)(?:\s+(?:on|at)(?!\s+(?:the|a)\s+(?:house|home|building)))?|fired(?!\s+(?:\w+\s+){0,2}(?:shells?|rockets?|mortars?|missiles?))|rifles?|pistols?|machine-?guns?|bullets?|handguns?|firearms?|gunned"),
    ("bomb", r"bomb(?:s|ing|ed)?|explosives?|dynamite|car\s+bomb|explosion|explosive\s+device"), ("grenade", r"grenades?"), ("mine", r"land\s?mines?|mines?"),
    ("artillery", r"shell(?:s|ing|ed)?|mortars?|artillery"), ("rocket", r"rockets?|missiles?"), ("air_strike", r"air\s?strikes?|air\s+raids?|warplanes?|fighter\s+jets?|barrel\s+bombs?"), ("drone", r"drones?"),
    ("blade", r"kni(?:fe|ves)|stabb(?:ed|ing)|machetes?"), ("blunt", r"beaten|clubs?|clubbed|beating|stones?"), ("fire", r"set\s+fire|arson|torched|burned"),
    ("poison", r"poison(?:ed|ing)?"), ("rope", r"hanged|strangled"), ("chemical", r"chemical\s+weapons?|sarin|chlorine"),
))  # fmt: skip


def triggers(text: str, start: int, end: int) -> list[Trigger]:
    """The words for harm between two characters, in order; of two that overlap the earlier rule's stands."""
    low = text[start:end].lower()
    if not any(hint in low for hint in _HINTS):
        return []
    found: list[Trigger] = []
    for pattern, (act, outcome, side, cause, kind) in _COMPILED:
        for m in pattern.finditer(text, start, end):
            if not any(t.start < m.end() and m.start() < t.end for t in found):
                found.append(Trigger(m.start(), m.end(), act, outcome, side, cause, kind))
    return sorted(found, key=lambda t: t.start)
