using System.CommandLine;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Reporting;

/// <summary>`report`: figures that tie to the journal.</summary>
internal static class ReportCommands
{
    private static readonly Option<DateOnly?> AsOf = new("--as-of") { Description = "the day (default today)", HelpName = "D", CustomParser = Words.Day };

    private static readonly Option<string> Format = new Option<string>("--format") { Description = "text, csv or json (--json is the same)", HelpName = "F", DefaultValueFactory = _ => "text" }.AcceptOnlyFromAmong("text", "csv", "json");

    public static Group Group() => new("report", "figures that tie to the journal", AgingReport());

    private static Verb AgingReport() => new Verb("aging", "who owes how much for how long: payers and guarantors apart; credits never netted", "cleanclaim report aging --as-of 2026-03-31").With(AsOf, Format)
        .DoesWithData(async (context, data, cancel) =>
        {
            var format = context.Json ? "json" : context.Get(Format)!;
            if (format == "csv") context.Out.WriteLine("practice,asOf,kind,party,days0To30,days31To60,days61To90,days91To120,older,owed,credits,prepaid,unapplied,refundsDue,takenAhead");
            if (format == "text") context.Out.WriteLine($"{"",-34} {"0-30",11} {"31-60",11} {"61-90",11} {"91-120",11} {"older",11} {"owed",12} {"credits",11} {"prepaid",11}");
            var practices = await Practices.All(context, data, cancel);
            foreach (var practice in practices)
            {
                if (format == "text" && practices.Count > 1) context.Out.WriteLine(practice.Name);
                var today = Practices.Today(data, practice);
                var day = context.Get(AsOf) ?? today;
                if (day > today) context.Err.WriteLine($"{day:yyyy-MM-dd} lies in the future of {practice.Name}, where it is {today:yyyy-MM-dd}: ages are of that day, amounts of what is booked so far.");
                var (payers, guarantors, keys) = await data.Work.Read(data.Scope, async tx =>
                {
                    var (p, g) = (await Aging.OfPayers(tx, practice.Id, day), await Aging.OfGuarantors(tx, practice.Id, day));
                    return (p, g, await PartyKeys.Of(tx, practice.Id, p.Concat(g).Select(r => r.Party), cancel));
                }, cancel);
                foreach (var (kind, row) in payers.Select(r => ("payer", r)).Concat(guarantors.Select(r => ("guarantor", r)))) Tell(context, format, practice.Key, day, kind, row, keys);
            }
            return Exit.Done;
        });

    private static void Tell(CommandContext context, string format, string practice, DateOnly day, string kind, AgingRow row, PartyKeys keys)
    {
        if (format == "csv")
        {
            context.Out.WriteLine($"{practice},{day:yyyy-MM-dd},{kind},\"{keys.KeyOf(row.Party)?.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{row.Days0To30},{row.Days31To60},{row.Days61To90},{row.Days91To120},{row.Older},{row.Owed},{row.Credits},{row.Prepaid},{row.Unapplied},{row.RefundsDue},{row.TakenAhead}");
            return;
        }
        if (format == "json")
        {
            context.JsonLine(new
            {
                Practice = practice, AsOf = day, Kind = kind, Party = keys.KeyOf(row.Party), row.Days0To30, row.Days31To60, row.Days61To90, row.Days91To120, row.Older, row.Owed,
                row.Credits, row.Prepaid, row.Unapplied, row.RefundsDue, row.TakenAhead,
            });
            return;
        }
        context.Out.WriteLine($"{keys.NameOf(row.Party),-34} {row.Days0To30.ForPeople(),11} {row.Days31To60.ForPeople(),11} {row.Days61To90.ForPeople(),11} {row.Days91To120.ForPeople(),11} "
            + $"{row.Older.ForPeople(),11} {row.Owed.ForPeople(),12} {row.Credits.ForPeople(),11} {row.Prepaid.ForPeople(),11}");
        (string What, Money Amount)[] beside = [("not applied", row.Unapplied), ("refunds due", row.RefundsDue), ("taken ahead, not placed", row.TakenAhead)];
        if (Array.FindAll(beside, b => !b.Amount.IsZero) is { Length: > 0 } some) context.Out.WriteLine($"  beside it: {string.Join(", ", some.Select(b => $"{b.What} {b.Amount.ForPeople()}"))}");
    }
}
