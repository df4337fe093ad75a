"""The bucket of ERASDU_VAULT_URL. Only loaded when there is one: its library is large."""

from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from storages.backends.s3 import S3Storage

# Checksums and addresses as every server that speaks S3 knows them, not only the first one.
CONFIG = Config(
    s3={"addressing_style": "path"},
    signature_version="s3v4",
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
    connect_timeout=5,
    read_timeout=20,
    retries={"max_attempts": 2},
)
IN_THIS_THREAD = TransferConfig(use_threads=False)


class Bucket(S3Storage):  # type: ignore[misc]
    """What this process has in its environment for other uses of S3 does not count."""

    def __init__(self, **options: Any) -> None:
        fixed = {"client_config": CONFIG, "transfer_config": IN_THIS_THREAD}
        super().__init__(default_acl=None, session_profile=None, security_token=None, **fixed, **options)
