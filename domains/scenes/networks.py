"""Outside networks, a part of the scenes' public face: `scenes.networks`.

friends  agree_friends, withdraw_friends, find_friend_consents, list_friends
cards    share_card, find_cards, list_cards"""

from domains.scenes.errors.network import CardMalformed, FriendConsentNotFound, FriendConsentStands, ShareNotFound
from domains.scenes.events.network import CardPosted, CardRefused, CardShared, FriendsAgreed, FriendsWithdrawn
from domains.scenes.queries.network import Card, FriendConsent, find_cards, find_friend_consents, list_cards, list_friends
from domains.scenes.rules.network import CardState, FriendConsentState
from domains.scenes.rules.scene import NetworkScene
from domains.scenes.service.network import (
    AgreeFriendsCommand,
    CountLikesCommand,
    ShareCardCommand,
    WithdrawFriendsCommand,
    agree_friends,
    count_likes,
    share_card,
    withdraw_friends,
)

__all__ = ["AgreeFriendsCommand", "Card", "CardMalformed", "CardPosted", "CardRefused", "CardShared", "CardState", "CountLikesCommand", "FriendConsent"]
__all__ += ["FriendConsentNotFound", "FriendConsentStands", "FriendConsentState", "FriendsAgreed", "FriendsWithdrawn", "NetworkScene", "ShareCardCommand"]
__all__ += ["ShareNotFound", "WithdrawFriendsCommand", "agree_friends", "count_likes", "find_cards", "find_friend_consents", "list_cards", "list_friends"]
__all__ += ["share_card", "withdraw_friends"]
