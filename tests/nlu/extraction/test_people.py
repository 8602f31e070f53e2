from __future__ import annotations

import pytest

from .conftest import Find

NAMES = [
    ("hi im maria lopez", "Maria Lopez"),
    ("My name is Denise Whitfield and I'd like a tour", "Denise Whitfield"),
    ("my name's kwame osei-bonsu", "Kwame Osei-Bonsu"),
    ("my names chloe and i wanna be a producer", "Chloe"),
    ("the name's Delgado, Hector Delgado", "Hector Delgado"),
    ("hi my name jin woo park, i am from korea", "Jin Woo Park"),
    ("hi my nane is vlad", "Vlad"),
    ("name: Patrick O'Neill", "Patrick O'Neill"),
    ("Name - Imani Brooks.", "Imani Brooks"),
    ("num 4045550133, name zaria", "Zaria"),
    ("first name Linh last name Pham", "Linh Pham"),
    ("This is Tom Brannigan, Army vet", "Tom Brannigan"),
    ("this is Dr. Amanda Price.", "Amanda Price"),
    ("This is Sgt. First Class Alonzo Reyes.", "Alonzo Reyes"),
    ("it's Jay", "Jay"),
    ("its khalil. yea wednesday works", "Khalil"),
    ("yo its jay, wanna do recording arts", "Jay"),
    ("ok it's me again, Tasha", "Tasha"),
    ("I'm Deb. Deb Kowalski.", "Deb Kowalski"),
    ("I'm Ingrid Svensson, and I'm writing on behalf of my son Lars", "Ingrid Svensson"),
    ("I am Nguyen Thi Anh. I like to visit", "Nguyen Thi Anh"),
    ("im hunter, do u guys got a dj class", "Hunter"),
    ("im grace", "Grace"),
    ("hey i'm Mia :)", "Mia"),
    ("my name is uh Darnell Washington", "Darnell Washington"),
    ("people call me Kit", "Kit"),
    ("DeShawn here. Whats up", "DeShawn"),
    ("MSgt Linda Hawkins here", "Linda Hawkins"),
    ("Hey there, Marisol again.", "Marisol"),
    ("I'm not Sarah, I'm her sister Naomi.", "Naomi"),
    ("Soy Ana María Torres", "Ana María Torres"),
    ("me llamo Luis", "Luis"),
    ("mi nombre es José Luis Fernández", "José Luis Fernández"),
    ("je m'appelle Claire Dubois", "Claire Dubois"),
    ("my name is juan de la cruz", "Juan de la Cruz"),
    ("my name is sean o'malley", "Sean O'Malley"),
    ("my name is ian mcdonald", "Ian McDonald"),
    ("MY NAME IS BRENDA COLE AND I WANT A TOUR", "Brenda Cole"),
    ("felix baumgartner jr, 863-555-0129", "Felix Baumgartner Jr"),
    ("my name is J.D. Walker", "J.D. Walker"),
    # signatures
    ("can we come friday? - Tom", "Tom"),
    ("friday works.\n\nBest regards,\nOlumide Adeyemi", "Olumide Adeyemi"),
    ("Thanks, J.D. Walker", "J.D. Walker"),
    ("1/9 at 1:15p. thx Beth", "Beth"),
    ("tour 12/10 party of two thx - L. Hernandez", "L. Hernandez"),
    ("May I come on Monday? Kind regards, May Thompson", "May Thompson"),
    ("Sincerely,\nMargaret O'Hara-Lindqvist\nmohl@fastmail.com", "Margaret O'Hara-Lindqvist"),
    # lists
    ("Maria Lopez, 407 555 0134, friday at 3", "Maria Lopez"),
    ("jordan king\njordank@icloud.com\n689.555.0112", "Jordan King"),
    ("12/3 at 4 plz. kaylee morris, kayleemm@yahoo.com", "Kaylee Morris"),
    ("Raymond, 352 555 0118", "Raymond"),
    ("Lopez, Maria, 407 555 0134", "Maria Lopez"),
    ("today at 5 if thats not too late? Ren", "Ren"),
    ("Call me (Tobias) on +49 151 23456789", "Tobias"),
    ("pls call Ines at 813.555.0171 after 6", "Ines"),
    ("one seat for 12/6 at 4 pm under Petrov", "Petrov"),
    # the student
    ("my daughter Emma wants to come", "Emma"),
    ("My son Tyler is a senior", "Tyler"),
    ("our son, Noah Bennett", "Noah Bennett"),
    ("My youngest, Gavin, is crazy about sound", "Gavin"),
    ("my sons name is Theo", "Theo"),
    ("its for my brother, Caleb Foster", "Caleb Foster"),
    ("hi, Jenna's mom here", "Jenna"),
    ("i'm mei-ling chou's mom", "Mei-Ling Chou"),
    ("my husband Dave wants to apply", "Dave"),
    ("he's called Omari and wants to study", "Omari"),
    ("my name is dana and my daughter emma wants to come", "Dana"),
    ("My grandson Malik and I can come. Ernestine Fuller, (850) 555-0112.", "Ernestine Fuller"),
    ("whats good its ya boy trey songz jk its trey miller", "Trey Miller"),
]
NO_NAMES = [
    "I want to sound like Kendrick Lamar",
    "huge fan of Billie Eilish",
    "taught by Rick Rubin?",
    "is rick rubin teaching there lol",
    "i love billie eilish and finneas, wanna record like that",
    "Does Hans Zimmer's guy still do the masterclass?",
    "do 50 cent or dr dre have anything to do with this school",
    "yooo is kanye's engineer an alum fr",
    "I'm interested",
    "im intrested in recording",
    "im 17",
    "im a veteran",
    "I'm Mexican",
    "I'm Dominican, 28",
    "I'm Korean-American",
    "im homeschooled",
    "im broke and nervous",
    "im down",
    "I'm good, thanks. How are you?",
    "i'm at work rn",
    "im from tampa",
    "I'm ADHD is that ok",
    "this is great",
    "This is urgent!!",
    "it's fine",
    "its ok",
    "ask for Mr. Ortiz",
    "Ms. Alvarez told me to reach out",
    "a guy named Steve told me about the school",
    "my friend Tori went there in 2022",
    "my cousin devin is coming with me",
    "do you have Neumann U87s and Shure SM7Bs",
    "what console, SSL or Neve",
    "Ableton or Pro Tools?",
    "FL Studio, Logic Pro and Serato",
    "140 bpm and 808s",
    "I am Mrs. Chen's assistant",
    "My name is not important",
    "how is my name saved",
    "call me tomorrow",
    "call me anytime",
    "call me back please",
    "Tell Jason I said hi",
    "i live in Orlando, Florida",
    "Recording Arts and Show Production",
    "thank you very much",
    "Happy New Year",
    "no thanks",
]
ANSWERS = [
    ("marcus reed", "Marcus Reed"),
    ("its ana", "Ana"),
    ("Anh", "Anh"),
    ("anh", "Anh"),
    ("ok, put Dmitri", "Dmitri"),
    ("Xiomara Quispe", "Xiomara Quispe"),
    ("grace hopper", "Grace Hopper"),
    ("李伟", "李伟"),
    ("Анна", "Анна"),
    ("River Stone", "River Stone"),
    ("Maria Lopez, 407 555 0134", "Maria Lopez"),
    ("jay and my number is 407 555 0134", "Jay"),
]
NO_ANSWERS = [
    "what is the fee",
    "whats the fee",
    "why do you need it?",
    "i'd rather not",
    "i dont wanna say",
    "no",
    "skip",
    "none of your business",
    "recording arts",
    "Recording Arts and Show Production",
    "name@gmail.com",
    "407 555 0134",
    "how long is it",
    "tomorrow",
    "friday at 3",
    "yes",
    "later",
    "can i talk to a human",
    "???",
    "👍",
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_name_is_found(find: Find, text: str, name: str) -> None:
    assert find(text).name == name


@pytest.mark.parametrize("text", NO_NAMES)
@pytest.mark.parametrize("statistical", [False, True])
def test_no_name_is_made_up(find: Find, text: str, statistical: bool) -> None:
    assert find(text, statistical=statistical).name is None


@pytest.mark.parametrize(("text", "name"), ANSWERS)
def test_answer_to_what_is_your_name(find: Find, text: str, name: str) -> None:
    assert find(text, expecting="name").name == name


@pytest.mark.parametrize("text", NO_ANSWERS)
def test_no_answer_to_what_is_your_name(find: Find, text: str) -> None:
    assert find(text, expecting="name", statistical=True).name is None


@pytest.mark.parametrize(
    ("text", "own"), [("im dana", True), ("Dana Cole, 407 555 0134", True), ("my daughter Emma wants to come", False), ("hello", False)]
)
def test_own_name_or_the_students(find: Find, text: str, own: bool) -> None:
    assert find(text).name_is_own is own


def test_model_decides_where_no_rule_does(find: Find) -> None:
    text = "Wojtek Nowicki would like to see the studios"
    assert find(text, statistical=False).name is None
    assert find(text, statistical=True).name == "Wojtek Nowicki"
