using System.CommandLine;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;

namespace CleanClaim.Cli.PaymentPosting;

/// <summary>`refund`: money that a guarantor paid ahead and gets back.</summary>
internal static class RefundCommands
{
    private static readonly Option<string> PatientKey = new("--patient") { Description = "key of the patient", HelpName = "KEY", Required = true };
    private static readonly Option<Money?> Amount = new("--amount") { Description = "dollars and cents, at most what is paid ahead", HelpName = "A", Required = true, CustomParser = Words.Amount };
    private static readonly Option<PaymentMethod> Method = new("--method") { Description = "check, card (given back at the terminal), cash (out of the cash box) or other", HelpName = "M", Required = true, CustomParser = ReceiptCommands.HowPaid };
    private static readonly Option<string?> Number = new("--number") { Description = "number of the check (needed for one), or what the terminal printed", HelpName = "TEXT" };
    private static readonly Option<long?> Receipt = new("--receipt") { Description = "the receipt that it comes from; without it, the oldest money first", HelpName = "ID" };
    private static readonly Option<string?> Guarantor = new("--guarantor") { Description = "whose money it is, where we hold some of more than one", HelpName = "KEY" };
    private static readonly Option<DateOnly?> On = new("--on") { Description = "the day it was paid out (default today)", HelpName = "DATE", CustomParser = Words.Day };
    private static readonly Option<string> Reason = new("--reason") { Description = $"one of {string.Join(", ", GiveRefund.Reasons.Select(r => r.Code))}", HelpName = "CODE", Required = true };
    private static readonly Option<string?> Note = new("--note") { Description = "in your words; needed for another reason", HelpName = "TEXT" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "say what would be given back; keep nothing" };
    private static readonly Argument<long> Id = new("ID") { Description = "number of the refund, as `refund list` has it" };
    private static readonly Option<string> WhyBack = new("--reason") { Description = $"one of {string.Join(", ", TakeBackRefund.Reasons.Select(r => r.Code))}", HelpName = "CODE", Required = true };
    private static readonly Option<DateOnly?> BackOn = new("--on") { Description = "the day it was stopped or came back (default today)", HelpName = "DATE", CustomParser = Words.Day };

    public static Group Group() => new("refund", "money that guarantors paid ahead and get back", Give(), List(), Undo());

    private static Verb Give() => new Verb("give", "give a guarantor back what they paid ahead; never more than their receipts still hold",
            "cleanclaim refund give --patient lucia --amount 45.00 --method check --number 1201 --reason overpaid")
    { LookFirst = "cleanclaim receipt list --patient KEY" }
        .With(PatientKey, Amount, Method, Number, Reason, Note, Receipt, Guarantor, On, DryRun).DoesWithData(async (context, data, cancel) =>
        {
            var patient = await Practices.Patient(context, data, context.Get(PatientKey)!, cancel);
            var account = await data.Work.Read(data.Scope, tx => RefundList.Whose(tx, patient, context.Get(Guarantor), context.Get(Receipt), cancel), cancel);
            var command = new RefundCommand(account.Value, context.Get(Amount)!.Value, context.Get(Method), context.Get(Number), context.Get(On), context.Get(Reason)!, context.Get(Note) ?? "", context.Get(Receipt));
            var dry = context.Get(DryRun);
            var given = dry ? await data.Work.Rehearse(Right.Refund, data.Scope, tx => GiveRefund.Run(tx, command, cancel), cancel)
                : await data.Work.Do(Right.Refund, data.Scope, data.Once("refund.give", command), tx => GiveRefund.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(new { Refund = dry ? (long?)null : given.Refund, Patient = patient.Key, given.Guarantor, given.Amount, given.From, given.StillAhead, given.Owes, DryRun = dry });
            else context.Out.WriteLine($"{(dry ? "Would give back" : $"Refund {given.Refund}:")} {given.Amount.ForPeople()} to {given.Guarantor}, {string.Join(", ", given.From.Select(f => $"{f.Amount.ForPeople()} of receipt {f.Receipt}"))}; {given.StillAhead.ForPeople()} is still paid ahead.{(given.Owes.IsZero ? "" : $" They owe {given.Owes.ForPeople()}.")}");
            return Exit.Done;
        });

    private static Verb List() => new Verb("list", "what a patient's guarantors were given back, newest first", "cleanclaim refund list --patient lucia --json").With(PatientKey)
        .DoesWithData(async (context, data, cancel) =>
        {
            var patient = await Practices.Patient(context, data, context.Get(PatientKey)!, cancel);
            var rows = await data.Work.Read(data.Scope, async tx => await RefundList.Of(tx, patient.Practice, [.. (await RefundList.Accounts(tx, patient, cancel)).Select(a => a.Id)], cancel), cancel);
            foreach (var row in rows)
            {
                if (context.Json)
                {
                    context.JsonLine(new { Refund = row.Refund.Id.Value, Patient = patient.Key, row.Guarantor, row.Refund.Amount, row.Refund.Method, Number = row.Refund.Reference, Paid = row.Refund.PaidOn, row.Refund.Reason, row.Receipts, row.Uncovered, TakenBack = row.TakenBack?.TakenBackOn, WhyTakenBack = row.TakenBack?.Reason });
                    continue;
                }
                var state = row.TakenBack is { } back ? $"; taken back on {back.TakenBackOn:yyyy-MM-dd} ({back.Reason})" : row.Uncovered.IsZero ? "" : $"; {row.Uncovered.ForPeople()} to ask for: its payment came back";
                context.Out.WriteLine($"{row.Refund.Id.Value}  {row.Refund.PaidOn:yyyy-MM-dd}  {RefundList.How(row.Refund),-12} {row.Refund.Amount.ForPeople(),12}  to {row.Guarantor}, {row.Refund.Reason}{state}");
            }
            if (rows.Count == 0 && !context.Json) context.Out.WriteLine("Nothing was given back for this patient.");
            return Exit.Done;
        });

    private static Verb Undo() => new Verb("undo", "take a refund back: its check was never cashed, or it was a mistake; the money is paid ahead again", "cleanclaim refund undo 1042 --reason notCashed --note \"stopped at the bank\"")
    { LookFirst = "cleanclaim refund list --patient KEY" }
        .With(Id, WhyBack, BackOn, Note).DoesWithData(async (context, data, cancel) =>
        {
            var command = new TakeBackRefundCommand(context.Get(Id), context.Get(WhyBack)!, context.Get(Note) ?? "", context.Get(BackOn));
            var back = await data.Work.Do(Right.Refund, data.Scope, data.Once("refund.undo", command), tx => TakeBackRefund.Run(tx, command, cancel), cancel);
            if (context.Json) context.JsonLine(back);
            else context.Out.WriteLine($"Refund {back.Refund} of {back.Amount.ForPeople()} is taken back: {back.Ahead.ForPeople()} is paid ahead again{(back.Applied.IsZero ? "" : $", {back.Applied.ForPeople()} paid what they owe")}.");
            return Exit.Done;
        });
}
