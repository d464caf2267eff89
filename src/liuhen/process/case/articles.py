"""法律责任各条: what a penalty under the fund regulation rests on, chosen in the report and in the decision."""

from typing import Final

ARTICLES: Final = {
    "TL36": "基金条例第三十六条：经办机构未履行管理职责",
    "TL37": "基金条例第三十七条：经办机构骗取基金",
    "TL38": "基金条例第三十八条：定点医药机构造成基金损失",
    "TL39": "基金条例第三十九条：定点医药机构违反管理要求",
    "TL40": "基金条例第四十条：定点医药机构骗取基金",
    "TL41-1": "基金条例第四十一条第一款：个人造成基金损失",
    "TL41-2": "基金条例第四十一条第二款：个人骗取基金",
    "TL42": "基金条例第四十二条：收受贿赂或者取得其他非法收入",
    "TL43": "基金条例第四十三条：造成基金重大损失",
    "TL44": "基金条例第四十四条：侵占、挪用基金",
}
"""The article of the fund regulation that a penalty rests on, by the code that packs compare with."""
