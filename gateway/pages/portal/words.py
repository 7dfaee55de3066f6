"""The portal's words, for partners' engineers, in Chinese and English."""

SCOPE_LABELS: dict[str, tuple[str, str]] = {
    "openid": ("识别客户", "Know which customer it is"),
    "profile": ("姓名 (部分隐藏)", "Name, masked"),
    "phone": ("手机号 (部分隐藏)", "Phone number, masked"),
    "accounts.read": ("所选账户的余额", "Balance of the accounts chosen"),
    "payments.read": ("所发起付款的状态", "State of the payments initiated"),
    "payments.write": ("发起付款", "Initiate payments"),
    "orders.read": ("读取订单", "Read orders"),
    "orders.write": ("登记订单", "Keep orders up to date"),
    "webhooks.manage": ("管理事件通知", "Manage webhooks"),
    "settlements.read": ("读取结算", "Read settlements"),
    "companies.read": ("读取企业付款结果和对账单", "Read what became of companies' payment runs, and statements"),
    "companies.write": ("提交企业付款文件", "Bring companies' payment files"),
}

FIELD_WORDS: dict[str, tuple[str, str]] = {
    "client_name": ("名称须为 1 到 80 个可显示的字符, 首尾无空格。", "A name has 1 to 80 characters that can be shown, and no space at its ends."),
    "token_endpoint_auth_method": ("该环境不支持这种验证方式。", "A client cannot prove itself in this way there."),
    "redirect_uris": ("请填写 1 到 10 个回调地址, 每行一个。", "Give one to ten redirect addresses, one a line."),
    "scope": (
        "涉及资金的权限须使用公钥验证; 合作方自身的权限不能给公开应用。",
        "Scopes that move money need a client that proves itself with a key; scopes of the partner's own need one that proves itself.",
    ),
    "jwks": (
        "公钥不可用: 须为 ES256、PS256 或 Ed25519 的公钥, 最多 5 把, 编号 (kid) 各不相同。",
        "These keys cannot be used: up to five public keys for ES256, PS256 or Ed25519, each with a kid of its own.",
    ),
    "grant_types": ("所选权限与验证方式不相配。", "The scopes and the way in which the client proves itself do not go together."),
}

REDIRECT_WORDS = (
    "不能使用该回调地址: 须为 https 公网地址, 不含 # 和通配符 (沙箱可用本机 http)。",
    "This redirect address cannot be used: https to a public host, without # or wildcards (in the sandbox http to this machine too).",
)

SENT_BEFORE = ("此表单已提交过。请核对下面的内容, 需要时再提交一次。", "This form was sent before. Look at how things stand, and send it again if need be.")

EVENT_LABELS: dict[str, tuple[str, str]] = {
    "consent.granted": ("客户同意授权", "A customer consented"),
    "consent.narrowed": ("客户缩小授权", "A customer narrowed a consent"),
    "consent.revoked": ("客户撤销授权", "A customer took a consent back"),
    "payment.paid": ("付款成功", "A payment was made"),
    "payment.refunded": ("付款已退款", "A payment was refunded"),
    "settlement.paid": ("分润已结算", "A settlement was paid"),
    "payout.paid": ("余额已付至银行账户", "The balance was paid to the bank account"),
    "payout.returned": ("付款被退回", "A payout came back"),
    "company.connected": ("企业已接入", "A company lets your system in"),
    "company.disconnected": ("企业已断开", "A company lets your system in no longer"),
    "payment_run.paid": ("付款批次已支付", "A payment run was paid"),
    "payment_run.refused": ("付款批次被驳回或撤回", "A payment run was rejected or withdrawn"),
    "statement.ready": ("对账单已生成", "A day's statement is ready"),
    "token.reused": ("令牌被重复使用", "A token was used twice"),
    "webhook.disabled": ("通知地址被停用", "An endpoint was disabled"),
    "webhook.test": ("测试通知", "A test"),
}

DELIVERY_STATES: dict[str, tuple[str, str]] = {
    "pending": ("待发送", "Waiting"),
    "delivered": ("已送达", "Delivered"),
    "failed": ("失败", "Failed"),
    "held": ("暂存", "Held"),
}

DISABLED_WORDS: dict[str, tuple[str, str]] = {
    "partner": ("由贵方停用", "You disabled it"),
    "gone": ("对方回答 410 Gone", "It answered 410 Gone"),
    "failing": ("连续失败三天", "It failed for three days"),
}

FAULT_WORDS: dict[str, tuple[str, str]] = {
    "refuse": ("拒绝付款", "Refuses the payment"),
    "server_error": ("回答 500, 未收款", "Answers 500; nothing is taken"),
    "unavailable": ("回答 503, 未收款", "Answers 503; nothing is taken"),
    "never_answers": ("不回答, 未收款", "Never answers; nothing is taken"),
    "timeout_after_success": ("已收款, 不回答", "Takes the money, never answers"),
    "server_error_after_success": ("已收款, 回答 500", "Takes the money, answers 500"),
    "unknown_status": ("回答未知状态", "Answers with an unknown status"),
    "not_json": ("回答网页", "Answers with a web page"),
    "other_amount": ("多收一分", "Takes one fen too much"),
}
"""What a scene partner of the sandbox can be told to do wrong."""
