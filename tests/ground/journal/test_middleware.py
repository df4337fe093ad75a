"""A form that is sent twice is acted on once."""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.cache import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django_htmx.http import HttpResponseClientRedirect

from erasdu.ground.journal import clock, middleware
from erasdu.ground.journal.middleware import OncePerForm
from erasdu.ground.journal.models import Receipt
from erasdu.ground.journal.tasks import forget_receipts
from tests.concurrency import shared_database, together

__all__ = ["shared_database"]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SESSION = "a" * 32


class View:
    """Counts its calls and answers as told."""

    def __init__(self, answer: Callable[[], HttpResponse] = lambda: HttpResponseRedirect("/done/")) -> None:
        self.calls, self.answer = 0, answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.calls += 1
        return self.answer()


def post(key: str = "", *, path: str = "/form/", session: str = SESSION, **fields: object) -> HttpRequest:
    request = RequestFactory().post(path, {"form_key": key, "csrfmiddlewaretoken": uuid4().hex, **fields})
    request.session = SessionStore(session)
    return request


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
class TestOneAfterTheOther:
    def test_the_second_gets_the_answer_of_the_first(self) -> None:
        view, key = View(), uuid4().hex
        once = OncePerForm(view)
        answers = [once(post(key, name="Noor")) for _ in range(3)]
        assert view.calls == 1
        assert [(answer.status_code, answer["Location"]) for answer in answers] == [(302, "/done/")] * 3

    def test_a_form_with_errors_may_be_sent_again(self) -> None:
        view, key = View(lambda: HttpResponse("wrong", status=422)), uuid4().hex
        once = OncePerForm(view)
        once(post(key, name=""))
        view.answer = lambda: HttpResponseRedirect("/done/")
        assert once(post(key, name="Noor"))["Location"] == "/done/"
        assert view.calls == 2

    def test_a_changed_form_after_the_back_button_loses_no_typing(self) -> None:
        view, key = View(), uuid4().hex
        once = OncePerForm(view)
        once(post(key, remark="first"))
        answer = once(post(key, remark="a much better second text"))
        assert (view.calls, answer.status_code) == (1, 409)
        assert "a much better second text" in answer.content.decode()

    def test_another_file_is_another_form(self) -> None:
        view, key = View(), uuid4().hex
        once = OncePerForm(view)
        once(post(key, list=SimpleUploadedFile("a.csv", b"1")))
        assert once(post(key, list=SimpleUploadedFile("b.csv", b"22"))).status_code == 409
        assert view.calls == 1

    def test_somebody_elses_form_with_the_same_key_is_another_form(self) -> None:
        view, key = View(), uuid4().hex
        once = OncePerForm(view)
        once(post(key, session="a" * 32))
        once(post(key, session="b" * 32))
        assert view.calls == 2

    def test_an_error_leaves_no_receipt(self) -> None:
        def fail() -> HttpResponse:
            raise ZeroDivisionError

        view, key = View(fail), uuid4().hex
        once = OncePerForm(view)
        with pytest.raises(ZeroDivisionError):
            once(post(key))
        view.answer = lambda: HttpResponseRedirect("/done/")
        assert once(post(key)).status_code == 302

    def test_a_form_sent_by_htmx_goes_on_by_htmx(self) -> None:
        view, key = View(lambda: HttpResponseClientRedirect("/done/")), uuid4().hex
        once = OncePerForm(view)
        answers = []
        for _ in range(2):
            request = post(key)
            request.META["HTTP_HX_REQUEST"] = "true"
            answers.append(once(request))
        assert view.calls == 1
        assert [answer["HX-Redirect"] for answer in answers] == ["/done/"] * 2

    @pytest.mark.parametrize("key", ["", "short", "x" * 41, "nul\x00nul\x00", "é" * 10, "a b c d e f g"])
    def test_what_is_no_key_guards_nothing_and_breaks_nothing(self, key: str) -> None:
        view = View()
        once = OncePerForm(view)
        once(post(key))
        once(post(key))
        assert view.calls == 2
        assert not Receipt.objects.exists()

    def test_reading_a_page_leaves_no_receipt(self) -> None:
        request = RequestFactory().get("/form/", {"form_key": uuid4().hex})
        request.session = SessionStore(SESSION)
        OncePerForm(View())(request)
        assert not Receipt.objects.exists()

    def test_receipts_are_forgotten_after_some_days(self) -> None:
        OncePerForm(View())(post(uuid4().hex))
        with clock.standing_at(AT + timedelta(days=1)):
            forget_receipts()
        assert Receipt.objects.count() == 1
        with clock.standing_at(AT + timedelta(days=3)):
            forget_receipts()
        assert not Receipt.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_a_double_click_acts_once_and_both_go_on(self, shared_database: str) -> None:
        lock, key = threading.Lock(), uuid4().hex
        calls: list[int] = []

        def slow() -> HttpResponse:
            with lock:
                calls.append(1)
            time.sleep(0.3)
            return HttpResponseRedirect("/done/")

        once = OncePerForm(View(slow))
        answers = together(*[lambda: once(post(key, name="Noor"))] * 3)
        assert len(calls) == 1
        assert [answer["Location"] for answer in answers] == ["/done/"] * 3

    def test_the_second_does_not_wait_for_ever(self, shared_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(middleware, "PATIENCE", 0.2)
        key = uuid4().hex
        Receipt.objects.create(
            form_key=f"{SESSION[:12]}:{key}", body=middleware.body_of(post(key)), at=AT
        )  # of a server that was killed in the middle
        view = View()
        answer = OncePerForm(view)(post(key))
        assert (view.calls, answer.status_code) == (0, 409)

    def test_when_the_first_had_errors_the_second_is_tried(self, shared_database: str) -> None:
        key, began = uuid4().hex, threading.Event()

        def first() -> HttpResponse:
            began.set()
            time.sleep(0.3)
            return HttpResponse("wrong")

        def other() -> HttpResponse:
            assert began.wait(10)
            return OncePerForm(View())(post(key, name="Noor"))

        answers = together(lambda: OncePerForm(View(first))(post(key, name="Noor")), other)
        assert [answer.status_code for answer in answers] == [200, 302]
