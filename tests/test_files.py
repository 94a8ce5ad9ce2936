"""Files that are complete or not there at all."""

import os

import pytest

from newsclf import files
from newsclf.files import ASIDE, written_atomically

HEX = "5d1f" * 8


@pytest.fixture(params=[0o022, 0o077, 0o002])
def umask(request):
    """Return what the process takes from the modes of new files."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def write(path, text="a lamp"):
    with written_atomically(path) as aside:
        aside.write_text(text)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_was_written_takes_its_place(tmp_path):
    write(tmp_path / "lamps.txt")
    assert (tmp_path / "lamps.txt").read_text() == "a lamp"
    assert names(tmp_path) == ["lamps.txt"]


def test_it_is_not_there_before_it_is_complete(tmp_path):
    path = tmp_path / "lamps.txt"
    with written_atomically(path) as aside:
        aside.write_text("a l")
        assert not path.exists()
        assert (aside.parent, aside.name.startswith("lamps.txt.")) == (tmp_path, True)
        aside.write_text("a lamp")
    assert path.read_text() == "a lamp"


def test_what_was_there_stays_until_then(tmp_path):
    path = tmp_path / "lamps.txt"
    path.write_text("an old lamp")
    with written_atomically(path) as aside:
        aside.write_text("a lamp")
        assert path.read_text() == "an old lamp"
    assert path.read_text() == "a lamp"
    assert names(tmp_path) == ["lamps.txt"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_writer_that_fails_leaves_nothing(tmp_path, error):
    with pytest.raises(type(error)), written_atomically(tmp_path / "lamps.txt") as aside:
        aside.write_text("a l")
        raise error
    assert names(tmp_path) == []


def test_a_writer_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "lamps.txt"
    path.write_text("an old lamp")
    path.chmod(0o640)
    with pytest.raises(ValueError, match="dark"), written_atomically(path) as aside:
        aside.write_text("a l")
        raise ValueError("dark")
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("an old lamp", 0o640)
    assert names(tmp_path) == ["lamps.txt"]


def test_a_writer_that_writes_nothing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError), written_atomically(tmp_path / "lamps.txt"):
        pass
    assert names(tmp_path) == []


def test_a_disk_that_cannot_keep_it_leaves_what_was_there(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    path = tmp_path / "lamps.txt"
    path.write_text("an old lamp")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left on device"):
        write(path)
    assert path.read_text() == "an old lamp"
    assert names(tmp_path) == ["lamps.txt"]


def test_it_is_on_disk_before_it_takes_its_place(tmp_path, monkeypatch):
    path = tmp_path / "lamps.txt"
    kept = []

    def keep(number):
        kept.append((os.fstat(number).st_size, path.exists()))

    monkeypatch.setattr(os, "fsync", keep)
    write(path)
    assert kept == [(6, False)]


def test_a_new_file_has_the_usual_mode(tmp_path, umask):
    write(tmp_path / "lamps.txt")
    assert (tmp_path / "lamps.txt").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664, 0o755])
def test_a_file_that_is_there_keeps_its_mode(tmp_path, umask, mode):
    path = tmp_path / "lamps.txt"
    path.write_text("an old lamp")
    path.chmod(mode)
    write(path)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("a lamp", mode)


@pytest.mark.parametrize("name", ["a" * 255, "灯" * 85, "夜校" * 20 + ".txt"])
def test_names_may_be_as_long_as_the_file_system_allows(tmp_path, name):
    assert len(name.encode()) <= 255
    write(tmp_path / name)
    write(tmp_path / name, "another lamp")
    assert (tmp_path / name).read_text() == "another lamp"
    assert names(tmp_path) == [name]


def test_long_names_of_one_beginning_do_not_get_into_each_others_way(tmp_path):
    one, other = (tmp_path / ("a" * 200 + end) for end in ("1", "2"))
    with written_atomically(one) as first, written_atomically(other) as second:
        assert first != second
        first.write_text("one")
        second.write_text("two")
    assert (one.read_text(), other.read_text()) == ("one", "two")


def test_two_who_write_one_file_write_apart_and_the_last_stays(tmp_path):
    path = tmp_path / "lamps.txt"
    with written_atomically(path) as first:
        first.write_text("one")
        with written_atomically(path) as second:
            assert first != second
            second.write_text("two")
        assert path.read_text() == "two"
    assert path.read_text() == "one"
    assert names(tmp_path) == ["lamps.txt"]


def test_another_file_that_ends_like_those_aside_stays(tmp_path):
    mine = [f"lamps.txt{ASIDE}", f"lamps.txt.{HEX}{ASIDE}"]
    for name in mine:
        (tmp_path / name).write_text("mine")
    write(tmp_path / "lamps.txt")
    with pytest.raises(ValueError, match="dark"), written_atomically(tmp_path / "lamps.txt"):
        raise ValueError("dark")
    assert names(tmp_path) == sorted(["lamps.txt", *mine])
    assert {(tmp_path / name).read_text() for name in mine} == {"mine"}


def test_what_is_aside_is_named_so_that_the_next_run_knows_it(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "uuid4", lambda: type("Name", (), {"hex": HEX}))
    with written_atomically(tmp_path / "lamps.txt") as aside:
        assert aside == tmp_path / f"lamps.txt.{HEX}.aside"
        aside.touch()


def test_a_folder_that_is_missing_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "none" / "lamps.txt")
