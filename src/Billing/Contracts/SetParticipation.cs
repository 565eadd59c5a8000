using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Contracts;

/// <summary>Says with which payers a provider takes part, and when (MONEY 1.11). A row that is not named any more stays: it is ended by its last day.</summary>
public static class SetParticipation
{
    /// <returns>True when anything was written.</returns>
    public static async Task<bool> Run(Tx tx, Id<Practice> practice, Id<Provider> provider, IReadOnlyList<ParticipationForm> forms, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var wanted = new List<(Id<Payer> Payer, DateOnly From, DateOnly? To)>();
        for (var i = 0; i < forms.Count; i++)
        {
            var payer = await PartyQueries.Payer(tx, fields, $"participation[{i}].payer", forms[i].Payer, cancel);
            var from = fields.DateOrNull($"participation[{i}].from", "first day", forms[i].From) ?? Fields.SinceEver;
            var to = fields.DateOrNull($"participation[{i}].to", "last day", forms[i].To);
            fields.Order($"participation[{i}].to", from, to);
            if (payer is not null && wanted.Any(w => w.Payer == payer.Id && w.From == from))
                fields.Add($"participation[{i}]", "The same payer and first day stand twice.", "Keep one of them.");
            if (payer is not null) wanted.Add((payer.Id, from, to));
        }
        fields.ThrowIfAny();

        var known = await tx.Db.Set<Participation>().Where(p => p.Practice == practice && p.ProviderId == provider).ToListAsync(cancel);
        var added = wanted.Where(w => !known.Exists(k => k.PayerId == w.Payer && k.From == w.From)).ToList();
        var changed = new Edit();
        foreach (var (row, to) in known.Join(wanted, k => (k.PayerId, k.From), w => (w.Payer, w.From), (k, w) => (k, w.To))) changed.Field("to", row.To, to, v => row.To = v);
        foreach (var (payer, from, to) in added)
            tx.Add(new Participation { Practice = practice, Id = tx.NextId<Participation>(), ProviderId = provider, PayerId = payer, From = from, To = to });
        return changed.Apply() || added.Count > 0;
    }
}
