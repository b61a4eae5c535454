"""All tests of Doorvragen; ``python -m tests`` runs them."""
