"""Common phrases of the press, as `re` alternatives for patterns of pages and digests.

Each pattern adds what it needs; the common part is defined here.
"""

from __future__ import annotations

# Who acts in the news.
ORGANISATIONS = "工会|联合会|公司|集团|学院|医院|学校"
# Who reports it.
REPORTERS = "记者|通讯员"
# When it was, as far as the press says.
RECENTLY = "近日|日前"
ON_A_DAY = "昨日|昨天|今日|今天|上周"
# What ties a sentence to the one before it.
SAID = "据了解|据悉|据介绍"
MEANWHILE = "此外|目前|与此同时|同时|其中|随后|下一步|为此|对此|另外|最终|接下来|连日来"
