using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Claims;

/// <summary>The claim of a visit. <paramref name="IsNewVersion"/>: something changed since the version before, or it is the first.</summary>
public sealed record BuiltClaim(Id<Claim> ClaimId, Id<ClaimVersion> VersionId, int Version, bool IsNewVersion);

/// <summary>A claim as it stands in the record, with what its latest version says.</summary>
internal sealed record ClaimDraft(Claim Claim, ClaimVersion Version, ClaimSnapshot Snapshot, bool IsNew);

/// <summary>
/// Builds the claim of a visit with a snapshot of everything that is billed. Built again, it makes a new version only where something differs.
/// A visit without coverage in force, or without standing charges, has no claim: the guarantor owes it.
/// </summary>
public static class BuildClaim
{
    /// <param name="again">A new version also where nothing differs: a rejected claim that goes out again as it is.</param>
    public static async Task<BuiltClaim?> Run(Tx tx, Id<Encounter> visitId, bool again = false, CancellationToken cancel = default)
    {
        var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstOrDefaultAsync(e => e.Id == visitId, cancel)
            ?? throw new BadInputException("visit", $"There is no visit {visitId}.", "Look it up in the list of visits.");
        return await Many(tx, [visit], again, cancel) is [var draft] ? new BuiltClaim(draft.Claim.Id, draft.Version.Id, draft.Version.Version, draft.IsNew) : null;
    }

    /// <summary>The claims of many visits, in their order; a visit that has none is left out.</summary>
    internal static async Task<List<ClaimDraft>> Many(Tx tx, IReadOnlyList<Encounter> visits, bool again = false, CancellationToken cancel = default)
    {
        var built = new Dictionary<Id<Encounter>, ClaimDraft>();
        foreach (var practice in visits.GroupBy(v => v.Practice))
        {
            foreach (var part in practice.Chunk(ClaimSources.AtOnce)) await Part(tx, part, again, built, cancel);
        }
        return [.. visits.Where(v => built.ContainsKey(v.Id)).Select(v => built[v.Id])];
    }

    private static async Task Part(Tx tx, Encounter[] visits, bool again, Dictionary<Id<Encounter>, ClaimDraft> built, CancellationToken cancel)
    {
        var (practice, ids) = (visits[0].Practice, visits.Select(v => v.Id).ToList());
        var sources = await ClaimSources.Of(tx, visits, cancel);
        var claims = await tx.Db.Set<Claim>().Where(c => c.Practice == practice && ids.Contains(c.EncounterId)).ToDictionaryAsync(c => c.EncounterId, cancel);
        var versions = await LatestVersions(tx, practice, [.. claims.Values], cancel);
        var added = new NewVersions(tx, await tx.Today(practice));
        foreach (var visit in visits)
        {
            if (sources.Now(visit) is not { } snapshot) continue;
            var claim = claims.GetValueOrDefault(visit.Id);
            var latest = claim is null ? null : versions[claim.Id];
            built[visit.Id] = !again && latest is not null && latest.Snapshot == snapshot.ToJson()
                ? new ClaimDraft(claim!, latest, snapshot, IsNew: false)
                : added.Add(visit, claim, snapshot);
        }
        await added.Save(cancel);
    }

    internal static async Task<Dictionary<Id<Claim>, ClaimVersion>> LatestVersions(Tx tx, Id<Practice> practice, IReadOnlyList<Claim> claims, CancellationToken cancel)
    {
        if (claims.Count == 0) return [];
        var ids = claims.Select(c => c.Id).ToList();
        var latest = await (from version in tx.Db.Set<ClaimVersion>().AsNoTracking()
                            join claim in tx.Db.Set<Claim>() on new { version.Practice, Id = version.ClaimId, version.Version } equals new { claim.Practice, claim.Id, claim.Version }
                            where version.Practice == practice && ids.Contains(version.ClaimId)
                            select version).ToListAsync(cancel);
        return latest.ToDictionary(v => v.ClaimId);
    }

    public static Task<ClaimVersion> LatestVersion(Tx tx, Claim claim, CancellationToken cancel) =>
        tx.Db.Set<ClaimVersion>().AsNoTracking().FirstAsync(v => v.Practice == claim.Practice && v.ClaimId == claim.Id && v.Version == claim.Version, cancel);

    /// <inheritdoc cref="ClaimSources.Now"/>
    public static async Task<ClaimSnapshot?> Now(Tx tx, Encounter visit, CancellationToken cancel = default) => (await ClaimSources.Of(tx, [visit], cancel)).Now(visit);
}
