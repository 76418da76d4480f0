"""Words that settle what stands before a colon: role words, and words that name nobody."""

from __future__ import annotations

__all__ = ["NOBODY", "PARTICLES", "ROLES"]

# labels whenever they begin a line
ROLES = frozenset(
    """
    e r q enq enquêteur enquêtrice enquêteuse enquêteur·rice enquêté enquêtée enquêté·e
    chercheur chercheuse interviewer intervieweur intervieweuse interviewé interviewée
    interviewe sociologue répondant répondante modérateur modératrice animateur animatrice
    observateur observatrice
    """.split()  # noqa: SIM905 - a list of words reads better than quoted ones
)
# what begins a line with a colon, or stands in brackets, and is no speaker
NOBODY = frozenset(
    """
    remarque remarques rq nb nota note notes exemple exemples attention conclusion résumé bref
    résultat résultats question questions réponse réponses rappel sinon bon donc enfin alors oui non
    voilà exact exactement problème problèmes avantage avantages inconvénient inconvénients
    solution solutions idée idées constat constats titre date lieu objet sujet thème total
    source sources heure durée contexte suite fin début moralité précision détail détails but
    objectif objectifs cause conséquence preuve raison vu observé mais et or car puis ensuite
    première deuxième troisième premier dernier dernière autre surtout évidemment bilan
    synthèse annexe introduction situation motif vague cas prise consentement transcription
    enregistrement fichier page pages important définition citation verbatim verbatims freins
    frein leviers levier usage usages matin midi soir départ arrivée trajet retour aller vélo
    voiture bus tram train marche rire rires pause silence silences musique applaudissements
    inaudible bruit bruits soupir soupirs toux hésitation hésitations sonnerie téléphone
    brouhaha coupure interruption incompréhensible mm hum euh
    """.split()  # noqa: SIM905 - a list of words reads better than quoted ones
)
# small words inside a name
PARTICLES = frozenset(
    """
    de du des la le les d’ d' van von et y e
    """.split()  # noqa: SIM905 - a list of words reads better than quoted ones
)
