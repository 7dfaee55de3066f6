"""Pages for browsers: sign in, look at the wallet, send and top up, settings. Plain HTML and forms, without any script."""

from gateway.pages.asking import PageCaller
from gateway.pages.routes import page_errors, page_routes
from gateway.pages.visits import DemoCustomer, Pages

__all__ = ["DemoCustomer", "PageCaller", "Pages", "page_errors", "page_routes"]
