"""Where one paragraph is the rest of another, and where text between them is lost."""

from __future__ import annotations

import re
from typing import Literal

from newsclf.text.characters import CLOSING

Join = Literal["glue", "paragraph", "gap"]

_FINISHED = re.compile(r"[。!?;…:][”’》」』)\]】\"]*\s*\Z|[”’》」』)\]】]\s*\Z")
_TAIL = 8  # characters: stops, closing marks and blanks at the end of a paragraph
_HARD_STOP = re.compile(r"[。!?…][”’》」』)\]】\"]*\s*\Z")
_NUMBERED = re.compile(
    r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:、|\)|\.(?!\d)|是(?=[^,。;:]{2,16}(?:[,。;:]|\Z)))|0\d[ .、:]|第[一二三四五六七八九十]{1,3}[,、 条章:]|[①-⑳●■◆▲★□○]|问[:]|答[:]|[【\[]"
)


def finished(text: str) -> bool:
    """Tell whether a (folded) paragraph ends where a paragraph can end."""
    return _FINISHED.search(text[-_TAIL:]) is not None


def stopped(text: str) -> bool:
    """Tell whether a (folded) paragraph ends with a full stop and nothing less."""
    return _HARD_STOP.search(text[-_TAIL:]) is not None


def starts_item(text: str) -> bool:
    """Tell whether a (folded) paragraph begins with a number or mark of its own."""
    return _NUMBERED.match(text) is not None


# What no sentence begins with: marks that close or continue, and characters that only follow
# others: particles, measure words, suffixes, halves of words.
_NEVER_FIRST = re.compile(rf"[,。、;:!?%℃‰{re.escape(CLOSING)}·]|-(?!-)")
_TAIL_CHARACTERS = frozenset("的了着过们地得等和与及或者性化员型级式率度率感力化型们性儿子")
_MEASURES = frozenset("名个家支项次人件条台套位余万亿元米岁届批份部场座辆平吨公里处间所组队块")
_PARTICLE_SECOND = frozenset("了着过")
# Words of one character or two that begin sentences though their first character is in the sets.
_WHOLE_WORDS = re.compile(
    r"的士|的确|了解|着力|着眼|着手|过去|过年|过节|过硬|过程|过往|地处|地铁|地方|地区|地下|地面|地震|地质|地上|得益|得知|得到|等到|等待|等你|和谐|和平|与会|与此|与其|及时|或许|或者"
    r"|者|员工|性格|化工|化解|化验|化肥|级别|率先|度过|感谢|感动|感受|感恩|力争|力求|力推|儿童|儿时|子女|子弟|子公司|型号|式样"
    r"|名师|名为|名匠|名单|名额|名家|名片|名列|个人|个别|个体|个头|个中|家住|家里|家庭|家政|家长|家属|家人|家纺|家电|家住|家访|家园|家乡|家境|家门|家书|家风|支部|支队|支架|支撑|支持|项目|项羽|次日|次年|次数|人们|人才|人民|人社|人力|人均|人人|人工|人员|人车|人在|人物|人生|人大|人与|人机|人群|人数|人勤|人行|人气"
    r"|件件|条件|条例|条条|台风|台账|台下|台上|台湾|套餐|套路|位于|位列|余下|余姚|余杭|万事|万里|万人|万众|万家|亿万|元旦|元宵|元月|米面|米粉|米油|届时|批量|批评|批准|份额|部分|部门|部队|部署|部里|部长|场馆|场上|场边|场地|场面|场外|座谈|座椅|座位|座无|辆辆|平时|平台|平均|平安|平凡|平日|平谷|平原|平顶|平凉|公司|公里|公开|公益|公交|公安|公共|公证|公示|公园|里程|里面|里头"
    r"|处理|处置|处处|处于|处在|间隙|间距|所有|所以|所在|所长|所属|所里|组织|组委|组建|组团|组长|组里|组内|组成|队员|队伍|队长|队里|队列|队友|块煤|块块|岁月|岁末|吨位|吨煤|米尺|元素|万元|次要|性能|员额"
)


def starts_mid_sentence(text: str) -> bool:
    """Tell whether a (folded) paragraph begins inside a sentence: its beginning was lost.

    Errs on the side of False: a paragraph that could begin a sentence does.
    """
    if _NEVER_FIRST.match(text):
        return True
    first_close = min((text.find(mark) for mark in "”)》" if mark in text), default=-1)
    if first_close >= 0:
        opening = {"”": "“", ")": "(", "》": "《"}[text[first_close]]
        if opening not in text[:first_close]:
            return True
    if starts_item(text):
        return False
    if text[:1] in _TAIL_CHARACTERS or text[:1] in _MEASURES or text[1:2] in _PARTICLE_SECOND:
        return _WHOLE_WORDS.match(text) is None
    return text[1:2] in ",、" and text[:1] not in "一二三四五六七八九十是对瞧看听哎嘿嗯哦喂啊"
