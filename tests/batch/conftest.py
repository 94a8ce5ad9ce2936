"""A folder of pages, and files that are broken in ten ways."""

import os
import random

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


def _pipe(path):
    os.mkfifo(path)


def _broken():
    noise = random.Random(3).randbytes(3000)
    return {
        "empty.txt": (b"", "is empty"),
        "blank.txt": (b" \r\n\t\n" * 9, "is empty"),
        "noise.txt": (b"\x01\x02" + noise, "not text: looks like binary data"),
        "pdf.txt": (b"%PDF-1.7\n\x00\x01" + noise, "not text: looks like a PDF file"),
        "word.txt": (b"PK\x03\x04" + noise, "not text: looks like a ZIP archive or an Office file"),
        "picture.txt": (b"\x89PNG\r\n" + noise, "not text: looks like a PNG picture"),
        "huge.txt": (16 * 2**20 + 1, "larger than 16 MB"),
        "nowhere.txt": (lambda path: path.symlink_to("missing"), "is no regular file"),
        "pipe.txt": (_pipe, "is no regular file"),
        "banner.txt": ("责任编辑：林小舟\n".encode(), "no article found"),
    }


@pytest.fixture
def break_files():
    """Return a function that writes a file of each broken kind, and returns why each fails."""

    def write(folder, *names):
        kinds = {name: _broken()[name] for name in names} if names else _broken()
        for name, (content, _) in kinds.items():
            path = folder / name
            if callable(content):
                content(path)
            elif isinstance(content, int):
                with path.open("wb") as file:
                    file.truncate(content)
            else:
                path.write_bytes(content)
        return {name: reason for name, (_, reason) in kinds.items()}

    return write


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
