"""The Chinese-English lexicon: tables of text, one entry a line, and the small classes they are read into.

No word has a second translation in the same surroundings; nouns whose English plural equals the singular are left out.
"""

from dataclasses import dataclass

import chinese
import english


@dataclass(frozen=True)
class Noun:
    """A noun with its measure word. `kinds` are letters that verbs and adjectives ask for."""
    zh: str
    measure: str
    en: str
    en_plural: str
    kinds: str


@dataclass(frozen=True)
class Adjective:
    """An adjective. `zh_before` is its form before a noun (红色的, 新), empty where it only stands after one (贵);
    `comparative` may be missing."""
    zh: str
    zh_before: str
    en: str
    comparative: str
    kinds: str
    is_colour: bool = False


@dataclass(frozen=True)
class Verb:
    """A verb of both languages. `kinds`: of its objects, and signs (see VERBS)."""
    zh: chinese.ChineseVerb
    en: english.EnglishVerb
    en_object: str
    kinds: str


@dataclass(frozen=True)
class Place:
    """在公园里 / in the park; going there drops 里."""
    zh_at: str
    en_at: str
    zh_to: str
    en_to: str


def _rows(table):
    """The lines of a table, split at | and stripped."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _read_nouns(table):
    nouns = []
    for zh, measure, en, kinds in _rows(table):
        singular, _, plural = en.partition("/")
        nouns.append(Noun(zh, measure, singular, plural or english.plural(singular), kinds))
    return nouns


def _read_adjectives(table):
    adjectives = []
    for zh, en, kinds in _rows(table):
        base, _, comparative = en.partition("/")
        is_colour = zh.endswith("色")
        before = "" if zh.endswith("*") else zh if len(zh) == 1 else zh + "的"
        zh = zh.rstrip("*")
        adjectives.append(Adjective(zh, before, base, comparative, kinds, is_colour))
    return adjectives


# Kinds: R readable, W writable, M film, P picture, S song, C clothes, H hat or watch, V vehicle, T tool, F furniture,
# A animal, E food to wash and eat, Y other food, K to make, B building, G drawable, L flower, I to repair
THINGS = _read_nouns("""
    书 | 本 | book | RWT
    词典 | 本 | dictionary | RT
    杂志 | 本 | magazine | RT
    报纸 | 份 | newspaper | RT
    信 | 封 | letter | RW
    故事 | 个 | story | W
    电影 | 部 | film | M
    照片 | 张 | photo | PT
    画 | 幅 | painting | PT
    地图 | 张 | map | PT
    歌 | 首 | song | S
    衬衫 | 件 | shirt | C
    毛衣 | 件 | sweater | C
    大衣 | 件 | coat | C
    裙子 | 条 | skirt | C
    帽子 | 顶 | hat | H
    手表 | 块 | watch | HTI
    汽车 | 辆 | car | V
    自行车 | 辆 | bicycle | V
    船 | 艘 | ship | VG
    手机 | 部 | mobile phone | TI
    电脑 | 台 | computer | TI
    钥匙 | 把 | key | T
    雨伞 | 把 | umbrella | TI
    椅子 | 把 | chair | F
    桌子 | 张 | table | F
    床 | 张 | bed | F
    杯子 | 个 | cup | T
    包 | 个 | bag | T
    票 | 张 | ticket | T
    狗 | 只 | dog | AG
    猫 | 只 | cat | AG
    鸟 | 只 | bird | AG
    马 | 匹 | horse | AG
    花 | 朵 | flower | GL
    树 | 棵 | tree | G
    房子 | 座 | house | BG
    桥 | 座 | bridge | G
    苹果 | 个 | apple | E
    橙子 | 个 | orange | E
    鸡蛋 | 个 | egg | E
    蛋糕 | 个 | cake | YK
""")
# What is counted in cups, bottles and bowls, or not counted at all. Kinds: D to drink, U to eat
SUBSTANCES = _read_nouns("""
    茶 | 杯 | tea/cup | D
    咖啡 | 杯 | coffee/cup | D
    牛奶 | 瓶 | milk/bottle | D
    水 | 瓶 | water/bottle | D
    米饭 | 碗 | rice/bowl | U
    汤 | 碗 | soup/bowl | D
    面条 | 碗 | noodles/bowl | U
    面包 | 块 | bread/piece | U
    巧克力 | 块 | chocolate/piece | U
""")
# Kinds: K with 我的, J at work, G others
PEOPLE = _read_nouns("""
    爸爸 | 个 | father | K
    妈妈 | 个 | mother | K
    哥哥 | 个 | elder brother | K
    弟弟 | 个 | younger brother | K
    姐姐 | 个 | elder sister | K
    妹妹 | 个 | younger sister | K
    朋友 | 个 | friend | K
    同学 | 个 | classmate | K
    邻居 | 个 | neighbour | K
    老师 | 位 | teacher | KJ
    医生 | 位 | doctor | KJ
    经理 | 位 | manager | KJ
    律师 | 位 | lawyer | J
    工程师 | 位 | engineer | J
    护士 | 位 | nurse | J
    记者 | 位 | journalist | J
    司机 | 位 | driver | J
    歌手 | 位 | singer | J
    演员 | 位 | actor | J
    画家 | 位 | painter | J
    学生 | 个 | student | J
    孩子 | 个 | child/children | G
    男孩 | 个 | boy | G
    女孩 | 个 | girl | G
""")
# Kinds: T passing, so that it also has a past; N also before a noun
PERSON_ADJECTIVES = _read_adjectives("""
    高兴 | happy/happier | PT
    累 | tired | PT
    忙 | busy/busier | PT
    高 | tall/taller | P
    聪明 | clever/cleverer | PN
    年轻 | young/younger | PN
    出名 | famous/more famous | PN
    努力 | hard-working/more hard-working | PN
    健康 | healthy/healthier | P
    难过 | sad | PT
    饿 | hungry | PT
    渴 | thirsty | PT
    友好 | friendly/friendlier | PN
""")
# * after a Chinese adjective: it does not stand before a noun
THING_ADJECTIVES = _read_adjectives("""
    漂亮 | beautiful/more beautiful | PCHVAGFBL
    便宜 | cheap/cheaper | RMPCHVTFEY
    贵* | expensive/more expensive | RCHVTFEYB
    精彩 | exciting/more exciting | RWM
    实用 | practical/more practical | RTV
    奇怪 | strange/stranger | WMPSAB
    红色 | red | CHVTFEL
    白色 | white | CHVTFAL
    黑色 | black | CHVTFA
    蓝色 | blue | CHVTF
    绿色 | green | CHVTF
    新 | new/newer | RWMPSCHVTFB
    旧 | old/older | RPCHVTFB
    大 | big/bigger | CHTFAGBEY
    小 | small/smaller | CHTFAGBEY
    好 | good/better | RMS
""")
def _read_verbs(table):
    verbs = []
    for zh, en, en_object, kinds in _rows(table):
        word, _, own_object = zh.partition(" ")
        verbs.append(Verb(chinese.ChineseVerb(word, own_object), english.parse_verb(en), en_object, kinds))
    return verbs


# Signs in `kinds` of verbs: X a person, > a place to go to, - a fixed activity, $ a skill (会 means can), ~ may last for
# hours or years, = in nobody's company, + may be done for someone (给)
VERBS = _read_verbs("""
    买 | buy/bought | | RPCHVTFEYDUL+
    卖 | sell/sold | | RPCHVTFEYAL
    吃 | eat/ate/eating | | EYU
    喝 | drink/drank/drinking | | D
    做 | make/made/making | | K+
    写 | write/wrote | | W
    看 | read/read/reading | | R
    看 | watch | | M
    看 | look/looked/looking:at | | PGAB
    画 | draw/drew | | GA
    唱 | sing/sang | | S
    听 | listen/listened:to | | S
    找 | look/looked/looking:for | | RTHPX
    带 | bring/brought | | RTPEYDL
    修 | repair | | VFI
    洗 | wash | | CVE
    穿 | wear/wore | | C
    戴 | wear/wore | | H
    帮助 | help | | X
    等 | wait/waited:for | | X
    看 足球比赛 | watch | football matches | -
    踢 足球 | play | football | -$
    打 篮球 | play | basketball | -$
    打 网球 | play | tennis | -$
    弹 钢琴 | play | the piano | -$
    看 电视 | watch | television | -
    听 音乐 | listen/listened:to | music | -
    学习 汉语 | study/studied | Chinese | -~
    学习 英语 | study/studied | English | -~
    学习 法语 | study/studied | French | -~
    学习 数学 | study/studied | mathematics | -~
    学习 历史 | study/studied | history | -~
    说 汉语 | speak/spoke | Chinese | -$
    说 英语 | speak/spoke | English | -$
    说 法语 | speak/spoke | French | -$
    工作 | work | | -~
    休息 | rest | | -~
    跑 步 | run/ran/running | | -
    游 泳 | swim/swam/swimming | | -$
    跳 舞 | dance | | -$
    唱 歌 | sing/sang | | -$
    做 饭 | cook | | -$
    睡 觉 | sleep/slept | | -=
    去 | go/went | | >
    去 | go/went | | >
    去 | go/went | | >
""")
# What has neither past nor future here; the object of each is made by its kind
STATES = _read_verbs("""
    喜欢 | like | | generic
    认识 | know | | person
    有 | have | | thing
    想要 | want | | wish
    住在 | live:in | | town
    教 | teach | | lesson
""")
NAMES = [tuple(row) for row in _rows("""
    李明 | Li Ming
    王芳 | Wang Fang
    张伟 | Zhang Wei
    刘洋 | Liu Yang
    陈静 | Chen Jing
    赵强 | Zhao Qiang
    小红 | Xiaohong
    小龙 | Xiaolong
    玛丽 | Mary
    保罗 | Paul
    汤姆 | Tom
    安娜 | Anna
    杰克 | Jack
    露西 | Lucy
    大卫 | David
    彼得 | Peter
""")]
CITIES = [tuple(row) for row in _rows("""
    北京 | Beijing
    上海 | Shanghai
    广州 | Guangzhou
    南京 | Nanjing
    香港 | Hong Kong
    东京 | Tokyo
    巴黎 | Paris
    伦敦 | London
    纽约 | New York
    罗马 | Rome
""")]
# chinese, english, the people's adjective
COUNTRIES = [tuple(row) for row in _rows("""
    中国 | China | Chinese
    美国 | America | American
    英国 | Britain | British
    法国 | France | French
    德国 | Germany | German
    日本 | Japan | Japanese
    意大利 | Italy | Italian
    西班牙 | Spain | Spanish
    俄罗斯 | Russia | Russian
    印度 | India | Indian
    加拿大 | Canada | Canadian
    巴西 | Brazil | Brazilian
""")]
SITES = [Place("在" + zh + inside, f"{prep} the {en}", zh, f"to the {en}") for zh, inside, prep, en in _rows("""
    图书馆 | | at | library
    学校 | | at | school
    市场 | | at | market
    超市 | | at | supermarket
    饭馆 | | at | restaurant
    医院 | | at | hospital
    银行 | | at | bank
    机场 | | at | airport
    火车站 | | at | train station
    博物馆 | | at | museum
    书店 | | at | bookshop
    咖啡馆 | | at | cafe
    宾馆 | | at | hotel
    大学 | | at | university
    公园 | 里 | in | park
    教室 | 里 | in | classroom
    办公室 | 里 | in | office
    花园 | 里 | in | garden
""")]
HOME = Place("在家", "at home", "", "")
TOWNS = [Place("在" + row[0], f"in {row[1]}", row[0], f"to {row[1]}") for row in CITIES + COUNTRIES]
# Where things are, after 在 and before 有
SPOTS = [(zh + where, f"{prep} the {en}") for zh, where, prep, en in _rows("""
    桌子 | 上 | on | table
    桌子 | 下面 | under | table
    椅子 | 上 | on | chair
    椅子 | 下面 | under | chair
    床 | 上 | on | bed
    床 | 下面 | under | bed
    包 | 里 | in | bag
    房子 | 里 | in | house
    汽车 | 里 | in | car
    花园 | 里 | in | garden
    公园 | 里 | in | park
    办公室 | 里 | in | office
    教室 | 里 | in | classroom
    房子 | 旁边 | next to | house
    学校 | 旁边 | next to | school
    银行 | 旁边 | next to | bank
    树 | 下面 | under | tree
""")]
TRANSPORT = [tuple(row) for row in _rows("""
    坐火车 | by train
    坐飞机 | by plane
    坐公共汽车 | by bus
    骑自行车 | by bicycle
    开车 | by car
""")]
NUMBERS = list(zip("两 三 四 五 六 七 八 九 十".split(), "two three four five six seven eight nine ten".split()))
AGES = list(zip("六 七 八 九 十 二十 三十 四十 五十 六十".split(),
                "six seven eight nine ten twenty thirty forty fifty sixty".split()))
WEEKDAYS = list(zip("一二三四五六天", "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()))
MONTHS = list(enumerate("January February March April May June July August September October November December".split(),
                        1))
YEARS = [str(year) for year in range(1988, 2000)]
LOVED = [tuple(row) for row in _rows("""
    音乐 | music
    生活 | life
    和平 | peace
    大海 | the sea
    春天 | spring
    足球 | football
    历史 | history
    数学 | mathematics
""")]
WEATHER = [tuple(row) for row in _rows("""
    天气很冷 | it is cold
    天气很热 | it is hot
    天气很好 | the weather is good
    正在下雨 | it is raining
    正在下雪 | it is snowing
""")]
