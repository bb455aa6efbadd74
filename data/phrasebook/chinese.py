"""Chinese word order and particles. Text is written without spaces; every noun names its measure word."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ChineseVerb:
    """看 or 踢 + 足球: a verb and, for a fixed activity, its own object. `has_le`: the past takes 了 (not before 的)."""
    word: str
    own_object: str = ""
    has_le: bool = True


_MODALS = {"future": ("要", ""), "will": ("会", "不会"), "can": ("会", "不会"), "want": ("想", "不想"),
           "plan": ("打算", "不打算"), "should": ("应该", "不应该"), "must": ("必须", ""), "like": ("喜欢", "不喜欢")}


def verb_group(verb, mood):
    """The words before the place and the verb itself with its particle: ("没有", "买"), ("", "买了"), ("想", "买")."""
    if mood.tense in _MODALS:
        return _MODALS[mood.tense][1 if mood.is_negated else 0], verb.word
    if mood.tense == "progressive":
        return "正在", verb.word
    if mood.tense == "past":
        if mood.is_negated:
            return "没有", verb.word
        return "", verb.word + ("了" if verb.has_le else "")
    no = "没" if verb.word == "有" else "不"
    return (no if mood.is_negated else ""), verb.word


def has_negation(mood):
    """Whether the tense can be negated: 要 (is going to), 必须 and 正在 are only used without 不."""
    return mood.tense not in ("future", "must", "progressive")
