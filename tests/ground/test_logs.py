"""Log lines: one JSON object each, and no telephone number in any of them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cocare.settings.logs import mask_phones

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.parametrize("said", ["13800138000", "+8613800138000", "8613800138000"])
def test_a_phone_leaves_masked(said):
    assert mask_phones(None, "info", {"event": f"sent to {said}, thanks"})["event"] == "sent to 138****8000, thanks"


@pytest.mark.parametrize("said", ["20261124", "1234567890123456789", "019f1380-0138-7000-8000-013800138000"])
def test_other_numbers_stay(said):
    assert mask_phones(None, "info", {"event": said})["event"] == said


def test_a_line_of_production_is_json_with_its_traceback():
    script = (
        "from cocare.settings.logs import logging_config; logging_config('INFO', as_json=True)\n"
        "import logging, structlog\n"
        "structlog.get_logger('cocare').info('file.kept', size=3)\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: logging.getLogger('django').exception('failed for %s', '13800138000')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    kept, failed = [json.loads(line) for line in ran.stderr.splitlines()]
    assert (kept["event"], kept["size"], kept["level"], kept["logger"]) == ("file.kept", 3, "info", "cocare")
    assert failed["event"] == "failed for 138****8000"
    assert "ZeroDivisionError" in failed["exception"]
