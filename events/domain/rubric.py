"""The district's rubric, copied into each showcase when it is made (docs/domain.md, showcase)."""

from typing import NamedTuple


class StandardCriterion(NamedTuple):
    """`hint` is what the best score needs. A breach of one that `vetoes` rules the work out."""

    code: str
    title: str
    hint: str
    weight: int
    tie_order: int | None = None
    vetoes: bool = False


RUBRIC = (
    StandardCriterion("value", "育人价值与主题", "目标具体，切合学段，回应真实问题", 15),
    StandardCriterion("needs", "需求诊断", "有家长和学生的调研，数据撑得起设计", 10),
    StandardCriterion("collab", "协同设计", "家校社各做什么、何时做，写得清楚，家长做得到", 25, tie_order=1),
    StandardCriterion("process", "内容与过程", "环节完整、能操作，适合年龄，有安全预案", 20),
    StandardCriterion("evidence", "成效与证据", "过程和结果都有证据，反馈可以核对", 15),
    StandardCriterion("innovation", "创新与可推广", "有本校特色，别的学校拿去能用", 10, tie_order=2),
    StandardCriterion("ethics", "规范与伦理", "隐私授权齐备，原创，格式规范", 5, vetoes=True),
)
