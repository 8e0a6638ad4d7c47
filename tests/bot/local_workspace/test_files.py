"""Uploads and downloads."""

from __future__ import annotations

import pytest

from tests.bot.local_workspace.building import refusal, request


def test_an_upload_is_shared_and_can_be_fetched_by_those_who_may(client, direct, priya, workspace):
    shared = client.files_upload_v2(
        channel=direct, content=b"a,b\n1,2\n", filename="Übersicht 1.csv", title="Overview"
    )["file"]

    message = priya.sees(direct)[-1]
    assert message.files[0]["title"] == "Overview"
    token = {"Authorization": f"Bearer {workspace.app.bot_token}"}
    assert request(shared["url_private"], **token) == (200, "a,b\n1,2\n")
    assert request(shared["url_private"], Cookie=f"seat={priya.person.id}")[0] == 200
    other = workspace.person("gareth.pugh").id
    assert request(shared["url_private"], Cookie=f"seat={other}")[0] == 403
    assert request(shared["url_private"])[0] == 403
    assert client.files_info(file=shared["id"])["file"]["size"] == 8


def test_an_upload_has_to_be_sent_before_it_is_completed(client, address):
    announced = client.files_getUploadURLExternal(filename="x.txt", length=3)
    complete = lambda: client.files_completeUploadExternal(  # noqa: E731
        files=[{"id": announced["file_id"], "title": "x"}]
    )

    assert refusal(complete) == "file_not_uploaded"
    assert request(announced["upload_url"], b"four")[0] == 400
    assert request(announced["upload_url"], b"abc")[0] == 200
    assert complete()["files"][0]["title"] == "x"
    assert request(f"{address}/upload/v1/F0NOTHING", b"abc")[0] == 404


def test_a_form_upload_is_understood_too(client):
    announced = client.files_getUploadURLExternal(filename="x.txt", length=3)
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="x.txt"\r\n\r\n'
        b"abc\r\n--edge--\r\n"
    )
    kind = {"Content-Type": "multipart/form-data; boundary=edge"}
    assert request(announced["upload_url"], body, **kind) == (200, "OK - 3")


def test_an_image_that_only_stands_in_blocks_is_seen_by_people(client, priya):
    shown = client.files_upload_v2(content=b"png", filename="chart.png", title="Chart")["file"]
    assert request(shown["url_private"], Cookie=f"seat={priya.person.id}")[0] == 200
    assert request(shown["url_private"], Cookie="seat=U0NOBODY")[0] == 403


@pytest.mark.parametrize("length", [0, -1])
def test_an_empty_upload_is_refused(client, length):
    code = refusal(lambda: client.files_getUploadURLExternal(filename="x", length=length))
    assert code == "invalid_arguments"


def test_files_of_channels_without_the_app_are_not_found(client, workspace, address):
    from bot.local_workspace import Seat

    priya = Seat(workspace, "priya.nair")
    report = priya.uploads("report.pdf", b"%PDF")
    priya.says("#general", "Here", files=[report])

    assert refusal(lambda: client.files_info(file=report.id)) == "file_not_found"
    assert refusal(lambda: client.files_info(file="F0NOTHING")) == "file_not_found"
