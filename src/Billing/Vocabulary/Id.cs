using System.Globalization;

namespace CleanClaim.Billing.Vocabulary;

/// <summary>
/// The id of a row of one kind; ids of different kinds do not mix. Unique in the organization across all tables,
/// handed out in blocks, gaps are lawful. A property of this type is a foreign key (see <c>Storage/BillingDb</c>).
/// </summary>
public readonly record struct Id<T>(long Value) : IComparable<Id<T>>
{
    public int CompareTo(Id<T> other) => Value.CompareTo(other.Value);
    // For lists that are read part by part: the database compares the numbers.
    public static bool operator <(Id<T> a, Id<T> b) => a.Value < b.Value;
    public static bool operator >(Id<T> a, Id<T> b) => a.Value > b.Value;
    public static bool operator <=(Id<T> a, Id<T> b) => a.Value <= b.Value;
    public static bool operator >=(Id<T> a, Id<T> b) => a.Value >= b.Value;
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A moment in UTC, microseconds since 1970. Stored as a 64-bit integer in both databases.</summary>
public readonly record struct Instant(long Micros) : IComparable<Instant>
{
    public static Instant Of(DateTimeOffset at) => new((at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10);
    public DateTimeOffset ToDateTimeOffset() => new(DateTimeOffset.UnixEpoch.UtcTicks + (Micros * 10), TimeSpan.Zero);
    public Instant Plus(TimeSpan span) => new(Micros + (span.Ticks / 10));
    public int CompareTo(Instant other) => Micros.CompareTo(other.Micros);
    public override string ToString() => ToDateTimeOffset().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
