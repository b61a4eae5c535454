"""The figures of the fictitious neighbourhood Waterwijk: who lives there and what moves them.

All shares are assumptions, in percent, shaped by public figures on migrants in the Netherlands
(CBS, SCP) and by what *Taal en participatie in de wijk* (2011) says; no survey was copied.
"""

from __future__ import annotations

AREAS = ("waterwijk-noord", "waterwijk-midden", "waterwijk-zuid")
INTERVIEWERS = 14
AMBASSADORS = 8
SEEDS = 10

SEGMENTS = {"S1": 28, "S2": 26, "S3": 17, "S4": 15, "S5": 14}

SEX = {"vrouw": 64, "man": 35.5, "anders": 0.5}
AGE = {
    "18_24": 6,
    "25_34": 24,
    "35_44": 27,
    "45_54": 19,
    "55_64": 14,
    "65_74": 8,
    "75_plus": 2,
}
SCHOOLING = {"geen": 12, "j1_6": 23, "j7_9": 20, "j10_12": 27, "j13_plus": 18}
YEARS_HERE = {"0_2": 16, "3_5": 18, "6_10": 21, "11_20": 22, "21_plus": 23}
REASON = {
    "huwelijk_partner": 30,
    "gezin": 18,
    "veiligheid": 26,
    "werk": 19,
    "studie": 3,
    "anders": 4,
}
TYPE = {"A1": 18, "A2": 18, "A3": 9, "N1": 14, "N2": 23, "N3": 12, "N4": 4, "O": 2}
COUNTRY_GROUP = {
    "TR": 20,
    "MA": 18,
    "SY": 14,
    "PL": 8,
    "ER": 6,
    "BG_RO": 6,
    "AF_IR": 6,
    "SO": 4,
    "IQ": 4,
    "UA": 3,
    "CN_VN_TH": 5,
    "other": 6,
}
COURSE = {"nooit": 27, "bezig": 24, "gestopt": 22, "afgerond": 27}
WANTS = {"nee": 3, "goed_genoeg": 5, "nu_niet": 6, "misschien": 18, "graag": 68}
CHANGE = {"minder": 3, "niet_meer": 15, "beetje_meer": 40, "veel_meer": 42}
PRICE = {"niets": 34, "tot_5": 24, "tot_10": 20, "tot_25": 15, "meer_25": 7}
TIMES = {
    "schooltijd": 0.48,
    "middag": 0.17,
    "avond": 0.33,
    "zaterdag": 0.22,
    "zondag": 0.09,
    "wisselend": 0.14,
}
PLACES = {
    "school": 0.31,
    "buurthuis": 0.34,
    "bibliotheek": 0.16,
    "gebedshuis": 0.10,
    "moedercentrum": 0.12,
    "taalschool": 0.22,
    "werk": 0.09,
    "thuis": 0.09,
    "online": 0.13,
}
TRUST = {
    "zelf_geleerd": 0.41,
    "familie": 0.33,
    "kinderen": 0.24,
    "leraar": 0.25,
    "huisarts": 0.27,
    "consultatiebureau": 0.06,
    "geestelijke": 0.11,
    "vereniging": 0.05,
    "wijkwerker": 0.16,
    "woonconsulent": 0.02,
    "gemeente": 0.09,
    "werkgever": 0.06,
    "anders": 0.02,
}
CHANNELS = {
    "mond": 0.62,
    "kinderen": 0.21,
    "school": 0.31,
    "gebedshuis": 0.15,
    "whatsapp": 0.44,
    "sociale_media": 0.35,
    "krant": 0.11,
    "brief": 0.14,
    "tv_land": 0.08,
    "winkel_markt": 0.17,
    "buurthuis": 0.12,
    "werk": 0.10,
    "anders": 0.02,
}
SPECIAL_REFUSED = 0.09
COUPONS = (0.31, 0.22, 0.21, 0.26)  # 0, 1, 2, 3 cards taken
CONTACT_YES = 0.46
INTERRUPTED = 0.02
HOMOPHILY = {"language": 0.65, "sex": 0.4, "type": 0.3}
# Negative binomial; who knows many is brought sooner, so that a sample's mean is about 9.
DEGREE_MEAN, DEGREE_SHAPE = 7.6, 1.2
MINUTES_MEDIAN, MINUTES_SPREAD = 27.0, 0.22  # log-normal

# Mean pile (0–2) of each card for segments S1 to S5.
CARDS: dict[str, tuple[float, float, float, float, float]] = {
    "motief_werk": (1.8, 0.9, 0.1, 0.2, 1.7),
    "motief_opleiding": (1.6, 0.8, 0.2, 0.1, 0.7),
    "motief_kind_school": (0.7, 1.9, 0.4, 0.3, 0.4),
    "motief_gezin": (0.5, 1.2, 1.3, 1.3, 0.2),
    "motief_zelf_regelen": (1.2, 1.2, 1.0, 1.1, 1.4),
    "motief_dokter": (0.7, 1.4, 1.6, 1.3, 0.8),
    "motief_buren": (0.8, 1.1, 1.5, 0.6, 0.5),
    "motief_wijk": (0.6, 0.9, 0.7, 0.5, 0.2),
    "motief_zeker": (0.9, 1.0, 1.5, 0.5, 0.7),
    "motief_leren": (0.7, 0.9, 1.4, 0.4, 0.3),
    "motief_erbij": (1.1, 0.9, 0.7, 0.5, 0.6),
    "motief_moeten": (1.1, 0.5, 0.2, 0.5, 0.2),
    "belemmering_tijd": (1.2, 1.3, 0.3, 0.3, 1.8),
    "belemmering_kind": (0.6, 1.7, 0.5, 0.3, 0.3),
    "belemmering_geld": (1.2, 1.2, 0.8, 0.7, 0.9),
    "belemmering_gezondheid": (0.4, 0.4, 1.3, 1.3, 0.2),
    "belemmering_zorgen": (0.9, 0.8, 0.7, 0.8, 0.5),
    "belemmering_thuis": (0.2, 0.7, 0.7, 0.1, 0.1),
    "belemmering_afstand": (0.5, 0.8, 1.5, 0.8, 1.2),
    "belemmering_onbekend": (0.8, 0.8, 1.1, 0.6, 1.3),
    "belemmering_past_niet": (1.1, 0.6, 0.7, 0.8, 0.8),
    "belemmering_durf": (0.6, 0.9, 1.6, 0.8, 0.4),
    "belemmering_leren": (0.6, 0.6, 1.6, 1.4, 0.4),
    "belemmering_geen_nut": (0.1, 0.2, 0.5, 1.4, 1.0),
}

# Where to begin before contradictions are repaired and the shares above are raked.
BOX_START = {
    "S1": {"A2": 15, "A1": 9, "O": 2, "N4": 1, "N2": 1},
    "S2": {"N2": 21, "A1": 2, "A2": 2, "N4": 1},
    "S3": {"N1": 13, "N4": 2, "N2": 1, "A2": 1},
    "S4": {"N3": 12, "N1": 1, "A1": 2},
    "S5": {"A3": 9, "A1": 5},
}
AGE_START = {
    "S1": {"18_24": 14, "25_34": 38, "35_44": 27, "45_54": 18, "55_64": 3},
    "S2": {"18_24": 4, "25_34": 38, "35_44": 46, "45_54": 12},
    "S3": {"45_54": 38, "55_64": 38, "65_74": 19, "75_plus": 5},
    "S4": {"45_54": 30, "55_64": 37, "65_74": 26, "75_plus": 7},
    "S5": {"18_24": 8, "25_34": 36, "35_44": 38, "45_54": 16, "55_64": 2},
}
SCHOOLING_START = {
    "S1": {"geen": 3, "j1_6": 12, "j7_9": 17, "j10_12": 38, "j13_plus": 30},
    "S2": {"geen": 8, "j1_6": 24, "j7_9": 27, "j10_12": 29, "j13_plus": 12},
    "S3": {"geen": 33, "j1_6": 37, "j7_9": 17, "j10_12": 10, "j13_plus": 3},
    "S4": {"geen": 18, "j1_6": 38, "j7_9": 22, "j10_12": 16, "j13_plus": 6},
    "S5": {"geen": 2, "j1_6": 9, "j7_9": 18, "j10_12": 40, "j13_plus": 31},
}
YEARS_START = {
    "S1": {"0_2": 30, "3_5": 36, "6_10": 30, "11_20": 4},
    "S2": {"0_2": 10, "3_5": 17, "6_10": 30, "11_20": 35, "21_plus": 8},
    "S3": {"3_5": 3, "6_10": 10, "11_20": 27, "21_plus": 60},
    "S4": {"3_5": 4, "6_10": 12, "11_20": 24, "21_plus": 60},
    "S5": {"0_2": 40, "3_5": 36, "6_10": 18, "11_20": 6},
}
_ELSEWHERE = {
    "CN": 2.0,
    "VN": 1.5,
    "TH": 1.5,
    "SR": 0.7,
    "GH": 0.7,
    "NG": 0.5,
    "EG": 0.6,
    "BR": 0.6,
    "PK": 0.7,
    "ET": 0.7,
    "IN": 0.5,
    "JOE": 0.5,
    "anders_afr": 0.5,
    "anders_azi": 0.5,
    "anders_ame": 0.5,
}
COUNTRY_START: dict[str, dict[str, float]] = {
    "S1": {"SY": 27, "ER": 12, "TR": 11, "MA": 10, "AF": 5, "IR": 5, "IQ": 6, "SO": 4, "UA": 7}
    | {"PL": 2, "BG": 1, "RO": 1, **_ELSEWHERE},
    "S2": {"TR": 26, "MA": 24, "SY": 14, "ER": 5, "SO": 7, "AF": 5, "IR": 2, "IQ": 4, "UA": 2}
    | {"PL": 2, "BG": 1, **_ELSEWHERE},
    "S3": {"TR": 33, "MA": 31, "SY": 8, "SO": 5, "IQ": 4, "AF": 4, "IR": 2, **_ELSEWHERE},
    "S4": {"TR": 34, "MA": 32, "SY": 9, "SO": 4, "IQ": 5, "AF": 4, "IR": 2, **_ELSEWHERE},
    "S5": {"PL": 10, "BG": 6, "RO": 5, "TR": 14, "MA": 10, "SY": 14, "ER": 12, "UA": 6}
    | dict(_ELSEWHERE),
    "A3": {"PL": 54, "BG": 18, "RO": 22, "EU": 6},
}
WORK_START = {
    "A1": {"werk_vast": 40, "werk_los": 45, "eigen_zaak": 15},
    "A2": {"zoekt_werk": 40, "bijstand_plicht": 60},
    "A3": {"werk_vast": 30, "werk_los": 58, "eigen_zaak": 6, "zoekt_werk": 6},
    "N1": {"bijstand_vrij": 38, "ziek_wia": 14, "thuis": 48},
    "N2": {"thuis": 57, "bijstand_vrij": 38, "ziek_wia": 5},
    "N3": {"bijstand_vrij": 50, "ziek_wia": 45, "thuis": 5},
    "N4": {"bijstand_vrij": 40, "thuis": 45, "ziek_wia": 15},
    "O": {"studie": 85, "anders": 15},
}
LANGUAGES: dict[str, dict[str, float]] = {
    "TR": {"tr": 85, "kmr": 15},
    "MA": {"ary": 62, "rif": 28, "shi": 10},
    "SY": {"apc": 55, "ar": 25, "kmr": 20},
    "IQ": {"ar": 65, "ckb": 35},
    "ER": {"ti": 100},
    "ET": {"am": 70, "ti": 30},
    "SO": {"so": 100},
    "AF": {"prs": 65, "ps": 35},
    "IR": {"fa": 100},
    "PL": {"pl": 100},
    "BG": {"bg": 75, "tr": 25},
    "RO": {"ro": 100},
    "UA": {"uk": 75, "ru": 25},
    "CN": {"zh_hans": 80, "yue": 20},
    "VN": {"vi": 100},
    "TH": {"th": 100},
    "SR": {"srn": 60, "hns": 40},
    "PK": {"ur": 100},
    "BR": {"pt": 100},
    "EG": {"ar": 100},
    "EU": {"es": 50, "pt": 30, "fr": 20},
    "anders_afr": {"fr": 60, "pt": 40},
    "anders_ame": {"es": 100},
    "GH": {"en": 100},
    "NG": {"en": 100},
    "IN": {"en": 60, "anders": 40},
    "JOE": {"anders": 100},
    "anders_azi": {"id": 60, "anders": 40},
}
