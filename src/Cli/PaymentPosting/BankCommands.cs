using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`bank`: what reached the bank, matched to checks and receipts; what a person says of a line, and its taking back.</summary>
internal static class BankCommands
{
    private static readonly Argument<string> BankFileName = new("FILE") { Description = "the bank's CSV or OFX; - is standard input" };
    private static readonly Argument<long> Number = new("ID") { Description = "number of the line, as `bank list` shows it" };
    private static readonly Option<string?> Check = new("--check") { Description = "trace number of the check that it is", HelpName = "TRACE" };
    private static readonly Option<long[]> Chosen = new("--receipt") { Description = "number of a payment at the desk that it is; once for each", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<bool> Receipts = new("--receipts") { Description = "it is a day's payments at the desk" };
    private static readonly Option<string> Reason = new("--reason") { Description = "why; it stays with the entry", HelpName = "TEXT", Required = true };

    private static readonly Option<int[]> Anyway = new("--anyway") { Description = "a line of the file (of OFX: a transaction) to take though it is known: other money, or taken out by mistake; once for each", HelpName = "LINE", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> AnywayReason = new("--reason") { Description = "why it is taken though it is known", HelpName = "TEXT" };

    public static Group Group() => new("bank", "what reached the bank", Import(), List(), Match(), Unmatch(), Remove());

    private static Verb Import() => new Verb("import", "bank lines, matched to checks and receipts; a line that this or another file brought before is known", "cleanclaim bank import bank-0320.csv")
        .With(BankFileName, Anyway, AnywayReason).DoesWithData(async (context, data, cancel) =>
        {
            var name = context.Get(BankFileName);
            var anyway = context.Get(Anyway) is { Length: > 0 } known ? new TakeAnyway(known, context.Get(AnywayReason) ?? "") : null;
            var practice = await Practices.One(context, data, cancel);
            var bytes = await context.ReadFile(name, cancel);
            var matched = await Take(data, practice.Id, Path.GetFileName(name), bytes, BankFile.Of(bytes), anyway, cancel);
            foreach (var line in matched)
            {
                if (context.Json) context.JsonLine(new { line.Line, Outcome = line.What, line.Amount, line.Detail });
                else context.Out.WriteLine($"line {line.Line}: {line.Amount.ForPeople(),12}  {Said(line)}");
            }
            return matched.Any(m => m.What == "unidentified") ? Exit.Faults : Exit.Done;
        });

    private static Verb List() => new Verb("list", "the bank's lines, those that are nobody's first, with what they may be", "cleanclaim bank list --json").DoesWithData(async (context, data, cancel) =>
    {
        foreach (var practice in await Practices.All(context, data, cancel))
        {
            var lines = await data.Work.Read(data.Scope, async tx =>
            {
                var found = new List<(BankLineNow Line, IReadOnlyList<BankCandidate> MayBe)>();
                foreach (var line in await BankLines.Of(tx, practice.Id, cancel)) found.Add((line, line.IsNobodys ? await BankLines.For(tx, line.Deposit, cancel) : []));
                return found;
            }, cancel);
            foreach (var (line, mayBe) in lines) Tell(context, practice, line, mayBe);
            if (!context.Json) context.Out.WriteLine(lines.Count == 0 ? $"{practice.Name}: the bank has brought nothing yet." : Counted(practice, lines.ConvertAll(l => l.Line)));
        }
        return Exit.Done;
    });

    private static string Counted(Practice practice, List<BankLineNow> lines) =>
        $"{practice.Name}: {lines.Count:N0} line{(lines.Count == 1 ? "" : "s")}, {Total(lines.FindAll(l => !l.IsRemoved))}; nobody's {lines.Count(l => l.IsNobodys):N0}, {Total(lines.FindAll(l => l.IsNobodys))}";

    private static string Total(List<BankLineNow> lines)
    {
        var wentOut = lines.FindAll(l => l.Deposit.Amount.IsNegative);
        return $"{lines.Except(wentOut).Sum(l => l.Deposit.Amount).ForPeople()} in{(wentOut.Count == 0 ? "" : $" and {wentOut.Sum(l => l.Deposit.Amount).ForPeople()} out")}";
    }

    private static Verb Match() => new Verb("match", "say whose a line of the bank is that is nobody's: a check's, or the desk's", "cleanclaim bank match 1042 --check 8842 --reason \"amount and day fit\"")
        .With(Number, Check, Receipts, Chosen, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var command = new ConnectCommand(context.Get(Number), context.Get(Check), context.Get(Reason)!) { Receipts = context.Get(Chosen) ?? [] };
            if (new[] { command.Trace is not null, context.Get(Receipts), command.Receipts.Count > 0 }.Count(said => said) != 1)
                throw new CannotRunException("Say what it is: --check TRACE, --receipts for a whole day's, or --receipt ID for each.");
            Tell(context, await data.Work.Do(Right.Post, data.Scope, data.Once("bank.match", command), tx => ConnectDeposit.Run(tx, command, cancel), cancel));
            return Exit.Done;
        });

    private static Verb Unmatch() => new Verb("unmatch", "take the match of a line of the bank back: the money stays, as nobody's, and what it was matched to is on its way again", "cleanclaim bank unmatch 1042 --reason \"it was another payer's\"")
        .With(Number, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var command = new UnmatchDepositCommand(context.Get(Number), context.Get(Reason)!);
            Tell(context, await data.Work.Do(Right.Unpost, data.Scope, data.Once("bank.unmatch", command), tx => UnmatchDeposit.Run(tx, command, cancel), cancel));
            return Exit.Done;
        });

    private static Verb Remove() => new Verb("remove", "take a line of the bank out that is nobody's: imported twice, or never the bank's; it stays on the list with the reason", "cleanclaim bank remove 1042 --reason \"imported twice\"")
        .With(Number, Reason).DoesWithData(async (context, data, cancel) =>
        {
            var command = new RemoveDepositCommand(context.Get(Number), context.Get(Reason)!);
            Tell(context, await data.Work.Do(Right.Unpost, data.Scope, data.Once("bank.remove", command), tx => RemoveDeposit.Run(tx, command, cancel), cancel));
            return Exit.Done;
        });

    private static void Tell(CommandContext context, DepositSaid said)
    {
        if (context.Json) context.JsonLine(new { Id = said.Deposit, said.Amount, said.What, said.Detail });
        else context.Out.WriteLine($"{said.Deposit}  {said.Amount.ForPeople(),12}  {said.Detail}");
    }

    private static void Tell(CommandContext context, Practice practice, BankLineNow line, IReadOnlyList<BankCandidate> mayBe)
    {
        var deposit = line.Deposit;
        if (context.Json)
        {
            context.JsonLine(new
            {
                Id = deposit.Id.Value, Practice = practice.Key, deposit.Date, deposit.Amount, deposit.Description, Trace = deposit.TraceNumber, line.What, line.Detail, line.Source,
                MayBe = mayBe.Select(m => new { Check = m.Check?.Trn02, m.Detail, m.Named }),
            });
            return;
        }
        context.Out.WriteLine($"{deposit.Id}  {deposit.Date:yyyy-MM-dd}  {deposit.Amount.ForPeople(),12}  {deposit.Description}: {line.Detail}");
        foreach (var candidate in mayBe) context.Out.WriteLine($"{"",14}it may be: {candidate.Detail}{(candidate.Named ? ", which the bank names" : "")}");
    }

    /// <summary>What a line turned out to be; a check, a practice and receipts say it with their names.</summary>
    public static string Said(MatchedLine line) => line.What is "check" or "receipts" or "practice" or "out" ? line.Detail : $"{line.What}: {line.Detail}";

    /// <param name="lines">Those of the file that are the practice's.</param>
    /// <param name="anyway">Known lines that a person says are money all the same; null for none.</param>
    public static Task<IReadOnlyList<MatchedLine>> Take(OpenData data, Id<Practice> practice, string name, byte[] bytes, IReadOnlyList<BankLine> lines, TakeAnyway? anyway, CancellationToken cancel) =>
        data.Work.Do(Right.Post, data.Scope, Request.Once("bank.import", new { Sha256 = FileStore.Sha256Of(bytes), anyway?.Lines, anyway?.Reason }), async tx =>
        {
            var (sha, _) = await FileStore.Put(tx, name, bytes, FileDirection.In, cancel);
            return await MatchDeposit.Run(tx, practice, sha, lines, anyway, cancel);
        }, cancel);
}
