using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`visit cancel`: a visit that was charged by mistake is taken back.</summary>
internal static class CancelCommand
{
    private static readonly Argument<string> Key = new("KEY") { Description = "the visit" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays with the visit and in its claim's history", HelpName = "TEXT", Required = true };

    public static Verb Make() => new Verb("cancel", "take back a visit that was charged by mistake (the wrong patient, or it did not happen): its charges are voided, its claim is taken back, what the guarantor paid is theirs again; `visit add` with the same key enters it anew",
        "cleanclaim visit cancel lucia-1 --reason \"charged to the wrong patient\"").With(Key, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(Key)!, cancel);
            var command = new CancelVisitCommand(visit.Id.Value, context.Get(Reason));
            var cancelled = await data.Work.Do(Right.Charge, data.Scope, data.Once("visit.cancel", command), tx => CancelVisit.Run(tx, command, cancel), cancel);
            if (context.Json)
            {
                context.JsonLine(cancelled);
                return Exit.Done;
            }
            context.Out.WriteLine($"visit {cancelled.Visit}: cancelled, {cancelled.Charged.ForPeople()} of charges voided");
            foreach (var follows in cancelled.Follows) context.Out.WriteLine($"      {follows}");
            return Exit.Done;
        });
}
