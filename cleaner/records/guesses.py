"""Guesses: the names that scrapers, corpora, feeds and extractors, in several languages, give to the fields of an article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

# The first of these that a dump has is taken.
GUESSES: Mapping[str, tuple[str, ...]] = {
    "text": tuple(
        "text content body article article_text article_body article_content maintext main_text main_content full_text "
        "body_text text_content post_content plain_text clean_text raw_text raw_content page_content markdown document story "
        "inhalt volltext artikeltext beitrag artikel contenu texte corps contenido texto cuerpo articulo artículo noticia "
        "conteúdo conteudo corpo artigo matéria contenuto testo articolo inhoud tekst treść tresc artykuł innehåll brödtext "
        "indhold innhold obsah içerik icerik metin makale haber текст содержание статья контент "
        "正文 内容 文章 全文 本文 記事 본문".split()
    ),
    "html": tuple(
        "html raw_html html_content content_html body_html page_html html_body html_text html_raw page_source source_html "
        "rendered_html markup quelltext".split()
    ),
    "url": tuple(
        "url link uri source_url page_url article_url web_url canonical_url original_url permalink target_uri href "
        "adresse lien enlace dirección direccion endereço endereco indirizzo adres адрес ссылка 网址 链接".split()
    ),
    "id": tuple("id _id doc_id document_id article_id record_id uuid guid key identifier nr nummer".split()),
    "site": tuple("site domain host hostname netloc source_domain".split()),
}
_SEPARATORS = re.compile(r"[\W_]+")
_SPELLED = {role: tuple(dict.fromkeys(_SEPARATORS.sub("", name) for name in names)) for role, names in GUESSES.items()}
Homes = Mapping[str, Mapping[str, str]]


def homes(columns: Iterable[str], without: Iterable[str] = ()) -> Homes:
    """Columns by the path that they stand in, `""` for the record itself, the uppermost first; there by their spelling.

    Args:
        columns: paths of fields.
        without: those that are something else already.
    """
    taken = {*without}
    found: dict[str, dict[str, str]] = {"": {}}
    for column in columns:
        home, _, name = column.rpartition(".")
        if column not in taken and not column.endswith("[]"):
            found.setdefault(home, {}).setdefault(_SEPARATORS.sub("", name.casefold()) or name, column)
    return dict(sorted(found.items(), key=lambda pair: pair[0].count(".") + bool(pair[0])))


def likely(role: str, home: Mapping[str, str]) -> list[str]:
    """The columns that may have a role, the likeliest first."""
    return [home[name] for name in _SPELLED[role] if name in home]


def is_markup(column: str) -> bool:
    """Whether a column has the usual name of one that holds pages."""
    return _SEPARATORS.sub("", column.rpartition(".")[2].casefold()) in _SPELLED["html"]
