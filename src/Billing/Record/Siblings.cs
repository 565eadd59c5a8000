using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>The other practices of the organization, as one practice sees them: those where the actor has rights, and those that are closed to the actor.</summary>
public sealed record Siblings(IReadOnlyList<Practice> Open, IReadOnlyList<Practice> Closed)
{
    private const int Named = 3;
    private const int EachTime = 500;

    public static async Task<Siblings> Of(Tx tx, Id<Practice> practice, CancellationToken cancel)
    {
        var others = await tx.Db.Set<Practice>().AsNoTracking().Where(p => p.Id != practice).OrderBy(p => p.Id).ToListAsync(cancel);
        return new Siblings(others.FindAll(p => May(tx, p.Id)), others.FindAll(p => !May(tx, p.Id)));
    }

    public static bool May(Tx tx, Id<Practice> practice) => tx.Scope.Practices is not { } granted || granted.Contains(practice);

    /// <summary>
    /// Of patient control numbers (folded) the closed practice whose they are. It says no more than which practice: the number itself stands in the payer's file, and the practice is
    /// named so that the right person can be asked.
    /// </summary>
    public async Task<Dictionary<string, Practice>> Owners(Tx tx, IReadOnlyList<string> pcns)
    {
        var owners = new Dictionary<string, Practice>(StringComparer.Ordinal);
        foreach (var practice in Closed)
            foreach (var some in pcns.Where(p => p.Length > 0).Chunk(EachTime))
            {
                var places = string.Join(", ", some.Select((_, i) => $"@p{i + 2}"));
                // Past the filter of the scope, on purpose: row-level security still keeps it inside the organization.
                foreach (var pcn in await tx.Session.Query($"select pcn_folded from submission where org = @p0 and practice = @p1 and pcn_folded in ({places})", r => r.GetString(0), [tx.Scope.Org.Value, practice.Id.Value, .. some]))
                    owners[pcn] = practice;
            }
        return owners;
    }

    /// <summary>The closed practices to which some of the check was passed on.</summary>
    public async Task<List<Practice>> WithSomeOf(Tx tx, PayerCheck check)
    {
        var found = new List<Practice>();
        var salts = PassedCheck.SaltsOf(check.Practice, check.Id);
        foreach (var practice in Closed)
            if (await tx.Session.Number("select count(*) from payer_check where org = @p0 and practice = @p1 and trn03 = @p2 and trn02 = @p3 and payee_npi = @p4 and date = @p5 and substr(dup_salt, 1, @p6) = @p7",
                tx.Scope.Org.Value, practice.Id.Value, check.Trn03, check.Trn02, check.PayeeNpi, check.Date, salts.Length, salts) > 0) found.Add(practice);
        return found;
    }

    /// <summary>Who may do this in all of the practices, by address: "anna@clinic.example or ben@clinic.example"; the operator of the data folder when no member may.</summary>
    public static async Task<string> WhoMay(Tx tx, Right right, IReadOnlyCollection<Id<Practice>> practices, CancellationToken cancel)
    {
        var members = await tx.Db.Set<Membership>().AsNoTracking().OrderBy(m => m.Email).ToListAsync(cancel);
        var able = members.Where(m => Rights.Allows(m.Role, right) && (Members.PracticesOf(m) is not { } granted || practices.All(granted.Contains))).Select(m => m.Email).ToList();
        return able.Count == 0 ? "the operator of the data folder" : string.Join(" or ", able.Take(Named));
    }
}
