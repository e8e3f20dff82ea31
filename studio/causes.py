"""What an error of the operating system means, in words."""

from __future__ import annotations

import errno

_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EACCES: "you have no permission there",
    errno.EPERM: "you have no permission there",
    errno.EROFS: "that disk is read-only",
    errno.EEXIST: "something of that name is in the way",
    errno.ENOENT: "there is no such file or folder",
    errno.ENOTDIR: "a part of the path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.EIO: "the disk reported an error",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EFBIG: "the file would be larger than allowed",
    errno.ELOOP: "its links lead in a circle",
}


def cause_of(error: OSError) -> str:
    """Name the cause of `error` as the second half of a sentence."""
    known = _CAUSES.get(error.errno or 0)
    return known or (error.strerror or str(error)).lower()
