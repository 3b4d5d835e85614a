"""MkDocs hooks: generated pages, navigation, and post-processing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from mkdocs.structure.files import File

from macros import palette
from macros.pages import (
    footnotes,
    glossary_punctuation,
    letter_pages,
    page_macros,
    page_qr,
    question_pages,
    state_pages,
)
from macros.places import ROOT
from macros.site import app_files, engine_names, script_imports

ASSETS = ROOT / "docs" / "assets"


def on_pre_build(config: Any) -> None:
    """Add the law's words to the theme, and states and letters to the navigation."""
    written = config.extra.setdefault("written_nav", config.nav)
    config.nav = with_made_pages(written)
    config.plugins["macros"].env.loader = state_pages.GuideLoader()
    config.extra["law_checked"] = page_macros.checked()
    config.extra["runtime"], config.extra["first_engine"], _ = engine_names.in_pages()
    config.extra["paper"] = {"light": palette.light()["paper"], "dark": palette.dark()["paper"]}
    config.extra["cards"] = {name: title for name, (title, _) in app_files.card_words().items()}


def on_files(files: Any, config: Any, **_: Any) -> Any:
    """Add generated pages; exclude the theme's unused assets and engines still being built."""
    for file in [file for file in files if not file.is_documentation_page()]:
        if file.src_dir != config.docs_dir or (engine_names.are_pending() and file.src_uri.startswith(engine_names.AT)):
            files.remove(file)
    for path, text in made_pages().items():
        if own := files.get_file_from_path(path):  # a state's own passages, which are part of the generated page
            files.remove(own)
        files.append(File.generated(config, path, content=text))
    return files


def made_pages() -> dict[str, str]:
    """The Markdown of each generated page, by its file."""
    return state_pages.pages() | letter_pages.pages()


def on_nav(nav: Any, **_: Any) -> Any:
    """Insert the title of each need before the first of its letters."""
    needs = letter_pages.needs()
    for part in nav.items:
        letters = [page for page in part.children or [] if page.is_page and page.file.src_uri in needs]
        for before, page in pairwise([None, *letters]):
            need = needs[page.file.src_uri]
            page.group = need if not before or needs[before.file.src_uri] != need else None
    return nav


def on_env(env: Any, **_: Any) -> Any:
    """Give templates what they cannot compute themselves."""
    env.filters["print_code"] = page_qr.data_uri
    env.filters["with_imports"] = _with_imports
    return env


def on_page_content(html: str, page: Any, config: Any, **_: Any) -> str:
    """Insert the macros' HTML after Markdown is done, number external links, attach punctuation to terms."""
    macros: page_macros.PageMacros = config.plugins["macros"].variables["page_macros"]
    html, page.meta["footnotes"] = footnotes.numbered(page_macros.put_in(html, macros.ready))
    return glossary_punctuation.attach_punctuation(html)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Declare the language of a page in another language; the theme marks its surroundings."""
    language = page.meta.get("lang")
    return output.replace('<html lang="en"', f'<html lang="{language}"', 1) if language else output


def with_made_pages(written: list[Any]) -> list[Any]:
    """The navigation of mkdocs.yml with states, questions and letters inserted."""
    front, *parts = written
    questions = {"Questions": question_pages.navigation()}
    tools = next(part["Tools"] for part in parts if "Tools" in part)
    others = [part for part in parts if "Tools" not in part]
    return [front, *state_pages.navigation(), questions, {"Tools": [*tools, *letter_pages.navigation()]}, *others]


def _with_imports(names: list[str]) -> list[str]:
    """Paths of scripts among the assets, each with its static imports, in the order of the names."""
    found: dict[str, None] = {}
    for name in names:
        scripts = script_imports.with_imports([ASSETS / "js" / name])
        found |= dict.fromkeys(sorted(path.relative_to(ASSETS).as_posix() for path in scripts))
    return [*found]
