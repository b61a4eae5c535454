"""What the study decides: cards, seeds, thank-you, and how long what it knows is kept."""

from __future__ import annotations

import re

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DecimalField, IntegerField, SelectField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional

from survey_app.errors import DoorvragenError, Invalid
from survey_app.services import access, policy, studies, tallies
from survey_app.services.access import Thing
from survey_app.services.policy import (
    CouponPolicy,
    EndingPolicy,
    Policy,
    RetentionPolicy,
    SeedsWanted,
    ThankedFor,
    ThanksPolicy,
    WhenOpen,
)
from survey_app.storage.studies import Study
from survey_app.web import context, errors

THANKED_FOR_NAMES = {
    ThankedFor.NOTHING: _l("Geen bedankje"),
    ThankedFor.MONTH: _l("Elke maand waarin kaarten zijn gegeven"),
    ThankedFor.BATCH: _l("Elk aantal gegeven kaarten"),
}
KEY_OPEN_NAMES = {
    WhenOpen.WARN: _l("Noem ze, en laat het gesprek toch afronden"),
    WhenOpen.BLOCK: _l("Rond het gesprek niet af; stoppen en bewaren kan wel"),
}
AN_AMOUNT = _l("Vul een bedrag in, zoals 12,50.")
LINE = re.compile(r"\s*(.+?)\s*[:=]\s*([0-9]{1,4})\s*")


def _number(label: str, least: int, most: int) -> IntegerField:
    words = _l("Vul een getal in van %(least)s tot %(most)s.", least=least, most=most)
    return IntegerField(label, [InputRequired(words), NumberRange(least, most, words)])


class AmountField(DecimalField):
    """An amount as people write it, with a comma or with a point."""

    def _value(self) -> str:
        if self.raw_data or self.data is None:
            return str(super()._value())  # type: ignore[misc]
        return str(format_decimal(self.data, "0.00"))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; says what would be right."""
        try:
            super().process_formdata([typed.strip().replace(",", ".") for typed in valuelist])
        except ValueError as error:
            raise ValueError(AN_AMOUNT) from error


class PolicyForm(FlaskForm):  # type: ignore[misc]
    """Every decision, in plain fields."""

    per_person = _number(_l("Kaarten die iemand na een gesprek mag doorgeven"), 0, 10)
    days_valid = _number(_l("Dagen dat een kaart geldig is"), 1, 365)
    last_day = DateField(_l("Laatste dag van het veldwerk"), [Optional()])
    most_waves = IntegerField(
        _l("Hoogstens zoveel golven (leeg: zonder grens)"),
        [Optional(), NumberRange(1, 50, _l("Een keten heeft 1 tot 50 golven."))],
    )
    seeds_wanted = TextAreaField(
        _l("Eerste mensen die we zoeken, per groep: één groep op een regel")
    )
    thanked_for = SelectField(
        _l("Bedankje voor ambassadeurs"),
        choices=lambda: {kind.value: str(name) for kind, name in THANKED_FOR_NAMES.items()},
    )
    amount = AmountField(_l("Bedrag in euro"), [InputRequired(AN_AMOUNT)])
    batch_size = _number(_l("Aantal gegeven kaarten voor één bedankje"), 1, 100)
    contacts = _number(_l("Contactgegevens: dagen na het veldwerk"), 0, 1000)
    names = _number(_l("Namen van ambassadeurs: dagen na het veldwerk"), 0, 1000)
    links = _number(_l("Wie door wie kwam: dagen na het veldwerk"), 0, 1000)
    key_open = SelectField(
        _l("Als er aan het eind nog kernvragen open staan"),
        choices=lambda: {kind.value: str(name) for kind, name in KEY_OPEN_NAMES.items()},
    )

    @property
    def policy(self) -> Policy:
        """What was filled in.

        Raises:
            Invalid: a line of the groups is not a name and a number.
        """
        return Policy(
            coupons=CouponPolicy(
                per_person=self.per_person.data or 0,
                days_valid=self.days_valid.data or 0,
                last_day=self.last_day.data,
                most_waves=self.most_waves.data,
                seeds_wanted=_read_groups(self.seeds_wanted.data or ""),
            ),
            thanks=ThanksPolicy(
                thanked_for=ThankedFor(self.thanked_for.data),
                amount_cents=round((self.amount.data or 0) * 100),
                batch_size=self.batch_size.data or 0,
            ),
            retention=RetentionPolicy(
                contacts=self.contacts.data or 0,
                names=self.names.data or 0,
                links=self.links.data or 0,
            ),
            ending=EndingPolicy(WhenOpen(self.key_open.data)),
        )


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/settings", "settings", settings, methods=["GET", "POST"])


@context.require(*access.roles(Thing.MANAGE_CARDS))
def settings(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = PolicyForm(data=_filled_in(policy.of(study)))
    if not form.validate_on_submit():
        return _page(study, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            policy.decide(studies.get(db, slug), form.policy)
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, form), errors.status_of(error)
    flash(_("De afspraken zijn bewaard. Ze gelden voor kaarten die u vanaf nu maakt."))
    return redirect(url_for(".settings", slug=slug), 303)


def _filled_in(decided: Policy) -> dict[str, object]:
    rules, thanks, keep = decided.coupons, decided.thanks, decided.retention
    return {
        "per_person": rules.per_person,
        "days_valid": rules.days_valid,
        "last_day": rules.last_day,
        "most_waves": rules.most_waves,
        "seeds_wanted": "\n".join(
            f"{seeds.group}: {seeds.number}" for seeds in rules.seeds_wanted
        ),
        "thanked_for": thanks.thanked_for.value,
        "amount": thanks.amount_cents / 100,
        "batch_size": thanks.batch_size,
        "contacts": keep.contacts,
        "names": keep.names,
        "links": keep.links,
        "key_open": decided.ending.key_open.value,
    }


def _read_groups(text: str) -> tuple[SeedsWanted, ...]:
    lines = [line for line in text.splitlines() if line.strip()]
    found = [LINE.fullmatch(line) for line in lines]
    wrong = next((line for line, match in zip(lines, found, strict=True) if not match), None)
    if wrong is not None:
        raise Invalid(
            "Schrijf op elke regel een groep en een getal, zoals ‘moeders bij school: 4’. "
            "Dit lukt niet: ‘%(line)s’.",
            line=wrong[:60],
        )
    return tuple(SeedsWanted(match[1], int(match[2])) for match in found if match)


def _page(study: Study, form: PolicyForm) -> str:
    with context.reading() as db:
        return render_template(
            "coordination/settings.html", form=form, seeds=tallies.seeds(db, study)
        )
