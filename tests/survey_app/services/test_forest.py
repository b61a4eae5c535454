from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from survey_app.services.forest import waves


@st.composite
def recruiters(draw):
    """Each may be brought in by anybody before, whatever the order of the rows."""
    number = draw(st.integers(0, 30))
    parents = [
        draw(st.none() | st.integers(0, place - 1)) if place else None for place in range(number)
    ]
    order = draw(st.permutations(range(number)))
    return {UUID(int=p): None if parents[p] is None else UUID(int=parents[p]) for p in order}


@given(recruiters())
def test_a_recruit_is_one_wave_after_the_recruiter(recruiter_of):
    found = waves(recruiter_of)
    assert found.keys() == recruiter_of.keys()
    for recruit, recruiter in recruiter_of.items():
        assert found[recruit] == (0 if recruiter is None else found[recruiter] + 1)


def test_a_chain_of_thousands_is_no_problem():
    chain = {UUID(int=n): UUID(int=n - 1) if n else None for n in range(5000)}
    assert max(waves(chain).values()) == 4999
