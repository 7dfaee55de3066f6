"""Payment channels: a folder for each network, with its flow (client.py) and its format (wire.py)."""
