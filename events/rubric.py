"""The district's rubric (DOMAIN.md 4.1), copied into each showcase when it is made."""

from .models import Dimension, Showcase

# code, title, what the best mark needs, weight, order in ties, whether a breach rules the work out
DIMENSIONS = (
    ("value", "育人价值与主题", "目标具体，切合学段，回应真实问题", 15, None, False),
    ("needs", "需求诊断", "有家长和学生的调研，数据撑得起设计", 10, None, False),
    ("collab", "协同设计", "家校社各做什么、何时做，写得清楚，家长做得到", 25, 1, False),
    ("process", "内容与过程", "环节完整、能操作，适合年龄，有安全预案", 20, None, False),
    ("evidence", "成效与证据", "过程和结果都有证据，反馈可以核对", 15, None, False),
    ("innovation", "创新与可推广", "有本校特色，别的学校拿去能用", 10, 2, False),
    ("ethics", "规范与伦理", "隐私授权齐备，原创，格式规范", 5, None, True),
)


def lay_out(showcase: Showcase) -> None:
    """Give a new showcase its dimensions."""
    Dimension.objects.bulk_create(
        Dimension(
            showcase=showcase, code=code, title=title, hint=hint, weight=weight, position=position,
            tie_order=tie_order, vetoes=vetoes,
        )
        for position, (code, title, hint, weight, tie_order, vetoes) in enumerate(DIMENSIONS)
    )  # fmt: skip
