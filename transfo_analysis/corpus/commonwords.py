"""Common French words that are also somebody's first or family name, folded.

Written with a small letter they are words: « une rose », « un petit marchand ».
"""

from __future__ import annotations

__all__ = ["COMMON"]

_WORDS = """
abbe affaire agneau aigle aime aimee alleman allemand amant ambre ami amour ancien ange anglais
anis archer ardent aube aurore avocat avril azur bailli bain bal balle ballet ban banc banque bar
barbe barbier baron barre barriere bas bassin bataille bateau baton baud beau beaux bec bedeau bel
belle ben benin bercail berceau berger bergere bidet bien bigot bille blanc blanche bled bleu
blond bocage bois boite boiteux bon bonhomme bonjour bonne bonnet bord borde bosquet bosse bossu
botte bouc bouche boucher bouchon boucle bouillon boulanger boule boulet bouquet bourg bourgeois
bourse bout bouteille bouton boyer branche bras brasseur brebis breton brillant brin brise brochet
brosse brousse brule brun brune bruyere buffet buis buisson but butin cadet caille caillou
cailloux canal canard candide canon capelle capitaine capucine carmen carpe carre carriere carton
casse cave celeste cerf cerise cerisier champ champion champs chance chandelier chantier chapelle
chapon chapuis charbon charbonnier chardon charpentier chasseur chat chateau chaton chaud chauve
chef chemin chene chenu cheri cherie cheval chevalier chevre choix cinq citron clair claire
clavier clemence clement clerc cloche clos clou cocher cochet coin col collet collier collin
colombe colombier combe come compagnon comte constance constant conte coq corne corneille cornet
cote couleur cour courant courbe court courtois cousin couteau couture couvert couvreur crete
creux crochet croix cuisinier cure dahlia dame dauphin dauphine debout defaut delay dent depart
desert desire desiree dessous deux devin diable dieu dimanche divin dix dore douce doux drapier
droit droite duc durant duvet ecuyer eden eglantine enfant enfer epine ermite esperance espoir
esprit etang ete etoile faible faim fatal faucher faucheur faucon faux fer ferme fermier feu
feuille fidele fievre figuier fille fils fin fleche fleur fleuri fleury flore foi foin fontaine
forestier foret forge forgeron fort forte fortune fosse fou four fourmi fournier fourrier foyer
frais franc francais france franche frere froid fromage froment gaillard galant gallant galop gant
garant garcon garde gardien garenne gars gateau gauche gaucher gay geai geant gendre genet genie
gentil gentilhomme germe gilet gloire gosse gouet gouge grace grain grand grande grandes grange
granger gras greffier grenade grenier grille gris gros grosse grue guerre guide habit haie hardi
harmonie haut haute herbe heritier hermite heron heros heure hiver homme honore hote houx huit
humble image innocent iris jade jamais jardin jardinier jasmin jaune jeudi jeune joie joli jolie
jolies jonquille jouet jour juge juillet juin jumeau juste labeur lac laine lait lande langue
lapin large laurier lavande legende leger lent lenteur levant leveque liane lievre lilas lin lion
lit livre loge loin long longue loup louve loyal lumiere lundi lune lys madeleine magnolia mai
maille main maire maison maitre mal malin maline manche marais marchand marche mardi marechal
marguerite mari marin marine marquis mars marteau martel masse massif matelot maton maure mauvais
maxime melodie menuisier mercier mercredi mere merle merveille messager messe metais metayer
metier meunier midi mignon mignot mille mirabelle mire modeste moine moineau moissonnier moitie
monnaie monnier mont montagne morte mouche moulin mousse mouton moyen muet mule mur myrtille
narcisse neige neveu nez noble noel noir noire nord normand nouveau nouvel noyer nuit ocean ode
oiseau olive ombeline opale opaline or orange oreille orfevre orme os ours pacifique page paille
pain palais panier pape papillon paquerette parent parfait parfaite paris part parti passe paste
pasteur patin patte pave paysan peau pecheur peintre perche perdrix pere perle perron pervenche
petit petite peu peur pie pied pierre pigeon pilote pin pinson pique place placide plaine planche
plante plat plein plume poil point poirier poisson poissonnier poivre pomme pommier pont port
porte portier pot potager potier potin poulain poule poulet poussin pre precieuse prevot prieur
primevere prince providence prudence prudent prune prunier puits quatre quille racine rameau rat
rateau rayer real rebours regent reine renard riche rime riviere robe roc roche rocher roi romaine
roman rond rose rosee rosette rosier rossignol rouge rouget rousse route roux rue ruelle ruisseau
sable sac sacre sage saison sale salle samedi saphir sauvage sauveur savant second seigneur sel
sellier sept septembre serein sereine sergent serre serrurier servant seul severe signe simple
sire sol soldat soleil solitaire sommet sorbier sot souris souverain sterne sylvestre tailleur
talon tanneur taureau temple temps tendresse terre terrier tertre theme tonnelier tonnerre topaze
tour tournant tourneur toussaint travers trefle treize tronc trouve truffe tulipe turc urbain
urbaine vache vaillant val valet vallee vallet vaste veau venant vendeur vendredi vent venus
verdier verdure verger verite verrier vert verte victoire vide vieille vieux vigne vigneron vilain
village ville vin violet violette vital vitale vivant viver voile voisin vrai zen zephyr
"""
COMMON = frozenset(_WORDS.split())
