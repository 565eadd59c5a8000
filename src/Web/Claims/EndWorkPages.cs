using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Record;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace CleanClaim.Web.Claims;

/// <summary>Work that no amount of a line hangs on ends by a person's word, and comes back by it.</summary>
internal static class EndWorkPages
{
    public static void MapEndOfWork(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/claims/{id:long}/jobs/close", (Desk desk, long id, IFormCollection posted) => Send(desk, id, posted, "work.end", "The work has ended.", EndWork.Run)).Needs(Right.Post);
        routes.MapPost("/claims/{id:long}/jobs/reopen", (Desk desk, long id, IFormCollection posted) => Send(desk, id, posted, "work.takeBack", "The work stands again.", EndWork.TakeBack)).Needs(Right.Post);
    }

    /// <summary>The name of a form's fields: several forms stand on the page.</summary>
    public static string Part(long work) => $"work{work}";

    private static Task<IResult> Send(Desk desk, long id, IFormCollection posted, string verb, string said, Func<Tx, EndWorkCommand, CancellationToken, Task<Denial>> run)
    {
        var form = FormState.Of(posted);
        var work = long.TryParse(form["work"], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        var command = new EndWorkCommand(work, form[$"{Part(work)}.reason"]);
        return desk.Send(Right.Post, verb, form, command, tx => Desk.Part(Part(work), () => run(tx, command, desk.Cancel)), _ => $"/claims/{id}?done={desk.Note(said)}", again => ClaimPages.Show(desk, id, again));
    }
}
