using System.Globalization;
using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Storage;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Payments;

/// <summary>What the bank's page shows.</summary>
public sealed record BankView(BankPart Nobodys, BankPart Brought, Paged<UndepositedReceipt> Receipts, Money AtTheDesk, IReadOnlyList<CheckRow> Checks, IReadOnlyList<ReturnedInBank> CameBack)
{
    /// <param name="from">Where the parts begin; null for the latest.</param>
    public static async Task<BankView> Of(Tx tx, Id<Practice> practice, BankParts from, CancellationToken cancel) => new(
        await BankLines.Part(tx, practice, nobodys: true, from.Nobodys, cancel: cancel), await BankLines.Part(tx, practice, nobodys: false, from.Brought, cancel: cancel),
        await UndepositedReceipt.Part(tx, practice, from.Receipt, null, cancel: cancel), await UndepositedReceipt.Total(tx, practice, cancel), await PaymentView.OnTheirWay(tx, practice, cancel),
        await ReturnedInBank.Of(tx, practice, cancel));
}

/// <summary>A file that was brought just now, and what each of its lines is.</summary>
public sealed record BroughtFile(string Sha256, IReadOnlyList<MatchedLine> Lines);

/// <summary>The first row of each part, as the address says it.</summary>
public sealed record BankParts(long? Nobodys, long? Brought, long? Receipt);

/// <summary>One line of the bank, and what it may be while it is nobody's.</summary>
/// <param name="AtTheDesk">Payments that may be chosen one by one while it is nobody's.</param>
public sealed record BankLineView(BankLineNow Line, IReadOnlyList<BankCandidate> MayBe, Paged<UndepositedReceipt> AtTheDesk)
{
    /// <summary>The choice of a whole day's payments, of payments one by one, and of a check that is not proposed; any other choice is a trace number.</summary>
    public const string Desk = "-desk", OneByOne = "-chosen", Another = "-another";
}

/// <summary>The bank's lines, held against checks on their way and money taken at the desk.</summary>
internal static class BankPages
{
    public static void MapBank(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments/bank", async (Desk desk, long? nobodys, long? brought, long? receipt) => await Page(desk, new FormState(), null, new BankParts(nobodys, brought, receipt))).Needs(Right.See);
        routes.MapPost("/payments/bank", Bring).Needs(Right.Post);
        routes.MapPost("/payments/bank/anyway", Anyway).Needs(Right.Post);
        routes.MapGet("/payments/bank/{id:long}", (Desk desk, long id, string? done, long? receipt) => Line(desk, id, new FormState(), done, receipt)).Needs(Right.See);
        routes.MapPost("/payments/bank/{id:long}/match", Match).Needs(Right.Post);
        routes.MapPost("/payments/bank/{id:long}/unmatch", Unmatch).Needs(Right.Unpost);
        routes.MapPost("/payments/bank/{id:long}/remove", Remove).Needs(Right.Unpost);
    }

    private static async Task<IResult> Page(Desk desk, FormState form, BroughtFile? brought, BankParts? from = null)
    {
        var practice = await desk.Practice();
        var view = await desk.Read(tx => BankView.Of(tx, practice.Id, from ?? new BankParts(null, null, null), desk.Cancel));
        return new RazorComponentResult<BankPage>(new { View = view, Form = form, Brought = brought, MayPost = desk.May(Right.Post) });
    }

    private static async Task<IResult> Line(Desk desk, long id, FormState form, string? done = null, long? receipt = null)
    {
        var view = await desk.Read(async tx => await BankLines.One(tx, id, desk.Cancel) is { } line ? await Opened(tx, line, receipt, desk.Cancel) : null);
        return view is null ? Results.NotFound()
            : new RazorComponentResult<BankLinePage>(new { View = view, Form = form, Done = desk.Noted(done), MayPost = desk.May(Right.Post), MayUnpost = desk.May(Right.Unpost) });
    }

    private static async Task<BankLineView> Opened(Tx tx, BankLineNow line, long? receipt, CancellationToken cancel) => line.IsNobodys
        ? new BankLineView(line, await BankLines.For(tx, line.Deposit, cancel), await UndepositedReceipt.Part(tx, line.Deposit.Practice, receipt, line.Deposit, cancel: cancel))
        : new BankLineView(line, [], new Paged<UndepositedReceipt>([], 0, 0, null, null));

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

    private static Task<IResult> Remove(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var command = new RemoveDepositCommand(id, form["remove.reason"]);
        return desk.Send(Right.Unpost, "bank.remove", form, command, tx => Desk.Part("remove", () => RemoveDeposit.Run(tx, command, desk.Cancel)),
            said => $"/payments/bank/{id}?done={desk.Note($"The line is {said.Detail}.")}", again => Line(desk, id, again));
    }

    private static async Task<IResult> Bring(Desk desk, IFormCollection posted, IFormFile? file)
    {
        var form = FormState.Of(posted);
        if (file is null) return await Page(desk, form.With([new Fault("file", "No file was chosen.", "Choose the bank's CSV or OFX file.")]), null);
        var bytes = await Desk.Bytes(file, desk.Cancel);
        try
        {
            return await Page(desk, new FormState(), await Take(desk, async tx => (await FileStore.Put(tx, Path.GetFileName(file.FileName), bytes, FileDirection.In, desk.Cancel)).Sha256, bytes, TakeAnyway.None));
        }
        catch (BadInputException e)
        {
            return await Page(desk, form.With([.. e.Faults.Select(f => f with { Place = "file", Message = f.Place == "file" ? f.Message : $"{f.Place}: {f.Message}" })]), null);
        }
    }

    /// <summary>Known lines of a file that was brought, taken by a person's word.</summary>
    private static async Task<IResult> Anyway(Desk desk, IFormCollection posted)
    {
        var (form, sha) = (FormState.Of(posted), posted["file"].ToString());
        var lines = posted["line"].Select(l => int.TryParse(l, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        BroughtFile? shown = null;
        try
        {
            var bytes = await desk.Read(tx => FileStore.Get(tx, sha, desk.Cancel));
            shown = await Take(desk, _ => Task.FromResult(sha), bytes, TakeAnyway.None);
            if (lines.Count == 0) throw new BadInputException("anyway", "No line was chosen.", "Tick those that are other money.");
            return await Page(desk, new FormState(), await Take(desk, _ => Task.FromResult(sha), bytes, new TakeAnyway(lines, form["reason"])));
        }
        catch (BadInputException e)
        {
            return await Page(desk, form.With(e.Faults), shown);
        }
    }

    /// <summary>Keyed by content in the verb: the same file twice says of each line that it is known.</summary>
    private static async Task<BroughtFile> Take(Desk desk, Func<Tx, Task<string>> keep, byte[] bytes, TakeAnyway anyway)
    {
        var (lines, practice) = (BankFile.Of(bytes), await desk.Practice());
        return await desk.Work.Do(Right.Post, desk.Here, Request.Once("bank.import"), async tx =>
        {
            var sha = await keep(tx);
            return new BroughtFile(sha, await MatchDeposit.Run(tx, practice.Id, sha, lines, anyway, desk.Cancel));
        }, desk.Cancel);
    }
}
