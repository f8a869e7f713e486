"""Every environment variable that the program reads, each with its type, default and meaning.

docs/settings.md is made from this table, and a test holds the two, and docker-compose.yml, together.
"""

from dataclasses import KW_ONLY, dataclass
from enum import Enum


class VariableType(Enum):
    TEXT = "text"
    NUMBER = "whole number"
    LIST = "list, separated by commas"


@dataclass(frozen=True)
class Variable:
    name: str
    type: VariableType
    default: str | int = ""
    _: KW_ONLY
    help: str
    choices: tuple[str, ...] = ()
    secret: bool = False
    required: bool = False  # production will not start without it


VARIABLES = (
    Variable(
        "SECRET_KEY",
        VariableType.TEXT,
        help="Signs sessions, links and codes. At least 50 random characters.",
        secret=True,
        required=True,
    ),
    Variable(
        "SECRET_KEY_FALLBACKS",
        VariableType.LIST,
        help="Earlier keys that still verify, so that the key can be changed without signing everybody out.",
        secret=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        VariableType.LIST,
        help="The host names that the program answers to. A wildcard is refused.",
        required=True,
    ),
    Variable(
        "SITE_URL",
        VariableType.TEXT,
        default="http://127.0.0.1:8000",
        help="The public address, as people type it. Links in messages and the socket's Origin check use it.",
        required=True,
    ),
    Variable(
        "DATABASE_URL",
        VariableType.TEXT,
        help="PostgreSQL 16 or later: postgresql://user:password@host:5432/name. The demo brings its own.",
        secret=True,
        required=True,
    ),
    Variable("DATABASE_POOL_MIN", VariableType.NUMBER, default=2, help="Connections that each process keeps open."),
    Variable("DATABASE_POOL_MAX", VariableType.NUMBER, default=20, help="Connections that each process opens at most."),
    Variable(
        "REDIS_URL",
        VariableType.TEXT,
        help="Redis 6.2 or later: redis://host:6379/0. Carries live frames between processes, and the cache. "
        "Empty: one process only, everything within it.",
        secret=True,
    ),
    Variable(
        "DATA_DIR",
        VariableType.TEXT,
        default="data",
        help="The folder of uploaded files, and of the demo's database. Relative to the project.",
    ),
    Variable(
        "STORAGE",
        VariableType.TEXT,
        default="disk",
        choices=("disk", "s3"),
        help="Where uploaded files are kept: in DATA_DIR, or in an S3-compatible store.",
    ),
    Variable("S3_ENDPOINT_URL", VariableType.TEXT, help="Address of the S3-compatible store."),
    Variable("S3_BUCKET", VariableType.TEXT, help="Bucket of the uploaded files. It must not be public."),
    Variable("S3_REGION", VariableType.TEXT, help="Region of the bucket, where the store asks for one."),
    Variable("S3_ACCESS_KEY", VariableType.TEXT, help="Key of the store's account.", secret=True),
    Variable("S3_SECRET_KEY", VariableType.TEXT, help="Secret of the store's account.", secret=True),
    Variable(
        "CLAMD",
        VariableType.TEXT,
        help="The virus scanner clamd, `host:port` or the path of its socket. Empty: uploads are not scanned.",
    ),
    Variable(
        "FILES_ACCEL_PREFIX",
        VariableType.TEXT,
        help="The proxy's internal address of the uploaded files: it delivers them after the program has allowed it. "
        "Empty: the program delivers them itself.",
    ),
    Variable(
        "WEB_PROCESSES", VariableType.NUMBER, default=1, help="Processes that serve pages, on all machines together."
    ),
    Variable("SOCKET_PROCESSES", VariableType.NUMBER, default=1, help="Processes that serve sockets, likewise."),
    Variable("WORKER_PROCESSES", VariableType.NUMBER, default=1, help="Processes that do background jobs, likewise."),
    Variable(
        "TRUSTED_PROXIES",
        VariableType.NUMBER,
        default=1,
        help="How many of our own proxies stand before the program: that many entries at the end of "
        "X-Forwarded-For are believed when rates are limited.",
    ),
    Variable(
        "SMS_PROVIDER",
        VariableType.TEXT,
        default="console",
        choices=("console", "http", "aliyun", "tencent"),
        help="How text messages are sent: printed (demo and tests), through an HTTP gateway with a bearer token, "
        "or through Aliyun or Tencent Cloud.",
    ),
    Variable(
        "SMS_GATEWAY_URL",
        VariableType.TEXT,
        help="Where the gateway takes messages. Empty: the provider's own address.",
    ),
    Variable("SMS_GATEWAY_TOKEN", VariableType.TEXT, help="Bearer token, with `http`.", secret=True),
    Variable("SMS_ACCESS_KEY", VariableType.TEXT, help="Access key, with `aliyun` and `tencent`.", secret=True),
    Variable("SMS_SECRET_KEY", VariableType.TEXT, help="Secret of the access key.", secret=True),
    Variable("SMS_REGION", VariableType.TEXT, default="ap-guangzhou", help="Region, with `tencent`."),
    Variable("SMS_APP_ID", VariableType.TEXT, help="Application, with `tencent`."),
    Variable("SMS_SIGNATURE", VariableType.TEXT, default="CoCare", help="Signature registered with the provider."),
    Variable(
        "SMS_TEMPLATES",
        VariableType.LIST,
        help="Ids under which the provider registered our templates: `sign_in_code=SMS_1001,reminder=SMS_1002`.",
    ),
    Variable("WEIXIN_CLIENT_ID", VariableType.TEXT, help="WeChat open-platform app id. Empty: no sign-in with WeChat."),
    Variable("WEIXIN_CLIENT_SECRET", VariableType.TEXT, help="Secret of that app.", secret=True),
    Variable("DINGTALK_CLIENT_ID", VariableType.TEXT, help="DingTalk app key. Empty: no sign-in with DingTalk."),
    Variable("DINGTALK_CLIENT_SECRET", VariableType.TEXT, help="Secret of that app.", secret=True),
    Variable(
        "HEALTH_TOKEN",
        VariableType.TEXT,
        help="Who shows this bearer token sees details at /api/v1/health. Empty: nobody does.",
        secret=True,
    ),
    Variable(
        "LOG_LEVEL",
        VariableType.TEXT,
        default="INFO",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        help="The least important log line that is written.",
    ),
)
