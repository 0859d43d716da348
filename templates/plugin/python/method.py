"""A scoring plugin for cxplan: what customers want and do not get comes first.

Score = importance + weight × gap, where the gap is importance − satisfaction, and never below 0.
"""

from wit_world import exports
from wit_world.imports import types as cx

OVERSERVED = 0  # position in the notes below


def number(key, label, help, required=False, min=None, max=None, default=None):
    """A number that the method reads."""
    return cx.Input(
        key=key, label=label, help=help, unit=None, kind=cx.InputKind_Number(), role=None, required=required,
        min=min, max=max, steps=[], default=None if default is None else cx.Value_Number(default),
    )


class Scorer(exports.Scorer):
    def describe(self, language):
        def text(en, fr):
            return fr if language == "fr" else en

        return cx.Description(
            id="my-method",
            title=text("My method", "My method"),
            version="0.1.0",
            summary=text(
                "What customers want and do not get comes first.",
                "Ce que les clients veulent et n’ont pas vient d’abord.",
            ),
            formula=text("importance + weight × gap", "importance + poids × écart"),
            meaning=cx.Meaning.BENEFIT,
            inputs=[
                number(
                    "importance",
                    text("Importance", "Importance"),
                    text("How much customers want it, 0 to 10.", "À quel point les clients le veulent, de 0 à 10."),
                    required=True, min=0.0, max=10.0,
                ),
                number(
                    "satisfaction",
                    text("Satisfaction", "Satisfaction"),
                    text(
                        "How well they are served today, 0 to 10.",
                        "À quel point ils sont bien servis aujourd’hui, de 0 à 10.",
                    ),
                    required=True, min=0.0, max=10.0,
                ),
            ],
            params=[
                number(
                    "weight",
                    text("Weight", "Poids"),
                    text("What a point of the gap adds.", "Ce qu’ajoute un point d’écart."),
                    min=0.0, default=1.0,
                ),
            ],
            parts=[
                cx.Part(
                    key="gap",
                    label=text("Gap", "Écart"),
                    help=text("importance − satisfaction, at least 0", "importance − satisfaction, au moins 0"),
                    unit=None,
                    share=False,
                ),
            ],
            categories=[],
            notes=[
                cx.Note(
                    key="overserved",
                    label=text(
                        "customers get more of it than they want",
                        "les clients en ont plus qu’ils n’en veulent",
                    ),
                ),
            ],
        )

    def score(self, language, params, rows, inputs):
        """The n-th of `inputs` holds what every row says of the n-th declared input; a number that is not given is NaN."""
        weight = params[0].value

        def scored(importance, satisfaction):
            gap = max(importance - satisfaction, 0.0)
            notes = [OVERSERVED] if satisfaction > importance else []
            return cx.Scored(score=importance + weight * gap, category=None, parts=[gap], notes=notes)

        importances, satisfactions = (series.value for series in inputs)
        return cx.Outcome(scores=list(map(scored, importances, satisfactions)), problems=[])
