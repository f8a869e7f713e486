"""WeChat and DingTalk are there when the settings name them, and nowhere else."""

import json
import os
import subprocess
import sys

QUESTION = """
import json, django; django.setup()
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
def address(name):
    try: return reverse(name)
    except NoReverseMatch: return None
from allauth.socialaccount.providers import registry
from django.test import RequestFactory
weixin = registry.get_class("weixin")
uid = [weixin.extract_uid(None, data) for data in ({"openid": "o", "unionid": "u"}, {"openid": "o"})] if weixin else []
print(json.dumps({
    "weixin": address("weixin_login"), "dingtalk": address("dingtalk_login"), "uid": uid,
    "forms": settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"],
}))
"""
BOTH = {
    "WEIXIN_CLIENT_ID": "wx1",
    "WEIXIN_CLIENT_SECRET": "s",
    "DINGTALK_CLIENT_ID": "dd1",
    "DINGTALK_CLIENT_SECRET": "s",
}


def answers(**environment: str) -> dict:
    run = subprocess.run(
        [sys.executable, "-c", QUESTION], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr[-2000:]
    return json.loads(run.stdout.strip().splitlines()[-1])


def test_without_keys_there_are_none():
    found = answers()
    assert (found["weixin"], found["dingtalk"]) == (None, None)
    assert found["forms"] == ["'self'"]


def test_with_keys_both_are_there_and_a_person_is_known_by_unionid():
    found = answers(**BOTH)
    assert (found["weixin"], found["dingtalk"]) == ("/accounts/weixin/login/", "/accounts/dingtalk/login/")
    assert found["uid"] == ["u", "o"]
    assert found["forms"] == ["'self'", "https://open.weixin.qq.com", "https://login.dingtalk.com"]
