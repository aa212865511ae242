"""A GitHub that keeps state: a real bare repository behind the API, held against GitHub's schemas.

Every request and every answer is validated; faults are played in the order that a test gives.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import jsonschema
from graphql import GraphQLSchema, build_schema, graphql_sync

from tests.support.repositories import git

_CASES = Path(__file__).parents[1] / "cases" / "github"
Json = dict[str, Any]


class Schemas:
    """GitHub's REST description: finds an operation, validates, makes minimal answers."""

    def __init__(self) -> None:
        self.document: Json = json.loads((_CASES / "openapi.json").read_text())

    def operation(self, method: str, path: str) -> tuple[Json, dict[str, str]]:
        """Return the operation of a request and its path parameters."""
        for template, methods in self.document["paths"].items():
            pattern = re.sub(r"\\\{(ref)\\\}", r"(?P<\1>.+)", re.escape(template))
            pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", pattern)
            found = re.fullmatch(pattern, path)
            if found and method.lower() in methods:
                return {**methods[method.lower()], "template": template}, found.groupdict()
        raise AssertionError(f"GitHub has no operation {method} {path}")

    def check(self, value: object, schema: Json) -> None:
        """Fail unless a value fits a schema of the document."""
        whole = {**self._without_nullable(schema), "components": self._components}
        jsonschema.Draft202012Validator(whole).validate(value)

    @cached_property
    def _components(self) -> Json:
        found: Json = self._without_nullable(self.document["components"])
        return found

    def _without_nullable(self, node: Any) -> Any:
        """Return OpenAPI 3.0 as JSON Schema: ``nullable`` becomes a type."""
        if isinstance(node, list):
            return [self._without_nullable(item) for item in node]
        if not isinstance(node, dict):
            return node
        made = {key: self._without_nullable(value) for key, value in node.items()}
        if made.pop("nullable", False) is True:
            return {"anyOf": [made, {"type": "null"}]}
        return made

    def resolved(self, schema: Json) -> Json:
        """Return a schema with its reference followed."""
        while "$ref" in schema:
            target: Any = self.document
            for part in schema["$ref"][2:].split("/"):
                target = target[part]
            schema = target
        return schema

    def sample(self, schema: Json) -> Any:
        """Return a minimal value that fits a schema."""
        schema = self.resolved(schema)
        if schema.get("nullable"):
            return None
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self.sample(schema[choice][0])
        if "allOf" in schema:
            merged: Json = {}
            for part in schema["allOf"]:
                merged |= self.sample(part)
            return merged
        if "enum" in schema:
            return schema["enum"][0]
        kind = schema.get("type", "object" if "properties" in schema else "string")
        if kind == "object":
            properties = schema.get("properties", {})
            return {name: self.sample(properties[name]) for name in schema.get("required", ())}
        if kind == "string":
            formats = {"date-time": "2026-01-01T00:00:00Z", "uri": "https://api.github.com/x"}
            return formats.get(schema.get("format", ""), "x")
        return {"array": [], "integer": 1, "number": 1.0, "boolean": False}[kind]


@dataclass
class FakeGitHub:
    """One repository ``o/r`` on the fake host."""

    path: Path
    faults: list[Callable[[httpx.Request], httpx.Response | str | None]] = field(
        default_factory=list
    )
    """Asked before each request: an answer, ``lost`` (carry out, then answer 502), or nothing."""
    pulls: list[Json] = field(default_factory=list)
    hidden_lists: int = 0
    """How many lists of pull requests still hide the newest one."""
    graphql_on: bool = True
    requests: list[httpx.Request] = field(default_factory=list)
    schemas: Schemas = field(default_factory=Schemas)

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        fault = self.faults.pop(0)(request) if self.faults else None
        if isinstance(fault, httpx.Response):
            return fault
        if request.headers.get("Authorization") != "Bearer t":
            return httpx.Response(401, json={"message": "Bad credentials"})
        answer = self._graphql(request) if request.url.path == "/graphql" else self._rest(request)
        return httpx.Response(502) if fault == "lost" else answer

    def git(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run git in the repository behind the API."""
        return git(self.path, *arguments, stdin=stdin)

    def _rest(self, request: httpx.Request) -> httpx.Response:
        operation, found = self.schemas.operation(request.method, request.url.path)
        body: Json = json.loads(request.content) if request.content else {}
        if "requestBody" in operation:
            content = operation["requestBody"]["content"]
            self.schemas.check(body, content["application/json"]["schema"])
        allowed = {self.schemas.resolved(p)["name"] for p in operation.get("parameters", ())}
        assert set(request.url.params) <= allowed, request.url
        name = f"{request.method} {operation['template'].removeprefix('/repos/{owner}/{repo}')}"
        status, given = self._carried_out(name, found, body, dict(request.url.params))
        return self._answer(operation, status, given)

    def _answer(self, operation: Json, status: int, given: Any) -> httpx.Response:
        described = self.schemas.resolved(operation["responses"][str(status)])
        schema = described.get("content", {}).get("application/json", {}).get("schema")
        if schema is None:
            return httpx.Response(status, json=given)
        value = given
        if isinstance(given, dict):
            value = _over(self.schemas.sample(schema), given)
        elif isinstance(given, list):
            item = self.schemas.resolved(schema)["items"]
            value = [_over(self.schemas.sample(item), one) for one in given]
        self.schemas.check(value, schema)
        return httpx.Response(status, json=value)

    def _carried_out(self, name: str, found: Json, body: Json, query: Json) -> tuple[int, Any]:
        if found["owner"] != "o" or found["repo"] != "r":
            return 404, {"message": "Not Found"}
        match name:
            case "GET ":
                return 200, {}
            case "GET /git/ref/{ref}":
                oid = self._oid(f"refs/{found['ref']}")
                return (200, _ref(f"refs/{found['ref']}", oid)) if oid else (404, _NOT_FOUND)
            case "POST /git/refs":
                return self._create_ref(body)
            case "PATCH /git/refs/{ref}":
                return self._update_ref(f"refs/{found['ref']}", body)
            case "GET /git/commits/{commit_sha}":
                oid = self._oid(found["commit_sha"])
                return (200, self._commit(oid)) if oid else (404, _NOT_FOUND)
            case "POST /git/commits":
                return 201, self._commit(self._make_commit(body))
            case _:
                return self._carried_out_too(name, found, body, query)

    def _carried_out_too(self, name: str, found: Json, body: Json, query: Json) -> tuple[int, Any]:
        match name:
            case "GET /commits":
                listed = self.git(
                    "log", "--format=%H", str(self._oid(f"refs/heads/{query['sha']}"))
                )
                return 200, [
                    {"sha": oid, "commit": {"message": self._commit(oid)["message"]}}
                    for oid in listed.splitlines()
                ]
            case "GET /git/trees/{tree_sha}":
                return 200, self._tree(found["tree_sha"])
            case "POST /git/trees":
                return 201, self._make_tree(body)
            case "GET /git/blobs/{file_sha}":
                data = self.git("cat-file", "blob", found["file_sha"]) + "\n"
                return 200, {
                    "content": base64.encodebytes(data.encode()).decode(),
                    "encoding": "base64",
                    "sha": found["file_sha"],
                }
            case "GET /pulls":
                return 200, self._list(query)
            case "POST /pulls":
                return self._open(body)
            case "PATCH /pulls/{pull_number}":
                pull = self.pulls[int(found["pull_number"]) - 1]
                pull |= body
                return 200, pull
        raise AssertionError(name)

    def _oid(self, revision: str) -> str | None:
        shown = self.git("for-each-ref", "--format=%(objectname)", revision)
        if shown or "/" in revision:
            return shown or None
        kind = self.git("cat-file", "--batch-check", stdin=f"{revision}\n".encode())
        return None if kind.endswith("missing") else revision

    def _create_ref(self, body: Json) -> tuple[int, Any]:
        if self._oid(body["ref"]):
            return 422, {"message": "Reference already exists", "documentation_url": "x"}
        self.git("update-ref", body["ref"], body["sha"])
        return 201, _ref(body["ref"], body["sha"])

    def _update_ref(self, name: str, body: Json) -> tuple[int, Any]:
        head = self._oid(name)
        merge_base = self.git("merge-base", str(head), body["sha"])
        if merge_base != head and not body.get("force"):
            return 422, {"message": "Update is not a fast forward", "documentation_url": "x"}
        self.git("update-ref", name, body["sha"])
        return 200, _ref(name, body["sha"])

    def _commit(self, oid: str) -> Json:
        tree, message = self.git("show", "-s", "--format=%T%n%B", oid).split("\n", maxsplit=1)
        parents = self.git("show", "-s", "--format=%P", oid).split()
        url = "https://api.github.com/x"
        return {
            "sha": oid,
            "message": message,
            "tree": {"sha": tree, "url": url},
            "parents": [{"sha": one, "url": url, "html_url": url} for one in parents],
        }

    def _make_commit(self, body: Json) -> str:
        parents = [part for one in body["parents"] for part in ("-p", one)]
        return self.git("commit-tree", body["tree"], *parents, stdin=body["message"].encode())

    def _tree(self, tree: str) -> Json:
        rows = self.git("ls-tree", "-r", "-t", "-z", "--long", tree).split("\0")
        found = []
        for row in filter(None, rows):
            meta, _, path = row.partition("\t")
            mode, kind, sha, size = meta.split()
            entry = {"path": path, "mode": mode, "type": kind, "sha": sha}
            found.append(entry | ({} if size == "-" else {"size": int(size)}))
        return {"sha": tree, "tree": found, "truncated": False}

    def _make_tree(self, body: Json) -> Json:
        rows = {
            row["path"]: (row["mode"], row["sha"])
            for row in self._tree(body["base_tree"])["tree"]
            if row["type"] != "tree"
        }
        for row in body["tree"]:
            if row.get("sha", "") is None:
                rows.pop(row["path"])
            else:
                blob = self.git("hash-object", "-w", "--stdin", stdin=row["content"].encode())
                rows[row["path"]] = (row["mode"], blob)
        return self._tree(self._written(rows))

    def _written(self, rows: dict[str, tuple[str, str]]) -> str:
        index = f"--git-dir={self.path}"
        text = "".join(f"{mode} {sha}\t{path}\n" for path, (mode, sha) in rows.items())
        self.git(index, "read-tree", "--empty")
        self.git(index, "update-index", "--index-info", stdin=text.encode())
        return self.git(index, "write-tree")

    def _list(self, query: Json) -> list[Json]:
        shown = self.pulls
        if self.hidden_lists:
            self.hidden_lists -= 1
            shown = shown[:-1]
        branch = query["head"].removeprefix("o:")
        return [p for p in shown if p["head"]["ref"] == branch and p["state"] == query["state"]]

    def _open(self, body: Json) -> tuple[int, Any]:
        taken = [p for p in self.pulls if p["head"]["ref"] == body["head"] and p["state"] == "open"]
        if taken:
            text = f"A pull request already exists for o:{body['head']}."
            return 422, {"message": f"Validation Failed: {text}", "documentation_url": "x"}
        number = len(self.pulls) + 1
        pull = {
            "number": number,
            "state": "open",
            "title": body["title"],
            "body": body["body"],
            "draft": body["draft"],
            "url": f"https://api.github.com/repos/o/r/pulls/{number}",
            "html_url": f"https://github.com/o/r/pull/{number}",
            "head": {"ref": body["head"], "sha": self._oid(f"refs/heads/{body['head']}")},
        }
        self.pulls.append(pull)
        return 201, pull

    def _graphql(self, request: httpx.Request) -> httpx.Response:
        if not self.graphql_on:
            return httpx.Response(404, json={"message": "Not Found"})
        asked = json.loads(request.content)
        schema = _graphql_schema()
        root = {
            "createCommitOnBranch": lambda _info, **given: self._commit_on_branch(given["input"])
        }
        result = graphql_sync(schema, asked["query"], root, variable_values=asked["variables"])
        return httpx.Response(200, json=result.formatted)

    def _commit_on_branch(self, given: Json) -> Json:
        name = f"refs/heads/{given['branch']['branchName']}"
        head = self._oid(name)
        if head != given["expectedHeadOid"]:
            raise ValueError(f"Expected branch to point to {given['expectedHeadOid']}")
        rows = {
            row["path"]: (row["mode"], row["sha"])
            for row in self._tree(f"{head}^{{tree}}")["tree"]
            if row["type"] != "tree"
        }
        for one in given["fileChanges"]["deletions"]:
            rows.pop(one["path"])
        for one in given["fileChanges"]["additions"]:
            data = base64.b64decode(one["contents"])
            rows[one["path"]] = ("100644", self.git("hash-object", "-w", "--stdin", stdin=data))
        message = f"{given['message']['headline']}\n\n{given['message']['body']}\n"
        body = {"tree": self._written(rows), "parents": [head], "message": message}
        oid = self._make_commit(body)
        self.git("update-ref", name, oid, str(head))
        return {"commit": {"oid": oid, "url": "https://github.com/x"}}


_NOT_FOUND = {"message": "Not Found", "documentation_url": "x", "status": "404"}


def _graphql_schema() -> GraphQLSchema:
    return build_schema((_CASES / "schema.graphql").read_text(), assume_valid=True)


def _ref(name: str, oid: str | None) -> Json:
    return {
        "ref": name,
        "object": {"type": "commit", "sha": oid, "url": "https://api.github.com/x"},
    }


def _over(base: Any, given: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(given, dict)):
        return given
    return {**base, **{key: _over(base.get(key), value) for key, value in given.items()}}
