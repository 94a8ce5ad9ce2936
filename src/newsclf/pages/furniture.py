"""Page furniture, outside any article: section markers, headers, ads, notices.

All functions take one block folded to half width.
"""

from __future__ import annotations

import re

from newsclf.documents import FurnitureKind
from newsclf.pages.bylines import ORNAMENTS, jump
from newsclf.text.characters import HAN
from newsclf.text.phrases import ORGANISATIONS

MAX_FURNITURE = 120  # characters; longer blocks are read for notices alone
MAX_SENTENCE = 40  # furniture that has whole sentences, notices apart, is no longer than this
MAX_WEATHER = 80
MAX_NOTICE = 400
MAX_SECTION = 14
MAX_BARE = 6  # characters of a section name without ornaments; longer lines may be headlines
# What may stand in a header beside dates and numbers: a paper's name beside two of them, a page's
# name beside one.
MAX_NAME, SHORT_NAME = 10, 5
# What every furniture has something of: asked first, since most blocks have nothing of it. These
# hints, and those further below, are patterns that `re` searches for by their first characters
# alone (a set of characters, or words none of which begins with a choice): some 5 ns a character,
# a fifth to a tenth of the patterns that they save.
_HINT = re.compile(r"[\d:@版告刊印编责℃年期]")
_HINT_WORDS = re.compile(
    r"农历|校对|值班|报\s|天[^。]*[晴阴雨雪云]|报\Z|友\s*\Z|讯\s*\Z|页\s*\Z|声明\s*\Z|启[事示]\s*\Z|信息窗\s*\Z|导读\s*\Z"
    r"|天气预报\s*\Z|组图\s*\Z|图片\s*\Z|照片\s*\Z|策划\s*\Z|编者按\s*\Z"
)
_ADVERTISEMENT_HINT = re.compile("广告|信息窗|便民信息|登报|刊登|刊例")
_INDEX_ENDS = ("版", "导读", "编者按")
_HEADER_HINT = re.compile(r"[年期号版页历A-Z]")
_WEATHER_HINT = re.compile("天气预报|℃|风力|级|今[日天]|明[日天]|后[日天]")
_NOTICE_ENDS = ("声明", "公告", "启事", "启示", "通告", "讣告", "更正")
# What dates and contacts begin with: to ask costs a sixth of calling `is_date` and `is_contact`.
ITEM_FIRST = frozenset("(12○〇零一二三四五六七八九农甲乙丙丁戊己庚辛壬癸联咨报服地电")

_MARKS = rf"{ORNAMENTS}<>《》〈〉»«·•—\-–―=*#~|/\\\[\]【】〖〗「」『』_:→←↓↑▼△▽▲☆♦❖✦"
_SECTION_MARK = re.compile(
    rf"(?P<open>[{_MARKS}\s]*)(?P<text>[^\s{_MARKS}][^,。!?;]*?)(?P<close>[{_MARKS}\s]*)\Z"
)
_MARK = re.compile(rf"[{_MARKS}\s]")
_BOTH = ORNAMENTS + "<>»«·•—-=*#~|【】〖〗「」『』[]"
# What columns of newspapers are called: the last word of a bare section name.
_SECTION_WORD = re.compile(
    r"(?:图片|一线|基层|工会|要闻|综合|职工|企业|各地|最新|本地|国内|国际|社会|生活|文体|民生|市场|天气)?"
    r"(?:新闻|动态|简讯|短讯|快讯|要闻|速览|速递|资讯|之窗|园地|天地|视点|视窗|在线|播报|专栏|专版|传真|广角|集萃|集锦|"
    r"一览|一瞥|导读|点击|来风|扫描|聚焦|访谈|讲堂|论坛|信箱|热线|锐评|时评|短评|评论|副刊|服务台|提示|风采|专题|特刊|选登|"
    r"链接|花絮|瞬间|镜头|掠影|影像|图片|组图|图说|微光|经验|案例|点子|答疑|问答|说法|连载|随笔|荐书|书架|故事)\Z"
)
_DATE = (
    r"(?:[12]\d{3}|[○〇零一二三四五六七八九]{4})\s*年"
    r"\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*日"
    r"|农历\S{0,12}|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年\S{0,6}"
)
_HEADER_WORDS = re.compile(
    rf"{_DATE}|星期[一二三四五六日天]|(?:第|总第|总)?\s*\d+\s*(?:期|号|版)|第?[一二三四五六七八九十\d]+版|[A-Z]\d{{1,2}}\b|\A\d{{1,3}}\Z"
    r"|(?:今日|本期|共)(?:\d+|[一二三四五六七八九十]+)(?:版|页)|\d+(?:版|页)|第\d+页|共\d+页|农历"
)
_STAFF = re.compile(
    r"(?:本版|本期|值班|执行|责任|美术|版式|本刊|首席|视觉|图片|新闻|文字)?(?:主编|编辑|责编|美编|校对|编委|总编|组版|设计|制版|版面|排版|审读|主任)"
    rf"[:/\s]*(?!同志)(?:[{HAN}]{{1,4}}(?:[\s、/]+|\Z)){{0,4}}"
)
_STAFF_LINE = re.compile(
    rf"(?:责任编辑|本版编辑|本期编辑|值班编辑|责编|美编|版式)\s*[:/\s]\s*[{HAN}]{{2,4}}(?:\s|\Z)"
)
_CONTACT = re.compile(
    r"(?:https?://|www\.)[\w./-]+|[\w.+-]+@[\w.-]+|[eE]-?mail[:\s]*|QQ(?:群)?[:\s]*\d*|\b\d{3,4}[\s-]\d{4,8}(?:[\s-]\d{3,4})?\b|\b\d{5,11}\b"
    rf"|(?:[{HAN}]{{0,8}}?)(?:电话|热线|邮箱|网址|传真|邮编|邮政编码|地址|微信|微信公众号|客户端|扫码|投稿)[^,。]{{0,8}}?[:\s]"
)
_CONTACT_HINT = re.compile(
    "://|@|www|QQ|电话|热线|邮箱|网址|传真|邮编|邮政编码|地址|微信|客户端|扫码|投稿"
)
_NUMBER_HINT = re.compile(r"\d{3}(?:\d\d|[\s-]\d{4})")
_MAIL_HINT = re.compile(r"[:Q]|\d{3}")  # the bare word E-mail is no contact
_STAFF_HINT = re.compile("主编|编辑|责编|美编|校对|编委|总编|组版|设计|制版|版面|排版|审读|主任")
_FOOTER_WORD = re.compile(
    r"电话|热线|邮箱|地址|邮编|网址|传真|承印|印刷|印刷厂|发行|定价|零售|邮发代号|国内统一|刊号|广告经营许可|编辑|校对|美编|责编|版权所有|http|www|@"
)
_PUBLISHER = re.compile(
    r"国内统一(?:连续出版物号|刊号)|CN\s?\d|邮发代号|广告经营许可|主管[:\s]|主办[:\s]|承印|每份售价[^。]{0,6}元|零售[^。]{0,6}元|定价[^。]{0,6}元|内部资料|准印证|出版\s|社址|本报地址"
)
_MASTHEAD = re.compile(
    rf"[{HAN}]{{1,8}}(?:日报|晚报|午报|早报|时报|周报|工报|工人报|矿工报|矿报|工友|铁道报|铁路报|月报|商报|都市报|导报|新报|电讯|快报)\Z"
    rf"|[{HAN}]{{2,8}}(?:日报|晚报|午报|早报|时报|周报|工人报|矿工报|工友|铁道报|铁路报)\s"
)
_LATIN_ONLY = re.compile(r"[\x20-\x7e·®™]+\Z")
_ADVERTISEMENT = re.compile(
    r"\A第?[A-Z]?[\d一二三四五六七八]{1,2}版\s*(?:公益)?广告\Z|[\[(【]?(?:公益)?(?:广告|·?广告·?|分类广告|招商广告|形象广告|信息窗|便民信息)[\])】]?\Z|(?:分类)?广告(?:专版|专栏|刊登|热线|部)|[(【]广告[)】]|(?:登报|刊登|刊例|广告)(?:咨询|启事|热线|电话)"
)
_INDEX = re.compile(
    r".{4,40}[\s·…]+(?:[A-Z]?\d{1,2}|[一二三四五六七八])版\Z|(?:[A-Z]?\d{1,2}|[一二三四五六七八])版[\s:·].{4,40}\Z|(?:今日)?导读\Z|本版(?:组图|图片|照片|策划|导读)|编者按\Z"
)
_NOTICE_TITLE = re.compile(
    r"(?:遗失(?:声明|启事)?|挂失|注销|清算|减资|拍卖|招标|中标|寻人|寻亲|寻物|认尸|招领|更正|债权|吸收合并|迁坟|破产|声明|分类信息|作废|关于[^。,]{0,20}(?:债权|破产|清算|拍卖|注销|减资|招标|遗失|迁坟)[^。,]{0,20}的)?"
    r"(?:声明|公告|启事|启示|通告|讣告|更正)\Z"
)
_NOTICE_HINT = re.compile(
    "声明作废|特此|登报|遗失|丢失|债权|更正:|公告|清算组|注销登记|减少注册资本|减资|拍卖|欢迎|全国各地邮局"
)
_NOTICE = re.compile(
    r"声明作废|特此(?:声明|公告|启事)|登报(?:声明|挂失|作废)|(?:遗失|丢失)[^。]{0,60}(?:作废|证|章|执照|正本|副本|发票|收据)|债权(?:人|申报)[^。]{0,60}(?:日内|申报)"
    r"|\A更正:|\A(?:招标|拍卖|中标)公告|(?:清算组|注销登记|减少注册资本|减资)[^。]{0,60}(?:债权|债务|公告|日内)|拍卖(?:标的|会)[^。]{0,40}(?:竞买|保证金|展示)|欢迎(?:订阅|垂询|惠顾|选购|刊登)|全国各地邮局"
)
_WEATHER = re.compile(
    r"\A天气预报\Z|\A(?:今|明|后)(?:日|天)[^。]{0,16}(?:晴|阴|多云|雨|雪)|-?\d+℃\s*[~—-]\s*-?\d+℃|(?:晴|多云|阴|小雨|阵雨|雷阵雨|雪)[^。]{0,30}(?:风力|级|℃)"
)
# Slogans of campaigns that run across a page: verbs of exhortation, nobody who does anything.
_SLOGAN = re.compile(
    r"学习(?:宣传)?贯彻|奋力|弘扬|喜迎|庆祝|庆贺|热烈|牢记|踔厉|勇毅|凝心聚力|团结(?:奋斗|一心|拼搏)|建功|砥砺|奋进|奋战|开创|开拓|谱写|迎接|献礼|献给|争当|争做"
    r"|不忘初心|共建|共筑|推动高质量|高举|铸就|汇聚|践行|坚定不移|撸起|撑起|比学赶超|夺高产|主人翁|再立新功|新篇章|新征程|新局面|新时代|劳动最|伟大|光荣"
)
_CAMPAIGN = re.compile(r"进行时|系列(?:报道|谈|述评)|走基层|主题宣传|在行动\Z|特别(?:策划|报道)")
_ACTOR = re.compile(
    rf"{ORGANISATIONS}|协会|街道|社区|我[市省县区]|全[市省县区国]|本市|[市区县镇乡省](?:总|级)?|总工会|局|厂|矿|站|段|队|职工|员工|工匠|劳模|骑手|司机|师傅|工人|教师|代表|会员|人|家|名|家企业|项"
)


def close_up(text: str) -> str:
    """Remove the spaces in a word set with wide spacing: 公 告 becomes 公告."""
    parts = text.split()
    closed = "".join(parts)
    return closed if 1 < len(parts) == len(closed) else text


def section_of(text: str) -> str | None:
    """Return the text of a section marker without its ornaments, None for other blocks."""
    if len(text) > 40:
        return None
    text = close_up(text)
    bare = not (_MARK.match(text) or _MARK.match(text, len(text) - 1))
    if (bare and not is_section_name(text)) or is_campaign(text):
        return None
    match = _SECTION_MARK.match(text)
    if not match:
        return None
    opening, inner, closing = match["open"].strip(), match["text"].strip(), match["close"].strip()
    if not inner or len(inner) > MAX_SECTION or inner[-1] in "。!?…":
        return None
    if opening and closing and not (opening in "《“" or closing == "》"):
        return inner
    if opening and opening[0] in ORNAMENTS + ">|#" and len(inner) <= 8:
        return inner
    if not opening and not closing and is_section_name(inner):
        return inner
    return None


def is_section_name(text: str) -> bool:
    """Tell whether bare words are what newspapers call a column: 图片新闻, 工会动态."""
    return len(text.replace(" ", "")) <= MAX_BARE and _SECTION_WORD.search(text) is not None


def both_sides(text: str) -> bool:
    """Tell whether a line has ornaments or brackets on both sides: ● 社区 ●, 【问答】."""
    return len(text) > 2 and text[0] in _BOTH and text[-1] in _BOTH


def furniture_of(text: str) -> FurnitureKind | None:
    """Return the kind of furniture that a block certainly is, None if it is not certain."""
    if len(text) <= MAX_NOTICE and _NOTICE_HINT.search(text) and _NOTICE.search(text):
        return "notice"
    if len(text) > MAX_FURNITURE:
        return None
    if len(text) > MAX_SENTENCE and "。" in text:
        return "other" if len(text) <= MAX_WEATHER and _is_weather(text) else None
    text = close_up(text)
    if not (_HINT.search(text) or _HINT_WORDS.search(text) or _LATIN_ONLY.match(text)):
        return None
    return _short_furniture(text)


def _short_furniture(text: str) -> FurnitureKind | None:
    if _ADVERTISEMENT_HINT.search(text) and _ADVERTISEMENT.search(text):
        return "advertisement"
    if jump(text) or _is_index(text):
        return "other"
    if _PUBLISHER.search(text) or _STAFF_LINE.match(text):
        return "footer"
    if text.endswith(_NOTICE_ENDS) and _NOTICE_TITLE.match(text):
        return "notice"
    if "。" not in text and (kind := _margin(text)):
        return kind
    if len(text) <= 12 and _MASTHEAD.match(text):
        return "header"
    if _LATIN_ONLY.match(text):
        return "advertisement" if any(c.isalpha() for c in text) else "other"
    return "other" if _is_weather(text) else None


def _is_index(text: str) -> bool:
    may = text.endswith(_INDEX_ENDS) or "版" in text
    return may and _INDEX.match(text) is not None


def _is_weather(text: str) -> bool:
    return _WEATHER_HINT.search(text) is not None and _WEATHER.search(text) is not None


def _margin(text: str) -> FurnitureKind | None:
    """Tell a header or footer: a line of which dates, numbers, staff and contacts are the most."""
    footer_words = set(_FOOTER_WORD.findall(text))
    if len(footer_words) > 1:
        return "footer"
    rest, contacts = _CONTACT.subn(" ", text) if _may_be_contact(text) else (text, 0)
    rest, staff = _STAFF.subn(" ", rest) if _STAFF_HINT.search(text) else (rest, 0)
    rest, words = _header_words(rest)
    if not (contacts or staff or words):
        return None
    left = sum(map(str.isalnum, rest))
    room = MAX_NAME if contacts + staff + words > 1 else SHORT_NAME
    if left > room or left * 2 > len(text):
        return None
    return "footer" if footer_words else "header"


def _may_be_contact(text: str) -> bool:
    if _CONTACT_HINT.search(text) or _NUMBER_HINT.search(text):
        return True
    return "mail" in text and _MAIL_HINT.search(text) is not None


def _header_words(text: str) -> tuple[str, int]:
    may = len(text) <= 3 or _HEADER_HINT.search(text)
    return _HEADER_WORDS.subn(" ", text) if may else (text, 0)


_DATE_LINE = re.compile(rf"\(?(?:{_DATE})\)?\Z")
_CONTACT_LINE = re.compile(
    r"(?:联系人|联系电话|咨询电话|报名电话|报名地址|报名方式|咨询方式|联系方式|服务热线|地址|电话)[^。]{0,6}[:\s]"
)


def is_date(text: str) -> bool:
    """Tell whether a block is only a date, as below a notice or in a page header."""
    return _DATE_LINE.match(text) is not None


def is_contact(text: str) -> bool:
    """Tell whether a line gives contact details for the announcement above it."""
    return _CONTACT_LINE.match(text) is not None


def is_campaign(text: str) -> bool:
    """Tell whether a line names a campaign or a series of the paper."""
    return _CAMPAIGN.search(text) is not None


def is_slogan(text: str) -> bool:
    """Tell whether a title line only exhorts, like a banner across the page."""
    calls = len(_SLOGAN.findall(text))
    if is_campaign(text):
        return True
    return calls >= 2 or (calls == 1 and _ACTOR.search(text) is None)
