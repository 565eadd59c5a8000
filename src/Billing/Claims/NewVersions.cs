using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Claims;

/// <summary>Versions of claims of one practice that are made together, with their lines and what the claims' history says of it; written table by table.</summary>
internal sealed class NewVersions(Tx tx, DateOnly today)
{
    private readonly List<Claim> _claims = [];
    private readonly List<ClaimVersion> _versions = [];
    private readonly List<ClaimLine> _lines = [];
    private readonly List<ClaimEvent> _events = [];

    /// <param name="claim">The visit's claim, as the database handed it out in this transaction; null makes its first.</param>
    public ClaimDraft Add(Encounter visit, Claim? claim, ClaimSnapshot snapshot)
    {
        if (claim is not null) claim.Version++;
        else
        {
            claim = new Claim { Practice = visit.Practice, Id = tx.NextId<Claim>(), EncounterId = visit.Id, PatientId = visit.PatientId, AccountId = visit.AccountId, Version = 1 };
            _claims.Add(claim);
        }
        var version = new ClaimVersion { Practice = visit.Practice, Id = tx.NextId<ClaimVersion>(), ClaimId = claim.Id, Version = claim.Version, BuiltAt = tx.Now, Snapshot = snapshot.ToJson() };
        _versions.Add(version);
        _lines.AddRange(snapshot.Lines.Select(l => new ClaimLine { Practice = visit.Practice, Id = tx.NextId<ClaimLine>(), ClaimVersionId = version.Id, N = l.N, ChargeId = new Id<Charge>(l.ChargeId), Amount = l.Charge }));
        _events.Add(ClaimEvents.New(tx, claim, null, ClaimEventKind.Built, today, $"Version {claim.Version} built: {snapshot.Lines.Count} line{(snapshot.Lines.Count == 1 ? "" : "s")}, {snapshot.Charge}."));
        return new ClaimDraft(claim, version, snapshot, IsNew: true);
    }

    public async Task Save(CancellationToken cancel)
    {
        if (_versions.Count == 0) return;
        // What these rows point to, and the higher version of claims that were there, go first.
        await tx.Db.SaveChangesAsync(cancel);
        await tx.AddMany(_claims, cancel);
        await tx.AddMany(_versions, cancel);
        await tx.AddMany(_lines, cancel);
        await ClaimEvents.AddMany(tx, _versions[0].Practice, _events, _events.Select(e => e.ClaimId), cancel);
    }
}
