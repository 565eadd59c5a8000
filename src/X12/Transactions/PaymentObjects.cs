using CleanClaim.X12.Reading;

namespace CleanClaim.X12.Transactions;

/// <summary>Makes the typed object of a claim of an 835.</summary>
internal sealed class PaymentObjects(SegmentFacts facts)
{
    private readonly SegmentKeeper _keeper = new(facts, ofPayment: true);

    public ClaimPayment Claim(ClaimPaymentView claim) => new(_keeper.Keep(claim.Segments).Whole, claim.Group, facts.TakeUnread());
}

/// <summary>Parts of the claim of an 835, made when asked for.</summary>
internal static class PaymentParts
{
    private static readonly string[] RolesWithPlace = ["QC", "IL", "74", "82", "TT", "PR", "GB"];

    public static ServicePayment[] Lines(OwnedPart claim) => Array.ConvertAll(claim.Inside(PartKind.Line), static line => new ServicePayment(line));

    /// <summary>Parties whose role has no place of its own, or whose role another one played before.</summary>
    public static Party[] WithoutPlace(Party[] parties) =>
        [.. parties.Where(party => !RolesWithPlace.Contains(party.Role) || !ReferenceEquals(Array.Find(parties, p => p.Role == party.Role), party))];
}
