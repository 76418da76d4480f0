"""The traps of spoken French that a word list falls into, one by one (own sentences)."""

import pytest

NOTHING = [
    "On est en train de refaire les plannings",
    "j'étais en train euh [pause] de ranger les clés",
    "Elle est toujours en train d’appeler quelqu’un",
    "Je ne peux pas rester car il pleut",
    "On ferme à midi, car la chaudière est en panne",
    "Ça marche bien avec la nouvelle équipe",
    "ça ça marche pas du tout leur logiciel",
    "Ce qui marche, c’est de prévenir la veille",
    "Il faut faire marcher la photocopieuse",
    "Ils ont bu un café avant de commencer",
    "Ce matin-là je bus mon thé froid",
    "L’échelle est restée dehors, au pied du mur",
    "On a demandé la marche à suivre au secrétariat",
    "J’ai raté une marche dans l’escalier",
    "Je conduis une réunion tous les lundis",
    "C’est lui qui conduit le projet depuis janvier",
    "Ça nous a conduits à revoir les horaires",
    "Il s’est mal conduit avec la stagiaire",
    "On a mis en place un tableau de suivi",
    "Le nouveau service se met en route doucement",
    "J’habite à côté du métro",
    "C’est juste derrière la station de tram",
    "Le bureau est rue de la Gare, au numéro douze",
    "Il m’a permis de finir plus tôt",
    "Le permis de construire est affiché en mairie",
    "C’est un train de mesures qui tombe mal",
    "La direction des transports a répondu",
    "Il a été mis à pied trois jours",
    "Je vais au marché le samedi",
    "Demandez le deux à l’accueil, merci",
]

SPOKEN = [
    ("j'prends l'vélo quand y a pas de vent", {"velo"}),
    ("je je prends euh le le vélo [rire] tous les jours", {"velo"}),
    ("moi j’y vais à euh [pause] à pied", {"marche"}),
    ("on marche vingt minutes et c'est réglé", {"marche"}),
    ("J’ai beaucoup marché cet hiver", {"marche"}),
    ("y a pas d'bus après vingt heures", {"transport_urbain"}),
    ("le mét- le métro était bondé", {"transport_urbain"}),
    ("Je prends le 62 jusqu’au dépôt", {"transport_urbain"}),
    ("je prends le cent vingt-cinq le matin", {"transport_urbain"}),
    ("On est partis en car, tous ensemble", {"transport_urbain"}),
    ("Moi les transports en commun, jamais", {"transport_urbain"}),
    ("Je suis rentrée en train hier soir", {"train"}),
    ("Le TER de sept heures est supprimé", {"train"}),
    ("Je conduis depuis vingt ans", {"voiture"}),
    ("Impossible de se garer devant le bâtiment", {"voiture"}),
    ("Je n’ai pas le permis", {"voiture"}),
    ("J’ai garé la bagnole au fond", {"voiture"}),
    ("On fait du co-voiturage à trois", {"covoiturage"}),
    ("on fait du covoiturage à trois", {"covoiturage"}),
    ("on essaie le co voiturage", {"covoiturage"}),
    ("Le télé travail, deux jours par semaine", {"a_distance"}),
    ("les piéton·ne·s attendent trop longtemps", {"marche"}),
    ("Mon deux-roues dort dans la cour", {"deux_roues_motorise"}),
    ("J’ai un vélo électrique depuis mai", {"velo", "velo_electrique"}),
    ("La voiture de service était déjà prise", {"voiture_service"}),
    ("J'VAIS AU BOULOT EN VELO", {"velo"}),
    ("La trott' et l'métro, c’est pratique", {"trottinette", "transport_urbain"}),
    ("On a descendu la benne par le boulevard", {"vehicule_metier"}),
    ("J’ai pris un taxi pour la gare", {"taxi"}),
]


@pytest.mark.parametrize("sentence", NOTHING)
def test_words_that_look_like_a_mode_and_are_none(sentence, modes_in):
    assert modes_in(sentence) == set()


@pytest.mark.parametrize(("sentence", "modes"), SPOKEN)
def test_modes_are_found_in_spoken_french(sentence, modes, modes_in):
    assert modes_in(sentence) == modes
