using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Remittance;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Payments;

/// <summary>A person's word on a second remittance for a posted check, from the page of the waiting item.</summary>
internal static class SecondPages
{
    public static void MapSecond(this IEndpointRouteBuilder routes) => routes.MapPost("/payments/waiting/{id:long}/decide", Decide).Needs(Right.Post);

    private static async Task<IResult> Decide(Desk desk, long id, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        try
        {
            if (!Enum.TryParse<SecondChoice>(form["choice"], ignoreCase: true, out var choice) || !Enum.IsDefined(choice)) throw new BadInputException("choice", "Nothing was chosen.", "Press one of the three buttons.");
            var outcome = await SecondPosting.Decide(desk.Work, desk.Scope, new SecondCommand(id, choice, form["reason"]), $"web:{form.Key}", desk.Cancel);
            return Results.LocalRedirect($"/payments/waiting/{id}?done={desk.Note(Said(outcome))}");
        }
        catch (BadInputException e)
        {
            return await WaitingPages.Show(desk, id, form.With(e.Faults));
        }
    }

    private static string Said(SecondOutcome outcome)
    {
        var posted = outcome.Moves.Where(m => m.PostedAfter > m.PostedBefore).Sum(m => m.PostedAfter - m.PostedBefore);
        var unposted = outcome.Moves.Where(m => m.PostedAfter < m.PostedBefore).Sum(m => m.PostedBefore - m.PostedAfter);
        var moved = string.Join(", ", new[] { unposted > 0 ? $"{Claims(unposted)} unposted" : null, posted > 0 ? $"{Claims(posted)} posted" : null }.OfType<string>());
        return $"Kept as a {SecondRemittance.Word(outcome.Choice)}: {(moved.Length > 0 ? moved : "nothing was posted")}{(outcome.Line.Waiting > 0 ? $"; {Claims(outcome.Line.Waiting)} of the check still wait" : "")}.";
    }

    private static string Claims(long count) => count == 1 ? "1 claim" : $"{count} claims";
}
