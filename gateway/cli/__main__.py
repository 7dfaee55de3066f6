"""`python -m gateway.cli`: how `scenebank up` starts its own processes."""

from gateway.cli.commands import main

if __name__ == "__main__":
    main()
