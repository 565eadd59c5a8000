using System.CommandLine;
using System.CommandLine.Parsing;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`receipt`: payments at the desk, and those that came back.</summary>
internal static class ReceiptCommands
{
    private static readonly Option<string> PatientKey = new("--patient") { Description = "key of the patient", HelpName = "KEY", Required = true };
    private static readonly Option<Money?> Amount = new("--amount") { Description = "dollars and cents", HelpName = "A", Required = true, CustomParser = Words.Amount };
    private static readonly Option<PaymentMethod> Method = new("--method") { Description = "cash, check, card or other", HelpName = "M", Required = true, CustomParser = HowPaid };

    internal static PaymentMethod HowPaid(ArgumentResult result)
    {
        if (Enum.TryParse<PaymentMethod>(result.Tokens[0].Value, ignoreCase: true, out var method) && Enum.IsDefined(method)) return method;
        result.AddError($"\"{result.Tokens[0].Value}\" is no way to pay; use cash, check, card or other.");
        return default;
    }
    private static readonly Option<string?> Visit = new("--visit") { Description = "for this visit; without it, what the guarantor owes, oldest first", HelpName = "KEY" };
    private static readonly Option<string?> Guarantor = new("--guarantor") { Description = "whose payment it is, where more than one guarantor comes into question and it is for no visit", HelpName = "KEY" };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day it was taken (default today)", HelpName = "DATE", CustomParser = Words.Day };

    private static readonly Argument<long> Number = new("ID") { Description = "number of the receipt, as `receipt list` has it" };
    private static readonly Option<string> Reason = new("--reason") { Description = $"one of {string.Join(", ", ReturnReceipt.Reasons.Select(r => r.Code))}", HelpName = "CODE", Required = true };
    private static readonly Option<DateOnly?> ReturnedOn = new("--on") { Description = "the day that the bank says (default today)", HelpName = "DATE", CustomParser = Words.Day };
    private static readonly Option<string?> Note = new("--note") { Description = "what the bank or card network says", HelpName = "TEXT" };

    public static Group Group() => new("receipt", "payments at the desk", Take(), Apply(), List(), Return());

    private static Verb Take() => new Verb("take", "take a payment; what nobody owes yet is kept as prepaid", "cleanclaim receipt take --patient lucia --amount 25.00 --method card --visit lucia-1 --on 2026-03-18") { LookFirst = "cleanclaim receipt list --patient KEY" }
        .With(PatientKey, Amount, Method, Visit, Guarantor, On).DoesWithData(async (context, data, cancel) =>
        {
            var command = new ReceiptCommand(context.Get(PatientKey)!, context.Get(Amount)!.Value, context.Get(Method), context.Get(Visit), context.Get(On), context.Get(Globals.Practice), context.Get(Guarantor));
            var taken = await data.Work.Do(Right.TakePayment, data.Scope, data.Once("receipt.take", command), tx => TakeReceipt.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(new { taken.Receipt, command.Patient, command.Amount, taken.Applied, taken.Covered, taken.Prepaid, taken.Guarantor, taken.Others });
            else context.Out.WriteLine($"Receipt {taken.Receipt}: {command.Amount.ForPeople()}; {taken.Applied.ForPeople()} paid what was owed, {(taken.Covered.IsZero ? "" : $"{taken.Covered.ForPeople()} covers what had been given back of a payment that came back, ")}{taken.Prepaid.ForPeople()} is prepaid. Of {taken.Guarantor}.{string.Concat(taken.Others.Select(o => $" {o.Guarantor} owes {o.Owes.ForPeople()}."))}");
            return Exit.Done;
        });

    private static Verb Apply() => new Verb("apply", "money held ahead pays what is owed now, oldest first; what was taken for a visit pays that visit alone", "cleanclaim receipt apply --patient lucia")
        .With(PatientKey).DoesWithData(async (context, data, cancel) =>
        {
            var patient = await Practices.Patient(context, data, context.Get(PatientKey)!, cancel);
            var applied = await data.Work.Do(Right.TakePayment, data.Scope, data.Once("receipt.apply", patient.Key), tx => ApplyPrepaid.OfPatient(tx, patient, cancel), cancel);
            if (context.Json) context.JsonLine(new { Patient = patient.Key, Applied = applied });
            else context.Out.WriteLine(applied.IsZero ? "Nothing to apply: no money is held that may pay what is owed." : $"{applied.ForPeople()} that was held ahead has paid what was owed.");
            return Exit.Done;
        });

    private static Verb List() => new Verb("list", "a patient's payments, newest first, with what became of them", "cleanclaim receipt list --patient lucia --json").With(PatientKey)
        .DoesWithData(async (context, data, cancel) =>
        {
            var patient = await Practices.Patient(context, data, context.Get(PatientKey)!, cancel);
            var rows = await data.Work.Read(data.Scope, tx => ReceiptList.Of(tx, patient, cancel), cancel);
            foreach (var row in rows)
            {
                var (receipt, visit, applied, given, banked, returned) = row;
                if (context.Json)
                {
                    context.JsonLine(new { Receipt = receipt.Id.Value, Patient = patient.Key, Visit = visit, receipt.Amount, receipt.Method, Taken = receipt.TakenOn, Applied = applied, GivenBack = given, row.Ahead, Banked = banked, Returned = returned?.ReturnedOn, returned?.Reason });
                    continue;
                }
                var state = returned is not null ? $"returned on {returned.ReturnedOn:yyyy-MM-dd} ({returned.Reason})" : $"{applied.ForPeople()} paid what was owed, {row.Ahead.ForPeople()} is prepaid{(given.IsZero ? "" : $", {given.ForPeople()} given back")}{(banked ? ", banked" : "")}";
                context.Out.WriteLine($"{receipt.Id.Value}  {receipt.TakenOn:yyyy-MM-dd}  {receipt.Method.ToString().ToLowerInvariant(),-6} {receipt.Amount.ForPeople(),12}  {state}{(visit is null ? "" : $"; for visit {visit}")}");
            }
            if (rows.Count == 0 && !context.Json) context.Out.WriteLine("No payment was taken from this patient.");
            return Exit.Done;
        });

    private static Verb Return() => new Verb("return", "a returned check or chargeback: what the receipt paid is owed again", "cleanclaim receipt return 1042 --reason insufficientFunds --on 2026-03-24 --note \"letter of the bank\"")
        .With(Number, Reason, ReturnedOn, Note).DoesWithData(async (context, data, cancel) =>
        {
            var command = new ReturnCommand(context.Get(Number), context.Get(Reason)!, context.Get(Note) ?? "", context.Get(ReturnedOn));
            var back = await data.Work.Do(Right.Post, data.Scope, data.Once("receipt.return", command), tx => ReturnReceipt.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(new { back.Receipt, command.Reason, back.Amount, back.OwedAgain, back.WasAhead, back.Banked, back.PaidAtOnce, back.GivenBack, back.Uncovered });
            else context.Out.WriteLine($"Receipt {back.Receipt} is returned: {back.OwedAgain.ForPeople()} is owed again{(back.PaidAtOnce.IsZero ? "" : $", of which {back.PaidAtOnce.ForPeople()} was paid at once from other money paid ahead")}, {back.WasAhead.ForPeople()} had been prepaid.{(back.GivenBack.IsZero ? "" : $" {back.GivenBack.ForPeople()} of it had been given back: {(back.Uncovered.IsZero ? "other money of theirs covers it" : $"{back.Uncovered.ForPeople()} is to be asked for, and their next payment covers it once it has paid what they owe")}.")}{(back.Banked ? " The bank's line that takes it out closes it." : "")}");
            return Exit.Done;
        });
}
