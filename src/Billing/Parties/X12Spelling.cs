using System.Globalization;
using System.Text;

namespace CleanClaim.Billing.Parties;

/// <summary>
/// How a text stands in an X12 file. The basic and extended character sets (X12.5; 005010X222A1 appendix B) hold letters A-Z and a-z, digits
/// and common marks: accents are dropped ("José" is sent as "Jose"), letters without a plain form are written out ("Strauß" as "Strauss").
/// </summary>
public static class X12Spelling
{
    private const string Marks = " !\"&'()+,-./;?=%@[]_{}\\|<>#$`";

    private static readonly Dictionary<char, string> WrittenOut = new()
    {
        ['ß'] = "ss", ['Æ'] = "AE", ['æ'] = "ae", ['Œ'] = "OE", ['œ'] = "oe", ['Ø'] = "O", ['ø'] = "o", ['Ł'] = "L", ['ł'] = "l",
        ['Đ'] = "D", ['đ'] = "d", ['Ð'] = "D", ['ð'] = "d", ['Þ'] = "Th", ['þ'] = "th", ['ı'] = "i", ['’'] = "'", ['‘'] = "'", ['–'] = "-", ['—'] = "-",
    };

    /// <summary>The text as it is sent; what has no spelling is left out.</summary>
    public static string Of(string text)
    {
        var sent = new StringBuilder();
        foreach (var rune in Decomposed(text).EnumerateRunes())
        {
            if (Spell(rune) is { } part) sent.Append(part);
        }
        return sent.ToString().Trim();
    }

    /// <summary>The first character that has no spelling, or separates elements; null when all can be sent.</summary>
    public static string? FirstUnsendable(string text) => Unsendable(text).FirstOrDefault() is { Value: > 0 } first ? first.ToString() : null;

    /// <summary>Every character that has no spelling, or separates elements.</summary>
    public static IEnumerable<Rune> Unsendable(string text) => Decomposed(text).EnumerateRunes().Where(rune => Spell(rune) is null);

    /// <summary>A letter of some script, a sign that belongs to one (vowel signs of Indic scripts), or the dot between parts of a name written in Chinese.</summary>
    public static bool IsLetterOfAnyScript(Rune rune) => Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark || rune.Value is '·' or '・';

    private static string Decomposed(string text) => text.Normalize(NormalizationForm.FormD);

    private static string? Spell(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) return "";
        if (rune.Value > char.MaxValue) return null;
        var c = (char)rune.Value;
        if (char.IsAsciiLetterOrDigit(c) || Marks.Contains(c, StringComparison.Ordinal)) return c.ToString();
        return WrittenOut.GetValueOrDefault(c);
    }
}

/// <summary>Two-letter codes of the US Postal Service (Publication 28, appendix B).</summary>
public static class UsStates
{
    public static readonly IReadOnlySet<string> Codes = new HashSet<string>(
        ("AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY "
            + "AS GU MP PR VI FM MH PW AA AE AP").Split(' '), StringComparer.Ordinal);
}
