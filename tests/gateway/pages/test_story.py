"""What a customer does, as plain HTML and forms."""

from collections.abc import Callable

from tests.gateway.app.running import a_phone
from tests.gateway.pages.browser import Browser
from tests.id_numbers import an_id_number

Visitor = Callable[..., Browser]


async def test_a_stranger_is_told_what_this_is_and_where_to_begin(visitor: Visitor) -> None:
    page = await visitor().get("/")
    assert page.status == 200
    assert "A bank, where life happens" in page.text and "Lin Xiaoyu" in page.text
    assert {"/login", "/graphql"} <= set(page.links)


async def test_the_pages_speak_chinese_by_default_and_change_language_by_a_link(visitor: Visitor) -> None:
    browser = visitor("")
    page = await browser.get("/login?next=/settings")
    assert "获取验证码" in page.text and '<html lang="zh-CN">' in page.html
    page = await browser.get("/login" + next(link for link in page.links if "lang=en" in link))
    assert "Send me a code" in page.text and '<html lang="en">' in page.html
    assert page.path == "/login?next=%2Fsettings"
    assert "Send me a code" in (await browser.get("/login")).text


async def test_a_new_customer_signs_in_and_sends_money_to_another(visitor: Visitor) -> None:
    sender, receiver = visitor(), visitor("zh")
    await receiver.sign_in(phone := a_phone())
    await receiver.fill("1.00")
    page = await sender.get("/wallet/transfer")
    assert page.path == "/login?next=%2Fwallet%2Ftransfer"
    page = await sender.submit(page, "/login", phone=(mine := a_phone()))
    assert page.path == "/login/code" and mine in page.text
    page = await sender.submit(page, "/login/code", code=await sender.code(mine))
    assert page.path == "/wallet/transfer"
    await sender.fill("100.00")
    page = await sender.get("/wallet/transfer")
    page = await sender.submit(page, "/wallet/transfer", to=phone, amount="12.5", note="午饭 & coffee")
    assert page.path.startswith("/wallet/movements/") and "The money was sent" in page.text
    assert "−¥12.50" in page.text and "午饭 & coffee" in page.text and "¥87.50" in page.text
    page = await sender.get("/wallet")
    assert "¥87.50" in page.text and f"{phone[3:6]}****{phone[-4:]}" in page.text and phone[3:] not in page.text
    page = await receiver.get("/wallet")
    assert "¥13.50" in page.text and "+¥12.50" in page.text


async def test_a_refusal_is_told_in_words_and_the_form_keeps_what_was_typed_under_a_new_id(visitor: Visitor) -> None:
    sender = visitor("zh")
    await sender.sign_in()
    await sender.fill("20.00")
    page = await sender.get("/wallet/transfer")
    before = page.form("/wallet/transfer").fields["request_id"]
    page = await sender.submit(page, "/wallet/transfer", to="13912345678", amount="5", note="留言在此")
    assert page.status == 422 and "找不到收款人" in page.text
    assert 'value="13912345678"' in page.html and 'value="留言在此"' in page.html and 'value="5"' in page.html
    assert page.form("/wallet/transfer").fields["request_id"] != before
    for amount, words in {
        "0": "金额超出允许范围",
        "-5": "金额超出允许范围",
        "1,5": "金额格式不正确",
        "1.234": "金额格式不正确",
        "abc": "金额格式不正确",
        "": "金额格式不正确",
    }.items():
        page = await sender.submit(page, "/wallet/transfer", to="13912345678", amount=amount, note="")
        assert (page.status, words in page.text) == (422, True), amount
    assert "¥20.00" in (await sender.get("/wallet")).text


async def test_more_than_there_is_and_more_than_the_pin_allows_are_refused(visitor: Visitor) -> None:
    sender, receiver = visitor(), visitor()
    await sender.sign_in()
    await receiver.sign_in()
    await sender.fill("500.00")
    target = await receiver.fill("1.00")
    page = await sender.get("/wallet/transfer")
    page = await sender.submit(page, "/wallet/transfer", to=str(target), amount="300")
    assert page.status == 422 and "Please enter your payment PIN" in page.text and "/settings#pin" in page.links
    page = await sender.submit(await sender.get("/settings"), "/settings/pin", new_pin="314159", new_pin_again="314158")
    assert page.status == 422 and "not the same" in page.text
    page = await sender.submit(page, "/settings/pin", new_pin="111111", new_pin_again="111111")
    assert page.status == 422 and "too easy to guess" in page.text
    page = await sender.submit(page, "/settings/pin", new_pin="314159", new_pin_again="314159")
    assert page.path == "/settings?done=pin" and "Your payment PIN is stored" in page.text
    page = await sender.get("/wallet/transfer")
    page = await sender.submit(page, "/wallet/transfer", to=str(target), amount="300", pin="")
    assert page.status == 422 and "Please enter your payment PIN" in page.text
    page = await sender.submit(page, "/wallet/transfer", to=str(target), amount="300", pin="271828")
    assert page.status == 422 and "Attempts left: 4" in page.text and "271828" not in page.html
    page = await sender.submit(page, "/wallet/transfer", to=str(target), amount="300", pin="314159")
    assert "The money was sent" in page.text
    page = await sender.submit(await sender.get("/wallet/transfer"), "/wallet/transfer", to=str(target), amount="200.01", pin="314159")
    assert page.status == 422 and "Available: 200.00 CNY" in page.text


async def test_a_top_up_is_on_its_way_and_its_page_looks_again_by_itself(visitor: Visitor) -> None:
    browser = visitor()
    await browser.sign_in()
    await browser.fill("1.00")
    page = await browser.submit(await browser.get("/wallet/top-up"), "/wallet/top-up", amount="88.80")
    assert page.path.startswith("/wallet/top-up/") and "The money is on its way" in page.text and "¥88.80" in page.text
    assert '<meta http-equiv="refresh" content="2">' in page.html


async def test_a_statement_is_read_page_by_page(visitor: Visitor) -> None:
    sender, receiver = visitor(), visitor()
    await sender.sign_in()
    await receiver.sign_in()
    target = await receiver.fill("1.00")
    await sender.fill("100.00")
    for _ in range(21):
        page = await sender.get("/wallet/transfer")
        await sender.submit(page, "/wallet/transfer", to=str(target), amount="0.01")
    page = await sender.get("/wallet")
    assert sum(link.startswith("/wallet/movements/") for link in page.links) == 20
    page = await sender.get(next(link for link in page.links if "after=" in link))
    assert sum(link.startswith("/wallet/movements/") for link in page.links) == 2
    assert "Demo money" in page.text and "Earlier movements" not in page.text


async def test_the_real_name_is_verified_and_shown_masked(visitor: Visitor) -> None:
    browser = visitor()
    await browser.sign_in()
    page = await browser.submit(await browser.get("/settings"), "/settings/identity", name="王小明", id_number="110101199003070000")
    assert page.status == 422 and "The ID number is not right" in page.text and 'value="王小明"' in page.html and "110101199003070000" not in page.html
    number = an_id_number()
    page = await browser.submit(page, "/settings/identity", name="王小明", id_number=number)
    assert page.path == "/settings?done=identity" and "王*" in page.text and f"110***********{number[-4:]}" in page.text
    assert number not in page.html and "王小明" not in page.html


async def test_another_session_is_ended_from_the_settings(visitor: Visitor) -> None:
    here, there = visitor(), visitor()
    phone = await here.sign_in()
    await there.sign_in(phone)
    page = await here.get("/settings")
    assert page.text.count("last used") == 2
    page = await here.submit(page, "/settings/session")
    assert page.path == "/settings?done=session" and page.text.count("last used") == 1
    page = await there.get("/wallet")
    for _ in range(100):
        page = await there.get("/wallet")
        if page.path.startswith("/login"):
            break
    assert page.path == "/login?next=%2Fwallet"
    assert (await here.get("/wallet")).path == "/wallet"


async def test_signing_out_ends_the_session_and_forgets_it(visitor: Visitor) -> None:
    browser = visitor()
    await browser.sign_in()
    kept = dict(browser.http.cookies)
    page = await browser.submit(await browser.get("/logout"), "/logout")
    assert page.path == "/" and "Sign in or sign up" in page.text
    assert (await browser.get("/wallet")).path == "/login?next=%2Fwallet"
    browser.http.cookies.update(kept)
    for _ in range(100):
        if (page := await browser.get("/wallet")).path.startswith("/login"):
            break
        browser.http.cookies.update(kept)
    assert page.path == "/login?next=%2Fwallet", "the old cookie is worth nothing"
