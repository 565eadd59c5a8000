using System.CommandLine;
using System.Text;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`bank import`: what reached the bank, matched to checks and receipts.</summary>
internal static class BankCommands
{
    private static readonly Argument<string> BankFileName = new("FILE") { Description = "the bank's CSV; - is standard input" };

    public static Group Group() => new("bank", "what reached the bank", Import());

    private static Verb Import() => new Verb("import", "bank lines, matched to checks and receipts; a line imported before is known", "cleanclaim bank import bank-0320.csv").With(BankFileName)
        .DoesWithData(async (context, data, cancel) =>
        {
            var name = context.Get(BankFileName);
            var practice = await Practices.One(context, data, cancel);
            var matched = await Take(data, practice.Id, Path.GetFileName(name), await context.ReadFile(name, cancel), cancel);
            foreach (var line in matched)
            {
                if (context.Json) context.JsonLine(new { line.Line, Outcome = line.What, line.Amount, line.Detail });
                else context.Out.WriteLine($"line {line.Line}: {line.Amount.ForPeople(),12}  {Said(line)}");
            }
            return matched.Any(m => m.What == "unidentified") ? Exit.Faults : Exit.Done;
        });

    /// <summary>What a line turned out to be; a check and receipts say it with their names.</summary>
    public static string Said(MatchedLine line) => line.What is "check" or "receipts" ? line.Detail : $"{line.What}: {line.Detail}";

    public static Task<IReadOnlyList<MatchedLine>> Take(OpenData data, Id<Practice> practice, string name, byte[] bytes, CancellationToken cancel)
    {
        var lines = BankFile.Read(Encoding.UTF8.GetString(bytes));
        return data.Work.Do(Right.Post, data.Scope, Request.Once("bank.import", FileStore.Sha256Of(bytes)), async tx =>
        {
            var (sha, _) = await FileStore.Put(tx, name, bytes, FileDirection.In, cancel);
            return await MatchDeposit.Run(tx, practice, sha, lines, cancel);
        }, cancel);
    }
}
