"""Settings of signing in: django-allauth with phone code, password and second factor, WeChat and DingTalk."""

from cocare.settings import env

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "cocare.web.allauth_adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"phone"}
# An account has a phone number and nothing else that could be guessed.
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# Without a password field here the sign-in form would lose its own.
ACCOUNT_SIGNUP_FIELDS = ["phone*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900

ACCOUNT_FORMS = {
    "request_login_code": "cocare.web.sign_in_forms.RequestCodeForm",
    "confirm_login_code": "cocare.web.sign_in_forms.ConfirmCodeForm",
    "verify_phone": "cocare.web.sign_in_forms.VerifyPhoneForm",
    "login": "cocare.web.sign_in_forms.PasswordForm",
    "reauthenticate": "cocare.web.sign_in_forms.ReauthenticateForm",
    "change_password": "cocare.web.sign_in_forms.ChangePasswordForm",
    "set_password": "cocare.web.sign_in_forms.SetPasswordForm",
}

SIX_DIGITS = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = SIX_DIGITS
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_CODE_FORMAT = SIX_DIGITS

# A school's families share one address on its opening evening, so the limits by address are wide and the limits
# by phone number are narrow.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/5m/key",
    "request_login_code": "300/m/ip,3/m/key,12/h/key",
    "reauthenticate": "10/m/user",
    "signup": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES")

# Whoever acts for a school, the district or a partner needs a second factor. Off in the demo and in most tests.
STAFF_SECOND_FACTOR = True
MFA_ADAPTER = "cocare.web.allauth_adapters.MfaAdapter"
MFA_FORMS = {
    "authenticate": "cocare.web.sign_in_forms.AuthenticateForm",
    "reauthenticate": "cocare.web.sign_in_forms.SecondReauthenticateForm",
    "activate_totp": "cocare.web.sign_in_forms.ActivateTOTPForm",
}
# Clocks of phones drift: the code before and after is taken too, each of them once.
MFA_TOTP_TOLERANCE = 1
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CoCare"
USERSESSIONS_ADAPTER = "cocare.web.allauth_adapters.SessionsAdapter"
USERSESSIONS_TRACK_ACTIVITY = True

SMS_PROVIDER = env.text("SMS_PROVIDER")
SMS_GATEWAY_URL = env.text("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = env.text("SMS_GATEWAY_TOKEN")
SMS_ACCESS_KEY = env.text("SMS_ACCESS_KEY")
SMS_SECRET_KEY = env.text("SMS_SECRET_KEY")
SMS_REGION = env.text("SMS_REGION")
SMS_APP_ID = env.text("SMS_APP_ID")
SMS_SIGNATURE = env.text("SMS_SIGNATURE")
SMS_TEMPLATES = env.pairs("SMS_TEMPLATES")

SOCIALACCOUNT_PROVIDERS = {
    provider: {"APPS": [{"client_id": client_id, "secret": env.text(secret), "key": ""}]}
    for provider, client_id, secret in (
        ("weixin", env.text("WEIXIN_CLIENT_ID"), "WEIXIN_CLIENT_SECRET"),
        ("dingtalk", env.text("DINGTALK_CLIENT_ID"), "DINGTALK_CLIENT_SECRET"),
    )
    if client_id
}
PROVIDER_APPS = {"weixin": "cocare.web.weixin", "dingtalk": "allauth.socialaccount.providers.dingtalk"}
PROVIDER_HOSTS = {"weixin": "https://open.weixin.qq.com", "dingtalk": "https://login.dingtalk.com"}
SIGN_IN_PROVIDER_APPS = [PROVIDER_APPS[name] for name in SOCIALACCOUNT_PROVIDERS]
# Browsers hold a form's redirect to form-action as well.
SIGN_IN_HOSTS = [PROVIDER_HOSTS[name] for name in SOCIALACCOUNT_PROVIDERS]
# Accounts are made by the district or by a claim code, never by a stranger's WeChat.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
