"""How scorecards are trained: `scenebank credit train`. What comes of it is data for the credit domain, which knows nothing of this.

Needs numpy, scikit-learn and matplotlib: `pip install scenebank[training]`."""
