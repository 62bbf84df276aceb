"""Looks at one picture and makes its thumbnail. Run as a script, in a process of its own, never imported.

Usage: `picture_worker.py PICTURE THUMBNAIL SIDE MOST_PIXELS`. Writes `{"width", "height", "thumbnail": bool}` as
JSON to standard output; `{}` for what it cannot or will not open. What decodes pictures is native code that is handed
bytes of strangers: here it can fall, take what it may have of memory and time, and take nobody along.
"""

import json
import os
import resource
import sys
import warnings

MEMORY_BYTES = 1_500_000_000
SECONDS = 20
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")


def main() -> None:
    """Do what the arguments say."""
    picture, thumbnail, side, most_pixels = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    from PIL import Image, ImageOps, UnidentifiedImageError

    # The library itself only warns up to twice as many.
    Image.MAX_IMAGE_PIXELS = most_pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    found: dict[str, object] = {}
    try:
        with Image.open(picture, formats=FORMATS) as image:
            # As it is shown: a camera held upright writes sideways pixels and says so.
            turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
            width, height = reversed(image.size) if turned else image.size
            found = {"width": width, "height": height, "thumbnail": False}
            image.draft("RGB", (side, side))
            small = ImageOps.exif_transpose(image)
            small.thumbnail((side, side))
            mode = "RGBA" if "A" in small.getbands() or "transparency" in small.info else "RGB"
            # A new picture of the pixels alone: nothing of the old one's metadata is carried over.
            bare = small.convert(mode)
            bare.info.clear()
            bare.save(thumbnail, "WEBP", quality=78, method=4)
            found["thumbnail"] = True
    except (
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        MemoryError,
        EOFError,
    ) as fault:
        sys.stderr.write(f"no thumbnail: {type(fault).__name__}\n")
    sys.stdout.write(json.dumps(found))


main()
