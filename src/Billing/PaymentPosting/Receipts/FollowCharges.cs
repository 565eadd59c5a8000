using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A guarantor's money follows the charges of a visit in the transaction that books them: it is applied when responsibility arises, and what had paid a charge that is void now is
/// paid ahead again and meets what is owed, the visit's new charges first; never a credit inside guarantor receivable (MONEY 1.6). What was written off or moved of a void charge
/// gives way before it does (<see cref="StandingDecisions"/>). What a plan has paid on one stays as its credit until the plan answers the corrected claim (MONEY 3); its discount and the patient's
/// share of a void charge are gone with it (<see cref="DecideWithoutVoid"/>).
/// Example: 145.00 paid, the charge corrected to 100.00: 100.00 pays the new charge, 45.00 the oldest other debt, or is paid ahead.
/// </summary>
internal static class FollowCharges
{
    /// <summary>Whether a guarantor's money can be concerned; then the visit's account is held before the book is.</summary>
    public static bool Concerns(IReadOnlyList<ChargeFact> facts) => facts.Any(f => f.IsVoid || f.PutsBack || f.Debtor.Kind == PartyKind.Guarantor);

    public static async Task Run(Tx tx, Encounter visit, IReadOnlyList<ChargeFact> facts, DateOnly bookedOn, CancellationToken cancel)
    {
        var (gone, back) = (facts.Where(f => f.IsVoid).Select(f => new Id<Charge>(f.About)).ToList(), facts.Where(f => f.PutsBack).Select(f => new Id<Charge>(f.About)).ToList());
        var open = await OpenBalances.About(tx, visit.Practice, [.. facts.Select(f => $"charge:{f.About}").Distinct()], cancel);
        var moves = open.Where(b => b.Account == Account.GuarantorReceivable && (b.Amount.IsNegative || !gone.Contains(new(b.ChargeId))))
            .Select(b => new GuarantorMove(b.ChargeId, ClaimId: null, visit.Id.Value, visit.ProviderId.Value, b.Party.Id, b.Amount, CausedBy: null)).ToList();
        var standing = gone.Count == 0 ? null : await StandingDecisions.OfVoid(tx, visit.Practice, gone, open, cancel);
        await Applications.Settle(tx, visit.Practice, bookedOn, moves, cancel, standing);
        if (gone.Count + back.Count == 0) return;
        await DecideWithoutVoid.Run(tx, visit, gone, back, cancel);
        foreach (var account in open.Where(b => b.Account == Account.GuarantorReceivable).Select(b => b.Party.Id).Distinct().Order()) await ApplyPrepaid.Run(tx, visit.Practice, new(account), cancel);
    }
}
