"""The invented cases: who, what, how much, and how far each has come. Nothing here is a real person, clinic or case."""

from typing import Final, NamedTuple


class Story(NamedTuple):
    """One case. Amounts in fen; `began` is how many days ago the clue came in; `until` names the last step done."""

    party: str
    kind: str
    address: str
    representative: str
    violation: str
    source: str
    facts: str
    times: int
    refund_fen: int
    fine_fen: int
    began: int
    until: str
    video: bool = False
    third: bool = False  # a reviewer by profession helps to handle the case, and so may not review it


STORIES: Final = (
    Story(
        "东岸药房（示例）",
        "individual_business",
        "江汉湖区东岸路 12 号",
        "林某",
        "串换药品",
        "inspection",
        "将不属于医疗保障基金支付范围的商品串换为药品结算",
        47,
        1_008_750,
        1_513_125,
        75,
        "archived",
        video=True,
    ),
    Story(
        "白鹭医院（示例）",
        "organisation",
        "江汉湖区白鹭大道 88 号",
        "方某",
        "分解住院",
        "assigned",
        "将一次住院拆分为两次以上结算",
        126,
        18_640_000,
        18_640_000,
        26,
        "reviewing",
        video=True,
        third=True,
    ),
    Story(
        "云杉门诊部（示例）",
        "organisation",
        "江汉湖区云杉路 6 号",
        "贺某",
        "超量开药",
        "complaint",
        "超过规定用量为同一参保人重复开具慢性病用药",
        83,
        2_364_080,
        0,
        33,
        "inquiring",
        video=True,
    ),
    Story(
        "青禾药店（示例）",
        "individual_business",
        "江汉湖区青禾街 21 号",
        "许某",
        "串换药品",
        "inspection",
        "以药品名义结算日用品",
        19,
        306_500,
        459_750,
        95,
        "closed",
    ),
    Story(
        "长堤诊所（示例）",
        "individual_business",
        "江汉湖区长堤巷 3 号",
        "梅某",
        "重复收费",
        "transferred",
        "同一诊疗项目重复收取费用",
        35,
        742_000,
        742_000,
        44,
        "deciding",
    ),
    Story(
        "南湾社区卫生服务站（示例）",
        "organisation",
        "江汉湖区南湾社区",
        "汤某",
        "虚记诊疗项目",
        "inspection",
        "记录了没有提供的理疗项目",
        28,
        518_400,
        777_600,
        40,
        "served",
    ),
    Story(
        "松风护理院（示例）",
        "organisation",
        "江汉湖区松风路 19 号",
        "邵某",
        "挂床住院",
        "complaint",
        "参保人办理住院后长期不在院",
        12,
        964_000,
        0,
        9,
        "approving",
    ),
    Story(
        "芦苇荡村卫生室（示例）",
        "organisation",
        "江汉湖区芦苇荡村",
        "柏某",
        "虚开诊疗项目",
        "other",
        "上传了没有发生的门诊记录",
        9,
        0,
        0,
        6,
        "registered",
    ),
)
