"""Filled sheets for the tests; everything in them is invented."""

from datetime import UTC, datetime

from liuhen.kernel.canonical import Json

MOMENT = datetime(2026, 11, 17, 7, 20, tzinfo=UTC)
ORGAN = "江汉湖区医疗保障局（示例）"
OFFICERS: list[Json] = [
    {"name": "周明远", "certificate": "17010023"},
    {"name": "何　静", "certificate": "17010031"},
]


def _opinion(name: str, text: str, at: str) -> dict[str, Json]:
    return {"name": name, "text": text, "at": at}


OPENING: dict[str, Json] = {
    "organ": ORGAN,
    "document_no": "江医保立〔2026〕9号",
    "case_title": "东岸药房（示例）涉嫌串换药品案",
    "source": "inspection",
    "source_note": "线索编号 2026-031",
    "received": "2026-09-03T02:10:00Z",
    "party_name": "东岸药房（示例）",
    "party_kind": "individual_business",
    "party_code": "9142XXXXXXXXXXXX1A",
    "party_address": "江汉湖区东岸路12号",
    "party_representative": "林某",
    "cause": "将不属于医疗保障基金支付范围的商品串换为药品结算",
    "summary": "2026年9月3日检查时发现，该药房2025年3月至2026年2月有47笔结算与销售清单不一致，"
    "涉及医疗保障基金10,087.50元。",
    "basis": "《医疗保障基金使用监督管理条例》第三十八条第四项。有明确的违法嫌疑人，涉嫌违法应当处罚，属于本机关管辖。",
    "opinion_handler": _opinion("周明远、何　静", "符合立案条件，建议立案调查。", "2026-09-04T01:00:00Z"),
    "opinions": [
        {"level": "处室负责人", **_opinion("许　嘉", "同意立案，由周明远、何静承办。", "2026-09-04T08:30:00Z")},
        {"level": "法制审核人员", **_opinion("吴思齐", "程序合法。", "2026-09-04T09:30:00Z")},
        {"level": "分管负责人", **_opinion("孙曼（受方平委托）", "同意。", "2026-09-07T02:00:00Z")},
        {"level": "主要负责人", **_opinion("顾　岚", "同意立案。", "2026-09-08T01:15:00Z")},
    ],
    "urgent": False,
}

INTERVIEW: dict[str, Json] = {
    "organ": ORGAN,
    "document_no": "江医保询〔2026〕15号",
    "case_title": "东岸药房（示例）涉嫌串换药品案",
    "case_no": "江医保案〔2026〕9号",
    "started": "2026-09-10T01:30:00Z",
    "ended": "2026-09-10T02:45:00Z",
    "place": "江汉湖区医疗保障局（示例）询问室",
    "subject_name": "林某",
    "subject_relation": "当事人的经营者",
    "subject_identity_no": "4201XXXXXXXXXXXX12",
    "subject_phone": "139XXXX0012",
    "officers": OFFICERS,
    "recorder": "何　静",
    "certificate_shown": True,
    "rights_told": True,
    "individually": True,
    "read_back": True,
    "questions": [
        {"q": "请说明你的姓名、职务和与东岸药房的关系。", "a": "我叫林某，是东岸药房的经营者，药房由我一人负责经营。"},
        {"q": "你是否申请执法人员回避？", "a": "不申请。"},
        {
            "q": "现出示2025年3月至2026年2月的医保结算明细47笔，请你辨认并说明当时实际销售的商品。",
            "a": "这些单子是我店里刷的。顾客买的是保健品和日用品，\n"
            "结算时录成了目录内的药品，一共47笔，金额10,087.50元，没有异议。",
        },
        {"q": "为什么这样结算？", "a": "顾客要求刷医保卡，我为了留住生意就同意了。我知道这样不对。"},
        {"q": "你还有什么需要补充？", "a": "没有。我愿意退回相关费用并改正。"},
    ],
}

DECISION: dict[str, Json] = {
    "organ": ORGAN,
    "document_no": "江医保罚〔2026〕9号",
    "result": "penalty",
    "party_name": "东岸药房（示例）",
    "party_kind": "individual_business",
    "party_code": "9142XXXXXXXXXXXX1A",
    "party_address": "江汉湖区东岸路12号",
    "party_representative": "林某",
    "facts": "2026年9月3日，本局在检查中发现当事人涉嫌将不属于医疗保障基金支付范围的商品串换为药品结算，当日登记案源，"
    "9月8日经批准立案。经查，2025年3月至2026年2月，当事人串换结算47笔，造成医疗保障基金损失"
    "人民币壹万零捌拾柒元伍角（¥10,087.50）。",
    "evidence": "以上事实有现场检查笔录（证据一，第2页）、询问笔录（证据三，第1至3页）、结算明细（证据五）和"
    "现场录像（证据七，00:14:20至00:19:05）等证实，均已经当事人核对。",
    "defence": "本局于2026年10月19日告知当事人拟作出处罚的内容、事实、理由、依据和享有的权利。"
    "当事人在期限内未提出陈述、申辩，未要求听证。",
    "circumstances": "当事人主动退回全部损失并配合调查，具有从轻处罚的情形；没有从重、减轻或者不予处罚的情形。",
    "basis": "当事人的行为违反《医疗保障基金使用监督管理条例》第十五条第一款的规定。"
    "依据该条例第三十八条第四项和本省医疗保障行政处罚裁量基准，本局作出决定。",
    "measures": "对当事人作出如下决定：",
    "correction": "停止串换药品结算，完善结算核对制度。",
    "correction_days": 15,
    "refund_fen": 1_008_750,
    "fine_fen": 1_008_750,
    "pay_days": 15,
    "how": "当事人将退回的基金交回原医疗保障基金财政专户，将罚款缴至代收银行。到期不缴纳罚款的，依法加处罚款。",
    "remedies": "不服本决定的，可以自收到本决定书之日起六十日内向江汉湖区人民政府申请行政复议，"
    "或者在六个月内依法向人民法院提起行政诉讼。复议、诉讼期间本决定不停止执行。",
    "decided_on": "2026-11-13",
}

RECEIPT: dict[str, Json] = {
    "organ": ORGAN,
    "document_no": "江医保送〔2026〕9号",
    "papers": [{"title": "行政处罚决定书", "number": "江医保罚〔2026〕9号"}],
    "recipient": "东岸药房（示例）",
    "recipient_representative": "经营者　林某",
    "served_at": "2026-11-17T07:20:00Z",
    "place": "东岸路12号营业场所",
    "officers": OFFICERS,
    "way": "direct",
    "announced": True,
    "receiver_name": "林某",
    "receiver_relation": "经营者",
    "remark": "全程录像，证据七",
}

PARTY: dict[str, Json] = {
    "party_name": "东岸药房（示例）",
    "party_kind": "individual_business",
    "party_code": "9142XXXXXXXXXXXX1A",
    "party_address": "江汉湖区东岸路12号",
    "party_representative": "林某",
}
CASE: dict[str, Json] = {
    "organ": ORGAN,
    "case_title": "东岸药房（示例）涉嫌串换药品案",
    "case_no": "江医保案〔2026〕9号",
}

INSPECTION: dict[str, Json] = {
    **CASE,
    "arrived": "2026-09-09T01:02:00Z",
    "left": "2026-09-09T03:40:00Z",
    "place": "江汉湖区东岸路12号东岸药房（示例）营业场所",
    "object": "东岸药房（示例）",
    "officers": OFFICERS,
    "recorder": "何　静",
    "certificate_shown": True,
    "present": [{"name": "林某", "role": "经营者"}, {"name": "唐某", "role": "收银员"}],
    "findings": "营业场所一层，设收银台一处，药品货架六组，保健品和日用品货架各一组。\n"
    "检查人在经营者林某陪同下，调取2025年3月至2026年2月的医保结算明细，与收银系统的销售清单逐笔核对，"
    "发现47笔结算的药品与当时实际售出的商品不一致，涉及医疗保障基金10,087.50元。\n"
    "检查人复制上述结算明细和销售清单各47份，由林某逐份核对后注明与原件一致。",
    "party_signed": "signed",
}

RIGHTS: dict[str, Json] = {
    "organ": ORGAN,
    "case_no": "江医保案〔2026〕9号",
    "party_name": "东岸药房（示例）",
    "cause": "将不属于医疗保障基金支付范围的商品串换为药品结算",
    "rights": ["陈述", "申辩", "回避"],
    "way": "当面送交权利告知书",
    "told_at": "2026-09-09T01:10:00Z",
    "receiver": "林某",
    "officers": OFFICERS,
}

CONCLUSION: dict[str, Json] = {
    **CASE,
    **PARTY,
    "revision": 2,
    "course": "2026年9月3日检查发现线索，当日登记；核查后于9月8日经批准立案。"
    "调查期间现场检查一次、询问一次，没有采取强制措施。",
    "facts": "2025年3月至2026年2月，当事人将保健品、日用品串换为药品结算47笔，造成医疗保障基金损失10,087.50元。\n"
    "以上事实有现场检查笔录、询问笔录、结算明细和现场录像证实，均已经当事人核对。",
    "nature": "将不属于医疗保障基金支付范围的商品串换为药品结算。",
    "proposal": "责令改正，责令退回造成的基金损失，并处罚款。",
    "refund_fen": 1_008_750,
    "fine_fen": 1_008_750,
    "basis": "《医疗保障基金使用监督管理条例》第三十八条第四项。",
    "other": "当事人已主动退回全部损失。",
    "grounds_major": ["complex"],
    "discussion_grounds": [],
    "officers": OFFICERS,
    "reported_on": "2026-09-28T02:00:00Z",
}

NOTICE: dict[str, Json] = {
    "organ": ORGAN,
    **PARTY,
    "document_no": "江医保告〔2026〕9号",
    "facts": "2025年3月至2026年2月，你单位将保健品、日用品串换为药品结算47笔，造成医疗保障基金损失10,087.50元。"
    "以上事实有现场检查笔录、询问笔录、结算明细和现场录像证实。",
    "reasons": "你单位明知所售商品不属于医疗保障基金支付范围，仍以药品名义结算，属于串换药品。",
    "basis": "《医疗保障基金使用监督管理条例》第十五条第一款、第三十八条第四项。",
    "proposal": "责令改正，并拟作出如下处理：",
    "refund_fen": 1_008_750,
    "fine_fen": 1_008_750,
    "rights": ["陈述", "申辩", "听证"],
    "hearing_right": True,
    "defence_days": 5,
    "told_on": "2026-10-19T02:00:00Z",
}

DEFENCE: dict[str, Json] = {
    **CASE,
    "party_name": "东岸药房（示例）",
    "party_representative": "林某",
    "notice_no": "江医保告〔2026〕9号",
    "recorded_at": "2026-10-22T07:05:00Z",
    "outcome": "made",
    "content": "当事人提出：已于立案后第二日退回全部损失，并更换收银系统，请求从轻处理。\n当事人提交退款凭证一份。",
    "review": "经核对退款凭证和财政专户到账记录，退回时间和金额属实。",
    "adopted": "partly",
    "changes_case": False,
    "recorder": "何　静",
}

POINTS: list[Json] = [
    {"title": title, "met": number != 6}
    for number, title in enumerate(
        (
            "执法主体合法，执法人员具备资格",
            "属于本机关管辖",
            "事实清楚，证据合法充分",
            "定性准确",
            "适用依据正确",
            "程序合法",
            "处理适当，裁量得当",
            "文书完备、规范",
            "涉嫌犯罪的已考虑移送",
            "其他应当审核的内容",
        ),
        start=1,
    )
]
REVIEW: dict[str, Json] = {
    **CASE,
    "party_name": "东岸药房（示例）",
    "department": "基金监管处",
    "submitted_by": "周明远",
    "submitted_at": "2026-09-29T01:00:00Z",
    "materials": "调查终结报告\n拟作出的处理决定\n证据材料",
    "points": POINTS,
    "opinion": "correct",
    "text": "询问笔录第二页缺被询问人签名，请补正程序后重新送审。其余各项没有意见。",
    "reviewer": "吴思齐",
    "reviewed_at": "2026-10-12T03:00:00Z",
}

DISCUSSION: dict[str, Json] = {
    **CASE,
    "held_at": "2026-11-10T01:30:00Z",
    "place": "局三楼会议室",
    "chair": "顾　岚",
    "recorder": "周明远",
    "participants": [
        {"name": "顾　岚", "opinion": "同意给予处罚。当事人主动退回，可以从轻。"},
        {"name": "方　平", "opinion": "同意。"},
        {"name": "许　嘉", "opinion": "认为罚款应当高于损失的一倍，否则起不到警示作用。"},
    ],
    "dissent": "许嘉认为罚款应当高于损失的一倍。",
    "result": "按损失的一倍罚款，责令改正并退回全部损失。",
}

CLOSING: dict[str, Json] = {
    **CASE,
    "party_name": "东岸药房（示例）",
    "opened_on": "2026-09-08T01:15:00Z",
    "handlers": "周明远、何　静",
    "decision_no": "江医保罚〔2026〕9号",
    "decided_on": "2026-11-13",
    "refund_fen": 1_008_750,
    "refunded_fen": 1_008_750,
    "fine_fen": 1_008_750,
    "paid_fen": 1_008_750,
    "corrected": True,
    "execution": "罚款已缴清，损失已退回财政专户；收银系统已更换，抽查20笔没有发现问题。",
    "ground": "performed",
    "opinion_handler": _opinion("周明远", "决定已全部履行，建议结案。", "2026-12-02T01:00:00Z"),
    "opinions": [{"level": "分管负责人", **_opinion("方　平", "同意。", "2026-12-02T02:00:00Z")}],
    "opinion_leader": _opinion("顾　岚", "同意结案。", "2026-12-03T02:00:00Z"),
}

CATALOGUE: dict[str, Json] = {
    **CASE,
    "rows": [
        {"title": "立案审批表", "number": "江医保立〔2026〕9号", "made": "2026-09-08T01:15:00Z", "first": 1, "last": 2},
        {"title": "现场检查笔录", "made": "2026-09-09T03:40:00Z", "first": 3, "last": 3},
        {"title": "音像：A-07 现场检查.mp4", "made": "2026-09-09T01:02:00Z", "note": "音像"},
        {"title": "行政处罚决定书", "number": "江医保罚〔2026〕9号", "made": "2026-11-13", "first": 4, "last": 6},
    ],
    "pages": 6,
    "keeper": "郑小雨",
    "filed_on": "2026-12-08T02:00:00Z",
}

COVER: dict[str, Json] = {
    **CASE,
    "party_name": "东岸药房（示例）",
    "cause": "将不属于医疗保障基金支付范围的商品串换为药品结算",
    "handlers": "周明远、何　静",
    "opened_on": "2026-09-08T01:15:00Z",
    "closed_on": "2026-12-03T02:00:00Z",
    "outcome": "给予行政处罚（江医保罚〔2026〕9号）",
    "filed_on": "2026-12-08T02:00:00Z",
    "keeper": "郑小雨",
    "retention": "30 年",
    "papers": 3,
    "pages": 6,
    "recordings": 1,
}

DEADLINES: dict[str, Json] = {
    **CASE,
    "party_name": "东岸药房（示例）",
    "handlers": "周明远、何　静",
    "records": 41,
    "computed_at": "2026-11-21T01:02:00Z",
    "packs": [{"title": "武汉市医疗保障局行政执法全过程记录办法", "version": "1.0.0"}],
    "arrangements": [{"source": "2026年部分节假日安排"}],
    "rows": [
        {
            "title": "作出处罚决定",
            "cited": "令第4号第四十五条",
            "asks": "自立案之日起九十日内作出决定",
            "due": "2026-12-31T15:59:59Z",
            "state": "余 56 天",
            "certain": False,
            "steps": [
                {"label": "起算", "text": "立案，2026年10月18日09:40，当日不计入"},
                {"label": "期限", "text": "90日"},
            ],
        },
        {"title": "登记执行检查", "cited": "武汉办法第二十三条第一款", "state": "应记", "certain": True},
    ],
}

ALL: dict[str, dict[str, Json]] = {
    "opening-approval": OPENING,
    "inspection": INSPECTION,
    "interview": INTERVIEW,
    "rights-notice": RIGHTS,
    "conclusion": CONCLUSION,
    "review-opinion": REVIEW,
    "prior-notice": NOTICE,
    "defence": DEFENCE,
    "discussion": DISCUSSION,
    "decision": DECISION,
    "service-receipt": RECEIPT,
    "closing-approval": CLOSING,
    "catalogue": CATALOGUE,
    "deadlines": DEADLINES,
}
