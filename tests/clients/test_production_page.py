"""docs/partners/production.md word for word: programs saved under their names, commands run in their order, on a real bank. Only the port differs."""

import re
import subprocess
from pathlib import Path

from integrations.sandbox.keys import SANDBOX_WEBHOOK_SECRET, push_secret
from integrations.sandbox.scenes import sandbox_partner_id
from tests.clients.test_quickstart import BLOCK, commands_of
from tests.gateway.cli.running import ROOT, a_data_folder, environment, running_up

PAGE = ROOT / "docs" / "partners" / "production.md"


def test_the_page_names_the_sandboxs_partner_and_secret() -> None:
    text = PAGE.read_text()
    assert str(sandbox_partner_id("forge-ledger")) in text
    assert push_secret(SANDBOX_WEBHOOK_SECRET, "forge-ledger") in text


def test_a_companys_system_goes_the_whole_way_by_the_page_alone(tmp_path: Path) -> None:
    blocks = list(BLOCK.finditer(PAGE.read_text()))
    starts, *types = [block["text"] for block in blocks if block["kind"] == "sh"]
    (sees,) = [block["text"] for block in blocks if block["kind"] == "text"]
    words = starts.split()
    assert words[:2] == ["scenebank", "up"]
    work = tmp_path / "work"
    work.mkdir()
    for block in blocks:
        if block["kind"] == "python":
            (work / block["name"]).write_text(block["text"])
    with a_data_folder() as data, running_up(data, *words[2:], seconds=180) as bank:
        port = bank.origin.rpartition(":")[2]
        told = environment(PATH=commands_of(tmp_path / "bin"), SCENEBANK_DATA=str(data), PYTHONUNBUFFERED="1", NO_PROXY="127.0.0.1")
        typed = re.sub(r"127\.0\.0\.1:8000\b", f"127.0.0.1:{port}", "".join(types))
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", typed], cwd=work, env=told, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert sees in done.stdout
