using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CleanClaim.Billing.Vocabulary;

/// <summary>US dollars as whole cents. The default is $0.00. Arithmetic that leaves the range of a long throws.</summary>
[JsonConverter(typeof(MoneyJson))]
public readonly record struct Money(long Cents) : IComparable<Money>
{
    public static readonly Money Zero;

    public bool IsZero => Cents == 0;
    public bool IsNegative => Cents < 0;
    public Money Abs => new(Math.Abs(Cents));

    public static Money operator +(Money a, Money b) => new(checked(a.Cents + b.Cents));
    public static Money operator -(Money a, Money b) => new(checked(a.Cents - b.Cents));
    public static Money operator -(Money a) => new(checked(-a.Cents));
    public static Money operator *(Money a, long factor) => new(checked(a.Cents * factor));
    public static bool operator <(Money a, Money b) => a.Cents < b.Cents;
    public static bool operator >(Money a, Money b) => a.Cents > b.Cents;
    public static bool operator <=(Money a, Money b) => a.Cents <= b.Cents;
    public static bool operator >=(Money a, Money b) => a.Cents >= b.Cents;

    public static Money Min(Money a, Money b) => a <= b ? a : b;
    public static Money Max(Money a, Money b) => a >= b ? a : b;
    public int CompareTo(Money other) => Cents.CompareTo(other.Cents);

    /// <summary>Reads "12", "12.5", "12.50", "-3.00", "1,234.50" or "$12.50". Anything else, and more than two decimals, is null.</summary>
    public static Money? TryParse(string? text)
    {
        var plain = text?.Trim().Replace("$", "", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(plain)) return null;
        var negative = plain[0] == '-';
        if (negative) plain = plain[1..];
        var dot = plain.IndexOf('.', StringComparison.Ordinal);
        if (Ungrouped(dot < 0 ? plain : plain[..dot]) is not { } whole) return null;
        var part = dot < 0 ? "" : plain[(dot + 1)..];
        if (whole.Length + part.Length == 0 || whole.Length > 15 || part.Length > 2) return null;
        if (!whole.All(char.IsAsciiDigit) || !part.All(char.IsAsciiDigit)) return null;
        var cents = (whole.Length == 0 ? 0 : long.Parse(whole, CultureInfo.InvariantCulture) * 100)
            + (part.Length == 0 ? 0 : long.Parse(part.PadRight(2, '0'), CultureInfo.InvariantCulture));
        return new Money(negative ? -cents : cents);
    }

    /// <summary>Dollars without their commas; null when one stands elsewhere than before three digits: "25,50" is no 2,550.</summary>
    private static string? Ungrouped(string dollars)
    {
        var groups = dollars.Split(',');
        return groups.Length == 1 || (groups[0].Length is >= 1 and <= 3 && groups.Skip(1).All(g => g.Length == 3)) ? string.Concat(groups) : null;
    }

    /// <summary>Two decimals always, minus sign in front, no grouping: "1234.50", "-3.00". The form of JSON and files.</summary>
    public override string ToString()
    {
        var (dollars, cents) = Math.DivRem(Cents, 100);
        return string.Create(CultureInfo.InvariantCulture, $"{(Cents < 0 ? "-" : "")}{Math.Abs(dollars)}.{Math.Abs(cents):00}");
    }

    /// <summary>For people: "1,234.50", "-3.00".</summary>
    public string ForPeople()
    {
        var (dollars, cents) = Math.DivRem(Cents, 100);
        return string.Create(CultureInfo.InvariantCulture, $"{(Cents < 0 ? "-" : "")}{Math.Abs(dollars):N0}.{Math.Abs(cents):00}");
    }
}

public static class MoneySums
{
    public static Money Sum(this IEnumerable<Money> amounts) => new(amounts.Sum(a => a.Cents));
    public static Money Sum<T>(this IEnumerable<T> rows, Func<T, Money> amount) => new(rows.Sum(r => amount(r).Cents));
}

/// <summary>In JSON an amount is a string with two decimals ("-3.00"), as everywhere at our doors.</summary>
public sealed class MoneyJson : JsonConverter<Money>
{
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Money.TryParse(reader.GetString()) ?? throw new JsonException("An amount of whole cents is expected.");

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
