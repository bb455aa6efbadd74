"""The same sentences in four languages: real text for the comparison, written for it (licence: the repository's)."""

ENGLISH = """\
The city council decided on Tuesday to close the old bridge for three months.
"We did not expect so many visitors," said Dr. Keller, who has run the museum since 1998.
Prices rose by 2.4% last year, more than twice as fast as in 2019.
She asked whether the train to Lyon would leave at 7:45 or at 8:15.
If you lose your key, call the office (01-555-0199) before noon.
The boy's dog ran across the field, jumped over the fence and disappeared.
Scientists have found water on a planet that is 124 light-years away.
Why don't they tell us what happened to the ship?
The contract, signed in May, is worth about $3,500,000 over five years.
Please turn off the light when you leave the room.
Rain is expected in the north; the south will stay dry and warm.
My grandmother used to say that patience is a tree with bitter roots.
The team lost 0-2, but nobody in the stadium seemed to mind.
Open the file "report_final-2.txt" and read the first two pages.
He had hardly sat down when the telephone rang again.
Mr. and Mrs. Osei moved to the U.S. in the early 1980s.
It's a well-known, frequently asked question: who pays for it?
No.
""".splitlines()

GERMAN = """\
Der Stadtrat beschloss am Dienstag, die alte Brücke für drei Monate zu sperren.
„Wir hatten nicht so viele Besucher erwartet“, sagte Dr. Keller, der das Museum seit 1998 leitet.
Die Preise stiegen im vergangenen Jahr um 2,4 %, mehr als doppelt so schnell wie 2019.
Sie fragte, ob der Zug nach Lyon um 7.45 Uhr oder um 8.15 Uhr abfahre.
Wenn Sie Ihren Schlüssel verlieren, rufen Sie vor zwölf Uhr das Büro an (01-555-0199).
Der Hund des Jungen lief über das Feld, sprang über den Zaun und verschwand.
Forscher haben auf einem Planeten, der 124 Lichtjahre entfernt ist, Wasser gefunden.
Warum sagt man uns nicht, was mit dem Schiff geschehen ist?
Der im Mai unterzeichnete Vertrag ist über fünf Jahre etwa 3.500.000 $ wert.
Bitte machen Sie das Licht aus, wenn Sie das Zimmer verlassen.
Im Norden wird Regen erwartet; der Süden bleibt trocken und warm.
Meine Großmutter pflegte zu sagen, Geduld sei ein Baum mit bitteren Wurzeln.
Die Mannschaft verlor 0:2, doch niemanden im Stadion schien das zu stören.
Öffnen Sie die Datei „report_final-2.txt“ und lesen Sie die ersten zwei Seiten.
Kaum hatte er sich gesetzt, klingelte das Telefon schon wieder.
Herr und Frau Osei zogen Anfang der 1980er-Jahre in die USA.
Es ist eine bekannte, oft gestellte Frage: Wer bezahlt das?
Nein.
""".splitlines()

FRENCH = """\
Le conseil municipal a décidé mardi de fermer le vieux pont pendant trois mois.
« Nous n'attendions pas autant de visiteurs », a dit le Dr Keller, qui dirige le musée depuis 1998.
Les prix ont augmenté de 2,4 % l'an dernier, plus de deux fois plus vite qu'en 2019.
Elle a demandé si le train pour Lyon partirait à 7 h 45 ou à 8 h 15.
Si vous perdez votre clé, appelez le bureau (01-555-0199) avant midi.
Le chien du garçon a traversé le champ, a sauté par-dessus la clôture et a disparu.
Des chercheurs ont trouvé de l'eau sur une planète située à 124 années-lumière.
Pourquoi ne nous dit-on pas ce qui est arrivé au navire ?
Le contrat, signé en mai, vaut environ 3 500 000 $ sur cinq ans.
Éteignez la lumière quand vous quittez la pièce, s'il vous plaît.
On attend de la pluie au nord ; le sud restera sec et chaud.
Ma grand-mère disait que la patience est un arbre aux racines amères.
L'équipe a perdu 0-2, mais personne au stade ne semblait s'en soucier.
Ouvrez le fichier « report_final-2.txt » et lisez les deux premières pages.
À peine s'était-il assis que le téléphone sonna de nouveau.
M. et Mme Osei se sont installés aux États-Unis au début des années 1980.
C'est une question bien connue et souvent posée : qui paie ?
Non.
""".splitlines()

CHINESE = """\
市议会星期二决定将旧桥关闭三个月。
“我们没想到会有这么多参观者，”自1998年起管理博物馆的凯勒博士说。
去年物价上涨了2.4%，速度是2019年的两倍多。
她问去里昂的火车是7:45还是8:15开。
如果您丢了钥匙，请在中午以前给办公室打电话（01-555-0199）。
男孩的狗跑过田野，跳过篱笆，不见了。
科学家在一颗距离我们124光年的行星上发现了水。
他们为什么不告诉我们那条船出了什么事？
五月签订的合同五年内价值约3,500,000美元。
离开房间时请关灯。
北方预计有雨；南方将保持干燥温暖。
我奶奶常说，耐心是一棵根很苦的树。
球队以0比2输了，但体育场里似乎没有人在意。
打开文件“report_final-2.txt”，读前两页。
他刚坐下，电话又响了。
奥塞夫妇在二十世纪八十年代初搬到了美国。
这是一个人人都知道、常常有人问的问题：谁来付钱？
不。
""".splitlines()

BY_LANGUAGE = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "zh": CHINESE}
