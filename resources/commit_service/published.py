"""The service's OpenAPI document: requests as components, and the token as a scheme."""

from collections.abc import Callable, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

_SCHEMA = "#/components/schemas/{model}"


def request_extra(model: type[BaseModel]) -> dict[str, Any]:
    """Return what OpenAPI must say of a POST that FastAPI does not read by itself."""
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }
    content = {"application/json": {"schema": {"$ref": _SCHEMA.format(model=model.__name__)}}}
    return {
        "parameters": [key],
        "requestBody": {"required": True, "content": content},
        "security": [{"bearer": []}],
    }


def publish(app: FastAPI, requests: tuple[type[BaseModel], ...]) -> None:
    """Let the application's OpenAPI document define the requests and the bearer token."""
    made: Callable[[], dict[str, Any]] = app.openapi

    def whole() -> dict[str, Any]:
        document = made()
        components = document.setdefault("components", {})
        components.setdefault("schemas", {}).update(_schemas(requests))
        components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
        return document

    vars(app)["openapi"] = whole


def _schemas(requests: tuple[type[BaseModel], ...]) -> Mapping[str, Any]:
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [(one, "validation") for one in requests]
    _, schema = models_json_schema(models, ref_template=_SCHEMA)
    found: Mapping[str, Any] = schema["$defs"]
    return found
