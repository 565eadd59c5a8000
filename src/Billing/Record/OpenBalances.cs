using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Record;

/// <summary>An open item with its balance now.</summary>
public sealed record OpenBalance(Account Account, Party Party, string About, DateOnly AgeFrom, Money Amount)
{
    /// <summary>The charge that a receivable is about.</summary>
    public long ChargeId => long.Parse(About.AsSpan("charge:".Length), CultureInfo.InvariantCulture);
}

/// <summary>Reads open items by what they are about or whose they are; the index of each way is in <c>Storage/Tables</c>.</summary>
public static class OpenBalances
{
    /// <summary>The items about these, those of zero too.</summary>
    public static async Task<List<OpenBalance>> About(Tx tx, Id<Practice> practice, IReadOnlyList<string> abouts, CancellationToken cancel)
    {
        var found = new List<OpenBalance>();
        foreach (var part in abouts.Chunk(1_000))
        {
            var rows = await (from item in tx.Db.Set<OpenItem>().AsNoTracking()
                              where item.Practice == practice && part.Contains(item.About)
                              join now in tx.Db.Set<OpenItemNow>() on new { item.Practice, item.Id } equals new { now.Practice, Id = now.ItemId }
                              select new { item.Account, item.PartyKind, item.PartyId, item.About, item.AgeFrom, now.Amount }).ToListAsync(cancel);
            found.AddRange(rows.ConvertAll(r => new OpenBalance(r.Account, new Party(r.PartyKind, r.PartyId), r.About, r.AgeFrom, r.Amount)));
        }
        return found;
    }

    /// <summary>The items of a party in an account that are not zero, oldest first.</summary>
    public static async Task<List<OpenBalance>> Of(Tx tx, Id<Practice> practice, Account account, Party party, CancellationToken cancel)
    {
        var rows = await (from now in tx.Db.Set<OpenItemNow>().AsNoTracking()
                          where now.Practice == practice && now.Account == account && now.PartyKind == party.Kind && now.PartyId == party.Id && now.Amount != Money.Zero
                          join item in tx.Db.Set<OpenItem>() on new { now.Practice, Id = now.ItemId } equals new { item.Practice, item.Id }
                          orderby now.AgeFrom, now.ItemId
                          select new { item.About, now.AgeFrom, now.Amount }).ToListAsync(cancel);
        return rows.ConvertAll(r => new OpenBalance(account, party, r.About, r.AgeFrom, r.Amount));
    }
}
