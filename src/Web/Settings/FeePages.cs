using System.Globalization;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Charges;
using CleanClaim.Billing.Contracts;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Settings;

/// <summary>
/// A fee with the last day on which it holds: the one before the next row of its code. <paramref name="Until"/> null = until further notice.
/// <paramref name="Corrected"/>: what stood on its first day before, the latest first.
/// </summary>
public sealed record DatedFee(Fee Fee, DateOnly? Until, IReadOnlyList<Fee> Corrected)
{
    public bool HoldsOn(DateOnly day) => Fee.From <= day && (Until is null || Until >= day);
    public bool MayEnd => Until is null;

    /// <summary>The rows of a charge master as prices with their days, each code's latest first; a row that ends a fee is the end of the one before.</summary>
    public static IReadOnlyList<DatedFee> Of(IEnumerable<Fee> fees) =>
    [
        .. fees.GroupBy(f => (f.Code, f.Modifiers)).OrderBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Modifiers, StringComparer.Ordinal).SelectMany(group =>
        {
            var days = group.GroupBy(f => f.From).OrderByDescending(d => d.Key).Select(d => d.OrderByDescending(f => f.Revision).ToList()).ToList();
            return days.Select((rows, i) => new DatedFee(rows[0], i == 0 ? null : days[i - 1][0].From.AddDays(-1), rows[1..])).Where(f => !f.Fee.Ends);
        }),
    ];
}

/// <summary>The fee schedule: what the practice charges, from which day on.</summary>
internal static class FeePages
{
    public static void MapFees(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/fees", List).Needs(Right.See);
        routes.MapForm("/settings/fees/new", Right.Administer, (string? code, string? modifiers) => Entry(new FormState { ["code"] = code ?? "", ["modifiers"] = modifiers ?? "" }), Add);
        routes.MapForm("/settings/fees/{id:long}/correct", Right.Administer, (Desk desk, long id, string? done) => CorrectionPage(desk, id, null, done), Correct);
        routes.MapForm("/settings/fees/{id:long}/end", Right.Administer, EndPage, End);
    }

    private static async Task<IResult> List(Desk desk, string? done)
    {
        var practice = await desk.Practice();
        return new RazorComponentResult<FeeList>(new { Fees = await Schedule(desk, practice), Today = desk.Today(practice), Done = desk.Noted(done), MayChange = desk.May(Right.Administer) });
    }

    private static async Task<IReadOnlyList<DatedFee>> Schedule(Desk desk, Practice practice) =>
        DatedFee.Of(await desk.Read(tx => tx.Db.Set<Fee>().AsNoTracking().Where(f => f.Practice == practice.Id).ToListAsync(desk.Cancel)));

    private static RazorComponentResult<FeeEntry> Entry(FormState form) => new(new { Form = form });

    private static async Task<IResult> Add(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var wanted = new FeeForm
        {
            Practice = (await desk.Practice()).Key, Code = form.Text("code"), Modifiers = Words(form["modifiers"]), Amount = Dollars(form),
            From = DateTyped.ToIso(form.Text("from")),
        };
        return await desk.Send(Right.Administer, "fee.set", form, wanted, tx => SetFee.Run(tx, wanted, desk.Cancel),
            saved => Kept(desk, saved.How == SavedHow.Unchanged ? $"{saved.Key} has this fee from that day already." : $"The fee for {saved.Key} is kept. What was charged keeps its price."), again => Task.FromResult<IResult>(Entry(again)));
    }

    private static async Task<IResult> CorrectionPage(Desk desk, long id, FormState? form, string? done = null)
    {
        if (await Dated(desk, id) is not { } known) return Results.NotFound();
        var uses = await desk.Read(async tx =>
        {
            var found = new List<FeeUse>();
            foreach (var fee in known.Corrected.Prepend(known.Fee)) found.Add(await FeeUse.Of(tx, fee, known.Until, desk.Cancel));
            return found;
        });
        form ??= new FormState { ["amount"] = known.Fee.Amount.ToString() };
        form["corrects"] = known.Fee.Amount.ToString();
        return new RazorComponentResult<FeeCorrection>(new { Known = known, Uses = uses, Form = form, Done = desk.Noted(done) });
    }

    private static async Task<IResult> Correct(Desk desk, long id, IFormCollection posted)
    {
        if (await Dated(desk, id) is not { Fee: var fee }) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = new FeeForm
        {
            Practice = (await desk.Practice()).Key, Code = fee.Code, Modifiers = Words(fee.Modifiers), Amount = Dollars(form), From = fee.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Corrects = form.Text("corrects"),
        };
        return await desk.Send(Right.Administer, "fee.correct", form, wanted, tx => SetFee.Run(tx, wanted, desk.Cancel), saved => $"/settings/fees/{saved.Id}/correct?done={desk.Note(saved.How == SavedHow.Unchanged ? $"{saved.Key} has this fee already." : $"The fee for {saved.Key} is corrected. What was charged with the value before stands below.")}",
            again => CorrectionPage(desk, id, again));
    }

    /// <summary>The fee that stands on the first day of the row, which may be an earlier value of it.</summary>
    private static async Task<DatedFee?> Dated(Desk desk, long id) => (await Schedule(desk, await desk.Practice())).FirstOrDefault(f => f.Fee.Id.Value == id || f.Corrected.Any(c => c.Id.Value == id));

    private static string[] Words(string text) => text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);

    private static string? Dollars(FormState form) => form.Text("amount")?.TrimStart('$');

    private static async Task<IResult> EndPage(Desk desk, long id) => await Dated(desk, id) is { Fee: var fee } ? Ending(fee, new FormState()) : Results.NotFound();

    private static RazorComponentResult<FeeEnd> Ending(Fee fee, FormState form) => new(new { Fee = fee, Form = form });

    private static async Task<IResult> End(Desk desk, long id, IFormCollection posted)
    {
        if (await Dated(desk, id) is not { Fee: var fee }) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = new FeeForm { Practice = (await desk.Practice()).Key, Code = fee.Code, Modifiers = Words(fee.Modifiers), Ends = true, From = DateTyped.ToIso(form.Text("from")) };
        return await desk.Send(Right.Administer, "fee.end", form, wanted, tx => SetFee.Run(tx, wanted, desk.Cancel), saved => Kept(desk, $"The fee for {saved.Key} ends. What was charged keeps its price."),
            again => Task.FromResult<IResult>(Ending(fee, again)));
    }

    private static string Kept(Desk desk, string sentence) => $"/settings/fees?done={desk.Note(sentence)}";
}
