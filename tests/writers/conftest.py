"""Records as a batch run hands them to the writers."""

import pytest

from newsclf.themes import Theme

RECORD = {
    "id": "2026-11-20/晨报/第3版.txt#2",
    "file": "2026-11-20/晨报/第3版.txt",
    "article": 2,
    "lines": {"headline": [33], "kicker": [], "deck": [], "body": [35, 37], "credit": [45]},
    "headline": "老电工的“小发明”，省下大力气",
    "kicker": "",
    "deck": "三年改了12台设备",
    "section": "要闻",
    "reporters": ["乔木", "何青"],
    "kind": "article",
    "theme": "innovation",
    "confident": True,
    "themes": [
        {"id": "innovation", "name": "创新", "probability": 0.97},
        {"id": "skills", "name": "技能", "probability": 0.41},
    ],
    "tags": ["innovation", "skills"],
    "digest": "老周改了12台设备。",
    "digest_spans": [[0, 10]],
    "digest_reason": "",
    "keywords": [{"text": "小发明", "weight": 0.31}],
    "body": "老周改了12台设备。\n徒弟说：“省力。”",
    "body_starts": [0, 11],
    "gaps": 0,
    "model": "themes 1.0 (sha256:1a2b3c4d)",
    "encoding": "utf-8",
    "damaged": 0,
    "duplicate_of": None,
}


class Records:
    """Records that are made anew each time, as they are read from a file; counts the readings."""

    def __init__(self, *records):
        self._records = records
        self.read = 0

    def __iter__(self):
        self.read += 1
        return (dict(record) for record in self._records)


@pytest.fixture
def record():
    """Return a function that makes a record with some keys of its own."""

    def make(**changes):
        made = RECORD | changes
        if "id" not in changes:
            made["id"] = f"{made['file']}#{made['article']}"
        return made

    return make


@pytest.fixture
def records():
    return Records


@pytest.fixture
def themes():
    return (
        Theme("skills", "技能", "blue"),
        Theme("welfare", "关怀", "red"),
        Theme("innovation", "创新", "green"),
    )
