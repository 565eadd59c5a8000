using CleanClaim.Billing.Access;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Payments;

/// <summary>One thing of the payments queue on its own page: what came, why it waits, what a person can do with it.</summary>
internal static class WaitingPages
{
    public static void MapWaiting(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/payments/waiting/{id:long}", (Desk desk, long id, string? done) => Show(desk, id, new FormState(), done)).Needs(Right.See);
    }

    public static async Task<IResult> Show(Desk desk, long id, FormState form, string? done = null)
    {
        var view = await desk.Read(tx => WaitingMoney.Of(tx, new Id<PostingException>(id), desk.Cancel));
        return view is null ? Results.NotFound() : new RazorComponentResult<WaitingPage>(new
        {
            View = view, Form = form, Done = desk.Noted(done), Zone = (await desk.Practice()).Zone, MayPost = desk.May(Right.Post),
        });
    }
}
