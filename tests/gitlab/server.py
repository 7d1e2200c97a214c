"""Stands in for GitLab's API, on a port of loopback that it prints: server.py FOLDER.

Answers from FOLDER/notes.json, keeps notes there, and writes each call as a line of FOLDER/calls.
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

folder = Path(sys.argv[1])
TOKEN = "glpat-only.for_tests"
ME = 40
NOTES = "/api/v4/projects/7/merge_requests/12/notes"


class GitLab(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, status, value):
        text = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def handle_call(self):
        url = urlsplit(self.path)
        with (folder / "calls").open("a") as calls:
            calls.write(f"{self.command} {self.path}\n")
        length = int(self.headers.get("Content-Length", 0))
        form = parse_qs(self.rfile.read(length).decode())
        notes = json.loads((folder / "notes.json").read_text())
        if self.headers.get("PRIVATE-TOKEN") != TOKEN:
            return self.answer(401, {"message": "401 Unauthorized"})
        if (folder / "broken").exists() and self.command != "GET":
            return self.answer(500, {"message": "500 Internal Server Error"})
        if self.command == "GET" and url.path == "/api/v4/user":
            return self.answer(200, {"id": ME})
        if self.command == "GET" and url.path == NOTES:
            asked = parse_qs(url.query)
            size, page = int(asked["per_page"][0]), int(asked["page"][0])
            return self.answer(200, notes[(page - 1) * size : page * size])
        if self.command == "POST" and url.path == NOTES:
            notes.append({"id": 1000 + len(notes), "author": {"id": ME}, "body": form["body"][0]})
            (folder / "notes.json").write_text(json.dumps(notes))
            return self.answer(201, notes[-1])
        if self.command == "PUT" and url.path.startswith(NOTES + "/"):
            for note in notes:
                if url.path == f"{NOTES}/{note['id']}":
                    note["body"] = form["body"][0]
                    (folder / "notes.json").write_text(json.dumps(notes))
                    return self.answer(200, note)
        return self.answer(404, {"message": "404 Not Found"})

    do_GET = do_POST = do_PUT = handle_call


server = HTTPServer(("127.0.0.1", 0), GitLab)
(folder / "port").write_text(str(server.server_port))
server.serve_forever()
