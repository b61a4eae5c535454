"""The form of somebody who may be called: the five fields of the enquête, and no more."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from survey_app import i18n
from survey_app.errors import DoorvragenError
from survey_app.services import telephone
from survey_app.services.contact_record import Details, Purpose
from survey_app.web import errors

TIMES = {
    "ochtend": _l("In de ochtend"),
    "middag": _l("In de middag"),
    "avond": _l("In de avond"),
    "weekend": _l("In het weekend"),
    "altijd": _l("Dat maakt niet uit"),
}
PURPOSES = {
    Purpose.INTERVIEW: _l("Voor een gesprek"),
    Purpose.LESSONS: _l("Over lessen in de buurt"),
    Purpose.RESULTS: _l("Over de uitkomst van het onderzoek"),
    Purpose.FOLLOW_UP: _l("Voor een volgend gesprek"),
}
AFTER_AN_INTERVIEW = (Purpose.LESSONS, Purpose.RESULTS, Purpose.FOLLOW_UP)


class CallMeForm(FlaskForm):  # type: ignore[misc]
    """Somebody asks to be called for a conversation."""

    voornaam = StringField(
        _l("Uw voornaam"),
        [InputRequired(_l("Vul een voornaam in.")), Length(max=60)],
        render_kw={"maxlength": 60},
    )
    telefoon = StringField(
        _l("Uw telefoonnummer"),
        [InputRequired(_l("Vul een telefoonnummer in.")), Length(max=30)],
        render_kw={"type": "tel", "inputmode": "tel", "dir": "ltr", "maxlength": 30},
    )
    voorkeurstaal = SelectField(_l("In welke taal?"), choices=lambda: tongues())
    beste_tijd = RadioField(
        _l("Wanneer mogen we bellen?"),
        [AnyOf(TIMES, _l("Kies wanneer we mogen bellen."))],
        choices=lambda: words(TIMES),
        default="altijd",
        validate_choice=False,  # its message would be in English
    )

    @property
    def details(self) -> Details:
        """What was filled in."""
        return Details(
            first_name=self.voornaam.data or "",
            telephone=self.telefoon.data or "",
            language=self.voorkeurstaal.data or i18n.SOURCE,
            best_time=self.beste_tijd.data or "altijd",
            purposes=self.purposes,
        )

    @property
    def purposes(self) -> tuple[str, ...]:
        """What we may call for."""
        return (Purpose.INTERVIEW,)

    def validate_telefoon(self, field: StringField) -> None:
        """Say beside the number what is wrong with it."""
        try:
            telephone.normalised(field.data or "")
        except DoorvragenError as error:
            raise ValidationError(errors.message_of(error)) from error


class AfterInterviewForm(CallMeForm):
    """Somebody who was interviewed may be called later, for what was ticked."""

    doel = SelectMultipleField(
        _l("Waarvoor mogen we bellen?"),
        [InputRequired(_l("Kies waarvoor we mogen bellen."))],
        choices=lambda: words({purpose: PURPOSES[purpose] for purpose in AFTER_AN_INTERVIEW}),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    @property
    def purposes(self) -> tuple[str, ...]:
        """What was ticked."""
        return tuple(self.doel.data or ())


def tongues() -> list[tuple[str, str]]:
    """Every language once, by its own name: Dari is a folder ``fa_AF`` and an answer ``prs``."""
    first = {name: code for code, name in reversed(i18n.ENDONYMS.items())}
    return [(code, name) for name, code in reversed(first.items())]


def words(named: dict[str, str] | dict[Purpose, str]) -> list[tuple[str, str]]:
    """Codes with their words in the language of the reader."""
    return [(str(code), str(name)) for code, name in named.items()]
