"""Pictures as telephones of one make take them: read by a library of their own, then like any other."""

from pi_heif import register_heif_opener

from erasdu.kernel.uploads import pictures
from erasdu.kernel.uploads.limits import Cleaned


def clean(data: bytes, kind: str) -> Cleaned:
    # One thread: each one more takes address space, of which there is little here.
    register_heif_opener(decode_threads=1, thumbnails=False, depth_images=False, aux_images=False)
    return pictures.clean(data, kind)
