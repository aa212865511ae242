"""The service inside a run: the same client and the same service, without a network between."""

import httpx

from resources.commit_service.service import CommitService

ENDPOINT = "http://embedded.invalid/v1"


class EmbeddedTransport(httpx.BaseTransport):
    """Hands every request of the client to a service in this process."""

    def __init__(self, service: CommitService) -> None:
        self.service = service

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the service's answer."""
        key = request.headers.get("Idempotency-Key")
        answer = self.service.handle(request.method, request.url.path, key, request.read())
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body)
