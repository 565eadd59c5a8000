using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`balance`: who owes what for a visit, and what people decide about it.</summary>
internal static class BalanceCommands
{
    private static readonly Option<string> Visit = new("--visit") { Description = "the visit", HelpName = "KEY", Required = true };
    private static readonly Option<int?> Line = new("--line") { Description = "one line of the visit; without it, its lines in their order", HelpName = "N" };
    private static readonly Option<string> From = new("--party") { Description = "who owes it now: a payer's key (or a coverage's, where the payer covers the patient under two plans), or guarantor", HelpName = "P", Required = true };
    private static readonly Option<string> To = new("--to") { Description = "who is to be asked instead: a payer's or coverage's key, or guarantor", HelpName = "P", Required = true };
    private static readonly Option<Money?> Amount = new("--amount") { Description = "dollars and cents (default: all that the party owes)", HelpName = "A", CustomParser = Words.Amount };
    private static readonly Option<string> WhyOff = new("--reason") { Description = Codes(BalanceReasons.WriteOffs), HelpName = "CODE", Required = true };
    private static readonly Option<string> WhyMoved = new("--reason") { Description = Codes(BalanceReasons.Transfers), HelpName = "CODE", Required = true };
    private static readonly Option<string?> Note = new("--note") { Description = "what it rests on: who decided, which paper is in the file", HelpName = "TEXT" };
    private static readonly Argument<long> Number = new("ID") { Description = "number of the write-off or transfer, as `balance show` has it" };

    public static Group Group() => new("balance", "who owes what for a visit, and decisions about it", Show(), WriteOff(), Transfer(), Undo());

    private static Verb Show() => new Verb("show", "what is owed by line and party, and what was written off or moved", "cleanclaim balance show --visit lucia-1").With(Visit)
        .DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(Visit)!, cancel);
            var (owed, decided, keys) = await data.Work.Read(data.Scope, async tx =>
            {
                var (owed, decided) = (await VisitBalance.Owed(tx, visit, cancel), await VisitBalance.Decisions(tx, visit, cancel));
                return (owed, decided, await PartyKeys.Of(tx, visit.Practice, owed.Select(o => o.Party).Concat(decided.Select(d => d.From)).Concat(decided.Select(d => d.To).OfType<Party>()), cancel));
            }, cancel);
            foreach (var part in owed)
            {
                if (context.Json) context.JsonLine(new { Kind = "owed", Visit = visit.Key, part.Line, part.Code, Party = keys.KeyOf(part.Party), part.Amount });
                else context.Out.WriteLine($"line {part.Line} {part.Code,-6} {keys.NameOf(part.Party),-34} owes {part.Amount.ForPeople(),12}");
            }
            foreach (var decision in decided) Tell(context, visit, decision, keys);
            if (owed.Count == 0 && !context.Json) context.Out.WriteLine("Nobody owes anything for this visit.");
            return Exit.Done;
        });

    private static void Tell(CommandContext context, Encounter visit, BalanceDecision decision, PartyKeys keys)
    {
        if (context.Json)
        {
            context.JsonLine(new
            {
                Kind = decision.To is null ? "writeOff" : "transfer", decision.Id, Visit = visit.Key, decision.Line, decision.Code, Party = keys.KeyOf(decision.From), To = decision.To is { } other ? keys.KeyOf(other) : null,
                decision.Amount, decision.Stands, decision.Reason, decision.Note, decision.On, decision.Actor, decision.TakenBack,
            });
            return;
        }
        var what = decision.To is { } to ? $"moved from {keys.NameOf(decision.From)} to {keys.NameOf(to)}" : $"written off for {keys.NameOf(decision.From)}";
        context.Out.WriteLine($"{decision.Id}  line {decision.Line} {decision.Code}: {decision.Amount.ForPeople()} {what} on {decision.On:yyyy-MM-dd}, {decision.Reason}{(decision.TakenBack ? "; taken back" : decision.StandsInPart ? $"; {decision.Stands.ForPeople()} of it stands, since the debt changed with the plan's answer" : "")}");
        if (decision.Note.Length > 0) context.Out.WriteLine($"    {decision.Note}");
    }

    private static Verb WriteOff() => new Verb("writeoff", "give up a balance, with its reason; each reason is an account of its own",
            "cleanclaim balance writeoff --visit lucia-1 --line 2 --party evergreen --amount 112.40 --reason timelyFiling --note \"no proof of the first filing\"")
    { LookFirst = "cleanclaim balance show --visit KEY" }
        .With(Visit, Line, From, Amount, WhyOff, Note).DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(Visit)!, cancel);
            var from = await data.Work.Read(data.Scope, tx => VisitBalance.PartyOf(tx, visit, "party", context.Get(From)!, cancel), cancel);
            var command = new VisitWriteOff(new(visit.Id.Value, from, context.Get(Line), context.Get(Amount)), context.Get(WhyOff)!, context.Get(Note) ?? "");
            var parts = await data.Work.Do(Right.WriteOff, data.Scope, data.Once("balance.writeoff", command), tx => VisitBalance.WriteOff(tx, command, cancel), cancel);
            Tell(context, visit, parts, command.Reason, null, "written off");
            return Exit.Done;
        });

    private static Verb Transfer() => new Verb("transfer", "ask another party for a balance: the guarantor, or another plan of the patient",
            "cleanclaim balance transfer --visit lucia-1 --line 2 --party evergreen --to guarantor --reason waiver --note \"ABN of 3 March\"")
    { LookFirst = "cleanclaim balance show --visit KEY" }
        .With(Visit, Line, From, To, Amount, WhyMoved, Note).DoesWithData(async (context, data, cancel) =>
        {
            var visit = await Practices.Visit(context, data, context.Get(Visit)!, cancel);
            var (from, to) = await data.Work.Read(data.Scope, async tx =>
                (await VisitBalance.PartyOf(tx, visit, "party", context.Get(From)!, cancel), await VisitBalance.PartyOf(tx, visit, "to", context.Get(To)!, cancel)), cancel);
            var command = new VisitTransfer(new(visit.Id.Value, from, context.Get(Line), context.Get(Amount)), to, context.Get(WhyMoved)!, context.Get(Note) ?? "");
            var parts = await data.Work.Do(Right.WriteOff, data.Scope, data.Once("balance.transfer", command), tx => VisitBalance.Transfer(tx, command, cancel), cancel);
            Tell(context, visit, parts, command.Reason, context.Get(To), $"moved to {context.Get(To)}");
            return Exit.Done;
        });

    private static void Tell(CommandContext context, Encounter visit, IReadOnlyList<DecidedPart> parts, string reason, string? to, string what)
    {
        foreach (var part in parts)
        {
            if (context.Json) context.JsonLine(new { part.Id, Visit = visit.Key, part.Line, part.Code, part.Amount, Reason = reason, To = to });
            else context.Out.WriteLine($"line {part.Line} {part.Code}: {part.Amount.ForPeople()} {what}. Take it back with: cleanclaim balance undo {part.Id} --note TEXT");
        }
    }

    private static Verb Undo() => new Verb("undo", "take a wrong write-off or transfer back: its entry is mirrored, both stay", "cleanclaim balance undo 1042 --note \"the payer's letter came\"").With(Number, Note)
        .DoesWithData(async (context, data, cancel) =>
        {
            var command = new TakeBackCommand(context.Get(Number), context.Get(Note) ?? "");
            var back = await data.Work.Do(Right.WriteOff, data.Scope, data.Once("balance.undo", command), tx => TakeBackDecision.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(back);
            else context.Out.WriteLine($"The {(back.What == "writeOff" ? "write-off" : "transfer")} {back.Id} of {back.Amount.ForPeople()} is taken back.");
            return Exit.Done;
        });

    private static string Codes(IEnumerable<BalanceReason> reasons) => $"one of {string.Join(", ", reasons.Select(r => r.Code))}";
}
