"""How the server takes in an uploaded file: in memory, up to a limit. Django's own would write a large one to the disk.

Of a file that is too large nothing is kept but its size, so that the form can say so at its place.
"""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers, StopUpload

from erasdu.kernel.uploads.limits import MAX_BYTES

MOST = 3 * MAX_BYTES  # of all files of one request together
ENOUGH = 8 * MAX_BYTES  # here we hang up


class InMemory(FileUploadHandler):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.seen = 0

    def new_file(self, *args: Any, **options: Any) -> None:
        super().new_file(*args, **options)
        self.content, self.whole = BytesIO(), True
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > ENOUGH:
            raise StopUpload(connection_reset=True)
        if self.seen > MOST or start + len(raw_data) > MAX_BYTES:
            self.content, self.whole = BytesIO(), False
        elif self.whole:
            self.content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.content.seek(0)
        size = file_size if self.whole else max(file_size, MAX_BYTES + 1)
        return InMemoryUploadedFile(
            self.content,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            size,
            self.charset,
            self.content_type_extra,
        )
