namespace CleanClaim.Billing.Parties;

/// <summary>
/// How a name sounds, by the rules of the American Soundex (US National Archives, "The Soundex Indexing System"): its first letter and three digits, letters that sound
/// alike having one digit. Names in other letters than Latin have no sound here and are alike only when they are equal.
/// </summary>
public static class SoundOfName
{
    private const int Length = 4;

    /// <summary>R163 for Robert and Rupert; "" where no Latin letter stands in it.</summary>
    public static string Of(string name)
    {
        var sound = "";
        var last = '0';
        foreach (var letter in Patient.FoldName(name, "").Where(char.IsAsciiLetterUpper))
        {
            var digit = Digit(letter);
            if (sound.Length == 0) sound += letter;
            else if (digit != '0' && digit != last) sound += digit;
            // H and W part no letters that sound alike; a vowel does.
            if (letter is not ('H' or 'W')) last = digit;
            if (sound.Length == Length) break;
        }

        return sound.Length == 0 ? "" : sound.PadRight(Length, '0');
    }

    public static bool IsAlike(string one, string other) =>
        Patient.FoldName(one, "") == Patient.FoldName(other, "") || (Of(one) is { Length: > 0 } sound && sound == Of(other));

    private static char Digit(char letter) => letter switch
    {
        'B' or 'F' or 'P' or 'V' => '1',
        'C' or 'G' or 'J' or 'K' or 'Q' or 'S' or 'X' or 'Z' => '2',
        'D' or 'T' => '3',
        'L' => '4',
        'M' or 'N' => '5',
        'R' => '6',
        _ => '0',
    };
}
