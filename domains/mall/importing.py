"""Files of products, a leaf of the mall's public face: `mall.importing`.

receive_import                     a shop sends a file in; the house does the rest
find_acted_imports, list_imports   how far it is, and what is wrong with which line"""

from domains.mall.errors.imports import ImportedSkuTaken, ImportsWaiting
from domains.mall.events.imports import GoodsImportEnded, GoodsImportReceived
from domains.mall.queries.imports import GoodsImport, list_imports
from domains.mall.rules.import_lines import COLUMNS, FILE_MOST_BYTES, LINES_MOST, LineError, Wrong
from domains.mall.rules.imports import ImportState, read_import
from domains.mall.service.imports import ReceiveImportCommand, find_acted_imports, receive_import

__all__ = ["COLUMNS", "FILE_MOST_BYTES", "LINES_MOST", "GoodsImport", "GoodsImportEnded", "GoodsImportReceived", "ImportState", "ImportedSkuTaken"]
__all__ += ["ImportsWaiting", "LineError", "ReceiveImportCommand", "Wrong", "find_acted_imports", "list_imports", "read_import", "receive_import"]
