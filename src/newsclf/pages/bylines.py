"""Datelines, bylines and credits: who wrote an article, and from where.

All functions take text folded to half width.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from newsclf.text.characters import CLOSES, HAN
from newsclf.text.phrases import RECENTLY, REPORTERS

# The surnames of 百家姓 that are still met, the usual ones of minorities beside them. A name that
# stands without a word like 记者 beside it counts as a name only with one of these at its start.
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
    "鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄"
    "和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚"
    "程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双"
    "闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容"
    "向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空"
    "曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海晋楚闫法汝鄢涂钦商牟佘佴"
    "伯赏墨哈谯笪年爱阳佟言福肖代付覃苑仝敬训原植但候初才门展辜楼苟原占回鹿信由矫修冼库逢迟鲜来依普刀"
)
COMPOUND_SURNAMES = (
    "欧阳", "上官", "司马", "诸葛", "尉迟", "司徒", "夏侯", "皇甫", "令狐", "宇文", "长孙", "慕容",
    "端木", "公孙", "轩辕", "东方", "南宫", "申屠", "澹台", "濮阳", "淳于", "单于", "独孤", "呼延",
    "闻人", "钟离", "鲜于", "闾丘", "西门", "百里", "赫连", "万俟", "完颜", "拓跋", "纳兰", "东郭",
)  # fmt: skip

# A name: two to four characters, of minorities with a dot inside; or one and one with a blank
# between them, as two-character names are set in print.
_NAME = rf"(?:[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+|[{HAN}] [{HAN}](?![{HAN}])|[{HAN}]{{2,4}})"
_REPORTER = (
    rf"(?:(?:本报|本刊|本网|本台|工人日报|中工网)\s*)?(?:[{HAN}]{{0,4}}?)"
    r"(?:记者|通讯员|特约撰稿人|撰稿人|实习生|见习生)"
)
ORNAMENTS = "□■●○◆◇★☆▲△▶►▪◎※"

_WIRE = re.compile(
    rf"[{ORNAMENTS}(【\[]?\s*(?:"
    rf"(?:据\s*)?(?:本报|本刊|本网|本台|[{HAN}]{{1,6}}(?:网|报|社|台))?"
    rf"(?:综合|快|(?<=[报刊网台社])[{HAN}]{{2,6}}?)?(?:讯|消息|电)(?=[\s(:,)】\]\[]|{REPORTERS}|{RECENTLY}|\d)"
    rf"|(?:本报|新华社|中新社|中工网|人民网|[{HAN}]{{2,6}}(?:报|网|社))?[{HAN}]{{0,8}}"
    rf"(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}日\s*(?:专?电|讯)(?![{HAN}]*[表话视力])"
    rf"|(?:新华社|中新社)[{HAN}]{{2,6}}电"
    rf")[)】\]]?"
)
_LEAD_HINT = re.compile("[讯电息者员(]")
# All that may stand before the last word of a dateline, without backtracking into what it is: a
# good third of what a failing _WIRE takes.
_WIRE_HINT = re.compile(rf"[{ORNAMENTS}(【\[]?[\s{HAN}\d]*?(?:讯|消息|电)")
_PAREN = re.compile(
    r"\s*[(\[【]([^()\[\]【】。]{0,30}(?:记者|通讯员|特约|实习生|撰稿|作者|摄影|报道|/图|/文|供稿)[^()\[\]【】。]{0,60})[)\]】]"
)
# Patterns given as text are compiled when they are first needed: each range of Han characters takes
# a millisecond, and a start of `newsclf tag` would wait 26 of them for these four.
_PAREN_NAMES = rf"\s*\((\s*{_NAME}(?:[\s、,]+{_NAME})*\s*)\)"
_BRACKET_AHEAD = re.compile(r"\s*\(")
# A name in running text ends where the next word of a byline, a blank or a comma begins.
_INLINE_NAME = (
    rf"(?:[{HAN}]{{1,8}}(?:·[{HAN}]{{1,8}})+|[{HAN}] [{HAN}](?![{HAN}])|[{HAN}]{{2,4}}?)"
    r"(?=[\s、,]|(?:摄影|图文|文图)?报道|(?:特约)?通讯员|记者|\Z)"
)
_PERSONS = re.compile(
    rf"{_REPORTER}\s*{_INLINE_NAME}(?:[\s、,]+(?!{REPORTERS}|{RECENTLY}|昨|今|连日){_INLINE_NAME})*[\s、,]*"
)
_MARKS = re.compile(rf"\s*[{ORNAMENTS}]?\s*")
_REPORT = re.compile(r"(?:摄影|图文|文图)?报道\s*[:,]?")
_SEPARATOR = re.compile(r"\s*[:]?\s*")

_ROLE = re.compile(
    rf"(?:本报|本刊|本网|本台|工人日报|中工网|(?:本报|本刊|本网|[{HAN}]{{0,6}}?)"
    r"(?:记者|通讯员|撰稿人|实习生|见习生|摄影师)"
    r"|摄影报道|图文报道|文图报道|联合报道|报道|摄影|摄像|供图|供稿|撰文|撰稿|整理|口述|执笔|通讯|图片|文字|作者|文图|图文|摄|文|图|绘|综合|漫画|制图|版画|读者|供稿单位)"
)
# What every role has something of.
_ROLE_HINT = re.compile(
    "本报|本刊|本网|本台|工人日报|中工网|记者|通讯|撰稿|实习生|见习生|摄|报道|供稿|整理|口述|执笔|作者|绘|综合|漫画|版画"
    "|读者|图|文"
)
_ONE_ROLE = re.compile(rf"{_ROLE.pattern}\Z")
_ROLE_HEAD = re.compile(
    rf"(?:本报|本刊|本网|本台)?[{HAN}]{{0,4}}?(?:记者|通讯员|实习生|见习生|撰稿人)(?=[{HAN}])"
)
_ROLE_TAIL = re.compile(r"(?:摄影报道|图文报道|报道|摄影|供图|供稿|撰文|整理|摄|文|图|绘)\Z")
_PICTURE_TAIL = re.compile(r"\s(?:摄影报道|图文报道|摄影|摄)\Z")
_TAKEN_BY = rf"(?:由|为|:)\s*({_NAME}(?:[\s、]+{_NAME})*)\s*(?:拍摄|摄影|摄|提供|供图)\Z"
_TAKEN_ENDS = ("摄", "摄影", "提供", "供图")
_GIVEN_BY = re.compile(r"(?:供稿|整理|综合|供图|提供|摘编|编写|执笔)(?:\Z|[\s:])")
_LONG_NAME = re.compile(rf"[{HAN}]{{2,6}}\Z")
_PERSON_ROLES = ("记者", "通讯员", "实习生", "见习生", "撰稿人")
_ANY_NAME = re.compile(rf"[{HAN}]{{2,4}}\Z")
_ORGANISATION = re.compile(
    r"(?:[部会科处局组队院厂矿社站室段委校网报]|公司|集团|中心|宣传|工会|办公室)\Z"
)
_SOURCE = re.compile(
    r"(?:本文|文章|图片|照片|资料|稿件)?(?:转自|转载自|摘自|选自|原载|载于|来源|稿源|图源|资料来源|图片来源)"
    r"[:\s]*[《“]?[^。!?,;]{2,24}[》”]?(?:报道|网站|消息|微信公众号|客户端)?\Z"
    r"|据[:\s]*[《“]?[^。!?,;]{2,16}(?:报|社|网|台|》|”|公众号|客户端)(?:报道|消息|电|讯)?\Z"
)
_PICTURE = re.compile(
    r"(?:[^。!?,;]{0,12})?(?:本文|本版|本组|本栏|文内|题|配|插|资料)?(?:图|图片|照片|摄影)(?:均)?(?:由|为|:|/)[^。!?;]{2,30}(?:提供|拍摄|摄|供图)?\Z"
)
_CREDIT_HINT = re.compile("[者员摄图文据源转摘选载作笔供稿提整绘像影(【□■报答持评划筹班生述]")
_PICTURE_HINT = re.compile("图|照片|摄影")
_GIVEN_ENDS = ("供图", "提供", "供稿", "摄", "/图", "/文")
_GIVEN = re.compile(r"[^。!?,;]{2,24}(?:供图|提供|供稿|摄|/图|/文)\Z")
_UNIT = re.compile(r"(?:作者|笔者)(?:单位|系|为|:)[^。]{2,40}\Z")
_STAFF = re.compile(
    r"(?:本期|本栏|本文|本版)?(?:解答|答疑|主持|点评|策划|统筹|值班)(?:人|律师|专家)?[:\s][^。!?]{2,30}\Z"
)
_JUMP = re.compile(
    r"(?:[▶►>》→\s]*)(?:详见|下转|上接|转|接|紧接|见|相关报道(?:见|请看)?|更多内容见|全文(?:见|刊))[^。,]{0,6}"
    r"(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3}|[头])版[^。,]{0,14}\Z"
)
# The mark of a continued article, before its text; marks of an end, behind it.
_CONTINUED = re.compile(
    r"[◀◁<《«\s(]*(?:上接|紧接|续接)第?(?:[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3}|头)版"
    r"[^。,)]{0,8}?(?:\)|(?=[\s:]))[\s:]*"
)
_END_MARK = re.compile(r"(?:全文完|未完待续|待续|完|资料图片|资料照片)\Z")
_TAIL_CUT = re.compile(rf"[。!?…]{CLOSES}*")
# A name behind an ornament, with a unit in brackets or of three characters: shorter ones, like
# ■ 公告, are section markers as likely.
_MARKED = rf"{_NAME}\s*\([^()]{{2,24}}\)\Z|(?:[{HAN}]{{3}}|[{HAN}] [{HAN}])(?:\s+{_NAME})*\Z"
_LATIN_NAME = re.compile(r"[A-Z][a-z]+(?:[ -][A-Z][a-z]+){1,2}")
_BETWEEN_NAMES = re.compile(r"[\s、,/;:|()&]+")
_SET_WIDE = rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])"
_BRACKETS = re.compile(r"\([^()]*\)")
MAX_CREDIT = 60  # characters; the longest credit lines met name five authors and their units


class Attribution(NamedTuple):
    """A byline or credit found in a text: where it ends or begins, and the names in it."""

    offset: int
    reporters: tuple[str, ...]
    wire: bool = False


def leading(text: str) -> Attribution | None:
    """Find the dateline and byline that a paragraph begins with.

    Returns:
        The offset where the news begins and the names, None if the paragraph has neither.
    """
    if "接" in text[:8] and (continued := _CONTINUED.match(text)):
        return Attribution(continued.end(), ())
    if not _LEAD_HINT.search(text, 0, 20):
        return None
    match = _WIRE.match(text) if _WIRE_HINT.match(text) else None
    position = match.end() if match else 0
    wire = match is not None
    names: list[str] = []
    found = wire
    paren = _PAREN.match(text, position)
    if paren is None and wire and _BRACKET_AHEAD.match(text, position):
        paren = re.compile(_PAREN_NAMES).match(text, position)
    if paren:
        names += credited(paren[1])
        position, found = paren.end(), True
    if inline := _inline(text, position):
        names += credited(text[inline[0] : inline[1]])
        position, found = inline[2], True
    if not found:
        return None
    separator = _SEPARATOR.match(text, position)
    end = separator.end() if separator else position
    return Attribution(end, unique(names), wire)


def _inline(text: str, position: int) -> tuple[int, int, int] | None:
    """Find a byline without brackets: 记者李四报道, □ 记者 李四, or 记者 李四 and a blank.

    Returns:
        Where its persons begin and end, and where the byline ends.
    """
    marks = _MARKS.match(text, position)
    start = end = marks.end() if marks else position
    while persons := _PERSONS.match(text, end):
        end = persons.end()
    if end == start:
        return None
    if report := _REPORT.match(text, end):
        return start, end, report.end()
    if end < len(text) and not text[end - 1].isspace():
        return None
    marked = text[position:start].strip() != ""
    spaced = any(map(is_name, credited(text[start:end])))
    return (start, end, end) if marked or spaced else None


def trailing(text: str) -> Attribution | None:
    """Find the credit that a paragraph ends with, after its last full stop.

    Returns:
        The offset where the credit begins and the names, None if there is none.
    """
    if text[-1:] in "。!?…”;:":
        return None
    offset = 0
    for match in _TAIL_CUT.finditer(text, max(0, len(text) - MAX_CREDIT - 2)):
        offset = match.end() if match.end() < len(text) else offset
    if offset == 0:
        space = text.rfind("  ", max(0, len(text) - MAX_CREDIT))
        if space <= 0:
            return None
        offset = space
    # A stop inside the closing bracket of a whole sentence: "(…。)" is no credit.
    tail = text[offset:]
    if not tail.strip():
        return None
    if jump(tail.strip(" ()")) or _END_MARK.match(tail.strip(" ()")):
        return Attribution(offset, ())
    names = credit(tail)
    return None if names is None else Attribution(offset, names)


def jump(text: str) -> bool:
    """Tell whether a text is a jump line: 下转第2版."""
    return len(text) <= 24 and "版" in text and _JUMP.match(text.strip(" ()")) is not None


def credit(text: str) -> tuple[str, ...] | None:
    """Read a text as one byline or credit and nothing else.

    Returns:
        The persons named, None if the text is something else.
    """
    text = text.strip()
    if len(text) > MAX_CREDIT or len(text) < 2 or not _CREDIT_HINT.search(text):
        return None
    bracketed = text[0] == "(" and text[-1] == ")"
    inner = text.lstrip(ORNAMENTS + " ")
    inner = (
        inner.strip("()[]【】—- ")
        if bracketed or inner.count("(") != inner.count(")")
        else inner.strip("—- ")
    )
    if not inner:
        return None
    if text[0] in "□■" and text[-1] not in ORNAMENTS and re.match(_MARKED, inner):
        marked = _loose_names(_BRACKETS.sub(" ", inner))
        if marked:
            return unique(marked)
    if _SOURCE.match(inner) or _UNIT.match(inner) or _STAFF.match(inner):
        return ()
    names = None
    if bracketed or _ROLE_HINT.search(inner):
        names = _read_names(inner, named=bracketed)
    if names is None:
        names = _authors(inner, bracketed=bracketed)
    if names is not None:
        return names
    if bracketed and _GIVEN_BY.search(inner):
        return ()
    picture = _PICTURE_HINT.search(inner) and _PICTURE.match(inner)
    if picture or (len(inner) <= 30 and inner.endswith(_GIVEN_ENDS) and _GIVEN.match(inner)):
        return unique(_loose_names(inner))
    return None


def _read_names(text: str, *, named: bool) -> tuple[str, ...] | None:
    """Read a text made of roles, names and units alone; None where anything else is in it."""
    names: list[str] = []
    roles = named
    person = False  # a word like 记者 was met: what follows is a name, whatever its surname
    pending = ""  # a single character: half of a two-character name set wide
    for token in _BETWEEN_NAMES.split(text):
        if not token:
            continue
        if pending:
            if len(token) == 1:
                names.append(pending + token)
                pending = ""
                continue
            return None
        if _ONE_ROLE.match(token):
            roles = True
            person = person or token.endswith(_PERSON_ROLES)
        elif len(token) == 1:
            pending = token
        elif head := _ROLE_HEAD.match(token):
            roles = True
            rest = token[head.end() :]
            tail = _ROLE_TAIL.search(rest)
            rest = rest[: tail.start()] if tail and tail.start() >= 2 else rest
            if not is_name(rest) and len(rest) != 3:
                return None  # 记者手记 is the title of a column
            names.append(rest)
        elif (tail := _ROLE_TAIL.search(token)) and is_name(token[: tail.start()]):
            roles = True
            names.append(token[: tail.start()])
        elif is_name(token):
            names.append(token)
        elif len(token) <= 16 and _ORGANISATION.search(token):
            continue
        elif person and _ANY_NAME.match(token):
            names.append(token)
        else:
            return None
    if pending or not roles or any(len(name) > 4 and "·" not in name for name in names):
        return None
    return unique(names)


def _authors(text: str, *, bracketed: bool) -> tuple[str, ...] | None:
    """Read authors some of whose surnames are rare: in brackets, or before 摄影报道."""
    tail = _PICTURE_TAIL.search(text)
    if not (bracketed or tail):
        return None
    tokens = re.split(r"[\s、]+", text[: tail.start()] if tail else text)
    tokens = [token for token in tokens if token and not _ONE_ROLE.match(token)]
    if (
        not tokens
        or len(tokens) > 5
        or any(not _LONG_NAME.match(t) or _ORGANISATION.search(t) for t in tokens)
    ):
        return None
    alone = len(tokens) == 1 and len(tokens[0]) <= 3  # a rare surname
    if not (tail or alone or any(map(is_name, tokens))):
        return None
    return unique(tokens)


def credited(text: str) -> list[str]:
    """Return the persons named inside a byline, whatever else it contains."""
    latin = _LATIN_NAME.findall(text)
    rest = _LATIN_NAME.sub(" ", text) if latin else text
    names = _read_names(rest, named=True)
    found = list(names) if names is not None else _loose_names(rest)
    return sorted([*found, *latin], key=text.find) if latin else found


def _loose_names(text: str) -> list[str]:
    """Return what looks like a name among the words of a byline."""
    names: list[str] = []
    by = re.search(_TAKEN_BY, text) if text.endswith(_TAKEN_ENDS) else None
    text = by[1] if by else text
    spaced = re.sub(_SET_WIDE, r"\1\2", text) if " " in text else text
    for token in _BETWEEN_NAMES.split(spaced):
        if _ONE_ROLE.match(token):
            continue
        head = _ROLE_HEAD.match(token)
        token = token[head.end() :] if head else token
        tail = _ROLE_TAIL.search(token)
        token = token[: tail.start()] if tail and tail.start() >= 2 else token
        if is_name(token):
            names.append(token)
    return names


def is_name(text: str) -> bool:
    """Tell whether a word can be a person's name: a surname and one to three characters."""
    if "·" in text:
        return 3 <= len(text) <= 16
    if text.startswith(COMPOUND_SURNAMES):
        return 3 <= len(text) <= 4
    return 2 <= len(text) <= 3 and text[0] in SURNAMES


def as_printed(names: Iterable[str], folded: str, text: str) -> list[str]:
    """Return names with the characters that the page has: 方乾 is no 方干.

    Args:
        names: Names out of the folded text.
        folded: The folded text.
        text: The same text as it is, of the same length.
    """
    places = [(name, folded.find(name)) for name in names]
    return [text[at : at + len(name)] if at >= 0 else name for name, at in places]


def unique(names: list[str]) -> tuple[str, ...]:
    """Return unique names in order, with spaces inside them removed."""
    closed = [name if name.isascii() else name.replace(" ", "") for name in names if name]
    return tuple(dict.fromkeys(closed))
