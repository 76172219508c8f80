"""`python -m tibialis`, and the `tibialis` command of the wheel without an executable."""
import os
import sys

from ._program import TibialisError, program


def main() -> None:
    try:
        os.execv(path := str(program()), [path, *sys.argv[1:]])
    except (TibialisError, OSError) as problem:
        sys.exit(f"tibialis: {problem}")


if __name__ == "__main__":
    main()
