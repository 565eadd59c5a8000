using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>Says with which payers a provider takes part, and when (MONEY 1.11). A row that is not named any more stays: it is ended by its last day.</summary>
public static class SetParticipation
{
    internal sealed record Wanted(Id<Payer> Payer, DateOnly From, DateOnly? To);

    internal static async Task<IReadOnlyList<Wanted>> Check(Tx tx, Fields fields, IReadOnlyList<ParticipationForm> forms, CancellationToken cancel)
    {
        var wanted = new List<Wanted>();
        for (var i = 0; i < forms.Count; i++)
        {
            var payer = await PartyQueries.Payer(tx, fields, $"participation[{i}].payer", forms[i].Payer, cancel);
            var from = fields.DateOrNull($"participation[{i}].from", "first day", forms[i].From) ?? Fields.SinceEver;
            var to = fields.DateOrNull($"participation[{i}].to", "last day", forms[i].To);
            fields.Order($"participation[{i}].to", from, to);
            if (payer is not null && wanted.Exists(w => w.Payer == payer.Id && w.From == from))
                fields.Add($"participation[{i}]", "The same payer and first day stand twice.", "Keep one of them.");
            if (payer is not null) wanted.Add(new Wanted(payer.Id, from, to));
        }
        return wanted;
    }

    /// <summary>Where a stale form ends a row on another day than the row has now.</summary>
    internal static async Task<IReadOnlyList<FieldDifference>> Differences(Tx tx, Provider provider, IReadOnlyList<Wanted> wanted, CancellationToken cancel)
    {
        var known = await Known(tx, provider, cancel);
        return [.. wanted.Select((w, i) => (Wanted: w, Row: known.Find(k => (k.PayerId, k.From) == (w.Payer, w.From)), Place: $"participation[{i}].to")).Where(r => r.Row is not null && r.Row.To != r.Wanted.To)
            .Select(r => new FieldDifference(r.Place, r.Wanted.To?.InWords(), r.Row!.To?.InWords()))];
    }

    private static Task<List<Participation>> Known(Tx tx, Provider provider, CancellationToken cancel) =>
        tx.Db.Set<Participation>().Where(p => p.Practice == provider.Practice && p.ProviderId == provider.Id).ToListAsync(cancel);

    /// <returns>True when anything was written.</returns>
    internal static async Task<bool> Run(Tx tx, Provider provider, IReadOnlyList<Wanted> wanted, CancellationToken cancel)
    {
        var known = await Known(tx, provider, cancel);
        var added = wanted.Where(w => !known.Exists(k => k.PayerId == w.Payer && k.From == w.From)).ToList();
        var changed = new Edit();
        foreach (var (row, to) in known.Join(wanted, k => (k.PayerId, k.From), w => (w.Payer, w.From), (k, w) => (k, w.To))) changed.Field("to", row.To, to, v => row.To = v);
        foreach (var row in added)
            tx.Add(new Participation { Practice = provider.Practice, Id = tx.NextId<Participation>(), ProviderId = provider.Id, PayerId = row.Payer, From = row.From, To = row.To });
        return changed.Apply() || added.Count > 0;
    }
}
