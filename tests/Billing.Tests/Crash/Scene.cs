using CleanClaim.Billing.Jobs;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Crash;

/// <summary>A house with files to post, the clock of its victims, and what they acknowledged.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly HashSet<string> _acked = [];
    private int _starts;

    private Scene(House house, RemittanceWork work) => (House, Work) = (house, work);

    public House House { get; }
    public RemittanceWork Work { get; }

    public static async Task<Scene> Open(string kind, int files, int firstClaims, int claims)
    {
        var house = await House.Open(kind);
        var folder = Directory.CreateDirectory(Path.Combine(house.Folder, "in")).FullName;
        var work = new RemittanceWork(house, folder);
        await house.Do(tx => Contracts.FirstPolicy.Ensure(tx));
        for (var i = 0; i < files; i++) await work.AddFile(i == 0 ? firstClaims : claims);
        await house.Leave();
        return new Scene(house, work);
    }

    /// <summary>Ten minutes after the last start, so that the leases of the dead have run out.</summary>
    public DateTimeOffset Later() => House.Clock.GetUtcNow().AddMinutes(10 * ++_starts);

    public void Ack(Death death) => _acked.UnionWith(death.Acked.Select(a => a.Split(' ')[0]));

    /// <summary>Lets a node work in peace until no job is left, then takes the folder again.</summary>
    public async Task Finish()
    {
        var last = new Death(false, false, false, [], 0, "");
        for (var i = 0; i < 4; i++) Ack(last = await Victim.Run(House, Work, Later()));
        House.Return();
        var open = await House.Work.Global(write: false, db => db.Set<Job>().Where(j => j.DoneAt == null).Select(j => $"{j.Ref}: {j.LastError}").ToListAsync());
        Assert.True(open.Count == 0, $"{open.Count} jobs are not done: {string.Join("; ", open.Take(3))} {last.Errors}");
    }

    /// <summary>Every file acknowledged is there, every cent where it belongs, every invariant holds.</summary>
    public async Task AssertWhole()
    {
        await House.Read(async tx =>
        {
            var totals = (await BookBalances.AsOf(tx, House.Practice, null)).GroupBy(b => b.Account).Select(g => (g.Key, g.Sum(b => b.Amount)));
            Assert.Equal(Work.Expected().OrderBy(e => e.Item1), totals.OrderBy(t => t.Key));
            Assert.Equal(Work.Claims, await tx.Db.Set<Adjudication>().CountAsync());
            Assert.Equal(Work.Files, _acked.Order(StringComparer.Ordinal));
            Assert.Equal([], (await LedgerVerify.Run(tx)).Where(v => !v.Holds).Select(v => $"{v.Id}: {string.Join(" / ", v.Examples)}"));
            return true;
        });
    }

    public ValueTask DisposeAsync() => House.DisposeAsync();
}
