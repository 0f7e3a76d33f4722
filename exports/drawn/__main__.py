"""The worker process: python -m exports.drawn FD, which exports.drawn.worker starts. It reads jobs and answers them,
until nobody has asked for IDLE seconds or who started it is gone."""

import json
import os
import sys
from multiprocessing.connection import Connection
from typing import Any

from exports.drawn.engine import Engine
from exports.drawn.picture import picture
from exports.drawn.typesetting import typeset

IDLE = 600  # seconds
NICE = 5  # the answers of visitors come first


def serve(line: Connection) -> None:
    """Answer each job with whether it succeeded, and then with what was made, or the reason."""
    engine = Engine()
    while line.poll(IDLE):
        try:
            job = json.loads(line.recv_bytes())
        except EOFError:
            return
        try:
            made = _made(job, engine)
            line.send_bytes(b"1")
        except Exception as error:  # whatever it is, who asked is told
            made = f"{type(error).__name__}: {error}"[:2000].encode()
            line.send_bytes(b"0")
        line.send_bytes(made)


def _made(job: dict[str, Any], engine: Engine) -> bytes:
    drawn = [engine.draw(figure, width, height) for figure, width, height in job["figures"]]
    if job["data"] is None:
        return json.dumps(drawn).encode()
    if job["kind"] == "picture":
        return picture(drawn[0], job["data"], engine.lines)
    return typeset({**job["data"], "drawings": drawn})


if __name__ == "__main__":
    os.nice(NICE)
    serve(Connection(int(sys.argv[1])))
