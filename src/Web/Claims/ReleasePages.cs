using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Claims;

/// <summary>A release that counts now, with the line that it is of.</summary>
public sealed record ReleasedRow(PersonDecision Decision, int Line);

/// <summary>What of a claim a person may release to the next plan or the guarantor, and what was released.</summary>
public sealed record ReleaseView(IReadOnlyList<ReleaseOffer> Offers, IReadOnlyList<ReleasedRow> Released)
{
    public IEnumerable<ReleaseOffer> OffersOf(Denial denial) => Offers.Where(o => o.Charge == denial.ChargeId?.Value && denial.Codes.Split(' ').Contains(o.Code, StringComparer.Ordinal));

    internal static async Task<ReleaseView> Of(Tx tx, ClaimView view, CancellationToken cancel)
    {
        var offers = new List<ReleaseOffer>();
        foreach (var (charge, code) in view.Work.Select(w => w.Denial).Where(d => d.ChargeId is not null).SelectMany(d => d.Codes.Split(' ').Select(c => (d.ChargeId!.Value, c))).Distinct())
            if (await ReleaseShare.Offer(tx, charge, code, cancel) is { } offer) offers.Add(offer);
        var released = await ReleaseShare.Now(tx, view.Claim.Practice, view.Claim.Id, cancel);
        var charges = released.Select(r => r.ChargeId!.Value).ToList();
        var lines = await tx.Db.Set<Charge>().AsNoTracking().Where(c => c.Practice == view.Claim.Practice && charges.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Line, cancel);
        return new ReleaseView(offers, [.. released.Select(r => new ReleasedRow(r, lines[r.ChargeId!.Value]))]);
    }
}

/// <summary>A patient responsibility code under review goes on by a person's word, and comes back by it.</summary>
internal static class ReleasePages
{
    public static void MapReleases(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/claims/{id:long}/release", (Desk desk, long id, IFormCollection posted) => Send(desk, id, posted, Right.Post, "share.release", ReleaseShare.Run)).Needs(Right.Post);
        routes.MapPost("/claims/{id:long}/unrelease", (Desk desk, long id, IFormCollection posted) => Send(desk, id, posted, Right.Unpost, "share.unrelease", ReleaseShare.TakeBack)).Needs(Right.Unpost);
    }

    /// <summary>The name of a form's fields: several forms stand on the page.</summary>
    public static string Part(long charge, string code) => $"release{charge}{code}";

    private static Task<IResult> Send(Desk desk, long id, IFormCollection posted, Right right, string verb, Func<Tx, ReleaseCommand, CancellationToken, Task<ShareReleased>> run)
    {
        var form = FormState.Of(posted);
        var charge = long.TryParse(form["charge"], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        var part = Part(charge, form["code"]);
        var command = new ReleaseCommand(charge, form["code"], form[$"{part}.reason"]);
        return desk.Send(right, verb, form, command, tx => Desk.Part(part, () => run(tx, command, desk.Cancel)), outcome => $"/claims/{id}?done={desk.Note(Said(outcome))}", again => ClaimPages.Show(desk, id, again));
    }

    private static string Said(ShareReleased outcome) => outcome.Amount.IsNegative
        ? $"{outcome.Amount.Abs.ForPeople()} of {outcome.Code} is under review with the payer again."
        : $"{outcome.Amount.ForPeople()} of {outcome.Code} is released.";
}
