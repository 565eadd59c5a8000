using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Eligibility;

public sealed record AuthorizationForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Patient { get; init; }
    public string? Payer { get; init; }
    public string? Number { get; init; }
    public IReadOnlyList<string>? Codes { get; init; }
    public int? Units { get; init; }
    public string? From { get; init; }
    public string? To { get; init; }
}

public static class AddAuthorization
{
    public static async Task<Saved> Run(Tx tx, AuthorizationForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var payer = await PartyQueries.Payer(tx, fields, "payer", form.Payer, cancel);
        var number = fields.PayerNumber("number", "authorization number", form.Number, 50);
        var codes = string.Join(' ', (form.Codes ?? []).Select((code, i) => ProcedureCodes.Code(fields, $"codes[{i}]", code)));
        if (form.Units is < 1) fields.Add("units", $"{form.Units} units cannot be authorized.", "Give the number of visits or units, or leave it out when there is no limit.");
        var from = fields.DateOrNull("from", "first day", form.From) ?? Fields.SinceEver;
        var to = fields.DateOrNull("to", "last day", form.To);
        fields.Order("to", from, to);
        var known = patient is null || form.Key is null ? null : await tx.Db.Set<Authorization>().FirstOrDefaultAsync(a => a.Practice == patient.Practice && a.Key == form.Key, cancel);
        if (known is not null && (known.PatientId != patient!.Id || known.PayerId != (payer?.Id ?? known.PayerId)))
            fields.Add("key", "This authorization is another patient's or payer's.", "Add it with a key of its own.");
        fields.ThrowIfAny();

        if (known is null)
        {
            var id = tx.NextId<Authorization>();
            var added = tx.Add(new Authorization
            {
                Practice = patient!.Practice, Id = id, Key = form.Key ?? $"authorization{id}", PatientId = patient.Id, PayerId = payer!.Id, Number = number, Codes = codes,
                Units = form.Units, From = from, To = to,
            });
            return new Saved(id.Value, added.Key, SavedHow.Added);
        }
        var changed = new Edit()
            .Field("number", known.Number, number, v => known.Number = v).Field("codes", known.Codes, codes, v => known.Codes = v)
            .Field("units", known.Units, form.Units, v => known.Units = v).Field("from", known.From, from, v => known.From = v).Field("to", known.To, to, v => known.To = v).Apply();
        return new Saved(known.Id.Value, known.Key, Saved.HowOf(false, changed));
    }
}
