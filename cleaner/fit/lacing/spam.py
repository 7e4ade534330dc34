"""Forms of affiliate spam. Each yields blocks of labelled lines, and says where in the article they belong."""

from collections.abc import Mapping
from random import Random

from cleaner.fit.lacing.forms import LacedBlock, LacedLine, Placed, Writer, styled

GIVEN = ("merchant", "product")
NEWSLETTERS = (
    "n_heading n_pitch n_form",
    "n_heading n_pitch",
    "n_pitch",
    "n_heading n_form n_form",
    "n_pitch n_form n_small",
)
# Parts of a placeholder that stay the same in an article, but for a merchant or product that they name.
FIXED = {"disclosure", "coupon", "button", "note", "badge", "stock", "stamp"}


class Template:
    """A product placeholder: a skeleton of lines, some fixed, some new each time."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.parts = writer.line("skeletons").split()
        self.products = writer.random.choice(("phrase", "phrase", "model"))
        self.merchant = writer.line("merchants")
        self.one_merchant = writer.chance(0.85)
        self.styles = writer.styles(self.parts)
        self.seed = writer.random.random()
        self.shapes = {part: writer.words.shape(part, writer.random) for part in self.parts if part not in GIVEN}
        self.linked = writer.random.choice(self.parts)

    def block(self, number: int) -> LacedBlock:
        """The next instance of the placeholder."""
        if not self.one_merchant:
            self.merchant = self.writer.line("merchants")
        given = {"merchant": self.merchant, "product": self.writer.line(self.products), "site": self.writer.site}
        return [self._line(part, number, given) for part in self.parts]

    def _line(self, part: str, number: int, given: Mapping[str, str]) -> LacedLine:
        random = Random(self.seed) if part in FIXED else self.writer.random  # noqa: S311
        text = given[part] if part in GIVEN else self.writer.words.fill(self.shapes[part], random, given)
        if part == self.linked:
            text = self.writer.link(text)
        return LacedLine(
            styled(text, self.styles[part], number), "disclosure" if part in ("disclosure", "note") else "product"
        )


def placeholders(writer: Writer) -> Placed:
    """A placeholder again and again, between paragraphs and now and then before or after them."""
    template = Template(writer)
    count = writer.random.randint(3, 12) if writer.chance(0.85) else writer.random.randint(1, 2)
    for number in range(1, count + 1):
        yield template.block(number), writer.random.choices(("between", "end", "start"), (10, 1, 1))[0]


def shop(writer: Writer) -> Placed:
    """A heading and products in a row."""
    template = Template(writer)
    block = [LacedLine(writer.line("shop_headings"), "product")]
    for number in range(1, writer.random.randint(2, 6) + 1):
        block += template.block(number)
    yield block, writer.random.choice(("between", "end", "end"))


def disclosure(writer: Writer) -> Placed:
    """One disclosure, or two in different words."""
    for _ in range(writer.random.choice((1, 1, 1, 2))):
        text = writer.line(
            writer.random.choice(("disclosure", "disclosure", "note")), {"merchant": writer.line("merchants")}
        )
        if writer.chance(0.2):
            text = f"{writer.line('preface')} {text}"
        if writer.markdown and writer.chance(0.4):
            text = f"*{text}*" if writer.chance(0.5) else f"> {text}"
        yield [LacedLine(text, "disclosure")], writer.random.choice(("start", "end", "between"))


def coupon(writer: Writer) -> Placed:
    """A discount code, alone."""
    yield [LacedLine(writer.line("coupon", {"merchant": writer.line("merchants")}), "product")], "between"


def related_at_the_end(writer: Writer) -> Placed:
    """A heading over other articles, after the article; seldom the articles without a heading."""
    yield _related(writer, heading=writer.chance(0.85)), "end"


def related_between(writer: Writer) -> Placed:
    """A heading over other articles, in the middle."""
    for _ in range(writer.random.choice((1, 1, 2))):
        yield _related(writer, heading=True), "between"


def read_also(writer: Writer) -> Placed:
    """Single lines that lead to other articles, in one wording."""
    shape = writer.words.shape("read_also", writer.random)
    for _ in range(writer.random.randint(1, 4)):
        yield [LacedLine(writer.link(writer.fill(shape, {"title": writer.title()})), "related")], "between"


def newsletter(writer: Writer) -> Placed:
    """A call to subscribe: a heading, a sentence, the words of a form, in part or all."""
    block = [LacedLine(writer.line(part), "promo") for part in writer.random.choice(NEWSLETTERS).split()]
    yield block, writer.random.choice(("between", "end"))


def sharing(writer: Writer) -> Placed:
    """Calls to share and follow, in a line or as one line a network."""
    block = [LacedLine(writer.line("share"), "promo")]
    if writer.chance(0.3):
        networks = writer.random.sample(writer.words.lists["networks"], writer.random.randint(2, 4))
        block += [LacedLine(network, "promo") for network in networks]
    yield block, writer.random.choice(("start", "end", "end", "between"))


def pitch(writer: Writer) -> Placed:
    """The site's firm praises itself and asks for a call; or the reader is asked for support."""
    block = [LacedLine(writer.line("pitch"), "promo")]
    if writer.chance(0.4):
        block.append(LacedLine(writer.line("call"), "promo"))
    yield block, writer.random.choice(("between", "end"))


def ad_labels(writer: Writer) -> Placed:
    """A label over an advertisement that is not there, the same each time."""
    text = writer.line("ad")
    for _ in range(writer.random.randint(1, 5)):
        yield [LacedLine(text, "ad")], "between"


def sentence(writer: Writer) -> str:
    """A sentence for the inside of a paragraph, with what parts it from the one before."""
    text = writer.line("inline", {"merchant": writer.line("merchants"), "title": writer.title()})
    return writer.gap + text


def _related(writer: Writer, *, heading: bool) -> LacedBlock:
    parts = writer.line("teaser_skeletons").split()
    styles = writer.styles(parts)
    shapes = {part: writer.words.shape(part, writer.random) for part in parts if part not in ("title", "teaser")}
    block = (
        [LacedLine(styled(writer.line("related"), "heading" if writer.markdown else "", 0), "related")]
        if heading
        else []
    )
    for number in range(1, writer.random.randint(2, 7) + 1):
        for part in parts:
            match part:
                case "title":
                    text = writer.link(writer.title())
                case "teaser":
                    text = writer.line("teasers")
                    if writer.chance(0.3) and len(text) > 40:
                        text = text[: len(text) * 2 // 3].rsplit(" ", 1)[0] + "…"
                case _:
                    text = writer.fill(shapes[part])
            block.append(LacedLine(styled(text, styles[part], number), "related"))
    if writer.chance(0.15):
        block.append(LacedLine(writer.line("more"), "related"))
    return block
