using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Submissions;

/// <summary>`claims differ`, `claims apply`: a correction of the record, and the open claims that it may be applied to.</summary>
internal static class CorrectionCommands
{
    private static readonly Option<string?> Patient = new("--patient") { Description = "only this patient's", HelpName = "KEY" };
    private static readonly Option<string[]> Visits = new("--visit") { Description = "a visit of `claims differ`; may be given several times", HelpName = "KEY", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays in the claims' history", HelpName = "WORDS", Required = true };

    public static Verb Differ() => new Verb("differ", "open claims that say otherwise than the record does now, or whose debt is with somebody else", "cleanclaim claims differ --patient lucia --json").With(Patient)
        .DoesWithData(async (context, data, cancel) =>
        {
            Id<CleanClaim.Billing.Parties.Patient>? patient = context.Get(Patient) is { } key ? (await Practices.Patient(context, data, key, cancel)).Id : null;
            var found = await data.Work.Read(data.Scope, tx => ClaimsThatDiffer.Of(tx, new CorrectedParty(patient), cancel), cancel);
            foreach (var claim in found)
            {
                if (context.Json)
                {
                    context.JsonLine(new { claim.Visit, claim.Date, Claim = claim.ClaimId, PatientControlNumber = claim.Pcn, claim.Status, claim.Open, claim.Credit, claim.Changes, claim.Follows, Moves = claim.Moves.Sum(m => m.Amount), claim.Hold, Void = claim.VoidPcn });
                    continue;
                }
                context.Out.WriteLine($"visit {claim.Visit} of {claim.Date:yyyy-MM-dd}, {claim.Pcn ?? "not sent"}, {claim.Status}, {claim.Open.ForPeople()} open{(claim.Credit.IsZero ? "" : $", a plan's credit of {(-claim.Credit).ForPeople()}")}");
                foreach (var change in claim.Changes) context.Out.WriteLine($"      {change}");
                foreach (var follows in claim.Follows) context.Out.WriteLine($"      {follows}");
                foreach (var move in claim.Moves) context.Out.WriteLine($"      {move.Amount.ForPeople()} is with somebody else than who is asked first ({move.Reason})");
                if (claim.Hold is { } hold) context.Out.WriteLine($"      {hold}{(claim.VoidPcn is { } pcn ? $" cleanclaim claim void {pcn} does so." : "")}");
            }
            if (found.Count == 0 && !context.Json) context.Out.WriteLine("Every open claim says what the record says.");
            return Exit.Done;
        });

    public static Verb Apply() => new Verb("apply", "build these claims anew with what the record says now, and move debts that nobody has answered yet; `claims submit` sends them", "cleanclaim claims apply --visit lucia-1 --reason \"member id as on the new card\"")
        .With(Visits, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var ids = new List<long>();
            foreach (var key in context.Get(Visits)!) ids.Add((await Practices.Visit(context, data, key, cancel)).Id.Value);
            var command = new ApplyCommand(ids, context.Get(Reason));
            var applied = await data.Work.Do(Right.Submit, data.Scope, data.Once("claims.apply", command), tx => ApplyCorrection.Run(tx, command, cancel), cancel);
            foreach (var visit in applied)
            {
                if (context.Json) context.JsonLine(visit);
                else context.Out.WriteLine($"visit {visit.Visit}: {(visit.ClaimBuilt ? "a corrected claim waits to be sent" : "its claim is built when it goes")}{(visit.Moved.IsZero ? "" : $", {visit.Moved.ForPeople()} moved")}");
            }
            return Exit.Done;
        });
}
