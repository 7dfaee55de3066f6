"""Pages of docs/ that are generated from the code, so that they cannot say anything else. `python -m gateway.documentation errors` writes docs/errors.md."""

from gateway.documentation.errors_page import errors_page

__all__ = ["errors_page"]
