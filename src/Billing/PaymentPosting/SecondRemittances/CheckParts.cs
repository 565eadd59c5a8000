using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>For the page of a check: which of its remittances are posted, and what they leave unexplained of it together.</summary>
public sealed record CheckParts(IReadOnlySet<Id<RemittanceRow>> Posted, Money Difference)
{
    public static async Task<CheckParts> Of(Tx tx, PayerCheck check, CancellationToken cancel)
    {
        var detail = await CheckDetail.Of(tx, check.Practice, check.Id, cancel);
        return new CheckParts(detail.Posted, detail.DifferenceOf(detail.Posted));
    }
}
