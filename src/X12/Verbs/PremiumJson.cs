using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "premiumPayment", one per 820, and "premium", one per RMR, of <c>to-json</c>.</summary>
internal static class PremiumJson
{
    public static IEnumerable<(JsonLine Line, SegmentRange Where)> Of(PremiumPayment payment)
    {
        yield return (Payment(payment), payment.Where);
        foreach (var premium in payment.Premiums) yield return (Premium(payment, premium), premium.Where);
    }

    /// <summary>BPR02 less the premiums and the adjustments of earlier payments; null when a term is missing.</summary>
    public static Int128? Difference(PremiumPayment payment)
    {
        if (Cents(payment.Amount) is not { } total || Paid(payment) is not { } paid) return null;
        foreach (var adjustment in payment.Adjustments)
        {
            if (Cents(adjustment.Amount) is not { } cents) return null;
            paid += cents;
        }

        return total - paid;
    }

    private static Int128? Paid(PremiumPayment payment)
    {
        Int128 sum = 0;
        foreach (var premium in payment.Premiums)
        {
            if (Cents(premium.Amount) is not { } cents) return null;
            sum += cents;
        }

        return sum;
    }

    private static Int128? Cents(X12Number? amount) => amount is { } number && number.TryCents(out var cents) ? cents : null;

    private static JsonLine Payment(PremiumPayment payment)
    {
        var json = new JsonLine("premiumPayment", payment.Unread);
        json.Text("transaction", payment.Envelope.TransactionId);
        json.Text("st", payment.Envelope.St);
        json.Text("method", payment.Method);
        json.Money("amount", payment.Amount, "BPR02", payment.Where);
        json.Text("creditOrDebit", payment.CreditOrDebit);
        json.Text("handling", payment.HandlingCode);
        json.Date("date", payment.Date);
        json.Text("traceNumber", payment.TraceNumber);
        json.Provider("receiver", payment.Receiver);
        json.Provider("payer", payment.Payer);
        json.Objects("banks", payment.Banks, json.ProviderFields);
        json.References(payment.References);
        json.Dates(payment.Dates);
        json.Integer("premiums", payment.Premiums.Count);
        if (Paid(payment) is { } paid) json.Cents("premiumsPaid", paid);
        else json.Null("premiumsPaid");
        Adjustments(json, payment.Adjustments);
        if (Difference(payment) is { } difference)
        {
            json.Flag("balanced", difference == 0);
            json.Cents("difference", difference);
        }
        else
        {
            json.Null("balanced");
            json.Null("difference");
        }

        json.Kept(payment.Kept);
        return json;
    }

    private static JsonLine Premium(PremiumPayment payment, Premium premium)
    {
        var json = new JsonLine("premium", premium.Unread);
        json.Text("transaction", payment.Envelope.TransactionId);
        json.Text("st", payment.Envelope.St);
        json.Text("traceNumber", payment.TraceNumber);
        Entity(json, premium.Entity);
        json.Objects("individuals", premium.Individuals, p => Individual(json, p));
        json.Text("qualifier", premium.Qualifier);
        json.Text("number", premium.Number);
        json.Text("action", premium.Action);
        json.Money("amount", premium.Amount, "RMR04", premium.Where);
        json.Money("billed", premium.Billed, "RMR05", premium.Where);
        json.References(premium.References);
        json.Dates(premium.Dates);
        Adjustments(json, premium.Adjustments);
        json.Kept(premium.Kept);
        return json;
    }

    private static void Entity(JsonLine json, PremiumEntity? entity)
    {
        if (entity is null) return;
        json.Object("entity", () =>
        {
            json.Text("number", entity.Number);
            json.Text("role", entity.Role);
            json.Text("idQualifier", entity.IdQualifier);
            json.Text("id", entity.Id);
        });
    }

    private static void Individual(JsonLine json, Party person)
    {
        json.Text("role", person.Role);
        json.Text("memberId", person.Id);
        json.Text("idQualifier", person.IdQualifier);
        json.Text("lastName", person.LastName);
        json.Text("firstName", person.FirstName);
        json.Text("middleName", person.MiddleName);
        json.Text("suffix", person.Suffix);
        json.References(person.References);
    }

    private static void Adjustments(JsonLine json, IReadOnlyCollection<PremiumAdjustment> adjustments) => json.Objects("adjustments", adjustments, a =>
    {
        Entity(json, a.Entity);
        json.Text("reason", a.Reason);
        json.Money("amount", a.Amount, "ADX01", a.Where);
    }, evenIfEmpty: true);
}
