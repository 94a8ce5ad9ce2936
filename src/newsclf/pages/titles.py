"""Scores for the role of a title line: kicker, headline, deck, or crosshead of a long article.

All functions take one line folded to half width. The scores are in the units of `grammar`:
one point is weak evidence, three are decisive.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newsclf.pages.furniture import is_slogan
from newsclf.pages.joins import starts_item
from newsclf.text.characters import HAN
from newsclf.text.phrases import MEANWHILE, ORGANISATIONS, RECENTLY, SAID

MAX_TITLE, MAX_TITLE_PART = 90, 42  # characters; parts are set apart by blanks

_EVENT = (
    "举办|举行|召开|开展|启动|揭牌|成立|推出|打造|新增|走进|开讲|开班|开赛|开幕|闭幕|落幕|收官|揭晓|出台|亮相|上岗|上线|启用|投用|"
    "发布|印发|签约|结业|结成|授牌|命名|表彰|慰问|送|建起|建成|开通|开放|入选|获|夺|荣获|斩获|通过|完成|突破|达|超|发放|"
    "筑牢|诠释|服务|呵护|守护|助力|提升|激发|关爱|宣传|直播|培训|比拼|竞技|比武|过招|登场|开建|开播|落地|试点|参保|体检|牵手|"
    "收获|开工|竣工|贯通|通车|当选|会见|调研|部署|征集|开启|迎来|护航|搭建|搭台|唱响|放歌|起跑|评出|选出|选树|认定|资助|补贴|"
    "落网|被端|判|增|降|涨|减|办|开"
)
_HAS_EVENT = re.compile(_EVENT)
_EVENT_END = 5  # characters: an event, a word like 活动, a mark
_ENDS_WITH_EVENT = re.compile(rf"(?:{_EVENT})(?:了|会|仪式|活动|大赛|比赛|竞赛|工作|决赛)?[!?]?\Z")
_ACTOR = re.compile(
    # One word for each character rather than a set: `re` then searches by the first characters.
    f"{ORGANISATIONS}|协会|银行|街道|社区|"
    + "".join(f"{place}(?![场面])|" for place in "市区县州镇乡盟旗")
    + "".join(f"{unit}(?![长台])|" for unit in "局厂矿段队所站")
    + rf"省(?=[总级直内委属工]|[{HAN}]{{0,4}}(?:工会|厅|局))|总工会|分局|"
    r"职工|员工|工匠|劳模|骑手|司机|师傅|工人|教师|全国|本市|我"
)
_PURPOSE = re.compile(
    r"(?:为|以|让|从|围绕|聚焦|针对|应对|随着|面对|贯彻|落实|践行|弘扬|推进|深化|喜迎|庆祝|迎接|深入)"
)
_PURPOSE_FIRST = frozenset("为以让从围聚针应随面贯落践弘推深喜庆迎")
_DASH_FIRST = frozenset("—-―")
_DASH = re.compile(r"(?:——|—|--|―)")
_DECK_END = re.compile(
    r"(?:侧记|纪实|见闻录?|综述|走笔|回眸|掠影|札记|手记|记事|写真|扫描|散记|速写|素描|小记|巡礼|解读|攻略|问答|"
    r"实践与思考|的做法|创新实践|的故事|访谈|追记|观察|之路|调查)\Z"
)
_SERIES = re.compile(
    r"系列(?:报道|谈|之)|之[一二三四五六七八九十]\Z|\(\d+[)〕]\Z|〔\d+[)〕]\Z|本周|·.+·"
)
_DECK_LAST = frozenset("记实闻录述笔眸影事真描写礼读略答考法践谈察路查")
_PROSE_OPENER = re.compile(
    rf"据[^,。“]{{2,20}}(?:介绍|统计|报道|透露|说),|{RECENTLY}|{SAID}|{MEANWHILE}|会议(?:要求|指出|强调|认为|提出|明确|决定|审议|听取)|通知(?:要求|明确|提出)|截至|记者|当天|当日|活动中|会上|现场|今后|"
    "此次|本次|他说|她说|今年以来|近年来"
)
# A verb that waits for its object: the headline below gives it.
_HANGING_ENDS = ("举办", "主办", "承办", "召开", "开展", "推出", "打造", "组织")
_HANGING = re.compile(
    r"(?<![赛会班节展营])(?<!活动|仪式|工作)(?:举办|主办|承办|召开|开展|推出|打造|组织)\Z"
)
_NUMBER_FIRST = re.compile(
    r"\d|[一二三四五六七八九十百千万两]+[余多]?[个名项家场件位条张]|首批|首次|其中|共|累计|前[一二三四五六七八九十\d]"
)
_FIGURE = re.compile(r"\d")


def parts_of(line: str) -> list[str]:
    """Return the parts of a title line that are separated by spaces."""
    return line.split()


_LABEL = re.compile(
    r"(?:完成人|主创人|领衔人|申报单位|推荐单位|单位|获奖者|获奖单位|[特一二三]等奖|优秀奖|优胜奖|冠军|亚军|季军|时间|地点|对象|内容|条件|流程|"
    r"方式|报名|主办|承办|协办|主讲|主题|票价|费用|标准|材料|备注|附件|依据|联系人|(?:联系|咨询)?电话|地址|编者按|提示|答案)(?:[^。,:]{0,6}):"
)


def is_labelled(line: str) -> bool:
    """Tell whether a line is a labeled item of a list: 完成人:…, 一等奖:…."""
    return ":" in line and _LABEL.match(line) is not None


def alike(line: str, other: str) -> bool:
    """Tell whether two lines have the same structure, like the crossheads of one article."""
    if line[:2] == other[:2] or (line[0] == other[0] == "第"):
        return True
    if abs(len(line) - len(other)) > 4:
        return False
    for mark in ",、”":
        if mark in line and mark in other and abs(line.index(mark) - other.index(mark)) <= 3:
            return True
    return ("——" in line and "——" in other) or (
        line[0] == "“" == other[0] and line[-1] == "”" == other[-1]
    )


def is_couplet(line: str) -> bool:
    """Tell whether a line has parts of equal length without figures, like a slogan."""
    parts = line.replace(",", " ").split()
    if len(parts) < 2:
        return False
    lengths = [len(part) for part in parts]
    return max(lengths) == min(lengths) <= 10 and not _FIGURE.search(line)


def is_title_like(line: str) -> bool:
    """Tell whether a line can be a title at all: short, no full stop, not cut at a comma."""
    if "。" in line or line[-1] in ",、;" or line.count(";") > 1:
        return False
    if len(line) > MAX_TITLE or line.count(",") > 3:
        return False
    return len(line) <= MAX_TITLE_PART or max(map(len, parts_of(line))) <= MAX_TITLE_PART


def prose_like(line: str) -> float:
    """Score how much a short line reads like part of a paragraph cut by a column."""
    score = 0.9 * line.count(",")
    if _PROSE_OPENER.match(line):
        score += 2.0
    if line[-1] in ",、;":
        score += 2.0
    if line.count("、") >= 2:
        score += 1.2  # three of a kind: a list inside a sentence
    if line.count("“") != line.count("”") or line.count("(") != line.count(")"):
        score += 3.0
    if len(line) > 34 and max(map(len, parts_of(line))) > 34:
        score += 1.0
    return score


class Facts(NamedTuple):
    """Properties of a line that several scores use, such as its length without spaces."""

    length: int
    event: bool
    actor: bool
    item: bool
    slogan: bool
    couplet: bool
    purpose: bool
    dash: bool
    deck_end: bool
    number_first: bool


@lru_cache(maxsize=256)  # a page has some 100 lines
def facts_of(line: str) -> Facts:
    """Find the facts of a line; cached, as all scores and both neighbors use them."""
    first = line[0]
    return Facts(
        len(line) - line.count(" "),
        _HAS_EVENT.search(line) is not None,
        _ACTOR.search(line) is not None,
        starts_item(line),
        is_slogan(line),
        is_couplet(line),
        first in _PURPOSE_FIRST and _PURPOSE.match(line) is not None,
        first in _DASH_FIRST and _DASH.match(line) is not None,
        line[-1] in _DECK_LAST and _DECK_END.search(line) is not None,
        _NUMBER_FIRST.match(line) is not None,
    )


def headline_score(line: str) -> float:
    """Score a line as the headline, which names the news."""
    facts = facts_of(line)
    length = facts.length
    score = 0.0
    if 8 <= length <= 30:
        score += 1.0
    elif length < 6:
        score -= 0.7
    elif length > 36 and " " not in line:
        score -= 1.0
    if facts.event:
        score += 0.5
    if facts.actor or ":" in line[1:6]:
        score += 0.5
    if facts.item:
        score -= 3.0
    if line[-1] in ":—" or facts.dash:
        score -= 3.0
    if facts.slogan:
        score -= 1.0
    return score


@lru_cache(maxsize=256)  # a page has some 100 lines
def newsworthy(line: str) -> float:
    """Score how much a line states the event itself: who does what, not why or how many."""
    facts = facts_of(line)
    score = 0.0
    if facts.event:
        end = max(0, len(line) - _EVENT_END)
        score += 0.8 if _ENDS_WITH_EVENT.search(line, end) else 0.5
    if facts.actor:
        score += 0.6
    if facts.couplet:
        score -= 1.2
    if facts.slogan or facts.purpose:
        score -= 0.8
    if facts.number_first:
        score -= 0.5
    return score


def kicker_score(line: str) -> float:
    """Score a line as the kicker: background, occasion or series, set above the headline."""
    facts = facts_of(line)
    score = -1.2
    if line[-1] in ":—":
        score += 3.0
    if facts.slogan or facts.purpose:
        score += 0.8
    if _SERIES.search(line):
        score += 1.2
    if line.endswith(_HANGING_ENDS) and _HANGING.search(line):
        score += 1.8
    if facts.dash:
        score -= 4.0
    if facts.deck_end:
        score -= 0.8
    if facts.item:
        score -= 2.0
    if len(line) > 40 and " " not in line:
        score -= 1.0
    return score


def deck_score(line: str) -> float:
    """Score a line as the deck: the details of the news, set below the headline."""
    facts = facts_of(line)
    score = -1.0
    if facts.dash and line[-1] not in "—-―":
        score += 4.0
    if facts.deck_end:
        score += 0.8
    if facts.number_first:
        score += 0.4
    if line[-1] == ":":
        score -= 2.0
    if facts.slogan:
        score -= 0.8
    if facts.item:
        score -= 2.0
    return score


def crosshead_score(line: str) -> float:
    """Score a line as a crosshead, the title of a part of a long article."""
    facts = facts_of(line)
    length = facts.length
    score = 0.0
    if length <= 10:
        score += 0.8
    elif length <= 14:
        score += 0.2
    elif length <= 20:
        score -= 1.0
    else:
        score -= 2.5
    if facts.item:
        score += 3.0
    if ":" in line[1:6]:
        score -= 1.0  # a place and a colon begin headlines
    if line[0] in "“" and line[-1] in "”":
        score += 0.8
    if facts.actor:
        score -= 0.4
    if line[-1] == ":" and length <= 12:
        score += 1.0
    if facts.dash:
        score -= 1.0
    return score
