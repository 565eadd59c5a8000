using CleanClaim.Billing.Access;
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

/// <summary>A fee with the last day on which it holds: the one before the next row of its code. <paramref name="Until"/> null = until further notice.</summary>
public sealed record DatedFee(Fee Fee, DateOnly? Until)
{
    public bool HoldsOn(DateOnly day) => Fee.From <= day && (Until is null || Until >= day);
    public bool MayEnd => Until is null;

    /// <summary>The rows of a charge master as prices with their days, each code's latest first; a row that ends a fee is the end of the one before.</summary>
    public static IReadOnlyList<DatedFee> Of(IEnumerable<Fee> fees) =>
    [
        .. fees.GroupBy(f => (f.Code, f.Modifiers)).OrderBy(g => g.Key.Code, StringComparer.Ordinal).ThenBy(g => g.Key.Modifiers, StringComparer.Ordinal).SelectMany(group =>
        {
            var rows = group.OrderByDescending(f => f.From).ToList();
            return rows.Select((f, i) => new DatedFee(f, i == 0 ? null : rows[i - 1].From.AddDays(-1))).Where(f => !f.Fee.Ends);
        }),
    ];
}

/// <summary>The fee schedule: what the practice charges, from which day on.</summary>
internal static class FeePages
{
    public static void MapFees(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/settings/fees", List).Needs(Right.See);
        routes.MapGet("/settings/fees/new", (string? code, string? modifiers) => Entry(new FormState { ["code"] = code ?? "", ["modifiers"] = modifiers ?? "" })).Needs(Right.Administer);
        routes.MapPost("/settings/fees/new", Add).Needs(Right.Administer);
        routes.MapGet("/settings/fees/{id:long}/end", EndPage).Needs(Right.Administer);
        routes.MapPost("/settings/fees/{id:long}/end", End).Needs(Right.Administer);
    }

    private static async Task<IResult> List(Desk desk, string? done)
    {
        var practice = await desk.Practice();
        var fees = await desk.Read(tx => tx.Db.Set<Fee>().AsNoTracking().Where(f => f.Practice == practice.Id).ToListAsync(desk.Cancel));
        return new RazorComponentResult<FeeList>(new { Fees = DatedFee.Of(fees), Today = desk.Today(practice), Done = desk.Noted(done), MayChange = desk.May(Right.Administer) });
    }

    private static RazorComponentResult<FeeEntry> Entry(FormState form) => new(new { Form = form });

    private static async Task<IResult> Add(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var wanted = new FeeForm
        {
            Practice = (await desk.Practice()).Key, Code = form.Text("code"), Modifiers = form["modifiers"].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries), Amount = form.Text("amount")?.TrimStart('$'),
            From = DateTyped.ToIso(form.Text("from")),
        };
        return await desk.Send(Right.Administer, "fee.set", form, wanted, tx => SetFee.Run(tx, wanted, desk.Cancel),
            saved => Kept(desk, saved.How == SavedHow.Unchanged ? $"{saved.Key} has this fee from that day already." : $"The fee for {saved.Key} is kept. What was charged keeps its price."), again => Task.FromResult<IResult>(Entry(again)));
    }

    private static async Task<IResult> EndPage(Desk desk, long id) => await Known(desk, id) is { } fee ? Ending(fee, new FormState()) : Results.NotFound();

    private static RazorComponentResult<FeeEnd> Ending(Fee fee, FormState form) => new(new { Fee = fee, Form = form });

    private static async Task<IResult> End(Desk desk, long id, IFormCollection posted)
    {
        if (await Known(desk, id) is not { } fee) return Results.NotFound();
        var form = FormState.Of(posted);
        var wanted = new FeeForm { Practice = (await desk.Practice()).Key, Code = fee.Code, Modifiers = fee.Modifiers.Split(' ', StringSplitOptions.RemoveEmptyEntries), Ends = true, From = DateTyped.ToIso(form.Text("from")) };
        return await desk.Send(Right.Administer, "fee.end", form, wanted, tx => SetFee.Run(tx, wanted, desk.Cancel), saved => Kept(desk, $"The fee for {saved.Key} ends. What was charged keeps its price."),
            again => Task.FromResult<IResult>(Ending(fee, again)));
    }

    private static string Kept(Desk desk, string sentence) => $"/settings/fees?done={desk.Note(sentence)}";

    private static async Task<Fee?> Known(Desk desk, long id)
    {
        var practice = await desk.Practice();
        return await desk.Read(tx => tx.Db.Set<Fee>().AsNoTracking().FirstOrDefaultAsync(f => f.Practice == practice.Id && f.Id == new Id<Fee>(id) && !f.Ends, desk.Cancel));
    }
}
