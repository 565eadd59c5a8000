using System.CommandLine;
using System.CommandLine.Parsing;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`receipt take`: a payment at the desk.</summary>
internal static class ReceiptCommands
{
    private static readonly Option<string> PatientKey = new("--patient") { Description = "key of the patient", HelpName = "KEY", Required = true };
    private static readonly Option<Money?> Amount = new("--amount") { Description = "dollars and cents", HelpName = "A", Required = true, CustomParser = Words.Amount };
    private static readonly Option<PaymentMethod> Method = new("--method") { Description = "cash, check, card or other", HelpName = "M", Required = true, CustomParser = HowPaid };

    private static PaymentMethod HowPaid(ArgumentResult result)
    {
        if (Enum.TryParse<PaymentMethod>(result.Tokens[0].Value, ignoreCase: true, out var method) && Enum.IsDefined(method)) return method;
        result.AddError($"\"{result.Tokens[0].Value}\" is no way to pay; use cash, check, card or other.");
        return default;
    }
    private static readonly Option<string?> Visit = new("--visit") { Description = "for this visit; without it, what the guarantor owes, oldest first", HelpName = "KEY" };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day it was taken (default today)", HelpName = "DATE", CustomParser = Words.Day };

    public static Group Group() => new("receipt", "payments at the desk", Take());

    private static Verb Take() => new Verb("take", "take a payment; what nobody owes yet is kept as prepaid", "cleanclaim receipt take --patient lucia --amount 25.00 --method card --visit lucia-1 --on 2026-03-18")
        .With(PatientKey, Amount, Method, Visit, On).DoesWithData(async (context, data, cancel) =>
        {
            var command = new ReceiptCommand(context.Get(PatientKey)!, context.Get(Amount)!.Value, context.Get(Method), context.Get(Visit), context.Get(On), context.Get(Globals.Practice));
            var taken = await data.Work.Do(Right.TakePayment, data.Scope, Request.Once("receipt.take", command), tx => TakeReceipt.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(new { taken.Receipt, command.Patient, command.Amount, taken.Applied, taken.Prepaid });
            else context.Out.WriteLine($"Receipt {taken.Receipt}: {command.Amount.ForPeople()}; {taken.Applied.ForPeople()} paid what was owed, {taken.Prepaid.ForPeople()} is prepaid.");
            return Exit.Done;
        });
}
