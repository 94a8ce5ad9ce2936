"""A folder of pages."""

import pytest

PAGE = """焊花赛场见真章
本报讯（记者 林小舟）6月{day}日，云塘市总工会举办焊工职业技能竞赛，\
来自{count}家企业的86名焊工同台比武。\
竞赛设理论考试和实际操作两个环节，前三名选手将获得技师职业资格。\
赛前，市总工会组织选手进行了为期两周的技能培训。

清凉药品送到工地
本报讯（记者 何青）7月{day}日，云塘市总工会走进地铁工地慰问高温下作业的职工，\
送去绿豆、毛巾和防暑药品等慰问品，价值{count}万元。\
工会干部询问困难职工的生活情况，把关怀送到职工心坎上。
"""


@pytest.fixture
def pages(tmp_path):
    """Return a folder of twelve pages of two articles each, in folders of two days."""
    folder = tmp_path / "pages"
    for number in range(1, 13):
        day = folder / f"2026-06-{1 + number % 2:02}"
        day.mkdir(parents=True, exist_ok=True)
        text = PAGE.format(day=number, count=number + 10)
        (day / f"page{number}.txt").write_text(text, encoding="utf-8")
    return folder
