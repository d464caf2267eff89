"""Writes docs/promises.md: each promise, the tests that try it, what the last runs gave. `python -m promises.report`."""

# ruff: noqa: E501  # one promise a line

import json
from pathlib import Path
from typing import Any, Final

from promises.figures import FOLDER

PAGE: Final = Path(__file__).parents[2] / "docs" / "promises.md"
HERE: Final = "tests/promises/"
# Number, what is promised, where else it is tried, what is not there yet.
PROMISES: Final = (
    (1, "随时 `kill -9`：已确认的记录一条不丢，没有半截，重启自愈", "`tests/ledger/test_ledger_races.py`、`tests/media/test_media_store_faults.py`", "PostgreSQL 未到"),
    (2, "磁盘写满、读写出错、写入中断、刷盘失败：不确认，不留半截，说明原因", "`tests/media/test_media_store_faults.py`（原件）、`tests/archive/test_package_build.py`", "PostgreSQL、S3 未到"),
    (3, "上传在任何地方中断都能接着传，校验值一致；错位、重叠、改动的数据被拒绝", "`tests/web/test_web_uploads.py`（真实服务、tuspy）、`tests/web/test_web_uploads_in_browser.py`（网页）、`tests/media/test_media_transfers.py`（断电、两个连接、磁盘写满）、`tests/media/test_media_truncation.py`", ""),
    (4, "16 个进程争同一案件、同一编号：一个胜者，编号不缺不重，重发只记一次", "`tests/ledger/test_ledger_races.py`、`tests/process/test_process_numbers.py`", "PostgreSQL 未到"),
    (5, "时钟偏差、倒退、闰日、23:59:59：次序由序号决定，期限与独立点算一致", "`tests/rulebook/test_rulebook_terms.py`", ""),
    (6, "办案的同时备份，在空机器上恢复：首尾一致，登录、播放正常", "`tests/upkeep/test_upkeep_restore.py`、`tests/upkeep/test_upkeep_backup_check.py`", ""),
    (7, "任何一个比特被翻转都能发现并指到位置", "`tests/ledger/test_ledger_verify.py`、`tests/archive/test_verify_case_places.py`、`tests/cli/test_cli_verify.py`", ""),
    (8, "删除、插入、调换、截去、退回旧状态、跨案复制、全部重算：凭一个外部检查点发现", "`tests/ledger/test_ledger_verify.py`、`tests/cli/test_cli_verify.py`", "没有外部检查点，最后几种不能发现，核验报告写明"),
    (9, "第二个校验程序与第一个一致；坏案卷包各有代码；改错的校验程序会被测试发现", "`tests/archive/test_verify_case_bad.py`、`tests/archive/test_verify_case_codes.py`、`tests/archive/test_verify_case_parts.py`", ""),
    (10, "清单缺失、为空、读不懂即为不符，从不跳过", "`tests/archive/test_verify_case_bad.py`（E103 至 E111）", ""),
    (11, "没有更新、删除的途径", "`tests/ledger/test_ledger_triggers.py`、`tests/house/test_house_writes.py`", "PostgreSQL 角色、S3 密钥未到"),
    (12, "每个岗位、每个地址、每种方法、每种关系：照手写的权限矩阵答复；矩阵缺一行即不能通过；列表与权限一致", "`tests/permissions/test_permissions_matrix.py`、`tests/queries/test_queries_scope.py`、`tests/people/test_people_lent_scope.py`", "下级与上级机关之间的关系未到"),
    (13, "三员分立：无人兼任；三员看不到案件内容；审核、审批与承办分开", "`tests/office/test_office_by_people.py`、`tests/permissions/test_permissions_matrix.py`、`tests/process/test_process_delegation.py`", ""),
    (14, "第二重验证、暂停登录、空闲时限、密码有效期；退出后会话作废；别人的与不存在的答复相同", "`tests/people/test_people_sign_in.py`、`tests/web/test_web_sign_in.py`、`tests/permissions/test_permissions_alike.py`", ""),
    (15, "每次查看文书、播放、导出、被拒绝恰好一条日志；记不下就不给看；没有清除的途径", "`tests/permissions/test_permissions_journal.py`、`tests/permissions/test_permissions_matrix.py`、`tests/access/test_access_journal.py`", "打开案件页面不逐次记录"),
)  # fmt: skip
RUNS: Final = {"quick": "快试（make test）", "soak": "全试（make soak）"}
HEAD: Final = """# 承诺与试验

每项承诺由测试说明，不由文字说明。数字取自最近一次运行：快试随 `make test` 进行，全试由 `make soak` 进行，用时很长（逐比特翻转整本留痕账约占大半天）。
没有数字的，是还没有试过；写“未到”的，所依赖的部分还没有。本页由 `python -m promises.report` 写出，请勿手改。
"""


def page(figures: list[dict[str, Any]]) -> str:
    """Return the page for these figures."""
    lines = [HEAD]
    for number, promise, elsewhere, lacking in PROMISES:
        lines.append(f"\n## {number}. {promise}\n")
        mine = [one for one in figures if one["promise"] == number]
        if mine:
            lines += ["| 测试 | 运行 | 结果 | 日期 |", "|---|---|---|---|"]
        for one in sorted(mine, key=lambda each: (each["test"], each["run"])):
            test = one["test"].rpartition(HERE)[2]
            lines.append(f"| `{test}` | {RUNS[one['run']]} | {one['figure']} | {one['day']} |")
        lines += [f"\n另见 {elsewhere}。"] if elsewhere else []
        lines += [f"\n{lacking}。"] if lacking else []
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page from the figures that runs have left."""
    figures = [json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))]
    PAGE.write_text(page(figures), "utf-8")


if __name__ == "__main__":
    main()
