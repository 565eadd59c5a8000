using System.Globalization;
using System.Text;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Book;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Cli.Data;
using CleanClaim.Cli.PaymentPosting;
using CleanClaim.Cli.Submissions;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Cli.Demo;

/// <summary>
/// One claim from registration to zero: a child with her mother as guarantor and both parents' plans, acupuncture, a denied line corrected, the
/// second payer, a statement, a payment, the bank. Every step is the verb that pages and commands use; nothing is staged.
/// </summary>
internal sealed class DemoStory(CommandContext context, Func<DateOnly, OpenData> on, BookFile book, DateOnly today)
{
    private const string Child = "lucia";
    private static readonly Money AtTheDesk = new(10_00);
    private readonly Teller _tell = new(context);
    private readonly VisitForm _visit = book.Visits.First(v => v.Key == DemoBook.StoryVisit);
    private DateOnly _day;

    private OpenData Data => on(_day);

    public async Task<int> Tell(CancellationToken cancel)
    {
        _day = DateOnly.ParseExact(_visit.Date!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        await SetUp(cancel);
        await Register(cancel);
        await Treat(cancel);
        var pcn = await Send("evergreen", "The claim goes to Evergreen, the mother's plan: her birthday, 14 March, comes before the father's, 2 September, so hers pays first.", cancel);
        await Answer("The clearinghouse and Evergreen answer.", cancel);
        await Denial(cancel);
        await Correct(pcn, cancel);
        await Send("evergreen", "The corrected claim replaces the first (frequency 7, with Evergreen's own number of it).", cancel);
        await Answer("Evergreen takes its first answer back and gives a new one.", cancel);
        await Send("lakeside", "Now it is the father's plan's turn: the claim goes to Lakeside with what Evergreen decided on every line.", cancel);
        await Answer("Lakeside answers.", cancel);
        await Statement(cancel);
        await Pay(cancel);
        return await End(cancel);
    }

    private async Task SetUp(CancellationToken cancel)
    {
        _tell.Step(_day, "A clinic is set up: practice, providers, payers, fees, contracts.");
        var bare = book with { Patients = [], Guarantors = [], Coverages = [], Visits = [] };
        var imported = await Do(Right.Administer, "book.import", tx => ImportBook.Run(tx, bare, cancel), cancel);
        await Do(Right.Administer, "partner.set", tx => SetPartner.Run(tx, DemoBook.Partner(book), cancel), cancel);
        _tell.Line(string.Join(", ", imported.Sections.Select(s => $"{s.Added} {(s.Added == 1 ? s.Name.TrimEnd('s') : s.Name)}")) + ". Files go to the Sandbox Clearinghouse over a folder.");
    }

    private async Task Register(CancellationToken cancel)
    {
        var patient = book.Patients.First(p => p.Key == Child);
        var guarantor = book.Guarantors.First(g => g.Patients!.Contains(Child));
        _tell.Step(_day, $"{patient.FirstName} {patient.LastName}, born {patient.BirthDate}, is registered. She is a minor: her mother {guarantor.FirstName} answers for the bill.");
        await Do(Right.Register, "patient.add", tx => RegisterPatient.Run(tx, patient, cancel), cancel);
        await Do(Right.Register, "guarantor.add", tx => NameGuarantor.Run(tx, guarantor, cancel), cancel);
        foreach (var coverage in book.Coverages.Where(c => c.Patient == Child))
        {
            await Do(Right.Register, "coverage.add", tx => AddCoverage.Run(tx, coverage, cancel), cancel);
            _tell.Line($"Coverage {coverage.Order}: {coverage.Payer}, plan {coverage.Plan}, member {coverage.MemberId}, held by {coverage.Subscriber!.FirstName} {coverage.Subscriber.LastName}.");
        }
    }

    private async Task Treat(CancellationToken cancel)
    {
        _tell.Step(_day, $"The visit: {_visit.ContactMinutes} minutes face to face. {_visit.Note}");
        await Do(Right.Charge, "visit.add", tx => CaptureCharge.Run(tx, _visit, cancel), cancel);
        await _tell.Entries(Data, cancel);
        _tell.Step(_day, $"At the desk her mother pays {AtTheDesk.ForPeople()} in cash toward the copay. Nobody knows yet who owes what: the money is prepaid, for this visit.");
        await Do(Right.TakePayment, "receipt.take", tx => TakeReceipt.Run(tx, new ReceiptCommand(Child, AtTheDesk, PaymentMethod.Cash, _visit.Key, _day), cancel), cancel);
        await _tell.Entries(Data, cancel);
    }

    private async Task<string> Send(string payer, string why, CancellationToken cancel)
    {
        _day = _day.AddDays(1);
        _tell.Step(_day, why);
        var outcome = await Do(Right.Submit, "claims.submit", tx => SubmitBatch.Run(tx, new SubmitBatch.Command(payer), cancel: cancel), cancel);
        foreach (var held in outcome.Held) _tell.Line($"Held: {string.Join(' ', held.Reasons.Select(r => $"{r.RuleId} {r.Message} {r.Fix}"))}");
        foreach (var sent in outcome.Sent)
            _tell.Line($"Scrubbed, sent to {sent.Payer} as {sent.Pcn}, {sent.Charge.ForPeople()}.{string.Concat(sent.Findings.Select(f => $" Note {f.RuleId}: {f.Message}"))}");
        foreach (var file in outcome.Files) _tell.File(file.Name, await Stored(file.Sha256, cancel));
        await Later.Run(Data, cancel);
        return outcome.Sent is [var only] ? only.Pcn : throw new CannotRunException($"The story expects one claim to {payer} here, and {outcome.Sent.Count} went out.");
    }

    private async Task Answer(string what, CancellationToken cancel)
    {
        _day = _day.AddDays(1);
        _tell.Step(_day, what);
        var files = await new ExchangeRound(Data, TextWriter.Null).Run(cancel);
        foreach (var file in files)
        {
            _tell.File(file.File, await File.ReadAllBytesAsync(Path.Combine(Data.Place.Folder, "exchange", "fetched", file.File), cancel));
            _tell.Line($"{file.Kind}, {file.Outcome}: {string.Join("; ", file.Details)}");
        }
        await _tell.Entries(Data, cancel);
    }

    private async Task Denial(CancellationToken cancel)
    {
        _tell.Step(_day, "One line was denied. It is work now, with its reason and what to do.");
        foreach (var work in await Data.Work.Read(Data.Scope, tx => OpenWork.Of(tx, OpenDenials.Open(tx), cancel), cancel))
        {
            var denial = work.Denial;
            _tell.Line($"Line {denial.LineN}, {work.AtStake.ForPeople()}, {denial.Codes}: {denial.Reason}");
            _tell.Line($"Next: {denial.SuggestedAction}");
        }
    }

    private async Task Correct(string pcn, CancellationToken cancel)
    {
        _day = _day.AddDays(1);
        _tell.Step(_day, "The note shows that the manual therapy was apart from the needles: modifier 59 is documented, and the line is corrected.");
        var mended = _visit with { Lines = [.. _visit.Lines!.Select(l => l.Code == "97140" ? l with { Modifiers = ["59"] } : l)] };
        await Do(Right.Charge, "visit.correct", tx => CaptureCharge.Run(tx, mended, cancel), cancel);
        await _tell.Entries(Data, cancel);
        await Do(Right.Submit, "claim.replace", tx => CorrectClaim.Run(tx, pcn, "modifier 59: a separate region, as the note says", cancel), cancel);
    }

    private async Task Statement(CancellationToken cancel)
    {
        _day = _day.AddDays(1);
        _tell.Step(_day, "What is left is the family's. The prepaid money has paid its part; a statement asks for the rest.");
        var practice = await Practice(cancel);
        foreach (var due in await Data.Work.Read(Data.Scope, tx => IssueStatement.Candidates(tx, practice, _day, StatementPolicy.Default, cancel), cancel))
        {
            if (due.WhyNot is not null) _tell.Line($"{due.Guarantor}, {due.Owes.ForPeople()}: {due.WhyNot}");
            else await Issue(practice, due, cancel);
        }
    }

    private async Task Issue(Id<Practice> practice, StatementCandidate due, CancellationToken cancel)
    {
        var issued = await Do(Right.IssueStatements, "statement.issue", tx => IssueStatement.Run(tx, new IssueStatement.Command(practice.Value, due.AccountId, _day), cancel), cancel);
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(Data.Place.Folder, "statements")).FullName, $"{issued.Number}.pdf");
        await File.WriteAllBytesAsync(file, await Stored(issued.FileSha256, cancel), cancel);
        _tell.Line($"{due.Guarantor} owes {issued.Amount.ForPeople()}: statement {issued.Number} stands in {file}");
    }

    private async Task Pay(CancellationToken cancel)
    {
        _day = _day.AddDays(2);
        var owed = (await Book(cancel)).Where(b => b.Account == Account.GuarantorReceivable).Sum(b => b.Amount);
        _tell.Step(_day, $"Her mother pays the {owed.ForPeople()} by card.");
        await Do(Right.TakePayment, "receipt.take", tx => TakeReceipt.Run(tx, new ReceiptCommand(Child, owed, PaymentMethod.Card, _visit.Key, _day), cancel), cancel);
        await _tell.Entries(Data, cancel);

        _day = _day.AddDays(1);
        _tell.Step(_day, "The bank has the money of both receipts.");
        var bank = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
            $"date,description,amount\n{_day:yyyy-MM-dd},DEPOSIT CASH,{AtTheDesk}\n{_day:yyyy-MM-dd},CARD SETTLEMENT,{owed}\n"));
        _tell.File("bank.csv", bank);
        foreach (var line in await BankCommands.Take(Data, await Practice(cancel), "bank.csv", bank, BankFile.Of(bank), null, cancel)) _tell.Line($"{line.Amount.ForPeople()}: {line.What}, {line.Detail}");
        await _tell.Entries(Data, cancel);
    }

    private async Task<int> End(CancellationToken cancel)
    {
        _day = today;
        _tell.Step(_day, "What the book says of the visit now:");
        var balances = (await Book(cancel)).GroupBy(b => (b.Account, b.Key)).Select(g => (g.Key.Account, g.Key.Key, Amount: g.Sum(b => b.Amount))).Where(b => !b.Amount.IsZero).ToList();
        foreach (var balance in balances) _tell.Line($"{balance.Key,-24} {balance.Amount.ForPeople(),12}");
        var open = balances.Where(b => b.Account is Account.PayerReceivable or Account.GuarantorReceivable or Account.PatientPrepayments or Account.RefundsPayablePatient).ToList();
        _tell.Line($"Open with payers, family and prepaid: {open.Sum(b => b.Amount.Abs).ForPeople()}.");
        var verified = await Data.Work.Read(Data.Scope, tx => LedgerVerify.Run(tx, cancel), cancel);
        _tell.Line($"ledger verify: {verified.Count(v => v.Holds)} of {verified.Count} invariants hold, {verified.Sum(v => v.Rows)} rows looked at.");
        foreach (var broken in verified.Where(v => !v.Holds)) _tell.Line($"BROKEN {broken.Id}: {string.Join("; ", broken.Examples)}");
        var zero = open.Count == 0 && verified.All(v => v.Holds);
        _tell.Line(zero ? "Balance of the visit: 0.00" : "The visit is not at zero.");
        return zero ? Exit.Done : Exit.Faults;
    }

    private async Task<List<Balance>> Book(CancellationToken cancel)
    {
        var practice = await Practice(cancel);
        return await Data.Work.Read(Data.Scope, async tx =>
        {
            var visit = await tx.Db.Set<Encounter>().AsNoTracking().FirstAsync(e => e.Practice == practice && e.Key == _visit.Key, cancel);
            return await VisitBook.Of(tx, visit, null, cancel);
        }, cancel);
    }

    private Task<Id<Practice>> Practice(CancellationToken cancel) => Data.Work.Read(Data.Scope, tx => tx.Db.Set<Practice>().Select(p => p.Id).FirstAsync(cancel), cancel);

    private Task<byte[]> Stored(string sha, CancellationToken cancel) => Data.Work.Read(Data.Scope, tx => FileStore.Get(tx, sha, cancel), cancel);

    private Task<T> Do<T>(Right right, string verb, Func<Tx, Task<T>> run, CancellationToken cancel) => Data.Work.Do(right, Data.Scope, Request.Once(verb), run, cancel);
}
