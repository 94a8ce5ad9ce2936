"""Pages of lines in any order, however odd."""

from hypothesis import strategies as st

LINES = st.sampled_from(
    [
        "",
        "  ",
        "车队工会给司机办安全课",
        "——两百名司机重学刹车",
        "本报讯（记者 高原）车队工会请来老司机讲刹车，两百名司机轮流上车试踩。",
        "的刹车片，他说开慢一点比什么都强。",
        "“慢一点。”教练说，“再慢一点",
        "【安全课】",
        "弘扬工匠精神 奋进新征程",
        "广告",
        "遗失声明",
        "□记者 高原",
        "高原 摄",
        "（高原 林一）",
        "2031年5月8日",
        "第3版",
        "下转第4版",
        "姓名 车号 得分",
        "一、慢一点",
        "问：刹车软了怎么办？",
        "答：先停车。",
        "各车队：",
    ]
)
NOISE = st.text(
    alphabet="车队工会的记者摄电讯12aB ，。！：“”（）《》—□■\u3000\t\r\x0c", max_size=24
)
PAGES = st.lists(st.one_of(LINES, NOISE), max_size=14).map("\n".join)
