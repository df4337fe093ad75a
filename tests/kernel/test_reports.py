"""Reports of mail servers, in the shapes in which they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.kernel.reports import Returned, returned

WHOLE = """From: MAILER-DAEMON@mail.example.org
To: erasdu-bounces@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; noor@school.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <noor@school.example>: Recipient
    address rejected: User unknown

--b1
{copy}
--b1--
"""
AS_MAIL = """Content-Type: message/rfc822

From: ErasDu <erasdu@example.org>
Message-ID: <abc123@erasdu.example>
Subject: Te tekenen

Dag Noor
"""
AS_HEADERS = """Content-Type: text/rfc822-headers

From: ErasDu <erasdu@example.org>
Message-ID: <abc123@erasdu.example>
Subject: Te tekenen
"""
SAID = "550 5.1.1 <noor@school.example>: Recipient address rejected: User unknown"


@pytest.mark.parametrize("copy", [AS_MAIL, AS_HEADERS])
def test_a_mail_that_failed_for_good_is_named_with_what_was_said(copy: str) -> None:
    report = WHOLE.format(action="failed", copy=copy)
    assert returned(report.encode()) == Returned("<abc123@erasdu.example>", SAID)
    assert returned(report.replace("\n", "\r\n").encode()) == Returned("<abc123@erasdu.example>", SAID)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", ""])
def test_what_did_not_fail_for_good_is_no_return(action: str) -> None:
    assert returned(WHOLE.format(action=action, copy=AS_MAIL).encode()) is None


def test_an_answer_from_out_of_office_is_no_return() -> None:
    mail = "From: noor@school.example\nMessage-ID: <other@school.example>\nAuto-Submitted: auto-replied\n\nI am away."
    assert returned(mail.encode()) is None


def test_a_report_without_the_mail_names_nothing() -> None:
    assert returned(WHOLE.format(action="failed", copy="Content-Type: text/plain\n\nnothing").encode()) is None


@given(st.binary(max_size=400), st.sampled_from(["", WHOLE.format(action="failed", copy=AS_HEADERS)]))
def test_no_mail_is_too_strange_to_be_read(more: bytes, report: str) -> None:
    cut = report.encode()[: len(report) * 2 // 3]
    assert returned(cut + more) is None or isinstance(returned(cut + more), Returned)
