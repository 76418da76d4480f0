"""First names common in France, folded: what makes a word with a capital a person.

Those that are also words of every day (« Pierre ») count with a capital only, as all do here.
"""

from __future__ import annotations

__all__ = ["FIRST_NAMES"]

_NAMES = """
abdel abdelkader abdou abdoulaye abel adam adama adele adeline adrien adrienne agathe agnes ahmed
aicha aida aime alain alban albert alexandra alexandre alexis alice aline alix ali aliou alphonse
amadou amandine ambre amelie amina aminata amine amir ana anais anastasia anatole andre andrea
andree ange angela angele angelique anissa anita anna annabelle anne annick annie anouk antoine
antoinette antonin antonio arlette armand armelle arnaud arthur assia astrid aude audrey augustin
aurelie aurelien aurore awa axel aya ayoub aymeric aziz bakary baptiste barbara bastien beatrice
benedicte benjamin benoit bernadette bernard berthe bertrand bilal blanche blandine boris boubacar
brahim brice brigitte bruno camille capucine carine carla carmen carole caroline catherine cecile
cedric celeste celia celine chantal charles charlie charlotte cheikh chloe christel christelle
christian christiane christine christophe claire clara clarisse claude claudette claudine clemence
clement clementine cleo clotilde colette coline constance coralie corentin corinne coumba cyprien
cyril cyrille dalila damien daniel daniele danielle danny daouda david deborah delphine denis denise
diane didier dimitri dina dominique dorian doriane dorothee driss edgar edith edmond edouard eleonore
eliane elias elie eliott elisa elisabeth elise ella ellen eloise elodie elsa elvire emeline emile
emilie emma emmanuel emmanuelle enzo eric erika ernest erwan esteban estelle esther ethan etienne
eugene eugenie eva evan evelyne fabien fabienne fabio fabrice fadila fanny fanta farid farida fatiha
fatima fatou fatoumata faustine felicie felix fernand fernande fiona flavie flora florence florent
florian floriane fode france francine francis franck francois francoise frederic frederique gabin
gabriel gabrielle gael gaelle gaetan gaston gautier genevieve georges georgette gerald geraldine
gerard germain germaine ghislaine gilbert gilberte gilles gisele giuseppe gregoire gregory guillaume
gustave guy gwenaelle habib hakim hamid hamza hanna hassan hatem helena helene henri henriette herve
hicham hortense hubert hugo huguette ibrahim ibrahima idriss ilyes ines ingrid irene irina iris
isabelle ismael issa ivan jacqueline jacques jade jalil james jamila jean jeanine jeanne jeannine
jennifer jeremie jeremy jerome jessica joachim joan joao joel joelle johan johanna john jonathan
jordan jose joseph josephine josette josiane josie josselin judith jules julia julian julie julien
juliette juline justin justine kader kadiatou kamel karim karima karine karl kevin khadija khaled
laetitia lahcen lamia lamine lara latifa laura laure laurence laurent laurie lea leila lena leo leon
leonie leopold leslie liam lila lilian liliane lily lina linda line lionel lisa lise loic lola lou
louane loubna louis louisa louise louna lucas luce lucette lucie lucien lucienne ludivine ludovic
luis luna lyes lydia lydie madeleine mado mael maelle maeva magali maite malek malik malika mamadou
manon manuel manuela marc marceau marcel marcelle margaux margot marguerite maria mariam mariama
marianne marie mariette marina marine mario marion marius marlene martha marthe martial martin martine
maryline maryse maryvonne mateo mathieu mathilde mathis matteo matthias matthieu maud maurice max
maxence maxime mehdi melanie melina melissa melodie michel michele micheline michelle miguel mila
mireille mohamed mohammed moise monique moussa mouna mourad muriel myriam nabil nacer nadege nadia
nadine naima najat nancy nassim natacha nathalie nathan nathanael nawal nelly nicolas nicole nina
ninon noah noam noe noel noelle noemie nora norbert nordine norah nour nouria odette odile olga olive
olivia olivier omar ophelie oriane oscar othman oumar oumou ousmane pablo paola pascal pascale patrice
patricia patrick paul paula paule paulette pauline pedro perrine philippe pierre pierrette pierrick
priscilla quentin rachel rachid rachida rafael raissa ramata ramzi raoul raphael raphaelle raymond
raymonde rayan rebecca regine regis remi remy renaud rene renee ricardo richard rita robert robin
rodolphe rodrigue roger roland romain romane romeo romuald rosa rosalie rose roseline roxane ruben
sabine sabri sabrina sacha safia said saida salim salima salimata salome samantha sami samia samir
samira samuel samy sandra sandrine sara sarah sasha saida sebastien sekou selena selma serge severine
sidonie siham silvia simon simone sofia sofiane solange solene sonia sophie soraya souad souleymane
soumaya stella stephane stephanie stephen steve steven suzanne suzy sylvain sylvette sylviane sylvie
tania tanguy tarek tatiana teddy thea theo theodore theophile therese thibault thibaut thierry thomas
tiago tidiane tiffany timothee timeo titouan tom tony tristan ugo ulysse ursula valentin valentina
valentine valerie vanessa vera veronique victoire victor victoria vincent violaine violette virginie
viviane vivien wafa wahid walid warren wassim wendy wilfried william willy xavier yacine yael yamina
yan yann yannick yannis yasmina yasmine yassine yohan yohann yolande youcef youri youssef yoann yvan
yves yvette yvon yvonne zacharie zahra zahia zakaria zaki zara zelie zineb zoe zohra zoran
"""
FIRST_NAMES = frozenset(_NAMES.split())
