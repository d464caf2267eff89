"""Every screen of the product in its states: how one comes to it, who sees it, which page it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from people.totp import code_of
from pictures.places import ARCHIVIST, AUDITOR, CHIEF, HANDLER, PARTY, PASSWORD, REVIEWER, SECURITY, Visitor

Way = Callable[[Visitor], object]
WITH_APP = "luomin"  # whose second factor the pictures show
LEADERS = (CHIEF, "sunman", "qianlixin")
PLANNED = f"/cases/new/inspection.planned?name={PARTY['party.name']}"
CHECKED = {"suspect_clear": "yes", "punishable": "yes", "in_jurisdiction": "yes", "suggestion": "open"}


@dataclass(frozen=True)
class Screen:
    """One picture, at two widths, or one sheet of paper where it is printed."""

    name: str
    title: str
    who: str
    pages: tuple[str, ...]  # names of addresses
    way: Way
    kind: str = "screen"  # screen, print (the page as it prints), paper (a PDF that is handed out), unkept (no picture)


def _at(account: str, path: str) -> Way:
    return lambda visitor: visitor.be(account).go(path)


def _in(account: str, query: str, path: str = "", *, with_link: str = "") -> Way:
    def way(visitor: Visitor) -> None:
        case = visitor.be(account).case(query, with_link=with_link)
        visitor.go(f"{case}{path}")

    return way


def _link(account: str, query: str, like: str, path: str = "") -> Way:
    """Follow the first link like this on the first case that has one, or on a page below it."""

    def way(visitor: Visitor) -> None:
        case = visitor.be(account).case(query, with_link=like)
        visitor.go(visitor.link(f"{case}{path}", like))

    return way


def _copies(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).case("stage=inquiry", with_link="/recordings/")
    visitor.go(f"{visitor.link(case, '/recordings/')}/copies")


def _do(accounts: Sequence[str], like: str) -> Way:
    """Follow the first link like this on the desk of the first who has one."""

    def way(visitor: Visitor) -> None:
        found = next(link for account in accounts if (link := visitor.be(account).link("/", like)))
        visitor.go(found)

    return way


def _refused_clue(visitor: Visitor) -> None:
    visitor.be(HANDLER).go("/cases/new")
    visitor.press("登记线索")


def _drawn(visitor: Visitor) -> None:
    visitor.be(HANDLER).go("/office/acts/draw.made")
    visitor.fill(
        {"objects": "青禾药店（示例），，高\n白鹭医院（示例）\n云杉门诊部（示例）", "count": "2", "seed": "06 11 17"}
    )
    _two_officers(visitor)
    visitor.press("抽取")


def _too_high(visitor: Visitor) -> None:
    visitor.be(HANDLER).go("/cases/new/spot_decision.made")
    visitor.fill({**PARTY, "party.kind": "person", "place": "梧桐路 9 号", "fine_fen": "200.01", "paying": "bank"})
    visitor.fill({"facts": "将本人的医疗保障凭证交由他人使用。", "basis": "基金条例第四十一条"})
    _two_officers(visitor)
    visitor.press("当场处罚")


def _two_officers(visitor: Visitor) -> None:
    for name in ("周明远", "何静"):
        visitor.page.locator("label", has=visitor.page.locator("[name=officer_ids]"), has_text=name).first.click()


def _wrong_password(visitor: Visitor) -> None:
    visitor.be("").go("/sign-in")
    visitor.page.fill("#account", HANDLER)
    visitor.page.fill("#password", "不对")
    visitor.press("登录")


def _session_ended(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).case("stage=clue")
    visitor.go(f"{case}/acts/clue.checked")
    visitor.fill({"finding": "已到场核对处方和库存，结算数量多于库存减少数。"})
    kept = visitor.page.context.cookies()
    visitor.page.context.clear_cookies(name="sessionid")
    visitor.press("记录线索核查")
    visitor.page.context.add_cookies([one for one in kept if one["name"] == "sessionid"])  # type: ignore[misc]


def _draft(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).register()
    visitor.go(f"{case}/acts/clue.checked")
    visitor.fill(
        {"finding": "已到场核对处方和库存，结算数量多于库存减少数，尚待调取进货单据。", "suspect_clear": "yes"}
    )
    visitor.press("存为草稿")


def _conflict(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).register()
    visitor.go(f"{case}/acts/clue.checked")
    other = visitor.page.context.new_page()
    mine, visitor.page = visitor.page, other
    visitor.go(f"{case}/acts/clue.checked")
    visitor.fill({"finding": "查看 12 份结算单，均为日用品。", **CHECKED})
    visitor.press("记录线索核查")
    other.close()
    visitor.page = mine
    visitor.fill({"finding": "查看 15 份结算单，其中 12 份为日用品。", **CHECKED, "punishable": "no"})
    visitor.press("记录线索核查")


def _against_the_law(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).register()
    visitor.go(f"{case}/acts/clue.checked")
    visitor.fill({"finding": "属实。", **CHECKED})
    visitor.press("记录线索核查")
    visitor.go(f"{case}/acts/opening.requested")
    visitor.fill({"basis": "令第4号第十五条", "opinion": "建议立案。"})
    visitor.page.locator("form[data-once] .form__foot .button--go").click()
    visitor.page.wait_for_url(lambda to: "/acts/" not in to)
    visitor.go(f"{case}/acts/case.opened")
    visitor.page.locator("[name=officer_ids]").first.check()
    visitor.page.locator("form[data-once] .form__foot .button--go").click()
    visitor.page.wait_for_selector("[role=alert]")


def _capture(visitor: Visitor) -> None:
    """Choose a case, so that the words to say stand there."""
    visitor.be(HANDLER).go("/capture").wait_for_selector("body[data-ready]")
    visitor.page.click("#pick-open")
    visitor.page.select_option("#case", index=1)
    visitor.page.click("#pick button")
    visitor.page.wait_for_selector("#card")


def _forbidden(visitor: Visitor) -> None:
    visitor.be(HANDLER).go("/verification")


def _wrong_method(visitor: Visitor) -> None:
    visitor.be(HANDLER).go("/sign-out")


def _recovery_codes(visitor: Visitor) -> None:
    visitor.be(WITH_APP).go("/security/app")
    visitor.page.fill("#code", code_of(visitor.page.inner_text("code.secret"), shift=-1))
    visitor.page.fill("#current", PASSWORD)
    visitor.press("启用")


def _give(visitor: Visitor, account: str, password: str) -> None:
    visitor.be("").go("/sign-in")
    visitor.page.fill("#account", account)
    visitor.page.fill("#password", password)
    visitor.press("登录")


def _first_time(visitor: Visitor) -> None:
    visitor.be(SECURITY).go("/office/acts/officer.appointed")
    visitor.page.select_option("[name=department]", index=1)
    visitor.fill({"name": "林晓（示例）", "account": "linxiao", "roles": "handler"})
    visitor.press("录入人员")
    _give(visitor, "linxiao", visitor.page.inner_text("dd.code"))


def _sealed(visitor: Visitor) -> None:
    case = visitor.be(HANDLER).register()
    visitor.go(f"{case}/entries/1")


def _wanted(visitor: Visitor) -> None:
    """Go to the first paper that is still to be made in a case under way."""
    case = visitor.be(HANDLER).case("stage=inquiry", with_link="/papers/")
    visitor.go(visitor.link(f"{case}/papers", "/papers/new/"))


def _registering(visitor: Visitor) -> None:
    """Open the form of a record that has no act of its own."""
    case = visitor.be(HANDLER).case("late=1")
    visitor.go(visitor.link(f"{case}/records", "/acts/platform.entered"))


def _hearing(visitor: Visitor) -> None:
    """Write down what is heard on the first recording that still has no words."""
    case = visitor.be(HANDLER).case("stage=inquiry", with_link="/recordings/")
    visitor.go(visitor.link(visitor.link(case, "/recordings/"), "/acts/transcript.made"))


def _loose(visitor: Visitor) -> None:
    """Open a recording of the footage room that is in no case yet."""
    page = visitor.be(CHIEF).go("/footage?state=unfiled&device=记录仪 A-05")
    links = page.locator("main a[href*='/footage/']").evaluate_all("all => all.map(one => one.pathname)")
    visitor.go(next(one for one in links if one.rsplit("/", 1)[1].isdecimal()))


def _checked(visitor: Visitor) -> None:
    """Check the code of a decision that is sealed."""
    case = visitor.be(HANDLER).case("stage=archived&text=东岸")
    visitor.go(f"{case}/papers")
    decision = visitor.page.locator("main a[href*='/papers/']", has_text="行政处罚决定书").first
    visitor.go(visitor.link(str(decision.get_attribute("href")), "/check/"))


def _below(like: str) -> Way:
    """Follow a link of a paper's page in a case that is under way: the paper that has one."""

    def way(visitor: Visitor) -> None:
        case = visitor.be(HANDLER).case("stage=inquiry", with_link="/papers/")
        visitor.go(f"{case}/papers")
        links = visitor.page.locator("main a[href*='/papers/']").evaluate_all("all => all.map(one => one.pathname)")
        papers = dict.fromkeys(one for one in links if one.rsplit("/", 1)[1].isdecimal())
        visitor.go(next(link for one in papers if (link := visitor.link(one, like))))

    return way


_IMPACT = "/office/packs/impact?packs=nhsa-order-4"
SCREENS = (
    Screen("sign-in", "登录", "所有人", ("sign-in",), _at("", "/sign-in")),
    Screen("sign-in-refused", "登录：账号或者密码不对", "所有人", ("sign-in",), _wrong_password),
    Screen("sign-in-held", "登录失效后提交：重新登录即回到原表单", "所有人", ("sign-in",), _session_ended),
    Screen("desk", "工作台：最急在前", "承办人", ("desk",), _at(HANDLER, "/")),
    Screen("desk-chief", "工作台：等我审批", "主要负责人", ("desk",), _at(CHIEF, "/?reach=organ")),
    Screen("desk-empty", "工作台：没有待办", "档案管理员", ("desk",), _at("dingwei", "/")),
    Screen("desk-keeper", "工作台：不接触案件的岗位", "安全员", ("desk",), _at(SECURITY, "/")),
    Screen("capture", "现场采集：手机上的一页，没有网络也能用", "承办人", ("capture",), _capture),
    Screen("cases", "案件列表：可排序、筛选、导出", "主要负责人", ("cases",), _at(CHIEF, "/cases?forget=1")),
    Screen("cases-late", "案件列表：只看有欠项的", "主要负责人", ("cases",), _at(CHIEF, "/cases?late=1&sort=-owed")),
    Screen("cases-none", "案件列表：没有找到", "承办人", ("cases",), _at(HANDLER, "/cases?text=没有这样的")),
    Screen("held", "在扣物品：先到期的在前", "承办人", ("held",), _at(HANDLER, "/held")),
    Screen(
        "owed-footage",
        "应录尽录：应录多久、录了多久、还差哪一段",
        "主要负责人",
        ("owed-footage",),
        _at(CHIEF, "/footage/owed"),
    ),
    Screen("evidence", "证据与事实对应表", "承办人", ("evidence",), _in("tangziqian", "text=晨曦", "/evidence")),
    Screen("approval-request", "审批：主线以外的呈批", "负责人", ("approval-of",), _do(["sunman"], "/approval/")),
    Screen("begin", "登记线索", "承办人", ("begin",), _at(HANDLER, "/cases/new")),
    Screen("begin-refused", "登记线索：还要改几处", "承办人", ("begin",), _refused_clue),
    Screen("case-clue", "案件：刚登记的线索", "承办人", ("case",), _in(HANDLER, "stage=clue")),
    Screen(
        "case", "案件：调查中，有音像", "承办人", ("case",), _in(HANDLER, "stage=inquiry", with_link="/recordings/")
    ),
    Screen("case-late", "案件：有欠项", "承办人", ("case",), _in(HANDLER, "late=1&sort=-owed")),
    Screen("case-archived", "案件：已归档", "档案管理员", ("case",), _in(ARCHIVIST, "stage=archived")),
    Screen("act", "办理：登记询问笔录", "承办人", ("act",), _in(HANDLER, "stage=inquiry", "/acts/interview.made")),
    Screen("act-file", "办理：存入音像", "承办人", ("act",), _in(HANDLER, "stage=inquiry", "/acts/recording.stored")),
    Screen(
        "act-paper",
        "办理：制作文书，只列可以制作的",
        "承办人",
        ("act",),
        _in(HANDLER, "stage=inquiry", "/acts/paper.finalised"),
    ),
    Screen("act-draft", "办理：草稿已恢复", "承办人", ("act",), _draft),
    Screen("desk-begun", "工作台：没有填完的", "承办人", ("desk",), _at(HANDLER, "/")),
    Screen("act-conflict", "办理：两个版本，逐处选用", "承办人", ("act",), _conflict),
    Screen("act-gate", "办理：依规定现在不能办", "承办人", ("act",), _against_the_law),
    Screen("approval", "审批：呈批内容、已签意见、应记未记", "负责人", ("approval",), _do(LEADERS, "/approval")),
    Screen("approval-review", "法制审核：逐项审核", "法制审核人员", ("approval",), _do([REVIEWER], "/approval")),
    Screen("records", "登记其他记录", "承办人", ("records",), _in(HANDLER, "late=1", "/records")),
    Screen("record-form", "登记其他记录的表单", "承办人", ("act",), _registering),
    Screen("deadlines", "期限表", "承办人", ("deadlines",), _in(HANDLER, "late=1", "/deadlines")),
    Screen("finding", "怎么算的", "承办人", ("finding",), _link(HANDLER, "late=1", "/findings/", "/deadlines")),
    Screen("entry", "一条记录", "承办人", ("entry",), _in(HANDLER, "stage=inquiry", "/entries/2")),
    Screen("entry-sealed", "一条记录：封存内容只给承办人", "承办人", ("entry",), _sealed),
    Screen("paper", "文书和签名", "承办人", ("paper",), _link(HANDLER, "stage=archived", "/papers/")),
    Screen("papers", "文书：要制作的和已制作的", "承办人", ("papers",), _in(HANDLER, "stage=inquiry", "/papers")),
    Screen(
        "paper-new",
        "制作文书：逐栏注明出处，随填随看",
        "承办人",
        ("paper-new",),
        _wanted,
    ),
    Screen("paper-sign", "签名：屏幕手写、数字证书、签字页", "承办人", ("paper-sign",), _below("/sign")),
    Screen("served", "送达情况：哪份文书送给了谁", "承办人", ("served",), _in(HANDLER, "stage=archived", "/served")),
    Screen("footage", "音像库", "主要负责人", ("footage",), _at(CHIEF, "/footage")),
    Screen("footage-piece", "音像库里的一段：还没有归入案件", "主要负责人", ("footage-piece",), _loose),
    Screen("footage-listing", "窗口音像批量调取", "承办人", ("footage-listing",), _at(HANDLER, "/footage/listing")),
    Screen("undocked", "没有导出的设备", "主要负责人", ("undocked",), _at(CHIEF, "/footage/undocked")),
    Screen("device", "一台设备的日志", "音像档案管理人员", ("device",), _at(ARCHIVIST, "/devices?of=记录仪 A-07")),
    Screen("discs", "音像证据光盘：映像和下载", "承办人", ("discs",), _in(HANDLER, "stage=inquiry", "/discs")),
    Screen(
        "originals",
        "原件核查：核查登记和隔离的原件",
        "系统管理员",
        ("originals",),
        _at("fengyiming", "/system/originals"),
    ),
    Screen("discs-register", "光盘登记表", "主要负责人", ("discs-register",), _at(CHIEF, "/discs")),
    Screen("numbers", "文号登记簿", "主要负责人", ("numbers",), _at(CHIEF, "/numbers")),
    Screen("check", "查验文书：输入校验码", "所有人", ("check",), _at("", "/check")),
    Screen("check-paper", "查验文书：是不是本机关出具的", "所有人", ("check-paper",), _checked),
    Screen("recording", "音像", "承办人", ("recording",), _link(HANDLER, "", "/recordings/")),
    Screen("recordings", "音像浏览：按设备、人员、案由等", "承办人", ("recordings",), _at(HANDLER, "/recordings")),
    Screen("recording-transcript", "边听边写：声音文字记录", "承办人", ("act",), _hearing),
    Screen("copies", "片段、截图、遮盖副本：在画面上画框", "承办人", ("recording-copies",), _copies, "unkept"),
    Screen("package", "案卷：卷宗和案卷包", "档案管理员", ("package",), _in(ARCHIVIST, "stage=archived", "/package")),
    Screen("regulations", "规程：执行的和随系统提供的", "各岗位", ("regulations",), _at(HANDLER, "/regulations")),
    Screen(
        "regulation", "规程：逐条读作规则", "各岗位", ("regulation",), _at(REVIEWER, "/regulations/wuhan-ybj?text=音像")
    ),
    Screen(
        "rule",
        "规程：一条规则，用在一件案件上",
        "承办人",
        ("rule",),
        _at(HANDLER, "/regulations/nhsa-order-4/rules/L4-14"),
    ),
    Screen("clashes", "规程：规定不一致与读法", "法制审核人员", ("clashes",), _at(REVIEWER, "/regulations/clashes")),
    Screen(
        "difference",
        "规程：与上位规程对照",
        "各岗位",
        ("difference",),
        _at(HANDLER, "/regulations/wuhan-ybj/difference"),
    ),
    Screen(
        "calendar",
        "工作日历：十二个月和试算",
        "各岗位",
        ("calendar", "calendar-year"),
        _at(HANDLER, "/regulations/calendar/2026?start=2026-02-13&time=16:00&count=2&unit=workdays"),
    ),
    Screen(
        "calendar-import",
        "工作日历：从文件录入一年",
        "法制审核人员",
        ("calendar-import",),
        _at(REVIEWER, "/regulations/calendar/import"),
    ),
    Screen("case-rules", "案件：逐条对照规程", "承办人", ("case-rules",), _in(HANDLER, "late=1", "/rules")),
    Screen("office", "单位：各栏和最近变更", "各岗位", ("office",), _at(SECURITY, "/office")),
    Screen("office-people", "单位：名册与执法证", "安全员", ("office-section",), _at(SECURITY, "/office/people")),
    Screen("office-chains", "单位：审批流程", "法制审核人员", ("office-section",), _at(REVIEWER, "/office/chains")),
    Screen(
        "office-standards", "单位：数额标准", "法制审核人员", ("office-section",), _at(REVIEWER, "/office/standards")
    ),
    Screen("office-impact", "规程更新的影响", "法制审核人员", ("office-impact",), _at(REVIEWER, _IMPACT)),
    Screen("office-adopting", "启用规程", "法制审核人员", ("office-act",), _at(REVIEWER, "/office/acts/packs.adopted")),
    Screen("office-packs", "单位：规程与读法", "法制审核人员", ("office-section",), _at(REVIEWER, "/office/packs")),
    Screen(
        "office-act",
        "单位：设定审批流程",
        "法制审核人员",
        ("office-act",),
        _at(REVIEWER, "/office/acts/chain.set?of=opening"),
    ),
    Screen(
        "office-import", "单位：从表格导入人员", "安全员", ("office-import",), _at(SECURITY, "/office/people/import")
    ),
    Screen("verification", "校验", "安全审计员", ("verification",), _at(AUDITOR, "/verification")),
    Screen("journal", "调阅日志", "安全审计员", ("journal",), _at(AUDITOR, "/journal")),
    Screen(
        "journal-denied", "调阅日志：只看被拒绝的", "安全审计员", ("journal",), _at(AUDITOR, "/journal?outcome=denied")
    ),
    Screen("journal-grants", "授权记录", "安全审计员", ("journal-grants",), _at(AUDITOR, "/journal/grants")),
    Screen(
        "footage-upload",
        "音像上传：很多文件，断了接着传",
        "承办人",
        ("footage-upload",),
        _at(HANDLER, "/footage/upload"),
        "unkept",
    ),
    # What stands there is the machine's own: its folders, its disk.
    Screen("draw", "双随机抽取的结果，可以当场重算", "承办人", ("draw",), _drawn, "unkept"),
    Screen(
        "plan",
        "检查安排，先查检查次数",
        "承办人",
        ("begin-kind",),
        _at(HANDLER, PLANNED),
        "unkept",
    ),
    Screen("spot-refused", "当场处罚超过限额，改走普通程序", "承办人", ("begin-kind",), _too_high, "unkept"),
    Screen("system", "系统状态：逐项体检，该做什么", "系统管理员", ("system",), _at("fengyiming", "/system"), "unkept"),
    Screen("sign-in-first", "首次登录：设置自己的密码", "所有人", ("sign-in-next",), _first_time),
    Screen("recovery-codes", "第二重验证：备用码只显示一次", "所有人", ("security-codes",), _recovery_codes),
    Screen(
        "sign-in-factor",
        "登录：第二重验证",
        "所有人",
        ("sign-in-next",),
        lambda visitor: _give(visitor, WITH_APP, PASSWORD),
    ),
    Screen("security", "登录与会话", "所有人", ("security",), _at(WITH_APP, "/security")),
    Screen("security-password", "更换密码", "所有人", ("security-password",), _at(HANDLER, "/security/password")),
    Screen("security-app", "启用动态口令", "所有人", ("security-app",), _at(HANDLER, "/security/app")),
    Screen("security-key", "添加安全密钥", "所有人", ("security-key",), _at(HANDLER, "/security/key")),
    Screen("sign-ins", "全部人员的会话", "安全员", ("sign-ins",), _at(SECURITY, "/sign-ins")),
    Screen("trouble-missing", "没有这个页面", "所有人", (), _at(HANDLER, "/nowhere")),
    Screen("trouble-forbidden", "没有权限", "所有人", ("verification",), _forbidden),
    Screen("trouble-method", "这个地址不能直接打开", "所有人", ("sign-out",), _wrong_method),
    Screen("print-case", "打印：案件", "承办人", ("case",), _in(HANDLER, "late=1&sort=-owed"), "print"),
    Screen("print-cases", "打印：案件列表", "主要负责人", ("cases",), _at(CHIEF, "/cases?forget=1"), "print"),
    Screen("print-deadlines", "打印：期限表", "承办人", ("deadlines",), _in(HANDLER, "late=1", "/deadlines"), "print"),
    Screen(
        "print-finding",
        "打印：怎么算的",
        "承办人",
        ("finding",),
        _link(HANDLER, "late=1", "/findings/", "/deadlines"),
        "print",
    ),
    Screen("print-entry", "打印：一条记录", "承办人", ("entry",), _in(HANDLER, "stage=inquiry", "/entries/2"), "print"),
    Screen("print-approval", "打印：审批", "负责人", ("approval",), _do(LEADERS, "/approval"), "print"),
    Screen(
        "paper-deadlines",
        "期限计算表：全部期限",
        "承办人",
        ("deadlines-file",),
        _in(HANDLER, "late=1", "/deadlines"),
        "paper",
    ),
    Screen(
        "paper-finding",
        "期限计算表：一项",
        "承办人",
        ("finding-file",),
        _link(HANDLER, "late=1", "/findings/", "/deadlines"),
        "paper",
    ),
)

UNPICTURED = {
    "uploads": "断点续传的接口，没有页面",
    "upload": "断点续传的接口，没有页面",
    "upload-state": "断点续传的进度，由表单和音像上传页面显示",
    "health": "给监控程序看的一行字",
    "setup": "只在空的安装里出现一次",
    "trust": "信任证书的步骤，示例单位没有自己的证书",
    "trust-file": "下载的证书",
    "capture-worker": "现场采集留在手机里的程序",
    "capture-manifest": "现场采集装到手机桌面时的名称和图标",
    "capture-known": "现场采集页面自己取的数据",
    "capture-recordings": "现场采集页面自己送的数据",
    "cases-file": "下载的表格",
    "held-file": "下载的表格",
    "owed-footage-file": "下载的表格",
    "numbers-file": "下载的表格",
    "footage-file": "下载的表格",
    "footage-listing-template": "下载的模板",
    "footage-piece-file": "音像库里一段的原件",
    "footage-piece-copy": "音像库里一段的转码副本",
    "footage-picture": "音像库里一段的缩略图",
    "footage-into": "转到归入案件的表单",
    "discs-file": "下载的表格",
    "disc-file": "下载的光盘映像",
    "disc-make": "只接受提交，之后回到光盘页面",
    "paper-preview": "预览，由制作文书的页面显示",
    "paper-own": "下载的本单位格式文书",
    "attached-file": "下载的证据扫描件、电子数据",
    "journal-file": "下载的表格",
    "journal-verify": "调阅日志页面上的按钮",
    "paper-file": "文书原文件",
    "scan-file": "签名页原文件",
    "recording-file": "音像原文件",
    "recording-copy": "音像的播放副本",
    "recording-captions": "播放时的字幕",
    "timeline-file": "存为文件的音像时间轴",
    "recordings-file": "音像清单的表格",
    "recording-preview": "制作预览的进度，由音像页面显示",
    "copy-making": "一份副本的进度和成品，由副本页面进入",
    "copy-progress": "制作副本的进度，由该页面显示",
    "recording-searches": "跟踪、找人脸由副本页面的按钮发起，不是页面",
    "recording-search": "查找的进度和结果，由副本页面显示",
    "copy-making-file": "没有登记的副本的内容，由该页面显示",
    "copy-file": "登记了的副本",
    "recording-picture": "音像页面里的小图",
    "package-file": "下载的案卷包",
    "batch-pick": "成批制作文书，由文书页面进入",
    "batch": "一批文书的进度，做完即是各件文书",
    "batch-progress": "一批文书的进度，由该页面显示",
    "batch-again": "按钮：没有做成的再试一次",
    "batch-print": "下载的打印文件",
    "volume-file": "下载的卷宗",
    "office-template": "下载的名册模板",
    "draw-file": "下载的抽取记录",
    "security-remove": "按钮：停用一种验证，回到登录与会话",
    "security-end": "按钮：结束一个会话，回到登录与会话",
    "security-end-others": "按钮：结束其他会话，回到登录与会话",
    "sign-ins-lift": "按钮：解除暂停，回到全部人员的会话",
    "sign-ins-end": "按钮：结束一个会话，回到全部人员的会话",
}
"""Addresses that show no screen of their own, and why."""
