using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace IncidentBot.Core.Text;

/// <summary>
/// Makes letters alike that people take for one: case and accents go, wide forms become narrow ones. A table of our
/// own, because the runtime without culture data does not take letters apart. It knows the accents of Latin, Greek and
/// Cyrillic letters; half-width Katakana, and Hiragana beside Katakana, stay what they are.
/// </summary>
internal static class Folding
{
    /// <summary>Each letter or pair with those that become it.</summary>
    private static readonly string[] Table =
    [
        "a àáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ", "b ḃḅḇ", "c çćĉċčḉ", "d ďḋḍḏḑḓđð", "e èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ", "f ḟ", "g ĝğġģǧǵḡ",
        "h ĥȟḣḥḧḩḫẖħ", "i ìíîïĩīĭįǐȉȋḭḯỉịıİ", "j ĵǰ", "k ķǩḱḳḵĸ", "l ĺļľḷḹḻḽłŀ", "m ḿṁṃ", "n ñńņňǹṅṇṉṋŋ", "o òóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
        "p ṕṗ", "r ŕŗřȑȓṙṛṝṟ", "s śŝşšșṡṣṥṧṩſẛ", "t ţťțṫṭṯṱẗŧ", "u ùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự", "v ṽṿ", "w ŵẁẃẅẇẉẘ", "x ẋẍ",
        "y ýÿŷȳẏẙỳỵỷỹ", "z źżžẑẓẕ", "ae æǣǽ", "oe œ", "ss ßẞ", "th þ", "ff ﬀ", "fi ﬁ", "fl ﬂ", "ffi ﬃ", "ffl ﬄ",
        "α άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ", "ε έἐἑἒἓἔἕὲέ", "η ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ", "ι ΐίϊἰἱἲἳἴἵἶἷὶίῐῑῒΐῖῗ", "ο όὀὁὂὃὄὅὸό",
        "ρ ῤῥ", "σ ς", "υ ΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ", "ω ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
        "а ӑӓ", "г ѓ", "е ѐёӗ", "ж ӂӝ", "з ӟ", "и йѝӣӥ", "і ї", "к ќ", "о ӧ", "у ўӯӱӳ", "ч ӵ", "ы ӹ", "э ӭ",
    ];

    private static readonly FrozenDictionary<int, string> Folded = Table
        .Select(row => row.Split(' '))
        .SelectMany(row => row[1].EnumerateRunes().Select(letter => (letter.Value, Base: row[0])))
        .DistinctBy(pair => pair.Value)
        .ToFrozenDictionary(pair => pair.Value, pair => pair.Base);

    /// <summary>Whether a character only changes the look of the one before it: an accent, or a hint to break or draw.</summary>
    public static bool IsDropped(Rune rune) => rune.Value
        is (>= 0x300 and <= 0x36F) or 0xAD or (>= 0x200B and <= 0x200D) or 0x2060 or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;

    public static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.Value < 0x80)
        {
            folded.Append(char.ToLowerInvariant((char)rune.Value));
            return;
        }

        var narrow = rune.Value is >= 0xFF01 and <= 0xFF5E ? new Rune(rune.Value - 0xFEE0) : rune;
        var lower = Rune.ToLower(narrow, CultureInfo.InvariantCulture);
        if (Folded.TryGetValue(lower.Value, out var plain))
        {
            folded.Append(plain);
        }
        else
        {
            folded.Append(lower.ToString());
        }
    }
}
