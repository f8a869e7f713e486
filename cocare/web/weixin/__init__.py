"""WeChat as django-allauth knows it, but a person is the same one in every app of the account: unionid."""
