"""The customers' refusals, worded."""

from domains import customers
from domains.kernel.data_classes import C1
from resolvers.fields import field
from resolvers.problems import Problem, problem
from resolvers.scalars import Instant


@problem(
    customers.PhoneMalformed,
    zh="手机号码格式不正确。",
    en="This is not a phone number.",
    description="Not a phone number: a Chinese mobile number, or a foreign one with its country code.",
)
class PhoneMalformed(Problem):
    pass


@problem(
    customers.TooManyCodes,
    zh="验证码请求过于频繁, 请在 {retry_after_seconds} 秒后重试。",
    en="Too many codes were asked for. Please try again in {retry_after_seconds} seconds.",
    description="Too many one-time codes for this phone, a device or an address, or in all. The answer is the same for a phone that is not registered.",
)
class TooManyCodes(Problem):
    retry_after_seconds: int = field("When to ask again.", C1)


@problem(
    customers.WrongCode,
    zh="验证码错误或已失效, 还可尝试 {attempts_left} 次。",
    en="The code is wrong or has expired. Attempts left: {attempts_left}.",
    description="The code is wrong, used or too old. With no attempt left a new code is needed. The answer is the same for a phone that is not registered.",
)
class WrongCode(Problem):
    attempts_left: int = field("How often this code may still be tried.", C1)


@problem(
    customers.SessionEnded,
    zh="登录已失效, 请重新登录。",
    en="You have been signed out. Please sign in again.",
    description="The session was ended, has expired, or the refresh token is not one of the house's.",
)
class SessionEnded(Problem):
    pass


@problem(
    customers.RefreshTokenReused,
    zh="检测到登录凭证被重复使用, 为安全起见已退出登录, 请重新登录。",
    en="A login was used twice. To keep you safe it has been ended; please sign in again.",
    description="An old refresh token came back after its successor was in use. Somebody may have copied it, so the session was ended.",
)
class RefreshTokenReused(Problem):
    pass


@problem(
    customers.DeviceKeyNeeded,
    zh="请在原设备上操作。",
    en="Please use the device that you signed in with.",
    description="The session is bound to a device key, and the request carried no proof of it.",
)
class DeviceKeyNeeded(Problem):
    pass


@problem(
    customers.SessionUnknown,
    zh="该登录不存在或已退出。",
    en="There is no such login, or it has ended.",
    description="No such session, not the viewer's, or ended before. The three are not told apart.",
)
class SessionUnknown(Problem):
    pass


@problem(
    customers.DeviceUnknown,
    zh="该设备不存在或已移除。",
    en="There is no such device, or it was removed.",
    description="No such device, not the viewer's, or removed before. The three are not told apart.",
)
class DeviceUnknown(Problem):
    pass


@problem(
    customers.DeviceMalformed,
    zh="设备信息不正确: {what}。",
    en="What was sent about the device is not right: {what}.",
    description="A device's name, platform, push service or push token is empty, too long, or not what it should be.",
)
class DeviceMalformed(Problem):
    what: str = field('Which of them, for example "platform".', C1)


@problem(
    customers.PinMalformed,
    zh="支付密码须为 6 位数字。",
    en="A payment PIN has six digits.",
    description="Not six digits.",
)
class PinMalformed(Problem):
    pass


@problem(
    customers.PinTooSimple,
    zh="支付密码过于简单, 请更换。",
    en="This payment PIN is too easy to guess. Please choose another.",
    description="Digits in a row, repeated or mirrored.",
)
class PinTooSimple(Problem):
    pass


@problem(
    customers.PinAlreadySet,
    zh="支付密码已设置, 如需更换请使用修改功能。",
    en="There is a payment PIN already. Change it instead.",
    description="There is a PIN already: it is changed with the old one, or reset after a fresh sign-in.",
)
class PinAlreadySet(Problem):
    pass


@problem(customers.PinNotSet, zh="请先设置支付密码。", en="Please set a payment PIN first.", description="There is no PIN yet.")
class PinNotSet(Problem):
    pass


@problem(customers.PinNeeded, zh="请输入支付密码。", en="Please enter your payment PIN.", description="This needs the payment PIN.")
class PinNeeded(Problem):
    pass


@problem(
    customers.PinWrong,
    zh="支付密码错误, 还可尝试 {attempts_left} 次。",
    en="The payment PIN is wrong. Attempts left: {attempts_left}.",
    description="The PIN is wrong. With no attempt left it is locked for a while.",
)
class PinWrong(Problem):
    attempts_left: int = field("How often it may still be tried.", C1)


@problem(
    customers.PinLocked,
    zh="支付密码错误次数过多, 已被锁定, 请稍后再试。",
    en="The payment PIN was wrong too often and is locked for a while.",
    description="Too many wrong PINs. Until the lock ends no PIN is looked at, right or wrong.",
)
class PinLocked(Problem):
    locked_until: Instant = field("When it may be tried again.", C1)


@problem(
    customers.FreshSignInNeeded,
    zh="请先用短信验证码重新登录, 再重置支付密码。",
    en="Please sign in again with a code first, then reset the payment PIN.",
    description="The session's sign-in by code is too old for this.",
)
class FreshSignInNeeded(Problem):
    pass


@problem(customers.NameMalformed, zh="姓名格式不正确。", en="This is not a name.", description="Not a name as an identity card writes it.")
class NameMalformed(Problem):
    pass


@problem(
    customers.IdNumberInvalid,
    zh="身份证号码不正确。",
    en="The ID number is not right.",
    description="Not a resident ID number: its length, place, birth date or check digit is wrong.",
)
class IdNumberInvalid(Problem):
    pass


@problem(
    customers.Underage,
    zh="须年满 {least_age} 周岁。",
    en="You must be at least {least_age} years old.",
    description="The person is too young.",
)
class Underage(Problem):
    least_age: int = field("From which age.", C1)


@problem(
    customers.IdNumberTaken,
    zh="该身份信息已用于其他账号, 请联系客服。",
    en="This identity is in use with another login. Please contact us.",
    description="Another customer was verified with this ID number.",
)
class IdNumberTaken(Problem):
    pass


@problem(
    customers.AlreadyVerified,
    zh="您已完成实名认证, 如需更改请联系客服。",
    en="Your identity was verified before. Please contact us to change it.",
    description="The customer was verified before, with another name or ID number.",
)
class AlreadyVerified(Problem):
    pass


@problem(
    customers.PurposeUnknown,
    zh="未知的授权用途: {purpose}。",
    en="There is no such purpose: {purpose}.",
    description="Nobody can consent to that: the purpose, or that version of its wording, is not one of the house's.",
)
class PurposeUnknown(Problem):
    purpose: str = field("What was sent.", C1)


@problem(
    customers.ConsentUnknown,
    zh="没有可撤回的授权。",
    en="There is no consent to withdraw.",
    description="No consent to that purpose stands.",
)
class ConsentUnknown(Problem):
    pass


@problem(
    customers.AppVersionMalformed,
    zh="版本信息不正确: {what}。",
    en="This is not right: {what}.",
    description="Not a platform's name, or not one to four numbers between dots.",
)
class AppVersionMalformed(Problem):
    what: str = field('Which of the two, "platform" or "version".', C1)
