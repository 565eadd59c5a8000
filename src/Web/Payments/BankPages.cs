using System.Globalization;
using System.Text;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Payments;

/// <summary>Money taken at the desk that the bank does not have yet.</summary>
public sealed record UndepositedReceipt(Receipt Receipt, string Patient)
{
    public static async Task<IReadOnlyList<UndepositedReceipt>> Of(Tx tx, CancellationToken cancel)
    {
        var receipts = await tx.Db.Set<Receipt>().AsNoTracking()
            .Where(r => !DepositItems.Standing(tx).Any(i => i.Practice == r.Practice && i.ReceiptId == r.Id) && !tx.Db.Set<ReceiptReturned>().Any(x => x.Practice == r.Practice && x.ReceiptId == r.Id))
            .OrderByDescending(r => r.TakenOn).ThenByDescending(r => r.Id).Take(200).ToListAsync(cancel);
        var ids = receipts.Select(r => r.PatientId).Distinct().ToList();
        var patients = await tx.Db.Set<Patient>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => (p.Practice, p.Id), p => $"{p.LastName}, {p.FirstName}", cancel);
        return [.. receipts.Select(r => new UndepositedReceipt(r, patients[(r.Practice, r.PatientId)]))];
    }
}

/// <summary>One line of the bank, and what it may be while it is nobody's.</summary>
/// <param name="AtTheDesk">Payments that may be chosen one by one while it is nobody's.</param>
public sealed record BankLineView(BankLineNow Line, IReadOnlyList<BankCandidate> MayBe, IReadOnlyList<UndepositedReceipt> AtTheDesk)
{
    /// <summary>The choice of a whole day's payments, of payments one by one, and of a check that is not proposed; any other choice is a trace number.</summary>
    public const string Desk = "-desk", OneByOne = "-chosen", Another = "-another";
}

/// <summary>The bank's lines, held against checks on their way and money taken at the desk.</summary>
internal static class BankPages
{
    public static void MapBank(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments/bank", async (Desk desk) => await Page(desk, new FormState(), null)).Needs(Right.See);
        routes.MapPost("/payments/bank", Bring).Needs(Right.Post);
        routes.MapGet("/payments/bank/{id:long}", (Desk desk, long id, string? done) => Line(desk, id, new FormState(), done)).Needs(Right.See);
        routes.MapPost("/payments/bank/{id:long}/match", Match).Needs(Right.Post);
        routes.MapPost("/payments/bank/{id:long}/unmatch", Unmatch).Needs(Right.Unpost);
    }

    private static async Task<IResult> Page(Desk desk, FormState form, IReadOnlyList<MatchedLine>? matched)
    {
        var practice = await desk.Practice();
        var (receipts, checks, lines) = await desk.Read(async tx => (await UndepositedReceipt.Of(tx, desk.Cancel), await PaymentView.OnTheirWay(tx, practice.Id, desk.Cancel), await BankLines.Of(tx, practice.Id, desk.Cancel)));
        return new RazorComponentResult<BankPage>(new { Lines = lines, Receipts = receipts, Checks = checks, Form = form, Matched = matched, MayPost = desk.May(Right.Post) });
    }

    private static async Task<IResult> Line(Desk desk, long id, FormState form, string? done = null)
    {
        var view = await desk.Read(async tx => await BankLines.One(tx, id, desk.Cancel) is { } line ? await Opened(tx, line, desk.Cancel) : null);
        return view is null ? Results.NotFound()
            : new RazorComponentResult<BankLinePage>(new { View = view, Form = form, Done = desk.Noted(done), MayPost = desk.May(Right.Post), MayUnpost = desk.May(Right.Unpost) });
    }

    private static async Task<BankLineView> Opened(Tx tx, BankLineNow line, CancellationToken cancel)
    {
        if (!line.IsNobodys) return new BankLineView(line, [], []);
        var (day, amount) = (line.Deposit.Date, line.Deposit.Amount);
        return new BankLineView(line, await BankLines.For(tx, line.Deposit, cancel), [.. (await UndepositedReceipt.Of(tx, cancel)).Where(r => r.Receipt.TakenOn <= day && r.Receipt.Amount <= amount)]);
    }

    private static Task<IResult> Match(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var what = form["what"];
        var command = new ConnectCommand(id, what is BankLineView.Desk or BankLineView.OneByOne ? null : what == BankLineView.Another ? form["trace"] : what, form["reason"])
        {
            Receipts = what == BankLineView.OneByOne ? [.. posted["receipt"].Select(r => long.TryParse(r, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)] : [],
        };
        if (what == BankLineView.OneByOne && command.Receipts.Count == 0) form.Refuse(new Fault("receipts", "No payment was chosen.", "Tick those that make the line's amount."));
        return desk.Send(Right.Post, "bank.match", form, command, tx => ConnectDeposit.Run(tx, command, desk.Cancel),
            said => $"/payments/bank/{id}?done={desk.Note($"The line is matched: {said.Detail}.")}", again => Line(desk, id, again));
    }

    private static Task<IResult> Unmatch(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new UnmatchDepositCommand(id, form["reason"]);
        return desk.Send(Right.Unpost, "bank.unmatch", form, command, tx => UnmatchDeposit.Run(tx, command, desk.Cancel),
            said => $"/payments/bank/{id}?done={desk.Note($"The match is taken back; the money is {said.Detail}.")}", again => Line(desk, id, again));
    }

    private static async Task<IResult> Bring(Desk desk, IFormCollection posted, IFormFile? file)
    {
        var form = FormState.Of(posted);
        if (file is null) return await Page(desk, form.With([new Fault("file", "No file was chosen.", "Choose the bank's CSV file.")]), null);
        var bytes = await Desk.Bytes(file, desk.Cancel);
        var practice = await desk.Practice();
        try
        {
            var lines = BankFile.Read(new UTF8Encoding(false).GetString(bytes).TrimStart('\uFEFF'));
            // Keyed by content in the verb: the same file twice says of each line that it is known.
            var matched = await desk.Work.Do(Right.Post, desk.Here, Request.Once("bank.import"), async tx =>
            {
                var (sha, _) = await FileStore.Put(tx, Path.GetFileName(file.FileName), bytes, FileDirection.In, desk.Cancel);
                return await MatchDeposit.Run(tx, practice.Id, sha, lines, desk.Cancel);
            }, desk.Cancel);
            return await Page(desk, new FormState(), matched);
        }
        catch (BadInputException e)
        {
            return await Page(desk, form.With([.. e.Faults.Select(f => f with { Place = "file", Message = f.Place == "file" ? f.Message : $"{f.Place}: {f.Message}" })]), null);
        }
    }
}
