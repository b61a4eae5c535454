"""Advice: rules that are data, evaluated on published groups only, never on a person.

The whole file (``questionnaires/<name>/advice.yaml``, read by the caller into plain dicts) is::

    version: "1"                      # printed with each piece of advice
    source: Taal en participatie in de wijk (2011)

    derived:                          # variables made from answers, in order; a later one may
      - name: k_arbeid                # read an earlier one. Exactly one recipe for each:
        label: Positie op de arbeidsmarkt
        cases:                        # recipe 1: the first case that is true gives the value
          - {value: werkend, when: {is: {item: werk_inkomen, codes: [werk_vast, werk_los]}}}
          - {value: studie, when: {is: {item: werk_inkomen, codes: [studie]}}}
        otherwise: onbekend           # without it: missing where no case is true
      - name: intentie                # recipe 2: a number for each code of one item
        scores: {item: wil_leren, values: {graag: 3, misschien: 2, nu_niet: 1, nee: 0}}
      - name: taal_index              # recipe 3: mean over items, all of them needed
        mean_of: {items: [nl_praten, nl_lezen], values: {gaat_niet: 0, veel_moeite: 1, goed: 3}}
      - name: verblijfsduur_klasse    # recipe 4: whole years from the item's year to the interview
        years_since: {item: jaar_aankomst, classes: {"0_2": [0, 2], "21_plus": [21, null]}}

    typology:
      variable: doelgroep_type        # one of ``derived``
      note: …                         # what a reader must know (planning aid, never for a person)
      boxes:
        - {code: A1, label: Werkend …, group: arbeidsplichtig, reach: werkgever, uitzendbureau …}

    rules:
      - id: R03
        title: Sterk voor mijn kind   # optional short name
        when: <condition on a group>
        message: Uw kind heeft er iets aan …      # what to say
        messenger: [leraar, ouderkamer]           # who says it
        channel: basisschool                      # where, by which way
        time: onder schooltijd
        offer: korte cursus met oudercontact
        source: "figuur p.9; §3.5 Utrecht, Leeuwarden"   # section of the handbook
        pages: "9, 22–25, 33–36"
        kind: kern                    # kern: the handbook says it; afgeleid: our reading
        derived_parts: [time]         # optional: fields that are afgeleid in a rule that is kern

**Row conditions** (in ``derived``), each a mapping with one key. A missing answer makes ``is``
false, as in XLSForm::

    is: {item: gezin, codes: [kind_0_3, kind_4_12]}    any of these codes is the answer or ticked
    all: [c, …]     any: [c, …]     not: c

**Group conditions** (in ``rules``) read the published table of a group: shares, not people. A
figure that was suppressed is *unknown*, and so is what depends on it::

    always: true
    share: {item: gezin, codes: [kind_4_12], at_least: 0.5}    share of those who answered with any
                                                               of the codes; or at_most: 0.25
    share: {item: voor_wachttijd, codes: [m3_6, gt_6m], at_least: 0.25,
            among: {item: traject_status, codes: [gestopt]}}   the same, within a part of the group
    above: motief_werk                 the group's centred score lies above everybody's mean
    median: {item: wens_reistijd, at_most: 10}                 or at_least
    fact: willing_partner              what somebody says about the campaign, false unless said
    all: [c, …]     any: [c, …]     not: c

A typology box is a share too: ``share: {item: doelgroep_type, codes: [N2], at_least: 0.5}``.

**Action fields** (message, messenger, channel, time, offer) are a text or a list of entries; an
entry is a text or ``{text: …, when: <group condition>}`` (shown only when that is true: clergy
*if named*). Absent means: nothing to say. In a text, ``{wens_tijd:2}`` is replaced by the labels
of the two answers that the group gave most.
"""
