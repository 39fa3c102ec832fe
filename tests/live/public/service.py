"""What the servers of this folder share: routes, requests that are read strictly, and responses."""

import email.parser
import email.policy
import json
import os
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

ROUTES = []


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status, body):
        super().__init__(status)
        self.status, self.body = status, body


def route(method, path):
    """Registers a function for a method and a path such as `/files/{id}`; `{path:rest}` takes slashes too."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", re.sub(r"\{(\w+):rest\}", r"(?P<\1>.+)", path))

    def register(function):
        ROUTES.append((method, re.compile(pattern + "$"), function))
        return function

    return register


class Request:
    """A request whose body is there as a whole."""

    def __init__(self, method, target, headers, body):
        url = urlsplit(target)
        self.method, self.path, self.headers, self.body = method, url.path, headers, body
        self.query = {name: values[-1] for name, values in parse_qs(url.query, keep_blank_values=True).items()}
        self.media_type = headers.get("Content-Type", "").split(";")[0]

    def json(self):
        assert self.media_type == "application/json", self.media_type
        return json.loads(self.body)

    def form(self):
        """The fields of a URL-encoded form, by their names as they are sent."""
        assert self.media_type == "application/x-www-form-urlencoded", self.media_type
        return {name: values[-1] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    def parts(self):
        """The parts of a multipart form as (file name, content) by name."""
        assert self.media_type == "multipart/form-data", self.media_type
        head = b"Content-Type: " + self.headers["Content-Type"].encode() + b"\r\n\r\n"
        message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + self.body)
        parts = {}
        for part in message.iter_parts():
            name = part.get_param("name", header="content-disposition")
            parts[name] = (part.get_filename(), part.get_payload(decode=True))
        return parts


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        status, body, headers = self.result()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if hasattr(body, "__next__"):
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for chunk in body:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            self.wfile.write(b"0\r\n\r\n")
            return
        if not isinstance(body, bytes):
            self.send_header("Content-Type", "application/json")
            body = json.dumps(body).encode()
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 204:
            self.wfile.write(body)

    def result(self):
        request = Request(self.command, self.path, self.headers, self.content())
        for method, pattern, function in ROUTES:
            found = pattern.match(request.path) if method == request.method else None
            if not found:
                continue
            try:
                values = {name: unquote(value) for name, value in found.groupdict().items()}
                result = function(request, **values)
                status, body, *headers = result if isinstance(result, tuple) else (200, result)
                return status, body, headers[0] if headers else {}
            except Refused as refused:
                return refused.status, refused.body, {}
            except (AssertionError, KeyError, ValueError) as wrong:
                return 400, {"message": f"the server does not accept the request: {wrong!r}"}, {}
        return 404, {"message": f"no route for {request.method} {request.path}"}, {}

    def content(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = answer


def serve():
    """Serves until the process ends, on the port in the variable `PORT`."""
    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
