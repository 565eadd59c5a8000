using System.CommandLine;
using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`patient add`, `visit add` and their like: one object of the book file each.</summary>
internal static class AddCommands
{
    private static readonly Argument<string> File = new("FILE") { Description = "a JSON file with one object of the book file; - is standard input" };
    private static readonly Option<DateOnly?> From = new("--from") { Description = "the first day of what the file says", HelpName = "D", CustomParser = Words.Day, Required = true };

    public static Group Patient() => new("patient", "people who are treated", Add<PatientForm>("patient", Right.Register, RegisterPatient.Run), FindCommand.Make());
    public static Group Guarantor() => new("guarantor", "people who answer for the bill", Add<GuarantorForm>("guarantor", Right.Register, NameGuarantor.Run));
    public static Group Coverage() => new("coverage", "insurance of a patient", Add<CoverageForm, CoverageChanged>("coverage", Right.Register, ChangeCoverage.Add, "add", Tell), Renew(), Order(), ProposeCommand.Make());
    public static Group Case() => new("case", "injuries that decide who pays", Add<CaseForm>("case", Right.Register, OpenCase.Run));
    public static Group Visit() => new("visit", "what was done, and its charges", Add<VisitForm>("visit", Right.Charge, CaptureCharge.Run), CancelCommand.Make(), GuarantorCommand.Make());
    public static Group Partner() => new("partner", "who carries files to payers", Add<PartnerForm>("partner", Right.Administer, SetPartner.Run, "set"));

    private static Verb Renew() => new Verb("renew", "a new card or group from a day on: the coverage with this key ends the day before and stays as it was", "cleanclaim coverage renew coverage.json --from 2026-07-01")
        .With(File, From).DoesWithData(async (context, data, cancel) =>
        {
            var (form, day) = (FormReader.Read<CoverageForm>(await context.ReadFile(context.Get(File), cancel)), context.Get(From)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Tell(context, "coverage", await data.Work.Do(Right.Register, data.Scope, data.Once("coverage.renew", new { form, day }), tx => ChangeCoverage.Renew(tx, form, day, cancel), cancel));
            return Exit.Done;
        });

    private static Verb Order() => new Verb("order", "the patient's coverages in the order in which they pay, of a JSON file {\"patient\",\"coverages\":[keys],\"from\"}; without \"from\" the order was wrong from the start",
        "cleanclaim coverage order order.json").With(File).DoesWithData(async (context, data, cancel) =>
        {
            var form = FormReader.Read<CoverageOrderForm>(await context.ReadFile(context.Get(File), cancel));
            Tell(context, "patient", await data.Work.Do(Right.Register, data.Scope, data.Once("coverage.order", form), tx => ChangeCoverage.Order(tx, form, cancel), cancel));
            return Exit.Done;
        });

    private static Verb Add<T>(string what, Right right, Func<Tx, T, CancellationToken, Task<Saved>> verb, string word = "add") where T : class, new() => Add(what, right, verb, word, Tell);

    private static Verb Add<T, TSaved>(string what, Right right, Func<Tx, T, CancellationToken, Task<TSaved>> verb, string word, Action<CommandContext, string, TSaved> tell) where T : class, new() =>
        new Verb(word, $"take in one {what} of a JSON file; the same key again changes it", $"cleanclaim {what} {word} {what}.json").With(File)
            .DoesWithData(async (context, data, cancel) =>
            {
                var form = FormReader.Read<T>(await context.ReadFile(context.Get(File), cancel));
                var saved = await data.Work.Do(right, data.Scope, data.Once($"{what}.{word}", form), tx => verb(tx, form, cancel), cancel);
                tell(context, what, saved);
                return Exit.Done;
            });

    private static void Tell(CommandContext context, string what, Saved saved)
    {
        if (context.Json) context.JsonLine(new { Kind = what, saved.Key, saved.Id, Outcome = saved.How });
        else context.Out.WriteLine($"{what} {saved.Key}: {Word(saved.How)}");
    }

    /// <summary>With what it did to visits that payers had answered.</summary>
    private static void Tell(CommandContext context, string what, CoverageChanged changed)
    {
        Tell(context, what, changed.Saved);
        foreach (var effect in changed.Effects)
        {
            if (context.Json) context.JsonLine(new { Kind = "visit", Key = effect.Visit, effect.Date, Claim = effect.ClaimId, DecidedAgain = effect.Decided, effect.Said });
            else context.Out.WriteLine($"visit {effect.Visit} of {effect.Date:yyyy-MM-dd}: {effect.Said}");
        }
    }

    private static string Word(SavedHow how) => how switch
    {
        SavedHow.Added => "added",
        SavedHow.Changed => "changed",
        SavedHow.Unchanged => "already so",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
