"""Codes as pictures: a QR code with the house's mark, a wall to print, what came of a wall as a heat map, and codes that pay."""

from gateway.codes.heat_map import heat_map_of
from gateway.codes.paying import PayingPictures, paying_routes
from gateway.codes.qr import png_of, svg_of
from gateway.codes.routes import CodePictures, code_routes
from gateway.codes.walls import PAPERS, Caption, wall_pdf

__all__ = ["PAPERS", "Caption", "CodePictures", "PayingPictures", "code_routes", "heat_map_of", "paying_routes", "png_of", "svg_of", "wall_pdf"]
