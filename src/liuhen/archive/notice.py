"""The page that explains a package to whoever opens it first."""

from typing import Final

NOTICE: Final = """案卷包说明

{organ_name}
案卷：{number} {title}
制作时间：{made}（北京时间）　用途：{purpose}
{demo}
一、内容
  data/case.json          本案全部记录，按时间顺序，供阅读
  data/entries/           每条记录一个文件：首部、内容、包含证明
  data/papers/            文书
  data/recordings/        音像原件
  data/copies/            音像的片段、截图、遮盖副本，都是副本，不是原件；由哪份原件的哪一段制作，见其记录
  data/scans/             签名页等扫描件
  data/seal.json          封包记录：制作时本案共有几条记录、末条是哪一条
  data/checkpoint.json    机关签发的检查点，全部证明归于此处
  data/organ-key.json     签发公钥
  manifest-*.txt          文件清单，SHA-256 和 SM3 各一份

二、怎样校验（任何装有 Python 3.9 以上的计算机，无需联网，无需安装）
  python3 verify_case.py 案卷包 --trust 公钥或检查点
  案卷包可以是文件夹，也可以是 zip 文件，不必解开。
  公钥或检查点应当从签发机关或者其上级机关另行取得。不给出时只能说明“内部一致，签发人未核”。
  校验程序也应当从可信处取得；随包附上的一份只为方便。
  退出码：0 未发现问题；1 不符；2 无法校验。没有检查的事项一律写明“未检”。

三、说明
  被改动、删去、增添、调换的内容，校验时会指出是哪一个文件、哪一条记录。
  密封的内容（举报人信息、证件号码、电话等）不在包内，只有其承诺；经批准可以另行示出并核对。
  依法销毁的内容只留首部和销毁记录。
"""

DEMO: Final = "注意：本包为示例数据，人名、单位、案情均为虚构。\n"
