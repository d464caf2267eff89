"""Why somebody is not let in; none of these says whether an account exists."""

from datetime import datetime, timedelta

from liuhen.kernel import clock
from liuhen.kernel.errors import NotAllowedError


class WrongProofError(NotAllowedError):
    """Account, password or code do not fit together; which of them stays unsaid.

    Args:
        closed: this try was one too many, and closed the account or the address.
    """

    def __init__(self, *, closed: bool = False) -> None:
        self.closed = closed
        super().__init__("账号或者密码不对。", remedy="请核对后再试；忘记密码的，请安全员重新设置。")


class WrongCodeError(NotAllowedError):
    """The second factor does not hold.

    Args:
        closed: this try was one too many, and closed the account or the address.
    """

    def __init__(self, *, closed: bool = False) -> None:
        self.closed = closed
        super().__init__("验证码不对，或者已经用过。", remedy="请等下一个验证码出现后再填；手机时间不准的，请先校准。")


class TooManyTriesError(NotAllowedError):
    """Too many wrong tries from this address or for this name."""

    def __init__(self, until: datetime) -> None:
        minutes = max(1, -(-(until - clock.now()) // timedelta(minutes=1)))
        super().__init__(
            f"连续输错的次数太多，请过 {minutes} 分钟再试。",
            why="为防止有人试猜密码，暂停登录一段时间。",
            remedy="急用的，请安全员解除。",
        )
        self.until = until


class DemoElsewhereError(NotAllowedError):
    """The passwords of a demo are public: nobody signs in to it over the network."""

    def __init__(self) -> None:
        super().__init__(
            "这是示例数据，只能在本机登录。",
            why="示例账号的密码是公开的。",
            remedy="请在安装系统的那台电脑上打开；正式使用请另行建账。",
        )
