"""What partners push to the house, the part of the scenes' public face that its door uses: `scenes.pushes`.

take_push     store a message whose signature holds, once
find_push     how it stands"""

from domains.scenes.errors.push import PushMalformed, PushReused, PushTypeUnknown
from domains.scenes.events.push import PushReceived
from domains.scenes.queries.push import Push, find_push
from domains.scenes.rules.push import PUSH_TYPES, PushState
from domains.scenes.service.push import PushTaken, TakePushCommand, take_push

__all__ = ["PUSH_TYPES", "Push", "PushMalformed", "PushReceived", "PushReused", "PushState", "PushTaken", "PushTypeUnknown", "TakePushCommand"]
__all__ += ["find_push", "take_push"]
