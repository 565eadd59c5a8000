using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`practice`: what the practices of the organization owe each other for checks that pay claims of several, and its payment.</summary>
internal static class PracticeCommands
{
    private static readonly Option<string> From = new("--from") { Description = "the practice that paid", HelpName = "CODE", Required = true };
    private static readonly Option<string> To = new("--to") { Description = "the practice that was paid", HelpName = "CODE", Required = true };
    private static readonly Option<Money?> Amount = new("--amount") { Description = "dollars and cents", HelpName = "A", Required = true, CustomParser = Words.Amount };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day it was paid", HelpName = "DATE", Required = true, CustomParser = Words.Day };
    private static readonly Option<string> Reference = new("--reference") { Description = "what the bank shows of it: number of the check or transfer", HelpName = "TEXT", Required = true };
    private static readonly Argument<long> Number = new("NUMBER") { Description = "number of the payment, as `practice due` shows it" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays with the record", HelpName = "TEXT", Required = true };

    public static Group Group() => new("practice", "what our practices owe each other", Due(), Settle(), Unsettle());

    private static Verb Due() => new Verb("due", "what stands between the practices, and how it was paid", "cleanclaim practice due --practice juniper").DoesWithData(async (context, data, cancel) =>
    {
        foreach (var practice in await Practices.All(context, data, cancel))
        {
            var (dues, settled) = await data.Work.Read(data.Scope, async tx => (await PracticeDues.Of(tx, practice.Id, cancel), await PracticeDues.Settlements(tx, practice.Id, cancel)), cancel);
            foreach (var due in dues)
            {
                if (context.Json) context.JsonLine(new { Kind = "due", Practice = practice.Key, Other = due.Other.Key, due.Due.Owes, due.Due.IsOwed, due.Net });
                else context.Out.WriteLine($"{practice.Name} owes {due.Other.Name} {due.Due.Owes.ForPeople()}, is owed {due.Due.IsOwed.ForPeople()}: {(due.Net.IsNegative ? "to receive" : "to pay")} {due.Net.Abs.ForPeople()}");
            }
            foreach (var row in settled.Where(s => !s.Row.Amount.IsNegative)) Tell(context, practice.Key, row);
            if (dues.Count == 0 && !context.Json) context.Out.WriteLine($"{practice.Name}: nothing stands with another practice.");
        }
        return Exit.Done;
    });

    private static void Tell(CommandContext context, string practice, SettlementNow row)
    {
        var s = row.Row;
        if (context.Json) context.JsonLine(new { Kind = "payment", s.Number, From = practice, To = row.Other.Key, s.Amount, On = s.PaidOn, s.Reference, s.Actor, Undone = row.Undone?.Reason });
        else context.Out.WriteLine($"  payment {s.Number}: {s.Amount.ForPeople()} to {row.Other.Name} on {s.PaidOn:yyyy-MM-dd}, {s.Reference}{(row.Undone is { } undone ? $"; undone: {undone.Reason}" : "")}");
    }

    private static Verb Settle() => new Verb("settle", "record that one practice paid another what is due, in both books", "cleanclaim practice settle --from juniper --to aspen --amount 64.00 --on 2026-03-12 --reference \"transfer 1180\"")
        .With(From, To, Amount, On, Reference).DoesWithData(async (context, data, cancel) =>
        {
            var command = new SettleCommand(context.Get(From)!, context.Get(To)!, context.Get(Amount)!.Value, context.Get(On)!.Value, context.Get(Reference)!);
            var settled = await data.Work.Do(Right.Post, data.Scope, data.Once("practice.settle", command), tx => SettlePractices.Run(tx, command, cancel), cancel);
            Tell(context, settled, "recorded");
            return Exit.Done;
        });

    private static Verb Unsettle() => new Verb("unsettle", "undo a payment between practices: both books are mirrored, and it is due again", "cleanclaim practice unsettle 3 --reason \"entered twice\"").With(Number, Reason)
        .DoesWithData(async (context, data, cancel) =>
        {
            var (number, reason) = (context.Get(Number), context.Get(Reason)!);
            Tell(context, await data.Work.Do(Right.Unpost, data.Scope, data.Once("practice.unsettle", new { number, reason }), tx => SettlePractices.Undo(tx, number, reason, cancel), cancel), "undone");
            return Exit.Done;
        });

    private static void Tell(CommandContext context, PracticesSettled settled, string what)
    {
        if (context.Json) context.JsonLine(new { settled.Number, Outcome = what, settled.From, settled.To, settled.Amount, settled.SetOff, settled.Left });
        else context.Out.WriteLine($"payment {settled.Number} {what}: {settled.Amount.ForPeople()} from {settled.From} to {settled.To}{(settled.SetOff.IsZero ? "" : $", {settled.SetOff.ForPeople()} the other way settled with it")}; {settled.Left.ForPeople()} is left");
    }
}
