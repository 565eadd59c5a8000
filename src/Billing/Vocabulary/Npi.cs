namespace CleanClaim.Billing.Vocabulary;

/// <summary>National Provider Identifier: ten digits, the last a Luhn check digit over "80840" + NPI (45 CFR 162.406, CMS NPI check-digit note).</summary>
public sealed record Npi
{
    private Npi(string digits) => Digits = digits;
    public string Digits { get; }

    public static Npi? TryParse(string? text) => Fault(text) is null ? new Npi(text!.Trim()) : null;

    /// <summary>What is wrong with the text, in words for the person who typed it; null when it is an NPI.</summary>
    public static string? Fault(string? text)
    {
        var digits = text?.Trim() ?? "";
        if (digits.Length == 0) return "The NPI is missing; it has 10 digits.";
        if (digits.FirstOrDefault(c => !char.IsAsciiDigit(c)) is var odd && odd != default)
            return $"An NPI has only digits; this has \"{odd}\".";
        if (digits.Length != 10) return $"An NPI has 10 digits; this has {digits.Length}.";
        return Luhn("80840" + digits) ? null : "The last digit of this NPI does not fit the others; a digit is mistyped.";
    }

    public override string ToString() => Digits;

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i] - '0';
            if (i % 2 == 1) digit = digit > 4 ? (digit * 2) - 9 : digit * 2;
            sum += digit;
        }
        return sum % 10 == 0;
    }
}
