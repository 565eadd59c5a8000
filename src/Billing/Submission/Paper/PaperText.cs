using System.Globalization;
using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.Billing.Submissions.Paper;

/// <summary>Facts as paper forms spell them: no punctuation but the commas between names and the hyphen of a nine-digit ZIP, no point in codes and amounts.</summary>
internal static class PaperText
{
    public static string Two(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    public static string Four(int number) => number.ToString("0000", CultureInfo.InvariantCulture);

    /// <summary>LAST SUFFIX, FIRST, MIDDLE of a person; the name of an organization.</summary>
    public static string? Name(Party? party)
    {
        if (party?.LastName is not { } last) return null;
        var name = party.Suffix is { } suffix ? $"{last} {suffix}" : last;
        foreach (var part in new[] { party.FirstName, party.MiddleName }) name += part is null ? "" : $", {part}";
        return name.Replace(".", "", StringComparison.Ordinal);
    }

    /// <summary>FIRST MIDDLE LAST SUFFIX, as providers are named; the name of an organization.</summary>
    public static string? ProviderName(Party? party) =>
        party is null ? null : string.Join(' ', new[] { party.FirstName, party.MiddleName, party.LastName, party.Suffix }.Where(p => p is not null)).Replace(".", "", StringComparison.Ordinal);

    public static string? Street(PostalAddress? address) => address is null ? null : string.Join(' ', new[] { address.Line1, address.Line2 }.Where(l => l is not null)).Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    public static string? CityLine(PostalAddress? address) => address is null ? null : string.Join(' ', new[] { address.City, address.State, Zip(address) }.Where(p => p is not null));

    public static string? Zip(PostalAddress? address) => address?.Zip is { Length: 9 } nine ? $"{nine[..5]}-{nine[5..]}" : address?.Zip;

    /// <summary>Dollars and cents without a point: "120 00" where a blank parts them, "12000" where a rule of the form does.</summary>
    public static string? Amount(X12Number? amount, char? between = ' ') => amount is { } a && a.TryCents(out var cents) ? Cents(cents, between) : null;

    public static string Cents(long cents, char? between = ' ') => string.Create(CultureInfo.InvariantCulture, $"{(cents < 0 ? "-" : "")}{Math.Abs(cents) / 100}{between}{Math.Abs(cents) % 100:00}");

    /// <summary>MM DD YY.</summary>
    public static string? Short(DateOnly? day) => day?.ToString("MM dd yy", CultureInfo.InvariantCulture);

    /// <summary>MM DD YYYY.</summary>
    public static string? Long(DateOnly? day) => day?.ToString("MM dd yyyy", CultureInfo.InvariantCulture);

    /// <summary>MMDDYY.</summary>
    public static string? Six(DateOnly? day) => day?.ToString("MMddyy", CultureInfo.InvariantCulture);

    /// <summary>Three digits of area and seven of number, from the first telephone of a party.</summary>
    public static (string? Area, string? Number) Phone(Party? party)
    {
        var digits = party?.Contacts.SelectMany(c => c.Channels).Where(c => c.Channel == "TE").Select(c => new string([.. c.Number.Where(char.IsAsciiDigit)])).FirstOrDefault();
        return digits is { Length: 10 } ? (digits[..3], $"{digits[3..6]} {digits[6..]}") : (null, digits);
    }
}
