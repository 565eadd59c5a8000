namespace CleanClaim.Billing.Vocabulary;

public static class AddressWords
{
    /// <summary>In one line, as a sentence names it: 840 Juniper Street, Suite 200, Denver, CO 80203-1840.</summary>
    public static string InWords(this Address address) => string.Join(", ", new[] { address.Line1, address.Line2, address.LastLine() }.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The last line of an envelope: Denver, CO 80203-1840.</summary>
    public static string LastLine(this Address address) => $"{address.City}, {address.State} {Zip(address.Zip)}";

    private static string Zip(string digits) => digits.Length == 9 ? $"{digits[..5]}-{digits[5..]}" : digits;
}
