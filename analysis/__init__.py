"""Statistics for respondent-driven samples and motive segments; a library of its own."""
