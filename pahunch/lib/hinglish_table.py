"""How much likelier letters in threes are in Hinglish than in English, as a program wrote it.

Made by `benchmarks/language_table.py` from Hinglish-TOP (Apache-2.0, training part) and
civic complaints in English (MIT). A line has a weight and its grams; `^` and `$` are a word's
ends. Above 0: likelier in Hinglish.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

TABLE = """
9 ^aa ^aaj$ ^aap$ ^aas$ ^abhi$ ^agar$ ^agle$ ^agley$ ^aj ^aj$ ^aur$ ^baad$ ^baare$ ^bacha$
9 ^bajao$ ^baje$ ^bajhe$ ^barf$ ^batao$ ^bolo$ ^din$ ^ek ^ek$ ^ghar$ ^hafte$ ^hai$ ^har$ ^ho$
9 ^hoga$ ^hogi$ ^hone$ ^hoon$ ^hu$ ^jaane$ ^jo$ ^ka ^ka$ ^kab$ ^kaisa$ ^kal$ ^kar$ ^kardo$
9 ^kare$ ^karen$ ^karne$ ^karo$ ^ke$ ^ki$ ^kitna$ ^kitne$ ^kitni$ ^ko ^ko$ ^koi$ ^kuch$ ^ky
9 ^kya$ ^liye$ ^mai$ ^mei$ ^mein$ ^mera$ ^mere$ ^meri$ ^muje$ ^mujhe$ ^naya$ ^paas$ ^par$
9 ^pehle$ ^phir$ ^raat$ ^raha$ ^sabhi$ ^sabse$ ^sakta$ ^sakte$ ^samay$ ^se$ ^shaam$ ^sham$
9 ^shuru$ ^subah$ ^subha$ ^tak$ ^toh$ ^wala$ ^wale$ ^wali$ ^yaad$ ^ye$ aad aaj aal aam aan aap
9 aas aat abh agl ahi aht ahu aiy aj$ aje ajh akt baa bah baj bhe bhi dek dik dil ehl ei$ gaa
9 heg hej hiy hne hta hu$ iji ikh itn iye jaa jao je$ jhe jiy ka$ kab kah kai kal kar ki$ kij
9 kit ko$ koi kta kte kuc kya liy mau mei muj oh$ oi$ paa pah peh puc raa riy saa sak tao tey
9 tna tni toh uje ujh yaa yah ye$ yen
8 ^bhejo$ ^fir$ ^garmi$ ^gh ^karke$ ^ke ^sunna$ ^ya ^yaha$ aar aay ab$ ai$ ais aja aln aye bol
8 ejo geg gi$ ha$ haa haf hah hai hog jo$ laa nay rey uba ubh ya$
7 ^band$ ^karna$ ^za ao$ apn aur ekh ga$ gay hle huc isa kha kiy nik rah rdo ri$ ro$ sa$
6 ^bh ^he$ ^kh ^ki ^ku ah$ aha ahe arn aru bar chn dop gha hi$ ika lag sab sub tne
5 ak$ aro ata bat hon ila jay na$ ni$ oga ogi pad ray rne sam ta$ usa
4 ^ag ari aun aya bha egi gle hun ru$ shu uru zar
3 ^au ^ba ^hu ^ja ^li ^mu ana ane ap$ ar$ cha ega ein ek$ har ish ke$ la$ len li$ mer ne$ ra$
3 sha
2 ^ch ^di ^ha ^me ^na ^ni ^pa ^ra ^sa ^su aga al$ ale ara ard are dne era eri ho$ hoo hur mai
2 nch oon par ren ris sh$ sun wal
1 ^alarm$ ^ap ^de ^he ^la ^me$ ^mi ^se ^set$ ^ti ^timer$ ala am$ arm atu der do$ ere ey$ ime inu
1 lar lay me$ nde nut one re$ rm$ rms sag sda se$ set ssa te$ tim ur$ ute
-1 ^da ^dr ^ev ^fi ^fr ^mo ^pl ^re ^so ^wa ^we ^wo age ast ath can con eas ent eve ge$ ive le$
-1 lea let nt$ oin pla ple ree rs$ sta th$ ts$ ty$
-2 ^br ^ca ^cl ^co ^is ^is$ ^le ^lo ^ne ^po ^ro ^st ^up$ ^yo and at$ ate ce$ com cti ds$ ect eed
-2 eet es$ her igh ile ity lig lin lle ly$ nd$ nin ns$ on$ ore ous rea res ry$ san ss$ ste tat
-2 ter tha tin use ust ve$ wor ys$
-3 ^af ^area$ ^at ^at$ ^be ^bu ^en ^every$ ^fo ^go$ ^op ^or ^s$ ^si ^to ^ve ace ads ain air ake
-3 all als an$ ang ani ati ea$ ead eak ear eav een ell ery ets foo for ght hat hen hou ht$ ide
-3 ike ill in$ ing ins ion is$ ita iti les lik lon lor mor ndi ng$ nig now om$ oni our out ove
-3 pen rai rin rou sho sti str tho thr tic tio tre ue$ ut$ ver
-4 ^an ^as ^du ^for$ ^fu ^go ^i$ ^like$ ^make$ ^of ^one$ ^pr ^rain$ ^t$ ^th ^to$ ^wi ^you$ ave
-4 bou cle ed$ hic hol ith kin ld$ ll$ nea no$ ny$ oad oda ole ome omo oot ope or$ oth ou$ ow$
-4 pai pat ppe qui red roa rro ses sid sin ted the to$ tod tom wan we$ you
-5 ^air$ ^ar ^be$ ^by ^by$ ^can$ ^ge ^get$ ^going$ ^here$ ^if ^if$ ^in ^my ^my$ ^near$ ^no ^of$
-5 ^on ^on$ ^ou ^road$ ^sm ^so$ ^the$ ^today$ abo be$ by$ dra fro gal get goi his how if$ it$
-5 lec lem mak man mos my$ nee nit oes of$ oil oll orr ose ot$ pos rn$ rop row tel thi urn was
-5 wat whe wit
-6 ^and$ ^but$ ^due$ ^from$ ^in$ ^leave$ ^long$ ^need$ ^now$ ^or$ ^our$ ^take$ ^this$ ^want$
-6 ^was$ ^we$ ^wh ^what$ ^with$ abl alo ble due eft em$ epa gin has hey not oul ped pro rom so$
-6 uld ult uti wha whi wil
-7 ^a$ ^about$ ^are$ ^has$ ^more$ ^much$ ^not$ ^that$ ^they$ ^water$ ^when$ ^will$ any arb bag
-7 bec hro mp$ muc nag ned pol rba rki toi
-8 ^after$ ^all$ ^also$ ^bb ^bbmp$ ^bwssb$ ^even$ ^how$ ^it ^left$ ^right$ ^some$ ^there$
-8 ^these$ ^waste$ ^who$ ^wires$ bbm bmp eop hav lef lso osq otp til tpa wag who wir
-9 ^an$ ^any$ ^as$ ^been$ ^bw ^have$ ^it$ ^many$ ^no$ ^tell$ ^very$ ^which$ bws cau dum ehi icl
-9 llu lut obl opl peo rob sb$ sed sew som ssb ump veh wss
"""


@lru_cache(maxsize=1)
def weights() -> Mapping[str, int]:
    """Give the weight of each gram."""
    lines = (line.split() for line in TABLE.strip().splitlines())
    return {gram: int(weight) for weight, *grams in lines for gram in grams}
