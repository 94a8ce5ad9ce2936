"""The taxonomy, read from TOML."""

from pathlib import Path

import pytest

from newsclf.errors import CorpusError
from newsclf.themes import Theme, read_taxonomy

LIGHT = '[[themes]]\nid = "light"\nname = "灯光"\ncolour = "yellow"\n'
FOOD = '[[themes]]\nid = "food-2"\nname = "食堂"\ncolour = "green"\n'


@pytest.fixture
def taxonomy(tmp_path):
    def read(text):
        path = tmp_path / "themes.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_taxonomy(path)

    return read


def refusal(taxonomy, text, tmp_path):
    """Return the message after the name of the file."""
    with pytest.raises(CorpusError) as error:
        taxonomy(text)
    start = f"{tmp_path / 'themes.toml'}: "
    assert str(error.value).startswith(start)
    return str(error.value).removeprefix(start)


def test_themes_stand_in_the_order_of_the_file(taxonomy):
    assert taxonomy(FOOD + LIGHT) == (
        Theme("food-2", "食堂", "green"),
        Theme("light", "灯光", "yellow"),
    )


def test_the_taxonomy_of_the_project_has_four_themes():
    themes = read_taxonomy(Path(__file__).parents[1] / "labels" / "themes.toml")
    assert [(theme.id, theme.name) for theme in themes] == [
        ("skills", "技能"),
        ("welfare", "关怀"),
        ("innovation", "创新"),
        ("culture", "文化"),
    ]


def test_other_keys_are_for_people(taxonomy):
    assert taxonomy(LIGHT + 'note = "夜里"\n') == (Theme("light", "灯光", "yellow"),)


@pytest.mark.parametrize("key", ["id", "name", "colour"])
def test_an_incomplete_theme_names_what_is_missing(taxonomy, tmp_path, key):
    text = "".join(line for line in LIGHT.splitlines(True) if not line.startswith(key))
    message = refusal(taxonomy, text, tmp_path)
    assert message == f"not a taxonomy ('{key}'); each [[themes]] needs id, name and colour"


def test_a_file_without_themes_is_refused(taxonomy, tmp_path):
    message = refusal(taxonomy, "title = '灯'", tmp_path)
    assert message == "not a taxonomy ('themes'); each [[themes]] needs id, name and colour"


@pytest.mark.parametrize(
    "text", ["themes = [", "themes = 5", "themes = 'ab'", "[themes]\nid = 'a'", LIGHT.encode("gbk")]
)
def test_what_is_no_taxonomy_is_refused(taxonomy, tmp_path, text):
    message = refusal(taxonomy, text, tmp_path)
    assert message.startswith("not a taxonomy (")
    assert message.endswith("); each [[themes]] needs id, name and colour")


@pytest.mark.parametrize("name", ["none", "", " light", "a;b", "a|b", "x" * 65, "light\\n"])
def test_an_id_that_records_could_not_carry_is_refused(taxonomy, tmp_path, name):
    message = refusal(taxonomy, LIGHT.replace('"light"', f'"{name}"'), tmp_path)
    shown = repr(name.replace("\\n", "\n"))
    assert message == f"theme id {shown} is invalid or a duplicate"


def test_a_double_id_is_refused(taxonomy, tmp_path):
    message = refusal(taxonomy, LIGHT + FOOD + LIGHT, tmp_path)
    assert message == "theme id 'light' is invalid or a duplicate"


def test_a_colour_that_terminals_lack_is_refused(taxonomy, tmp_path):
    message = refusal(taxonomy, LIGHT.replace("yellow", "mauve"), tmp_path)
    assert message == (
        "theme light: colour must be one of red, green, yellow, blue, magenta, cyan, white"
    )


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "none.toml"
    with pytest.raises(CorpusError) as error:
        read_taxonomy(path)
    assert str(error.value) == f"{path}: cannot read the taxonomy: No such file or directory"


def test_a_folder_is_no_taxonomy(tmp_path):
    with pytest.raises(CorpusError) as error:
        read_taxonomy(tmp_path)
    assert str(error.value) == f"{tmp_path}: cannot read the taxonomy: Is a directory"
