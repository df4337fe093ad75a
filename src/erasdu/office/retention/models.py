"""What a run of the retention job found and did."""

from django.db import models

from erasdu.ground.people.models import Person
from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import TECHNICAL, declare


class Run(models.Model):
    """`report`: rule code → number of rows. A dry run changes nothing."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    dry = models.BooleanField()
    report = models.JSONField(default=dict)

    privacy = declare("", (TECHNICAL, "id key at by dry report"))
