"""Their side: Saleor from its own source with its own interpreter, set up as for production, and filled with the same catalogue."""

import hashlib
import hmac
import json
import os
import secrets
import subprocess
from base64 import b64encode
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import asyncpg
import psycopg
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from psycopg.sql import SQL, Identifier, Literal

from bench.mall.shelves import UNITS_EACH, Product

CHANNEL = "default-channel"
HOW_TO_FETCH = """\
Saleor is not measured: {why}. To fetch it beside the project:
  git clone --depth 1 https://github.com/saleor/saleor.git ../saleor
  uv venv --python 3.12 ../saleor-venv
  uv export --project ../saleor --no-dev --no-emit-project --quiet > ../saleor-requirements.txt
  uv pip install --python ../saleor-venv/bin/python -r ../saleor-requirements.txt "pytest>=9,<10"
(its production code imports pytest), then:
  python -m bench.mall --saleor ../saleor --saleor-python ../saleor-venv/bin/python
It needs the extensions pg_trgm, btree_gin, hstore and pgcrypto: name the folder of a PostgreSQL that has contrib in SCENEBANK_POSTGRES_BIN
(Debian's postgresql-15: /usr/lib/postgresql/15/bin); both sides then run on it.
"""

FILL_PRODUCTS = f"""
INSERT INTO product_product (name, slug, description, description_plaintext, product_type_id, category_id, metadata, private_metadata, search_document,
    search_index_dirty, created_at, updated_at)
SELECT name, slug, jsonb_build_object('blocks', jsonb_build_array(jsonb_build_object('type', 'paragraph', 'data', jsonb_build_object('text', description)))),
    description, (SELECT min(id) FROM product_producttype), (SELECT min(id) FROM product_category), '{{}}', '{{}}', '', true, now(), now()
FROM bench_product ORDER BY slug;
INSERT INTO product_productvariant (name, sku, product_id, track_inventory, metadata, private_metadata, sort_order, is_preorder, created_at, updated_at)
SELECT one.colour, one.sku, product.id, true, '{{}}', '{{}}', one.place, false, now(), now()
FROM bench_variant AS one JOIN product_product AS product USING (slug) ORDER BY one.sku;
UPDATE product_product AS product SET default_variant_id = variant.id FROM product_productvariant AS variant
WHERE variant.product_id = product.id AND variant.sort_order = 0;
INSERT INTO product_productmedia (sort_order, image, alt, type, external_url, oembed_data, product_id, to_remove, metadata, private_metadata)
SELECT 0, one.picture, one.name, 'IMAGE', NULL, '{{}}', product.id, false, '{{}}', '{{}}'
FROM bench_product AS one JOIN product_product AS product USING (slug);
INSERT INTO product_productchannellisting (published_at, is_published, channel_id, product_id, discounted_price_amount, currency, visible_in_listings,
    available_for_purchase_at, discounted_price_dirty)
SELECT now() - interval '1 day', true, channel.id, product.id, min(one.price), channel.currency_code, true, now() - interval '1 day', false
FROM bench_variant AS one JOIN product_product AS product USING (slug) CROSS JOIN channel_channel AS channel GROUP BY product.id, channel.id;
INSERT INTO product_productvariantchannellisting (currency, price_amount, channel_id, variant_id, discounted_price_amount)
SELECT channel.currency_code, one.price, channel.id, variant.id, one.price
FROM bench_variant AS one JOIN product_productvariant AS variant USING (sku) CROSS JOIN channel_channel AS channel;
INSERT INTO warehouse_stock (quantity, product_variant_id, warehouse_id, quantity_allocated)
SELECT {UNITS_EACH}, id, (SELECT id FROM warehouse_warehouse LIMIT 1), 0 FROM product_productvariant;
UPDATE product_producttype SET has_variants = true;
UPDATE site_sitesettings SET limit_quantity_per_checkout = NULL;
UPDATE tax_taxconfiguration SET charge_taxes = false;
"""


def make_role(superuser_dsn: str, name: str) -> str:
    """A role that may make extensions; its password. One round of hashing instead of 4,096, as Saleor signs in to the database for each request."""
    password, salt = secrets.token_urlsafe(24), secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    keys = [b64encode(one).decode() for one in (salt, stored, hmac.digest(salted, b"Server Key", "sha256"))]
    verifier = "SCRAM-SHA-256$1:{}${}:{}".format(*keys)
    with psycopg.connect(superuser_dsn, autocommit=True) as connection:
        connection.execute(SQL("CREATE ROLE {} LOGIN SUPERUSER PASSWORD {}").format(Identifier(name), Literal(verifier)))
    return password


class SaleorMissing(Exception):
    """There is nothing to measure; says why."""


class Saleor:
    """A Saleor on a database of its own. Its migrations make a channel, a warehouse, a product type, a category and free shipping."""

    def __init__(self, folder: Path, python: Path, dsn: str, port: int) -> None:
        self._folder, self._python, self._port = folder, python, port
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.dsn, self.app_token = dsn, ""
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("SCENEBANK_")},
            **{"DATABASE_URL": dsn, "DEBUG": "False", "SECRET_KEY": "bench", "RSA_PRIVATE_KEY": pem.decode(), "PYTHONDONTWRITEBYTECODE": "1"},
            **{"ALLOWED_HOSTS": "127.0.0.1", "ALLOWED_CLIENT_HOSTS": "127.0.0.1", "PUBLIC_URL": f"http://127.0.0.1:{port}"},
            # The cache in memory. What would be a background task goes to a queue in memory that nobody reads, so that it costs Saleor nothing.
            # A connection for each request, as is its default: Django's pool and persistent connections are not given back under ASGI.
            **{"CACHE_URL": "locmem://", "CELERY_BROKER_URL": "memory://"},
            **{"SEND_USAGE_TELEMETRY": "False", "OTEL_SDK_DISABLED": "true", "PLAYGROUND_ENABLED": "False"},
        }

    def command(self, workers: int) -> list[str]:
        """What its own image starts, on our port."""
        told = [f"--port={self._port}", f"--workers={workers}", "--lifespan=auto", "--ws=none", "--no-server-header", "--no-access-log"]
        return [str(self._python), "-m", "uvicorn", "saleor.asgi:application", "--host=127.0.0.1", "--timeout-keep-alive=35", *told]

    @property
    def folder(self) -> Path:
        return self._folder

    def migrate(self) -> None:
        """Some minutes."""
        self._manage("migrate", "--no-input", "--verbosity=0", PGOPTIONS="-c synchronous_commit=off")

    async def fill(self, catalogue: Sequence[Product]) -> None:
        """The catalogue by statements over sets, search by Saleor's own command, and an app that may tell of payments."""
        connection = await asyncpg.connect(self.dsn)
        try:
            await connection.execute(
                "CREATE TEMPORARY TABLE bench_product (slug text, name text, description text, picture text);"
                "CREATE TEMPORARY TABLE bench_variant (slug text, sku text, colour text, place integer, price numeric)"
            )
            rows = [(one.slug, one.title_en, one.description, one.picture.partition("example/")[2]) for one in catalogue]
            await connection.copy_records_to_table("bench_product", records=rows)
            variants = [
                (one.slug, item.sku, item.colour_en, place, Decimal(item.price_minor).scaleb(-2))
                for one in catalogue
                for place, item in enumerate(one.variants)
            ]
            await connection.copy_records_to_table("bench_variant", records=variants)
            await connection.execute(FILL_PRODUCTS)
            self._manage("update_search_indexes", CELERY_BROKER_URL="")
            await connection.execute("VACUUM ANALYZE")
        finally:
            await connection.close()
        made = self._manage("create_app", "bench", "--permission=HANDLE_PAYMENTS", "--activate")
        self.app_token = json.loads(made)["auth_token"]

    def _manage(self, *arguments: str, **more: str) -> str:
        command = [str(self._python), "manage.py", *arguments]
        told = subprocess.run(command, cwd=self._folder, env=self.environment | more, capture_output=True, text=True, check=False)
        if told.returncode:
            raise SaleorMissing(f"`manage.py {arguments[0]}` ended with {told.returncode}: {told.stderr.strip()[-500:]}")
        return told.stdout
