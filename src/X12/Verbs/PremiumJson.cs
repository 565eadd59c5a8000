using CleanClaim.X12.Transactions;
using CleanClaim.X12.Values;

namespace CleanClaim.X12.Verbs;

/// <summary>The lines "premiumPayment", one per 820, and "premium", one per RMR, of <c>to-json</c>.</summary>
internal static class PremiumJson
{
    public static void Of(JsonLines json, PremiumPayment payment)
    {
        Payment(json, payment);
        foreach (var premium in payment.Premiums) Premium(json, payment, premium);
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

    private static void Payment(JsonLines json, PremiumPayment payment)
    {
        json.Begin("premiumPayment"u8, payment.Unread, payment.Where);
        json.Text("transaction"u8, payment.Envelope.TransactionId);
        json.Text("st"u8, payment.Envelope.St);
        json.Text("method"u8, payment.Method);
        json.Money("amount"u8, payment.Amount, "BPR02", payment.Where);
        json.Text("creditOrDebit"u8, payment.CreditOrDebit);
        json.Text("handling"u8, payment.HandlingCode);
        json.Date("date"u8, payment.Date);
        json.Text("traceNumber"u8, payment.TraceNumber);
        json.Provider("receiver"u8, payment.Receiver);
        json.Provider("payer"u8, payment.Payer);
        json.Objects("banks"u8, payment.Banks, JsonFacts.ProviderFields);
        json.References(payment.References);
        json.Dates(payment.Dates);
        json.Integer("premiums"u8, payment.Premiums.Count);
        if (Paid(payment) is { } paid) json.Cents("premiumsPaid"u8, paid);
        else json.Null("premiumsPaid"u8);
        Adjustments(json, payment.Adjustments);
        if (Difference(payment) is { } difference)
        {
            json.Flag("balanced"u8, difference == 0);
            json.Cents("difference"u8, difference);
        }
        else
        {
            json.Null("balanced"u8);
            json.Null("difference"u8);
        }

        json.Kept(payment.Kept);
        json.End();
    }

    private static void Premium(JsonLines json, PremiumPayment payment, Premium premium)
    {
        json.Begin("premium"u8, premium.Unread, premium.Where);
        json.Text("transaction"u8, payment.Envelope.TransactionId);
        json.Text("st"u8, payment.Envelope.St);
        json.Text("traceNumber"u8, payment.TraceNumber);
        Entity(json, premium.Entity);
        json.Objects("individuals"u8, premium.Individuals, Individual);
        json.Text("qualifier"u8, premium.Qualifier);
        json.Text("number"u8, premium.Number);
        json.Text("action"u8, premium.Action);
        json.Money("amount"u8, premium.Amount, "RMR04", premium.Where);
        json.Money("billed"u8, premium.Billed, "RMR05", premium.Where);
        json.References(premium.References);
        json.Dates(premium.Dates);
        Adjustments(json, premium.Adjustments);
        json.Kept(premium.Kept);
        json.End();
    }

    private static void Entity(JsonLines json, PremiumEntity? entity)
    {
        json.Object("entity"u8, entity, static (json, entity) =>
        {
            json.Text("number"u8, entity.Number);
            json.Text("role"u8, entity.Role);
            json.Text("idQualifier"u8, entity.IdQualifier);
            json.Text("id"u8, entity.Id);
        });
    }

    private static void Individual(JsonLines json, Party person)
    {
        json.Text("role"u8, person.Role);
        json.Text("memberId"u8, person.Id);
        json.Text("idQualifier"u8, person.IdQualifier);
        json.Text("lastName"u8, person.LastName);
        json.Text("firstName"u8, person.FirstName);
        json.Text("middleName"u8, person.MiddleName);
        json.Text("suffix"u8, person.Suffix);
        json.References(person.References);
    }

    private static void Adjustments(JsonLines json, IReadOnlyList<PremiumAdjustment> adjustments) => json.Objects("adjustments"u8, adjustments, static (json, a) =>
    {
        Entity(json, a.Entity);
        json.Text("reason"u8, a.Reason);
        json.Money("amount"u8, a.Amount, "ADX01", a.Where);
    }, evenIfEmpty: true);
}
