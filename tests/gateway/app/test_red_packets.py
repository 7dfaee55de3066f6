"""Red packets over HTTP, by the app's trusted documents alone."""

from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp


async def test_a_packet_to_a_link_is_sent_shared_grabbed_opened_and_looked_at(app: RunningApp) -> None:
    sender, friend, late = [await customer_with_money(app, minor) for minor in (10_000, 0, 0)]
    sent = await act(app, "SendRedPacket", sender, kind="LUCKY", amount=yuan("8.88"), places=1, to={"link": True}, greeting="恭喜发财")
    assert (sent["__typename"], sent["state"], sent["amount"]["amount"], sent["greeting"]) == ("RedPacket", "OPEN", "8.88", "恭喜发财")
    linked = await ask_trusted(app, "LinkedRedPacket", friend, link=sent["link"])
    assert (linked["id"], linked["mine"], linked["grabbed"]) == (sent["id"], None, 0)
    assert (await act(app, "OpenRedPacket", friend, packetId=sent["id"]))["__typename"] == "RedPacketNotGrabbed"
    grabbed = await act(app, "GrabRedPacket", friend, packet={"link": sent["link"]})
    assert (grabbed["__typename"], grabbed["place"], grabbed["packet"]["grabbed"]) == ("RedPacketGrabbed", 1, 1)
    refused = await act(app, "GrabRedPacket", late, packet={"link": sent["link"]})
    assert refused == {"__typename": "RedPacketEmpty", "message": "Every place is taken."}
    opened = await act(app, "OpenRedPacket", friend, packetId=sent["id"])
    assert (opened["__typename"], opened["share"]) == ("RedPacketOpened", {"amount": "8.88", "currency": "CNY"})
    seen = await ask_trusted(app, "RedPacket", friend, id=sent["id"])
    assert (seen["link"], seen["mine"]["share"]["amount"], [share["isLuckiest"] for share in seen["shares"]["nodes"]]) == (None, "8.88", [True])
    assert await ask_trusted(app, "RedPacket", late, id=sent["id"]) is None
    assert [one["id"] for one in (await ask_trusted(app, "SentRedPackets", sender))["nodes"]] == [sent["id"]]
    (received,) = (await ask_trusted(app, "ReceivedRedPackets", friend))["nodes"]
    assert (received["packetId"], received["share"]["amount"]) == (sent["id"], "8.88")


async def test_a_repeat_over_http_is_told_the_same(app: RunningApp) -> None:
    sender, friend = [await customer_with_money(app, minor) for minor in (10_000, 0)]
    id_ = "b9c7d7a2-7d5c-4a8a-9d0e-0f6f3a4f1c11"
    asked = {"requestId": id_, "kind": "FIXED", "amount": yuan("1.00"), "places": 1, "to": {"phone": friend.phone}}
    first, again = [await act(app, "SendRedPacket", sender, **asked) for _ in range(2)]
    assert first == again and first["__typename"] == "RedPacket"
    (account, *_) = await ask_trusted(app, "Wallets", sender)
    assert account["balance"]["amount"] == "99.00"
