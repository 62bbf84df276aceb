"""Import and export in a browser: looked at, brought in, taken back; taken out and saved."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import Page, expect

from tests.e2e.conftest import Visit
from tests.features.transfer import generate
from tests.features.transfer.archives import packed, unpacked
from tests.house import House, Person

LONG_MS = 120_000
"""A process is started for each, perhaps on a machine that does much else."""


async def titles(person: Person) -> list[str]:
    """Somebody's tasks."""
    return sorted(one["title"] for one in (await person("GET", "/api/tasks")).ok()["items"])


def few(folder: Path) -> Path:
    """An archive of Panorama with a task, and with something that is of no use here."""
    rows = {"tasks": [{"_id": "t1", "title": "From Panorama"}], "errors": [{"_id": "e1", "message": "no"}]}
    return generate.archive(folder / "panorama-2025.ndjson.gz", rows)


async def choose(page: Page, path: Path) -> None:
    """Choose a file, and wait until it is there."""
    await page.locator("input[data-transfer]").set_input_files(path)
    await expect(page.locator(".tdrop .upload.done")).to_be_visible(timeout=LONG_MS)


async def test_an_archive_is_looked_at_brought_in_and_taken_back(house: House, visit: Visit, tmp_path: Path) -> None:
    person = await house.person("mover")
    page = await visit(person)
    await page.goto("/settings")
    await page.get_by_role("button", name="Import and export").click()
    await expect(page.get_by_text("Nothing yet")).to_be_visible()
    # Only for administrators: what holds other people.
    source = page.get_by_label("Where the file comes from")
    await expect(source.locator("option")).to_have_text(["Panoramix", "Panorama"])
    await expect(page.get_by_label("Whose things")).to_have_count(0)

    look = page.get_by_role("button", name="Look at it")
    await expect(look).to_be_disabled()
    await choose(page, few(tmp_path))
    await expect(source).to_have_value("panorama")
    await look.click()
    cards = page.locator(".tcard")
    first = cards.first
    await expect(first).to_contain_text("only looked at")
    await expect(first).to_contain_text("1 thing would come in, 1 left out", timeout=LONG_MS)
    await expect(page.locator(".tdrop .upload")).to_have_count(0)
    assert await titles(person) == []

    await first.get_by_role("button", name="Bring it in now").click()
    await expect(cards).to_have_count(2)
    await expect(first).to_contain_text("1 thing came in, 1 left out", timeout=LONG_MS)
    assert await titles(person) == ["From Panorama"]
    row = first.locator("tbody tr", has_text="Tasks")
    await expect(row.locator("td")).to_have_text(["1", "1", "0"])
    await first.locator(".tlines summary", has_text="errors").click()
    await expect(first.locator(".tlines li").first).to_contain_text("Line 5")
    # Nothing told of the task: it is there all the same.
    await page.keyboard.press("g")
    await page.keyboard.press("t")
    await expect(page.get_by_text("From Panorama").first).to_be_visible()
    await page.keyboard.press("g")
    await page.keyboard.press("i")

    await first.get_by_role("button", name="Take it back").click()
    asked = page.get_by_role("dialog")
    await asked.get_by_role("button", name="Cancel").click()
    await expect(asked).to_have_count(0)
    assert await titles(person) == ["From Panorama"]
    await first.get_by_role("button", name="Take it back").click()
    await asked.get_by_role("button", name="Take it back").click()
    await expect(first).to_contain_text("1 thing taken back", timeout=LONG_MS)
    await expect(first.get_by_role("button", name="Take it back")).to_have_count(0)
    assert await titles(person) == []
    await page.keyboard.press("g")
    await page.keyboard.press("t")
    await expect(page.locator(".skeleton")).to_have_count(0)
    await expect(page.get_by_text("From Panorama")).to_have_count(0)
    await page.goto("/transfers")

    await first.get_by_role("button", name="Forget").click()
    await expect(cards).to_have_count(1)


async def test_what_is_cut_and_what_is_no_archive_are_said_so(house: House, visit: Visit, tmp_path: Path) -> None:
    person = await house.person("cutter")
    page = await visit(person)
    await page.goto("/transfers")
    await page.get_by_label("Only look").uncheck()
    cut, wrong = tmp_path / "cut.gz", tmp_path / "wrong.gz"
    whole = packed(*[("links", {"id": f"{n:024x}", "name": f"n{n}", "url": f"https://{n}.org"}) for n in range(400)])
    cut.write_bytes(whole[: len(whole) // 2])
    wrong.write_bytes(b"neither this nor that")
    first = page.locator(".tcard").first
    for path, said in ((cut, "The file is cut"), (wrong, "Failed")):
        await choose(page, path)
        await page.get_by_role("button", name="Bring it in").click()
        await expect(first).to_contain_text(path.name)
        await expect(first).to_contain_text(said, timeout=LONG_MS)
    await expect(first.get_by_role("alert")).to_be_visible()
    await expect(first.get_by_role("button", name="Take it back")).to_have_count(0)


async def test_what_is_here_is_taken_out_and_saved(house: House, visit: Visit) -> None:
    """An administrator chooses whose; the archive is saved from its card."""
    admin = house.admin
    (await admin("POST", "/api/tasks", {"title": "To be taken along"})).ok()
    page = await visit(admin)
    await page.goto("/transfers")
    form = page.get_by_role("form", name="Take out")
    await form.get_by_label("Whose things").select_option("all")
    await expect(form).to_contain_text("hashes of their passwords")
    await form.get_by_label("Whose things").select_option("mine")
    await form.get_by_role("button", name="Make an archive").click()
    first = page.locator(".tcard").first
    await expect(first).to_contain_text("put into the archive", timeout=LONG_MS)
    async with page.expect_download() as told:
        await first.get_by_role("button", name="Download").click()
    saved = await told.value
    assert saved.suggested_filename.startswith("panoramix-")
    data = await asyncio.to_thread(Path(await saved.path()).read_bytes)
    assert "To be taken along" in [doc.get("title") for (name, _), doc in unpacked(data).items() if name == "tasks"]


async def test_why_is_said_in_the_language_of_who_reads(house: House, visit: Visit, tmp_path: Path) -> None:
    person = await house.person("lectrice", locale="fr")
    page = await visit(person, locale="fr-FR")
    rows = {"tasks": [{"_id": "t1", "title": "Une tâche", "deadline": "soon"}], "errors": [{"_id": "e1"}]}
    wrong = tmp_path / "wrong.gz"
    wrong.write_bytes(b"neither this nor that")
    first = page.locator(".tcard").first
    await page.goto("/transfers")
    await choose(page, generate.archive(tmp_path / "panorama.gz", rows))
    await page.get_by_role("button", name="Regarder", exact=True).click()
    await expect(first).to_contain_text("1 élément viendrait", timeout=LONG_MS)
    for summary in await first.locator(".tlines summary").all():
        await summary.click()
    said = first.locator(".tlines li > span:last-of-type")
    late = "« deadline » dit « soon » là où une date et une heure sont attendues : laissé de côté"
    await expect(said).to_have_text(["est une erreur du programme de Panorama, inutile ici", late])
    await expect(first.locator("[lang=en]")).to_have_count(0)
    await choose(page, wrong)
    await page.get_by_label("D’où vient le fichier").select_option("archive")
    await page.get_by_role("button", name="Regarder", exact=True).click()
    await expect(first.get_by_role("alert")).to_have_text(
        "Le fichier n’est pas une archive de Panoramix, ou ne contient rien.", timeout=LONG_MS
    )
