namespace CleanClaim.Sandbox.Reading;

/// <summary>Small facts that several rules ask for.</summary>
internal static class Checks
{
    /// <summary>CMS place of service code set, numbers only (cms.gov, public domain).</summary>
    private static readonly HashSet<string> Places =
    [
        "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19", "20",
        "21", "22", "23", "24", "25", "26", "27", "31", "32", "33", "34", "41", "42", "49", "50", "51", "52", "53", "54", "55",
        "56", "57", "58", "60", "61", "62", "65", "66", "71", "72", "81", "99",
    ];

    /// <summary>USPS state and possession abbreviations.</summary>
    private static readonly HashSet<string> States =
    [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME", "MD",
        "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD",
        "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY", "AS", "GU", "MP", "PR", "VI", "FM", "MH", "PW", "AA", "AE", "AP",
    ];

    public static bool IsPlace(string code) => Places.Contains(code);

    public static bool IsState(string code) => States.Contains(code);

    public static bool IsDigits(string text, int length) => text.Length == length && text.All(char.IsAsciiDigit);

    /// <summary>Ten digits whose last is the Luhn digit over 80840 and the first nine (45 CFR 162.406; CMS NPI check digit note).</summary>
    public static bool IsNpi(string text)
    {
        if (!IsDigits(text, 10) || text[0] is not ('1' or '2')) return false;
        // 24 is what the constant prefix 80840 adds to the sum.
        var sum = 24;
        for (var i = 0; i < 10; i++)
        {
            var digit = text[i] - '0';
            if (i % 2 == 0) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }

    /// <summary>Shape of an ICD-10-CM code without its point: letter, digit, alphanumeric, then up to four more.</summary>
    public static bool LooksLikeDiagnosis(string code) =>
        code.Length is >= 3 and <= 7 && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiDigit(code[1])
        && code.Skip(2).All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c));

    /// <summary>Shape of a CPT or HCPCS code: five places, the first four of CPT digits.</summary>
    public static bool LooksLikeProcedure(string code) =>
        code.Length == 5 && code.Skip(1).Take(3).All(char.IsAsciiDigit)
        && (char.IsAsciiDigit(code[0]) || char.IsAsciiLetterUpper(code[0])) && (char.IsAsciiDigit(code[4]) || char.IsAsciiLetterUpper(code[4]));
}
