"""What the portal's forms say, read."""

from domains import scenes

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


class FormWrong(Exception):
    """A field cannot be read; why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def lines_of(text: str) -> tuple[str, ...]:
    """What stands on each line, blank ones left out."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def scopes_of(form: dict[str, str]) -> tuple[str, ...]:
    """The scopes that were ticked. Raises FormWrong for none."""
    ticked = tuple(name for name in scenes.SCOPES if form.get(f"scope_{name}") == "yes")
    if not ticked:
        raise FormWrong("请至少选择一项权限。", "Choose at least one scope.")
    return ticked


def grants_of(scopes: tuple[str, ...], redirects: tuple[str, ...], *, is_public: bool) -> tuple[str, ...]:
    """What a client of those scopes is for: customers who come by a browser, and the client itself."""
    grants = ["authorization_code", "refresh_token"] if redirects else []
    if not is_public and any(not scenes.SCOPES[name].is_of_customer for name in scopes):
        grants.append("client_credentials")
    if not grants:
        raise FormWrong("请填写至少一个回调地址。", "Give at least one redirect address.")
    return tuple(grants)
