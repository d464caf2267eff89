"""The page that explains a disc to whoever opens it first."""

from typing import Final

NOTICE: Final = """音像证据光盘说明

{organ_name}
光盘：{disc_no}　第 {disc} 张 共 {discs} 张
案卷：{number} {title}
制作人：{maker}　提取人：{extractor}　提取时间：{extracted}（北京时间）
制作登记：{made}（北京时间）
{demo}
{note}

一、内容
  data/recordings/        音像原件，照刻，未作任何改动；文件名前的数字是目录里的序号
  data/光盘目录.pdf        目录：原文件名、大小、SHA-256、SM3、在第几张
  data/disc.json          同一目录，供程序读取
  data/entries/           存入每段音像的记录和制作光盘的记录，附包含证明
  data/checkpoint.json    机关签发的检查点；data/organ-key.json 签发公钥
  manifest-*.txt          文件清单，SHA-256 和 SM3 各一份

二、怎样校验（任何装有 Python 3.9 以上的计算机，无需联网，无需安装）
  python3 verify_case.py 光盘所在的盘符或者目录 --trust 公钥或检查点
  每张光盘各自校验。公钥或检查点应当从签发机关或者其上级机关另行取得；不给出时只能说明“内部一致，签发人未核”。
  校验程序也应当从可信处取得；随光盘附上的一份只为方便。
  退出码：0 未发现问题；1 不符；2 无法校验。

三、播放
  能直接播放原件的播放器即可；执法记录仪的编码较新，放不出画面的，请换用 VLC 等播放器。
"""

DEMO: Final = "注意：本光盘为示例数据，人名、单位、案情均为虚构。\n"
"""What stands there where the ledger is one of a demo."""
