"""One websocket between a visitor and Streamlit, which can be ended from our side."""

from starlette.types import Message, Receive, Send


class Session:
    """What Streamlit hears and says through a websocket. After its end nothing is said any more."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._is_over = False

    async def send(self, message: Message) -> None:
        """Say something, unless the session is over: Streamlit takes the OSError for a visitor who has left."""
        if self._is_over:
            raise OSError("The session is over.")
        await self._send(message)

    async def end(self, code: int) -> Message:
        """End it, if it is not over. code: of the close, as RFC 6455 has them. Returns what Streamlit hears of it."""
        if not self._is_over:
            self._is_over = True
            await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}
