using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Parties;

/// <summary>An injury or matter that decides who pays for its visits (MONEY 5).</summary>
public sealed record CaseForm
{
    public string? Key { get; init; }
    public string? Practice { get; init; }
    public string? Patient { get; init; }
    public string? Kind { get; init; }
    public string? Payer { get; init; }
    public string? Date { get; init; }
    public string? State { get; init; }
    public string? ClaimNumber { get; init; }
    public string? Employer { get; init; }
}

public static class OpenCase
{
    public static async Task<Saved> Run(Tx tx, CaseForm form, CancellationToken cancel = default)
    {
        var fields = new Fields();
        var patient = await PartyQueries.Patient(tx, fields, "patient", form.Patient, form.Practice, cancel);
        var payer = await PartyQueries.Payer(tx, fields, "payer", form.Payer, cancel);
        var kind = fields.Word<CaseKind>("kind", "kind of case", form.Kind);
        var date = fields.Date("date", "day of the injury or accident", form.Date);
        if (patient is not null && date > await tx.Today(patient.Practice)) fields.Add("date", $"{date.InWords()} lies in the future.", "Correct the day of the injury or accident.");
        var state = fields.State("state", form.State);
        var number = string.IsNullOrWhiteSpace(form.ClaimNumber) ? null : fields.PayerNumber("claimNumber", "claim number of the case", form.ClaimNumber, 50);
        var employer = fields.TextOrNull("employer", "employer", form.Employer, 60);
        var known = patient is null || form.Key is null ? null : await tx.Db.Set<Case>().FirstOrDefaultAsync(c => c.Practice == patient.Practice && c.Key == form.Key, cancel);
        if (known is not null && patient is not null && known.PatientId != patient.Id) fields.Add("patient", "This case belongs to another patient.", "Open a case with a key of its own.");
        fields.ThrowIfAny();

        if (known is null)
        {
            var id = tx.NextId<Case>();
            var added = tx.Add(new Case
            {
                Practice = patient!.Practice, Id = id, Key = form.Key ?? $"case{id}", PatientId = patient.Id, Kind = kind, PayerId = payer!.Id, Date = date, State = state,
                ClaimNumber = number, Employer = employer,
            });
            tx.Subject = $"case {id}";
            return new Saved(id.Value, added.Key, SavedHow.Added);
        }
        var changed = new Edit()
            .Field("kind", known.Kind, kind, v => known.Kind = v).Field("payer", known.PayerId, payer!.Id, v => known.PayerId = v).Field("date", known.Date, date, v => known.Date = v)
            .Field("state", known.State, state, v => known.State = v).Field("claimNumber", known.ClaimNumber, number, v => known.ClaimNumber = v)
            .Field("employer", known.Employer, employer, v => known.Employer = v).Apply();
        tx.Subject = $"case {known.Id}";
        return new Saved(known.Id.Value, known.Key, Saved.HowOf(false, changed));
    }
}
