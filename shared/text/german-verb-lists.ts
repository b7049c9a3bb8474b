// Word lists of the German verb, by general grammar; no text of a data set went in.

/** Second person singular and the polite form of it, where rules do not lead there: changed vowels, auxiliaries, modal verbs. */
export const STRONG_PRESENT: readonly (readonly [string, string])[] = (
  'bist:sind,warst:waren,wärst:wären,wärest:wären,seist:seien,hast:haben,hattest:hatten,hättest:hätten,wirst:werden,wurdest:wurden,würdest:würden,' +
  'kannst:können,konntest:konnten,könntest:könnten,musst:müssen,mußt:müssen,darfst:dürfen,willst:wollen,sollst:sollen,magst:mögen,möchtest:möchten,' +
  'mochtest:mochten,weißt:wissen,weisst:wissen,wusstest:wussten,wüsstest:wüssten,tust:tun,tatest:taten,' +
  'fährst:fahren,gibst:geben,nimmst:nehmen,siehst:sehen,liest:lesen,isst:essen,ißt:essen,vergisst:vergessen,vergißt:vergessen,hilfst:helfen,' +
  'sprichst:sprechen,triffst:treffen,wirfst:werfen,trittst:treten,stirbst:sterben,brichst:brechen,stichst:stechen,giltst:gelten,empfiehlst:empfehlen,' +
  'stiehlst:stehlen,befiehlst:befehlen,schläfst:schlafen,trägst:tragen,fällst:fallen,hältst:halten,läufst:laufen,lädst:laden,rätst:raten,' +
  'wäschst:waschen,wächst:wachsen,schlägst:schlagen,fängst:fangen,bläst:blasen,lässt:lassen,läßt:lassen,stößt:stoßen,säufst:saufen,gräbst:graben,' +
  'brätst:braten,bäckst:backen,verdirbst:verderben,wirbst:werben,birgst:bergen,flichtst:flechten,fichtst:fechten,quillst:quellen,schwillst:schwellen,' +
  'erschrickst:erschrecken,misst:messen,frisst:fressen,erlischst:erlöschen,schmilzt:schmelzen,gehst:gehen,stehst:stehen,kommst:kommen,heißt:heißen,' +
  'sitzt:sitzen,setzt:setzen,ziehst:ziehen,bringst:bringen,denkst:denken,findest:finden,bleibst:bleiben,liegst:liegen,gingst:gingen,kamst:kamen,' +
  'fandest:fanden,ließt:ließen,ließest:ließen,sahst:sahen,gabst:gaben,nahmst:nahmen,standst:standen,standest:standen,bliebst:blieben,hieltst:hielten,' +
  'hieltest:hielten,fielst:fielen,fuhrst:fuhren,last:lasen,riefst:riefen,schriebst:schrieben,sprachst:sprachen,trafst:trafen,warfst:warfen,' +
  'zogst:zogen,lagst:lagen,saßt:saßen,aßt:aßen,vergaßt:vergaßen,halfst:halfen,starbst:starben,trugst:trugen,schlugst:schlugen,schliefst:schliefen,' +
  'begannst:begannen,bekamst:bekamen,gewannst:gewannen,verlorst:verloren,tratst:traten,liefst:liefen,gingest:gingen,kämst:kämen,gäbst:gäben,' +
  'ließest:ließen,bätest:bäten,batest:baten,bietest:bieten,wuchst:wuchsen,wuchsest:wuchsen,hieß:hießen,hießest:hießen'
)
  .split(',')
  .map((pair): readonly [string, string] => {
    const [familiar = '', polite = ''] = pair.split(':');
    return [familiar, polite];
  })
  .filter(([familiar]) => familiar.endsWith('t'));

/** Stems that end in s, ß, z or x, so that the second person takes a mere t ("du reist", "du nutzt"). */
export const S_STEMS: readonly string[] =
  'reis weis beweis preis speis kreis lös ras nies haus saus braus paus schmus dos blas knaus dös gras entgleis verreis hinweis anweis fass hass pass küss press verpass fließ genieß schließ gieß schieß büß grüß spaß beiß reiß heiß schmeiß scheiß sitz setz nutz benutz nütz putz schütz stütz kratz platz schwitz heiz reiz schätz tanz pflanz ergänz glänz kürz stürz würz wälz salz schmerz scherz kreuz hetz petz verletz ersetz besitz hex mix box fax faxe boykottis les ess mess fress lass stoß verlass veranlass wachs wiss müss schleus'.split(
    ' ',
  );

/** Weak verbs that look like a prefix before a strong one. */
export const WEAK_LOOKALIKES: readonly string[] = [
  'beantragen',
  'beauftragen',
  'veranlassen',
  'handhaben',
  'verabscheuen',
  'übersetzen',
  'bemitleiden',
  'verhandeln',
  'begrüßen',
  'beurteilen',
];

/** Verbal prefixes, separable (as subordinate clauses and infinitives join them) and inseparable. */
export const PREFIXES: readonly string[] =
  'ab an auf aus be bei da dabei daran dazu davon dagegen dar durch ein einher emp ent er fehl fern fest fort frei ge gegen gegenüber gut her herab heran herauf heraus herbei herein herüber herum herunter hervor hin hinab hinauf hinaus hindurch hinein hinter hinunter hinweg hinzu hoch kaputt kennen klar krank los miss mit mitein nach nachvoll nieder rauf raus rein ran rum runter rüber schwarz sicher statt still teil tot über überein um umher unter ver voll vor voran voraus vorbei vorher vorüber wahr weg weiter wider wieder zer zu zurecht zurück zusammen zwischen stehen sitzen liegen'.split(
    ' ',
  );

/** Stems of common verbs without prefix (a few with an inseparable one that has no verb by itself). */
export const VERB_STEMS: readonly string[] =
  'acht änder antwort arbeit ärger atm back bad bau beantrag beauftrag bedank befürcht begegn beginn begleit beeil beend behaupt beid bericht beruhig beschäftig beschwer besichtig bestätig bestell besuch bet betracht bewerb bezahl bezweifel bieg biet bild bind bitt bleib blick block bohr brauch brenn bring buch bück bügel check chat dank dauer deck denk deut dien diskutier download dreh drohn droh drück duld dusch ehr eign eil ekel empfang end entdeck entferne entschuldig entscheid entsorg entspann erb erinner erklär erlaub erledig erkundig ermöglich ernähr erreich erzähl experimentier fahr fall fang färb fehl feier fertig fern find flieg flieh fluch folg forder forsch frag freu frier frühstück fühl führ füll funktionier fürcht füg gammel garantier geb geh genehmig gefähr gehör gelt gest gewinn gewöhn glaub google greif grill gründ guck hab häng halt handel hass heb heil heirat helf herrsch hinder hoff hol hör hüt identifizier ignorier informier interessier install installier irr jag jammer jog jubel kämpf kapier kauf kehr kenn kiff klag klapp klär klatsch kleb klick kling klingel klopf knall knüpf koch komm kommentier kontaktier kontrollier konzentrier korrigier kost krieg kriegt kritisier kümmer kündig lach läch lächel lad land lass lauf laut leb leck leg lehn lehr leid leih leist leit lenk lern les leucht lieb liefer lieg lik link lob log logg lohn lös lüg mach mal mäh mehr mein meld merk miet misch mitteil mögl nachseh näh nähr nehm neig nenn nerv nick notier nütz öffn operier ordn organisier orientier pack park pass pfeif pfleg plan plauder post präsentier prob probier produzier profitier programmier protestier prüf qualifizier quäl rat rauch räum reagier realisier rechn rechtfertig red reduzier regel registrier reich reinig renn reparier reservier respektier rett richt riech riskier roll ruf ruh rühr sag sammel schad schaff schalt schäm schau scheck scheid schein schenk schick schieb schild schimpf schlaf schlag schleich schlepp schlend schluck schmeck schmink schneid schnapp schrei schreib schreit schul schüttel schwänz schweig schwimm schwör seh sehn send sicher sing sink sorg spar spazier speicher spend sperr spiel spinn sprech spreng spring spritz spül spür start starr steck steh steig stell sterb steuer stimm stör storn stornier strahl streich streit streik streng stress streichel such stream studier surf tadel tank tapp tast tausch täusch teil telefonier test tipp tob tön trag trainier trau trauer träum treff treib trenn tret trink trocken trockn tröst tu tweet twitter üb übernacht überrasch überzeug überweis umarm unterhalt unterschreib unterstütz untersuch updat üb vergleich verabred verdien vereinbar verhandel verlang vermut verreck verschwend verstärk versuch vertrau verteidig verwend verwirr verzeih verzicht wach wag wähl wander wander warn wart wasch wechsel weck wehr weiger wein weis wend werb werd werf wett wickel widm wieg will wirk wisch wohn wühl wunder wünsch würdig zahl zähl zeig zeichn zieh ziel zitier zöger zweifel zwing aktivier aktualisier akzeptier analysier anonymisier archivier blockier buchstabier definier deaktivier diktier dokumentier engagier erwart existier fotografier genieß gratulier integrier investier jobb kalkulier kassier kombinier kommunizier kopier lokalisier manag markier motivier mut navigier passier platzier praktizier recherchier reflektier reklamier resett scann sortier spezifizier synchronisier telefonier übertreib übersetz verkauf vermeid verpack verlänger versicher vermiss verlier versteh verbring verbind verbiet verwalt verwöhn behandel beschreib besprech bemerk benötig beobacht berechn berücksichtig besitz bestimm betreib beweg bewert bezieh empfehl empfind enthalt entwickel erfahr erfind erfüll erhalt erhöh erkenn erleb erschein ersetz erwäg erwähn fax fest formulier gestalt gönn heiz hüpf hust klau knabber kratz kuschel landet lehn leg mähn mix mogel murmel nutz öffne ohrfeig pust putz reis reit ritz rutsch sauf saug schaukel scherz schlemm schließ schmeiß schmier schnarch schütz schwitz segel sitz setz skat stöhn stolper stopf stoss strick stürz tanz tauch tippel ton trampel triff tret umgeh verabschied vorstell wachs würz zeug zünd zupf zweifl schätz sei geb gib nimm sieh lies hilf sprich triff wirf iss vergiss empfiehl tritt brich stirb sprudel beseitig ergänz erleid streck stütz schmück senk pflück pflanz kreis kreuz kürz meckert mecker nimm opfer plag plünder poch pokal poker prall preis press prophezei rügt rüg rast ras säg schäl schärf schwindel schwank seufz sieg sinn stutz tropf wackel wärm wurm zerr zisch zelt züchte zücht ärger übertrag antwort bastel bettel blätter bluff blut brüll bummel fasel fessel fick flüster foppe föhn gähn gräm hämmer häkel humpel kichern kicher kitzel kleid kletter knobel knurr kritzel kritik kühl lausch läut lästig läster leugn mein mäst nagel nörgel paddel pendel pinkel plapper puzzle quassel quatsch quetsch rätsel rasier rassel reim ringel ruder rülps schaufel scheuer schmuggel schnarr schnatter schneuz schnüffel schnupper schreck schrott schwafel schwärm spachtel spekulier spott spuck stammel stapel staub staun stemm stoppel stopp stotter strampel straf stülp summ taumel tick tob tröpfel turn tüftel verdräng wedel wirbel winsel wink wippe zanker zank zauber zocken zock zöger'.split(
    /\s+/u,
  );
