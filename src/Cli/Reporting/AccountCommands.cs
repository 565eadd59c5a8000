using System.CommandLine;
using CleanClaim.Billing.Reporting;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.Reporting;

/// <summary>`account show`: what was charged, paid, adjusted and is owed, per guarantor of a patient.</summary>
internal static class AccountCommands
{
    private static readonly Option<string> PatientKey = new("--patient") { Description = "key of the patient", HelpName = "KEY", Required = true };
    private static readonly Option<DateOnly?> AsOf = new("--as-of") { Description = "as the book stood at the end of that day", HelpName = "D", CustomParser = Words.Day };

    public static Group Group() => new("account", "guarantors' accounts", Show());

    private static Verb Show() => new Verb("show", "one line per guarantor of the patient", "cleanclaim account show --patient lucia --json").With(PatientKey, AsOf).DoesWithData(async (context, data, cancel) =>
    {
        var patient = await Practices.Patient(context, data, context.Get(PatientKey)!, cancel);
        foreach (var account in await data.Work.Read(data.Scope, tx => AccountOverview.Of(tx, patient, context.Get(AsOf) ?? DateOnly.MaxValue, cancel), cancel))
        {
            if (context.Json)
            {
                context.JsonLine(account);
                continue;
            }
            context.Out.WriteLine($"{account.Guarantor}: charged {account.Charged.ForPeople()}");
            foreach (var paid in account.Paid) context.Out.WriteLine($"  paid by {paid.Payer,-24} {paid.Amount.ForPeople(),12}");
            context.Out.WriteLine($"  {"paid by the family",-32} {account.PatientPaid.ForPeople(),12}");
            foreach (var adjusted in account.Adjusted) context.Out.WriteLine($"  {adjusted.Kind,-32} {adjusted.Amount.ForPeople(),12}");
            foreach (var owed in account.Owes) context.Out.WriteLine($"  owed by {owed.Party,-24} {owed.Amount.ForPeople(),12}");
            context.Out.WriteLine($"  {"prepaid",-32} {account.Prepaid.ForPeople(),12}");
            context.Out.WriteLine($"  {"credit",-32} {account.Credit.ForPeople(),12}");
        }
        return Exit.Done;
    });
}
