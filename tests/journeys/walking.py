"""One project on its way over REST: who acts, what day it is, what a step still asks for."""

import re

from config.demo.papers import pdf
from tests import world
from tests.journeys.speaking import Speaker

ACTORS = ("handler", "reviewer", "finance", "clerk", "department", "development", "leader")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Walk:
    """One project of Linqu, the people who act on it, and the day that it is."""

    def __init__(self, settings):
        self.settings = settings
        world.found_place(plan=False)
        self.people = {name: Speaker(f"demo_{name}") for name in ACTORS}
        self.project = None
        self.work_units = {}

    def __getattr__(self, name):
        return self.people[name]

    def day(self, text):
        """It is now this instant, for everybody."""
        self.settings.DEMO_NOW = text if " " in text else f"{text} 09:00"
        self.today = text[:10]

    def step(self, key):
        """The step as REST shows it, with everything it still asks for."""
        steps = self.handler.ask(f"projects/{self.project}/steps/")
        (found,) = [step["id"] for step in steps if step["key"] == key]
        return self.handler.ask(f"steps/{found}/")

    def documents(self, key):
        """The clerk uploads what the step requires."""
        step = self.step(key)
        for need in step["documents"]:
            if need["required"] and not need["attachment"]:
                body = {"key": need["key"], "file": pdf(need["name"]), "dated_on": self.today}
                self.clerk.write(f"steps/{step['id']}/documents/", body, files=True)

    def refused(self, key, missing, by="clerk"):
        """The step is not completed: so many things are missing, each said in words."""
        step = self.step(key)
        told = getattr(self, by).refused(f"steps/{step['id']}/complete/")
        assert len(told) == missing == len(step["blockers"]), told
        assert all(CHINESE.match(words) or words[0] in "《“" for words in told), told
        for blocker in step["blockers"]:
            assert any(blocker["text"] in words for words in told), (blocker["text"], told)
        assert self.step(key)["state"] == step["state"]
        return told

    def complete(self, key, by="clerk"):
        """The step is completed, and nothing is missing any more."""
        self.documents(key)
        done = getattr(self, by).write(f"steps/{self.step(key)['id']}/complete/")
        assert done["state"] == "done", done
        assert done["done_on"] == self.today

    def evidence(self, key, document_no):
        """The step lay before the product came: recorded from an existing paper."""
        body = {
            "happened_on": self.today,
            "document_no": document_no,
            "file": pdf(document_no),
        }
        done = self.handler.write(f"steps/{self.step(key)['id']}/evidence/", body, files=True)
        assert done["state"] == "done"

    def fact(self, key, scope=""):
        """What gates read."""
        facts = self.handler.ask(f"projects/{self.project}/facts/")
        return next((f["value"] for f in facts if (f["key"], f["scope"]) == (key, scope)), None)

    def standing(self):
        """The state of the project."""
        return self.leader.ask(f"projects/{self.project}/")["state"]
