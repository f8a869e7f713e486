"""Every environment variable that the program reads, each with its type, default and meaning.

docs/settings.md is made from this table, and a test holds the two, and docker-compose.yml, together.
"""

from cocare.settings.env import Kind, Variable

VARIABLES = (
    Variable(
        "SECRET_KEY",
        Kind.TEXT,
        help="Signs sessions, links and codes. At least 50 random characters.",
        secret=True,
        required=True,
    ),
    Variable(
        "SECRET_KEY_FALLBACKS",
        Kind.LIST,
        help="Earlier keys that still verify, so that the key can be changed without signing everybody out.",
        secret=True,
    ),
    Variable(
        "ALLOWED_HOSTS",
        Kind.LIST,
        help="The host names that the program answers to. A wildcard is refused.",
        required=True,
    ),
    Variable(
        "SITE_URL",
        Kind.TEXT,
        default="http://127.0.0.1:8000",
        help="The public address, as people type it. Links in messages and the socket's Origin check use it.",
        required=True,
    ),
    Variable(
        "DATABASE_URL",
        Kind.TEXT,
        help="PostgreSQL 16 or later: postgresql://user:password@host:5432/name. The demo brings its own.",
        secret=True,
        required=True,
    ),
    Variable("DATABASE_POOL_MIN", Kind.NUMBER, default=2, help="Connections that each process keeps open."),
    Variable("DATABASE_POOL_MAX", Kind.NUMBER, default=20, help="Connections that each process opens at most."),
    Variable(
        "REDIS_URL",
        Kind.TEXT,
        help="Redis 6.2 or later: redis://host:6379/0. Carries live frames between processes, and the cache. "
        "Empty: one process only, everything within it.",
        secret=True,
    ),
    Variable(
        "DATA_DIR",
        Kind.TEXT,
        default="data",
        help="The folder of uploaded files, and of the demo's database. Relative to the project.",
    ),
    Variable(
        "STORAGE",
        Kind.TEXT,
        default="disk",
        choices=("disk", "s3"),
        help="Where uploaded files are kept: in DATA_DIR, or in an S3-compatible store.",
    ),
    Variable("S3_ENDPOINT_URL", Kind.TEXT, help="Address of the S3-compatible store."),
    Variable("S3_BUCKET", Kind.TEXT, help="Bucket of the uploaded files. It must not be public."),
    Variable("S3_REGION", Kind.TEXT, help="Region of the bucket, where the store asks for one."),
    Variable("S3_ACCESS_KEY", Kind.TEXT, help="Key of the store's account.", secret=True),
    Variable("S3_SECRET_KEY", Kind.TEXT, help="Secret of the store's account.", secret=True),
    Variable(
        "CLAMD",
        Kind.TEXT,
        help="The virus scanner clamd, `host:port` or the path of its socket. Empty: uploads are not scanned.",
    ),
    Variable(
        "FILES_ACCEL_PREFIX",
        Kind.TEXT,
        help="The proxy's internal address of the uploaded files: it delivers them after the program has allowed it. "
        "Empty: the program delivers them itself.",
    ),
    Variable("WEB_PROCESSES", Kind.NUMBER, default=1, help="Processes that serve pages, on all machines together."),
    Variable("SOCKET_PROCESSES", Kind.NUMBER, default=1, help="Processes that serve sockets, likewise."),
    Variable("WORKER_PROCESSES", Kind.NUMBER, default=1, help="Processes that do background jobs, likewise."),
    Variable(
        "TRUSTED_PROXIES",
        Kind.NUMBER,
        default=1,
        help="How many of our own proxies stand before the program: that many entries at the end of "
        "X-Forwarded-For are believed when rates are limited.",
    ),
    Variable(
        "SMS_PROVIDER",
        Kind.TEXT,
        default="console",
        choices=("console", "http", "aliyun", "tencent"),
        help="How text messages are sent: printed (demo and tests), through an HTTP gateway with a bearer token, "
        "or through Aliyun or Tencent Cloud.",
    ),
    Variable("SMS_GATEWAY_URL", Kind.TEXT, help="Where the gateway takes messages. Empty: the provider's own address."),
    Variable("SMS_GATEWAY_TOKEN", Kind.TEXT, help="Bearer token, with `http`.", secret=True),
    Variable("SMS_ACCESS_KEY", Kind.TEXT, help="Access key, with `aliyun` and `tencent`.", secret=True),
    Variable("SMS_SECRET_KEY", Kind.TEXT, help="Secret of the access key.", secret=True),
    Variable("SMS_REGION", Kind.TEXT, default="ap-guangzhou", help="Region, with `tencent`."),
    Variable("SMS_APP_ID", Kind.TEXT, help="Application, with `tencent`."),
    Variable("SMS_SIGNATURE", Kind.TEXT, default="CoCare", help="Signature registered with the provider."),
    Variable(
        "SMS_TEMPLATES",
        Kind.LIST,
        help="Ids under which the provider registered our templates: `sign_in_code=SMS_1001,reminder=SMS_1002`.",
    ),
    Variable("WEIXIN_CLIENT_ID", Kind.TEXT, help="WeChat open-platform app id. Empty: no sign-in with WeChat."),
    Variable("WEIXIN_CLIENT_SECRET", Kind.TEXT, help="Secret of that app.", secret=True),
    Variable("DINGTALK_CLIENT_ID", Kind.TEXT, help="DingTalk app key. Empty: no sign-in with DingTalk."),
    Variable("DINGTALK_CLIENT_SECRET", Kind.TEXT, help="Secret of that app.", secret=True),
    Variable(
        "HEALTH_TOKEN",
        Kind.TEXT,
        help="Who shows this bearer token sees details at /api/v1/health. Empty: nobody does.",
        secret=True,
    ),
    Variable(
        "LOG_LEVEL",
        Kind.TEXT,
        default="INFO",
        choices=("DEBUG", "INFO", "WARNING", "ERROR"),
        help="The least important log line that is written.",
    ),
)
