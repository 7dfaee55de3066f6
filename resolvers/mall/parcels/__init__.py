"""The mall's parcels in the app's language."""
