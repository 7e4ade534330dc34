"""Near misses: what an author writes that looks like spam and stays. Blocks of lines without a label."""

from collections.abc import Mapping

from cleaner.fit.lacing.forms import LacedBlock, LacedLine, Placed, Writer, styled


def refrain(writer: Writer) -> Placed:
    """A sentence of the author's that comes back."""
    text = writer.line("refrains")
    for _ in range(writer.random.randint(3, 6)):
        yield [LacedLine(text)], "between"


def reviews(writer: Writer) -> Placed:
    """Products under review: name, prose, pros and cons, data, a score."""
    headings = writer.random.choice(writer.words.lists["pros_and_cons"]).split("|")
    style = writer.random.choice(("bullet", "dot", "star", ""))
    specs = [writer.words.shape("specs", writer.random) for _ in range(writer.random.randint(0, 3))]
    score = writer.words.shape("scores", writer.random)
    for _ in range(writer.random.randint(2, 5)):
        maker = {"maker": writer.fill("{maker}")}
        block = [
            LacedLine(writer.line("model", maker)),
            LacedLine(writer.gap.join(_some(writer, "review_prose", 1, 2, maker))),
        ]
        block += [LacedLine(writer.fill(spec)) for spec in dict.fromkeys(specs)]
        for heading, items in zip(headings, ("pro_items", "con_items"), strict=True):
            block.append(LacedLine(heading))
            block += [LacedLine(styled(item, style, 1)) for item in _some(writer, items, 1, 3)]
        if writer.chance(0.7):
            block.append(LacedLine(writer.fill(score)))
        yield block, "between"


def questions(writer: Writer) -> Placed:
    """Questions and answers, with or without their letters."""
    q, a = writer.random.choice(writer.words.lists["question_marks"]).split("|")
    block: LacedBlock = []
    for pair in _some(writer, "questions", 2, 4):
        question, answer = pair.split("|")
        block += [LacedLine(f"{q}{question}"), LacedLine(f"{a}{answer}")]
    yield block, writer.random.choice(("between", "end"))


def own_list(writer: Writer) -> Placed:
    """A heading and the author's list."""
    style = writer.random.choice(("bullet", "dot", "numbered", ""))
    items = _some(writer, "list_items", 3, 6)
    yield (
        [
            LacedLine(writer.line("list_headings")),
            *(LacedLine(styled(item, style, n)) for n, item in enumerate(items, 1)),
        ],
        "between",
    )


def about_links(writer: Writer) -> Placed:
    """Sentences about affiliate links, shops and subscribers that are the article's own."""
    for text in _some(writer, "about_links", 1, 2):
        yield [LacedLine(text)], "between"


def quotes(writer: Writer) -> Placed:
    """Quotations with the names of those who said it, in one form."""
    form = writer.random.choice(writer.words.lists["quote_forms"])
    for quote in _some(writer, "quotes", 2, 4):
        text = writer.fill(form, {"quote": quote})
        yield [LacedLine(line) for line in text.split("|")], "between"


def venues(writer: Writer) -> Placed:
    """Places with address, hours and price: the same skeleton again and again."""
    shapes = writer.words.shape("venues", writer.random).split("|")
    for _ in range(writer.random.randint(2, 5)):
        yield [LacedLine(writer.fill(shape)) for shape in shapes], "between"


def sources(writer: Writer) -> Placed:
    """The sources of the article, after it."""
    shape = writer.words.shape("source_forms", writer.random)
    style = writer.random.choice(("bullet", "numbered", ""))
    block = [LacedLine(writer.line("source_headings"))]
    for number in range(1, writer.random.randint(2, 5) + 1):
        text = writer.fill(shape, {"title": writer.title()})
        block.append(LacedLine(styled(text, style, number)))
    yield block, "end"


def _some(writer: Writer, name: str, least: int, most: int, given: Mapping[str, str] = {}) -> list[str]:
    lines = writer.words.lists[name]
    some = writer.random.sample(lines, min(len(lines), writer.random.randint(least, most)))
    return [writer.fill(writer.words.expand(line, writer.random), given) for line in some]
