using CleanClaim.Billing;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Denials;

/// <summary>`denials`: lines that a payer adjudicated and did not pay, as work.</summary>
internal static class DenialCommands
{
    public static Group Group() => new("denials", "denied lines, amounts under review and what else answers leave, as work", List(), ReleaseCommands.Release(), ReleaseCommands.Unrelease(), EndWorkCommands.Close(), EndWorkCommands.Reopen());

    private static Verb List() => new Verb("list", "open denials: who, what, how much, why, what next", "cleanclaim denials list --json").DoesWithData(async (context, data, cancel) =>
    {
        var practices = (await Practices.All(context, data, cancel)).ToDictionary(p => p.Id);
        var rows = await data.Work.Read(data.Scope, tx => Open(tx, cancel), cancel);
        foreach (var row in rows.Where(r => practices.ContainsKey(r.Work.Denial.Practice)))
        {
            var (d, pcn) = (row.Work.Denial, row.Pcn);
            if (context.Json)
            {
                context.JsonLine(new
                {
                    Id = d.Id.Value, Practice = practices[d.Practice].Key, row.Visit, PatientControlNumber = pcn, Line = d.LineN, Codes = d.Codes.Length == 0 ? null : TakenBackWork.Shown(d), d.Reason, d.SuggestedAction, row.Work.AtStake,
                    Opened = d.OpenedOn, Due = d.DueOn,
                });
                continue;
            }
            context.Out.WriteLine($"{row.Name}, visit {row.Visit}{(d.LineN is { } n ? $" line {n}" : "")}{(pcn is null ? "" : $", claim {pcn}")}{(d.ChargeId is null && d.AtStake.IsZero ? "" : $": {row.Work.AtStake.ForPeople()}{(row.Work.IsPart ? $" of {d.AtStake.ForPeople()}" : "")}")}  (work {d.Id})");
            context.Out.WriteLine(d.Codes.Length == 0 ? $"  {d.Reason}" : $"  {TakenBackWork.Shown(d)}: {d.Reason}");
            context.Out.WriteLine($"  next: {d.SuggestedAction}{(d.DueOn is { } due ? $" By {due:yyyy-MM-dd}." : "")}");
        }
        if (rows.Count == 0 && !context.Json) context.Out.WriteLine("No denial is open.");
        return Exit.Done;
    });

    private sealed record Row(OpenWork Work, string Visit, string Name, string? Pcn);

    /// <summary>The work that is due first stands first; what has no day, last.</summary>
    private static async Task<List<Row>> Open(Tx tx, CancellationToken cancel)
    {
        var work = await OpenWork.Of(tx, OpenDenials.Open(tx), cancel);
        var about = await (from denial in OpenDenials.Open(tx)
                           join claim in tx.Db.Set<Claim>() on new { denial.Practice, Id = denial.ClaimId } equals new { claim.Practice, claim.Id }
                           join visit in tx.Db.Set<Encounter>() on new { claim.Practice, Id = claim.EncounterId } equals new { visit.Practice, visit.Id }
                           join patient in tx.Db.Set<Patient>() on new { claim.Practice, Id = claim.PatientId } equals new { patient.Practice, patient.Id }
                           select new { denial.Practice, denial.Id, Visit = visit.Key, Name = patient.FirstName + " " + patient.LastName }).ToDictionaryAsync(r => (r.Practice, r.Id), cancel);
        var sent = work.Select(w => w.Denial.SubmissionId).OfType<Id<Submission>>().Distinct().ToList();
        var pcns = await tx.Db.Set<Submission>().AsNoTracking().Where(s => sent.Contains(s.Id)).ToDictionaryAsync(s => s.Id, s => s.Pcn, cancel);
        return [.. work.Select(w => (Work: w, About: about[(w.Denial.Practice, w.Denial.Id)])).OrderBy(r => r.Work.Denial.DueOn ?? DateOnly.MaxValue)
            .Select(r => new Row(r.Work, r.About.Visit, r.About.Name, r.Work.Denial.SubmissionId is { } submission ? pcns.GetValueOrDefault(submission) : null))];
    }
}
