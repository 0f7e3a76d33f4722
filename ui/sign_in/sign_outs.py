"""Sign-outs, which end every sign-in of a person: in other tabs, other browsers, and on replicas that share the folder.

A cookie that somebody kept would be good for as long as it lasts. So the moment of a sign-out is kept beside the access
log, as the time of an empty file whose name is the hash of the account.
"""

import hashlib
import os
import time
from pathlib import Path

from ui.sign_in.access_log import access_log

FOLDER = "signed_out"


def _mark(account: str) -> Path:
    return access_log().parent / FOLDER / hashlib.sha256(account.encode()).hexdigest()


def end_sign_ins(account: str) -> None:
    """End every sign-in of an account that was made until now. Raises OSError when that cannot be kept."""
    mark, now = _mark(account), time.time()
    mark.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark.touch(mode=0o600)
    os.utime(mark, (now, now))


def is_ended(account: str, since: float) -> bool:
    """Has the person signed out since this moment (in seconds since 1970)?"""
    try:
        return _mark(account).stat().st_mtime >= since
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # nobody knows
        return True
