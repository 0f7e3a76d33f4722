"""Numbers in words, as texts write ages and few people: alternatives of regular expressions, by language.

Arabic letters as place_names.one_spelling writes them.
"""

AGE_EN = (
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty"
)
FEW_EN = r"two|three|four|five|six|seven|eight|nine|both"
# of compounds and of the genitive: пятнадцатилетняя, пятнадцати лет
AGE_RU = (
    r"тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|тринадцати|четырнадцати|"
    r"пятнадцати|шестнадцати|семнадцати|восемнадцати|девятнадцати|двадцати"
)
FEW_RU = r"дв(?:е|а|ух|умя)|об(?:е|а|оих|еих)|три|тр[её]х|четыре|четыр[её]х|пять|пяти|шесть|семь|восемь|девять"
AGE_TG = (
    r"се|чор|чаҳор|панҷ|шаш|ҳафт|ҳашт|нӯҳ|нуҳ|даҳ|ёздаҳ|дувоздаҳ|сездаҳ|чордаҳ|чаҳордаҳ|понздаҳ|шонздаҳ|ҳафдаҳ|ҳабдаҳ|"
    r"ҳаждаҳ|нуздаҳ|бист"
)
AGE_UZ = (
    r"(?:o['‘’ʻ`]n[ -]?)?(?:bir|ikki|uch|to['‘’ʻ`]rt|besh|olti|yetti|sakkiz|to['‘’ʻ`]qqiz)|o['‘’ʻ`]n|yigirma|"
    r"(?:ўн[ -]?)?(?:бир|икки|уч|тўрт|беш|олти|етти|саккиз|тўққиз)|ўн|йигирма"
)
AGE_FA = "سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|هژده|نزده|نوزده|بیست"
AGE_PS = "دری|څلور|پنځه|شپږ|اوه|اته|نهه|لس|یوولس|دوولس|دولس|دیارلس|څوارلس|پنځلس|شپاړس|اوولس|اوهلس|اتلس|نولس|شل"
AGE_UR = "تین|چار|پانچ|چه|سات|آٹه|اٹه|نو|دس|گیاره|باره|تیره|چوده|پندره|سوله|ستره|اٹهاره|انیس|بیس"
# as digits are told one by one
DIGITS = (
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|"
    r"صفر|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|سفر|یو|دوه|دری|څلور|پنځه|شپږ|اوه|اته|نهه"
)
