from django.apps import AppConfig


class Vault(AppConfig):
    name = "erasdu.ground.vault"
    label = "vault"
