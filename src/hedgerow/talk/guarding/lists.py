"""The lists that the guard begins with, in English and German; each face may read and change its own.

One entry a line. A star stands for the rest of a word (or its beginning).
"""

SWEARING = """
fuck*
*fuck
motherfuck*
shit
shite
shitty
shitshow
bullshit
horseshit
asshole*
arsehole*
bastard*
bitch
bitches
bitchy
bloody hell
bollocks
bugger off
cunt*
crap
crappy
dickhead*
damn it
goddamn*
piss off
pissed off
prick
pricks
screw you
screw them
screw this
twat*
wanker*
wtf
stfu
scheiß*
scheiss*
*scheiße
beschissen*
verschissen*
arsch
arschloch
arschlöcher*
am arsch
leck mich
fick*
gefickt
verfickt*
verdammt*
verflucht*
hurensohn*
wichser*
drecks*
miststück*
kacke
kackt
verkackt
fresse halten
halt die fresse
zum kotzen
kotzt mich an
verpiss*
"""

DRINK = """
drunk
drunken
hammered
wasted
plastered
shitfaced
tipsy
legless
sloshed
wankered
hangover
hungover
hung over
boozy
booze
booze up
boozing
binge drink*
blackout drunk
pub crawl
too many beers
too many drinks
too many pints
too much wine
too much to drink
too much gin
shots of *
tequila shots
jägerbombs
jaegerbombs
on the piss
pissed again
puked
throwing up after
keg
betrunken*
besoffen*
besäufnis
saufen
gesoffen
gesäuft
sauf*
stockbesoffen
sternhagelvoll
hackedicht
voll wie *
kater heute
mordskater
riesenkater
einen kater
verkatert*
zugedröhnt
blau gemacht
zu viel wein
zu viel bier
zu viele bier
zu viele biere
zu viel getrunken
zu tief ins glas
filmriss
vollrausch
angetrunken*
vorglühen
komasaufen
schnapsleiche*
promille
"""

ANGER = """
idiot*
moron*
stupid
dumb
incompetent*
useless
clueless
liar
liars
lies
lied to
lying
hate
hates
despise
toxic
bully
bullies
bullied
bullying
pathetic
disgrace*
disgusting
garbage
joke of a
a joke
worst
ruin*
exploit*
ripped off
rips off
rip off
ripping off
screwed
screws
screwing
sick of
fed up
backstab*
stabbed
stole my
steals my
took credit
takes credit
taking credit
unbearable
nightmare
hellhole
shambles
shameful
coward*
narcissist*
psycho*
clown
clowns
greedy
sucks
furious
underpaid
treats us like
treat us like
quit this
can't stand
cannot stand
can t stand
had it with
unfähig*
dumm
dumme
dummer
dämlich*
blöd*
trottel
vollidiot*
depp*
lügner*
lügt
lügen
gelogen
hasse
hass
ausbeut*
ausgebeutet*
unverschämt*
frechheit
sauerei
saftladen
schweine
mobbing
mobbt
gemobbt
toxisch*
erbärmlich*
lächerlich*
witzfigur
katastrophe
unerträglich*
nicht ausstehen
nicht mehr sehen
schnauze voll
nase voll
die faxen dicke
stinksauer
wütend
verarscht
verarschen
über den tisch
beschiss*
drecksladen
versager
nichtskönner
lachnummer
feigling
choleriker
intrigant*
hintergangen
ekelhaft*
widerlich*
inkompetent*
hinterhältig*
"""

PRIVATE = """
baby
babies
toddler
kids
my son
our son
my daughter
our daughter
my wife
my husband
my boyfriend
my girlfriend
my ex
mum
mom
mommy
dad
grandma
grandpa
granny
pregnan*
breastfeed*
potty
divorce*
breakup
broke up
date night
first date
tinder
kissed
wedding dress
honeymoon
therapist
therapy
my period
diarrhoea
vomit*
naked
sex
in bed
bedtime
sleepless
hangover
in-laws
mother in law
mother-in-law
love you
cuddl*
teeth
teething
sleepover
custody
miscarriage
antidepress*
hemorrhoid*
baby*
kleinkind*
die kinder
unsere kinder
meine kinder
die kleine
der kleine
unser sohn
mein sohn
meine tochter
unsere tochter
meine frau
mein mann
mein freund
meine freundin
mein ex
meine ex
mama
papa
oma
opa
schwiegermutter
schwiegereltern
schwanger*
stillen
töpfchen
windel*
scheidung*
trennung
schluss gemacht
hochzeitskleid
flitterwochen
therapeut*
therapie
durchfall
gekotzt
nackt
knutsch*
geknutscht
kuscheln
zahnt
sorgerecht
fehlgeburt
im bett
liebeskummer
ins bett
hab dich lieb
hab euch lieb
küsschen
"""

WORK = """
quarter
quarterly
q1
q2
q3
q4
kpi*
okr*
revenue
turnover target*
targets
forecast
pipeline
stakeholder*
deliverable*
milestone*
sprint
standup
stand-up
backlog
jira
ticket
tickets
deploy*
rollout
release candidate
client meeting
client call
the client
our client
our clients
customer meeting
invoice*
invoicing
purchase order
procurement
budget meeting
headcount
onboarding
offsite
performance review
appraisal
board meeting
board deck
slide deck
slides
status report
minutes of
action items
action points
deadline
escalat*
contract draft
tender
proposal draft
sales deck
crm
compliance
audit
warehouse system
cutover
go-live
quartal*
umsatz*
zielvereinbarung*
kennzahl*
lieferanten*
angebotsfrist
ausschreibung*
rechnungsstellung
kostenstelle*
kundentermin*
kundengespräch*
beim kunden
dem kunden
vertragsentwurf
projektplan
projektstatus
meilenstein*
statusbericht*
jour fixe
besprechungsprotokoll
protokoll
tagesordnung
vorstandssitzung
vorstandsvorlage
abteilungsleit*
personalgespräch
mitarbeitergespräch
betriebsrat*
budgetrunde
budgetplanung
folien
präsentation für
abgabetermin
eskalation
inventur
schichtplan
dienstplan
lagerbestand
freigabe
umstellung auf sap
sap
"""

GIVEN = {"swearing": SWEARING, "drink": DRINK, "anger": ANGER, "private": PRIVATE, "work": WORK}
