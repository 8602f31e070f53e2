"""Words that belong to names, words that never do, and how a name is written."""

from __future__ import annotations

import re

from .patterns import words

HONORIFICS = words(
    """nurse chaplain corporal seaman specialist ensign commander admiral cpo po1 po2 po3 ssg sra amn ens ltjg cdr wo gysgt mcpo scpo smsgt cmsgt mr mrs ms miss mx dr prof professor sir madam coach
    sgt ssgt msgt tsgt sfc spc cpl lcpl pfc capt captain lt ltc col maj gen cmdr chief sergeant lieutenant colonel rev pastor
    sra sr. senor senora mister missus officer"""
)
RANKS = words("first second class master staff senior airman private petty warrant officer major sergeant general")
PARTICLES = words("de la del las los van von der den ter bin ibn al el da das dos do di du le st san mac ben abu bint y e")
SUFFIXES = words("jr sr ii iii iv phd md esq")
#: Given names that are ordinary words or places too: they need more than a cue to count.
DOUBTFUL = words(
    """will mark grace hope joy faith may april june art rich frank drew chance chase hunter gene guy lance miles ray rob sunny dean
    king prince christian destiny angel star sky summer autumn august rose jack bill pat bob don gage grant harper major
    mercedes patience precious blessing bo mason parker penny pearl ruby violet ivy olive daisy iris hazel sage dale glen
    clay heath jean sandy wade tanner taylor carter cooper tucker ty said can young dallas austin paris israel jordan kenya
    dakota savannah brooklyn virginia georgia carolina cheyenne melody harmony ali sue pete jay bobby billy mike jimmy
    charity felicity genesis trinity london kay kent mae ida min song sun see hung an so long do ban in on an van my mack
    mace dawn eve ford gale rusty skip buck chuck gus ted josh joey matt phoenix sierra marina kobe max rex cash buddy chip
    clement dong ebony foster fox gabby german roman norman gunner homer honor jazz jazzy jewel kit lacy liv loan legend
    lyric misty pierce ram ran randy raven ridge rocky royal sang scarlet season serene shade sincere sire sterling storm
    sully tawny trace unique urban ward windy winter woo woody yen ember emerald fern justice judge love magnolia mercy
    miracle montana nova nike reed river robin tea unity haven heaven karma lane tan walker warner india asia chad victor
    maple memphis messiah moxie pansy poppy marquise mercury lan li lin ling mei bode fay gay dick jung hyacinth tu thu tao
    nada nubia orion samoa sahara shasta tiara tito uma stella york zion wilson willow harry guru stone ken amber crystal
    jade ginger candy holly dolly junior princess duke earl baker marshall preston mina mini kai"""
)
#: Given names that are said of things and moods: in lower case and alone they are none.
ADJECTIVAL = words("sunny rich frank misty windy rusty rocky royal unique sincere serene jazzy precious long young junior gay")
#: Never part of a name, wherever they stand.
NEVER = words(
    """jk aka i i'm im i'd i'll you u ur your yours he she him her his hers they them their we us our me my mine it its it's the a
    an and or but so if then than that this these those there here what when where who whom which why how is am are was were
    be been being do does did doing done have has had having can cant can't could couldn't will won't would should shall may
    might must not no nope nah yes yeah yea yep yup ok okay k sure please pls plz thanks thank thx hi hey hello yo sup hola
    bye for from to too at in on of off by with w without about into over under after before since until till as up out down
    just only also very really rly still already now today tomorrow tonight yesterday again soon later never always maybe
    perhaps want wants wanna wanted need needs like likes love loves looking look interested interest think thinking know get
    got getting go goes going gonna come comes coming came call calls called email emails mail phone number text texting
    contact name names named student students senior junior freshman sophomore parent mom dad mother father son daughter kid
    kids veteran vet veterans ready available free busy excited nervous new good great fine well bad best better sorry
    wondering trying tryna finna hoping calling writing asking working work works studying study applying apply visit
    visiting tour tours school college class classes program programs course courses campus music audio studio producer
    engineer rapper singer artist dj beat beats sound recording mixing age aged years year old born live lives living home
    morning afternoon evening night noon am pm monday tuesday wednesday thursday friday saturday sunday n nd january february
    march july september october november december mon tue tues wed thu thur thurs fri sat question questions help info
    information important spelled spelling pronounced signed sign one two three four five six seven eight nine ten first
    second third next last week month day time date all any some more most other another both each few every everything
    anything nothing something someone anyone everyone nobody none anytime whenever sometime somewhere anywhere later earlier
    onwards immediately directly between behalf skip stop idk dunno lol lmao tbh ngl btw asap rn fr bro dude man bruh guys
    yall y'all let lets let's see make take give tell told ask send show sounds cool nice perfect awesome correct right wrong
    wait actually instead cuz because bc though tho gracias por favor soy estoy tengo quiero puedo para con pero si el nos mi
    mis tu su que como cuando donde buenas buenos dias tardes noches latino latina latinx hispanic puerto rican boricua adhd
    esl deaf homeschooled wheelchair ged gpa army navy marine marines military af usaf usmc party people guests guest person
    program: date time email: ext cell mobile tel whatsapp fee fees cost costs tuition pay money scholarship loan loans
    aid fafsa bill gi apartment housing dorm location address website link online demo mixtape album song songs track tracks
    daw mic mics gear via per re subject hrs you're you've you'd youre we're we've we'll we'd they're they've they'll i've ive he's she's
    he'd she'd that's thats there's theres what's whats who's where's how's hows when's isn't isnt aren't wasn't weren't don't dont
    doesn't doesnt didn't didnt haven't hasn't hadn't said says told thinks thought knows knew gave sent made makes played plays worked
    taught teaches went saw heard speaking talking chatting"""
)
#: Brands, programs and places that look like names because no dictionary has them.
NOT_PEOPLE = words(
    """ableton neve shure neumann akai serato cubase protools logic garageband fl reaper yamaha roland korg moog fender gibson ssl
    dolby atmos imac macbook apple google spotify youtube tiktok instagram insta facebook discord soundcloud bandlab florida
    tampa miami jacksonville kissimmee sanford ocala deltona daytona texas tennessee nashville atlanta nyc california
    colorado ohio usa america fullsail valencia ucf berklee orlando autotune waves izotope serum kontakt zoom telegram slack
    nirvana metallica coachella grammy grammys covid linkedin reddit twitter venmo zelle paypal lutheran baptist
    methodist catholic muslim hindu sikh buddhist mormon presbyterian pentecostal evangelical protestant quaker amish atheist orthodox"""
)
_MC = re.compile(r"^mc(?=[a-z]{3})")
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")


def written(typed: str) -> str:
    """A name as it should be written: capitals added where the visitor left them out, given ones kept."""
    words = typed.split()
    shouted = typed.isupper() and any(len(word) > 2 for word in words)
    return " ".join(_capitals(word, shouted, inside=0 < at < len(words) - 1) for at, word in enumerate(words))


def _capitals(word: str, shouted: bool, *, inside: bool) -> str:
    plain = word.lower()
    if word != plain and not shouted:
        return word
    bare = plain.strip(".")
    if bare in ("ii", "iii", "iv", "md"):
        return word.upper()
    if bare in PARTICLES and inside:
        return plain
    return _WORD.sub(lambda match: _capital(match[0], plain, match.start()), plain)


def _capital(part: str, word: str, start: int) -> str:
    if "." in part:
        return part.upper()
    if start and word[start - 1] == "'" and len(part) == 1 and start > 1:
        return part
    return f"Mc{part[2:].capitalize()}" if _MC.match(part) else part[0].upper() + part[1:]
