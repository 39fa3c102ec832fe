"""The part of OpenAI's API that the program calls."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

FILES = {}


def signed(request):
    if request.headers.get("Authorization") != "Bearer sk-test":
        error = {"message": "Incorrect API key provided.", "type": "invalid_request_error", "param": None}
        raise Refused(401, {"error": {**error, "code": "invalid_api_key"}})


@route("POST", "/v1/chat/completions")
def chat(request):
    signed(request)
    body = request.json()
    assert body["messages"][0] == {"role": "user", "content": "Write a haiku."}, body["messages"]
    assert body["max_completion_tokens"] == 512 and body["model"] == "gpt-4o", body
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
    if not body.get("stream"):
        message = {"role": "assistant", "content": "An old silent pond", "refusal": None}
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return {**chunk, "object": "chat.completion", "choices": [choice]}

    def events():
        for delta in [{"role": "assistant", "content": ""}, {"content": "An old "}, {"content": "silent pond"}]:
            choice = {"index": 0, "delta": delta, "finish_reason": None}
            yield f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode()
        yield b"data: [DONE]\n\n"

    return 200, events(), {"Content-Type": "text/event-stream"}


@route("POST", "/v1/files")
def upload(request):
    signed(request)
    parts = request.parts()
    name, content = parts["file"]
    assert parts["purpose"] == (None, b"assistants") and name == "report.txt", parts
    file = {"id": f"file-{len(FILES)}", "object": "file", "bytes": len(content), "created_at": 1}
    FILES[file["id"]] = {**file, "filename": name, "purpose": "assistants", "status": "processed"}
    return FILES[file["id"]]


@route("GET", "/v1/files")
def files(request):
    signed(request)
    ids = list(FILES)
    start = ids.index(request.query["after"]) + 1 if "after" in request.query else 0
    page = ids[start : start + int(request.query["limit"])]
    more = start + len(page) < len(ids)
    data = [FILES[id] for id in page]
    return {"object": "list", "data": data, "has_more": more, "first_id": page[0], "last_id": page[-1]}


@route("POST", "/v1/vector_stores/{id}/search")
def search(request, id):
    signed(request)
    body = request.json()
    assert body == {"query": "profit", "max_num_results": 3}, body
    found = {"file_id": "file-0", "filename": "report.txt", "score": 0.9, "attributes": None}
    found["content"] = [{"type": "text", "text": f"Profit in {id}"}]
    page = {"object": "vector_store.search_results.page", "search_query": ["profit"], "data": [found]}
    return {**page, "has_more": False, "next_page": None}


@route("GET", "/v1/files/{id}")
def file(request, id):
    signed(request)
    if id not in FILES:
        error = {"message": f"No such File object: {id}", "type": "invalid_request_error", "param": "id", "code": None}
        raise Refused(404, {"error": error})
    return FILES[id]


serve()
