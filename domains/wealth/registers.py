"""Files of registrars and feeds, the part of wealth's public face that staff, the command line and the gateway use: `wealth.registers`.

Registrars, ValueFeeds   the ports through which jobs send orders and read what comes back
make_applications, read_confirmations, read_values   the same by hand
list_items, sum_items, list_files   what staff look at"""

from domains.wealth.events.registers import ApplicationsSent, ConfirmationsTaken, ValuesTaken
from domains.wealth.ports import RegisterFile, RegisterLine, Registrar, Registrars, ToldValue, ValueFeed, ValueFeeds, ValueFile
from domains.wealth.queries.registers import BrokenLine, ItemCount, OutsideFile, RegisterItem, list_files, list_items, sum_items
from domains.wealth.rules.registers import AGED_AFTER, Difference, FileKind, ItemState, LineKind, LineState, account_of
from domains.wealth.service.register_files import FileRead, make_applications, read_confirmations, read_values, send_applications

__all__ = ["AGED_AFTER", "ApplicationsSent", "BrokenLine", "ConfirmationsTaken", "Difference", "FileKind", "FileRead", "ItemCount", "ItemState", "LineKind"]
__all__ += ["LineState", "OutsideFile", "RegisterFile", "RegisterItem", "RegisterLine", "Registrar", "Registrars", "ToldValue", "ValueFeed", "ValueFeeds"]
__all__ += ["ValueFile", "ValuesTaken", "account_of", "list_files", "list_items", "make_applications", "read_confirmations", "read_values"]
__all__ += ["send_applications", "sum_items"]
