using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Parties;

/// <summary>`patient add`, `visit add` and their like: one object of the book file each.</summary>
internal static class AddCommands
{
    private static readonly Argument<string> File = new("FILE") { Description = "a JSON file with one object of the book file; - is standard input" };

    public static Group Patient() => new("patient", "people who are treated", Add<PatientForm>("patient", Right.Register, RegisterPatient.Run), FindCommand.Make());
    public static Group Guarantor() => new("guarantor", "people who answer for the bill", Add<GuarantorForm>("guarantor", Right.Register, NameGuarantor.Run));
    public static Group Coverage() => new("coverage", "insurance of a patient", Add<CoverageForm>("coverage", Right.Register, AddCoverage.Run));
    public static Group Case() => new("case", "injuries that decide who pays", Add<CaseForm>("case", Right.Register, OpenCase.Run));
    public static Group Visit() => new("visit", "what was done, and its charges", Add<VisitForm>("visit", Right.Charge, CaptureCharge.Run));
    public static Group Partner() => new("partner", "who carries files to payers", Add<PartnerForm>("partner", Right.Administer, SetPartner.Run, "set"));

    private static Verb Add<T>(string what, Right right, Func<Tx, T, CancellationToken, Task<Saved>> verb, string word = "add") where T : class, new() =>
        new Verb(word, $"take in one {what} of a JSON file; the same key again changes it", $"cleanclaim {what} {word} {what}.json").With(File)
            .DoesWithData(async (context, data, cancel) =>
            {
                var form = FormReader.Read<T>(await context.ReadFile(context.Get(File), cancel));
                var saved = await data.Work.Do(right, data.Scope, Request.Once($"{what}.{word}", form), tx => verb(tx, form, cancel), cancel);
                if (context.Json) context.JsonLine(new { Kind = what, saved.Key, saved.Id, Outcome = saved.How });
                else context.Out.WriteLine($"{what} {saved.Key}: {Word(saved.How)}");
                return Exit.Done;
            });

    private static string Word(SavedHow how) => how switch
    {
        SavedHow.Added => "added",
        SavedHow.Changed => "changed",
        SavedHow.Unchanged => "already so",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
