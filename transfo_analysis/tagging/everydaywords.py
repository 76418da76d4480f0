"""Everyday words and initials that film subtitles of before 2007 do not know, or hardly.

They are nobody's jargon: proposing « mail » or « TGV » would only tire whoever reads.
"""

from __future__ import annotations

__all__ = ["INITIALS", "NEWER", "UNITS"]

_NEWER = """
cetera
appli applis autopartage blog blogs clic clics cliquer coloc colocation combi confinement covid
covoiturage covoiturages covoiturer covoiture covoitureur covoitureurs covoitureuse cyclable
cyclables cycliste cyclistes digicode déchetterie déchetteries déchèterie déchèteries écolo écolos
facebook flyer flyers google gps instagram internaute internautes login messagerie multiprise
onglet onglets ordi ordis parking parkings piéton piétonne piétonnes piétonnier plateforme
plateformes playlist podcast podcasts powerpoint périurbain recyclage recycler replay rollers
selfie selfies skype smartphone smartphones sms spam streaming stressant stressante teams texto
textos tram trams tramway tramways trottinette trottinettes tuto tutos twitter téléchargement
télécharger télétravail télétravaille télétravailler télétravaillé uber visio visios
visioconférence visioconférences vélib vélibs webcam whatsapp wifi youtube zoom
"""
# what anybody says without thinking of the words behind it
_INITIALS = """
abs ac adn adsl bac bbc bcbg bd bmw bmx bts bus cafe cd cdd cdi cia cm1 cm2 ce1 ce2 cp co2 covid
crs cv dj dvd eau edf em euro fbi fm fnac gb gdf gps gr gsm hd hdmi hlm ht ibm ikea imc imax iphone
irm isbn ivg jo jt kfc kg kgb km ko led lgbt lsd m6 mac mba mdr mms mp3 mp4 msn nba nrj ok onu
otan ovni pc pdf ph pin pmu ps psg pv pvc qcm qi qr radio ram rap raf ras ratp rer rib rmi rsa rtl
rtt sam samu sdf sida smic sms snc sncf sos spa stp svp suv tba td tele ter tf1 tgv thc tnt tp ttc
tv tva ue ufo uk url usa usb urss uv vhs vip vo vf vrai vtc vtt wc wifi www wwf xl xs xxl zoo
"""
# behind a number these are measures; some are somebody's initials elsewhere
_UNITS = """
a ah bar c cl cm co2 cv db dl eur f g gb gh ghz go gw gwh h ha hl ht hz j k kb kf kg khz km kmh ko
kv kva kw kwh l lm m m2 m3 ma mb mbps mg mhz min ml mm mn mo mpa mw mwh n nm ohm pa ppm s t tb tep
to ttc v va w wh
"""
NEWER, INITIALS, UNITS = (frozenset(text.split()) for text in (_NEWER, _INITIALS, _UNITS))
