using System.CommandLine;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`visit guarantor`: who answers for a visit that is charged already.</summary>
internal static class GuarantorCommand
{
    private static readonly Argument<string> Key = new("KEY") { Description = "the visit" };
    private static readonly Option<string> To = new("--to") { Description = "the guarantor who answers for it, named for the patient from its day or an earlier one", HelpName = "GUARANTOR", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays with the visit and in its claim's history", HelpName = "TEXT", Required = true };

    public static Verb Make() => new Verb("guarantor", "another guarantor answers for a visit that is charged already: they owe what the one before them owed, and what that one paid is paid ahead again",
        "cleanclaim visit guarantor lucia-1 --to daniel --reason \"he signed the form\"").With(Key, To, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(Key)!, cancel);
            var command = new ChangeGuarantorCommand(visit.Id.Value, context.Get(To), context.Get(Reason));
            var changed = await data.Work.Do(Right.WriteOff, data.Scope, data.Once("visit.guarantor", command), tx => ChangeGuarantor.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(changed);
            else
            {
                context.Out.WriteLine($"visit {changed.Visit}: {changed.To} answers for it in place of {changed.From}{(changed.Owed > Money.Zero ? $", and owes {changed.Owed.ForPeople()}" : "")}");
                if (changed.Freed > Money.Zero) context.Out.WriteLine($"      {changed.Freed.ForPeople()} that {changed.From} had paid for it is theirs again: it pays their next debt, or is given back.");
            }
            return Exit.Done;
        });
}
