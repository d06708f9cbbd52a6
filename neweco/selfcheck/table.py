"""Questions with the answers given, as a table."""

from __future__ import annotations

import pandas as pd

from neweco import words
from neweco.selfcheck import questions
from neweco.selfcheck.scoring import Answers


def answered(answers: Answers) -> pd.DataFrame:
    """One row per question: id, group, question_zh/en, answer (0–4, `n` or empty), answer_zh/en."""
    lines = []
    for question in questions.shipped().all:
        value = answers.get(question.id)
        given = question.id in answers
        line = {
            "id": question.id,
            "group": question.group,
            "answer": "" if not given else "n" if value is None else str(value),
        }
        for language in words.LANGUAGES:
            line[f"question_{language}"] = question.texts[language]
            chosen = question.answers[language][value] if value is not None else ""
            line[f"answer_{language}"] = chosen
        lines.append(line)
    return pd.DataFrame(lines)
