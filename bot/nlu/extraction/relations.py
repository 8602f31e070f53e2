"""The people someone comes with or speaks for."""

from __future__ import annotations

from .patterns import words

#: The school is for them: the one spoken of is the prospective student.
CHILDREN = words(
    """daughter daugther dauther son grandson granddaughter grandaughter stepson stepdaughter kid kiddo child nephew neice niece
    teen teenager oldest youngest eldest grandchild grandkid stepkid godson goddaughter ward mentee brother bro sister sis
    cousin cuz student hijo hija sobrino sobrina nieto nieta hermano hermana primo prima"""
)
ADULTS = words(
    """mom mum momma mommy mama mother dad daddy father pops papa pop ma stepmom stepdad wife wifey missus husband hubby spouse
    partner girlfriend boyfriend gf bf fiance fiancee grandma grandpa grandmother grandfather granny nana abuela abuelo aunt
    auntie uncle tio tia friend bestie bff buddy homie homeboy homegirl pal roommate roomie coworker colleague guardian
    counselor mentor teacher caseworker interpreter aide boss bandmate manager mate dude esposa esposo novia novio madre
    padre amigo amiga mami papi classmate guy neighbor boy girl adult gma gpa man woman lady oldlady interpreter lawyer
    advisor driver nurse someone somebody guest visitor worker mans dawg chaperone
    caregiver carer attendant companion sponsor parent sibling stepbrother stepsister godmother godfather nanny pastor
    coach therapist grandparent baby toddler infant grandbaby newborn"""
)
ONE = CHILDREN | ADULTS
#: Two people in one word.
PAIRS = words("parents folks grandparents padres twins rents")
#: People whose number must be said.
MANY = words(
    """daughters sons kids children boys girls brothers sisters siblings cousins friends homies buddies pals nephews nieces
    grandkids grandchildren grandsons granddaughters teens teenagers people ppl peeps others more guests students bandmates
    mates dudes guys aunts uncles coworkers colleagues roommates hijos hijas amigos amigas personas adults relatives
    classmates stepkids teachers chaperones counselors staff"""
)
OWNERS = words("my our his her their mi mis un una the a an both some")
ADJECTIVES = words(
    """little lil younger older big best good close old elderly oldest youngest baby twin whole other teenage teen step foster own
    dear new two year yr yo family twin middle high school awesome lovely social case guidance"""
)
