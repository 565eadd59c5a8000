using CleanClaim.Billing;
using CleanClaim.Billing.Access;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Web.Components;
using CleanClaim.Web.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Web.Claims;

/// <summary>A correction that was kept, and how many open claims say otherwise.</summary>
/// <param name="Said">What it did to visits that payers had answered; empty where nothing.</param>
internal sealed record Corrected(long Id, int Differing, string Said = "");

/// <summary>After master data was corrected: the open claims that say otherwise, to apply the correction to or to leave (MONEY 1.10).</summary>
internal static class Corrections
{
    public static void MapCorrections(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/claims/differ", (Desk desk, long? patient, long? provider, long? payer, string? done) => Page(desk, Party(patient, provider, payer), new FormState(), done)).Needs(Right.See);
        routes.MapPost("/claims/differ", Apply).Needs(Right.Submit);
    }

    /// <summary>Keeps what a form says about a party, then shows the claims that say otherwise, or the party where there are none.</summary>
    public static Task<IResult> Send(Desk desk, string verb, FormState form, object body, CorrectedParty party, Func<Tx, Task<Saved>> run, string home, string sentence, Func<FormState, Task<IResult>> again, Right right = Right.Register) =>
        SendCoverage(desk, verb, form, body, party, async tx => new CoverageChanged(await run(tx), []), home, sentence, again, right);

    /// <summary>The same for a change of coverages, which says what it did to visits that payers had answered.</summary>
    public static Task<IResult> SendCoverage(Desk desk, string verb, FormState form, object body, CorrectedParty party, Func<Tx, Task<CoverageChanged>> run, string home, string sentence, Func<FormState, Task<IResult>> again, Right right = Right.Register) =>
        desk.Send(right, verb, form, body, async tx =>
        {
            var changed = await run(tx);
            await tx.Db.SaveChangesAsync(desk.Cancel);
            return new Corrected(changed.Saved.Id, (await ClaimsThatDiffer.Of(tx, party, desk.Cancel)).Count, changed.Words);
        }, kept => $"{(kept.Differing == 0 ? home + "?" : Address(party) + "&")}done={desk.Note($"{sentence} {kept.Said}".TrimEnd())}", again);

    public static string Address(CorrectedParty party) => "/claims/differ?" + string.Join('&', new[] { ("patient", $"{party.Patient}"), ("provider", $"{party.Provider}"), ("payer", $"{party.Payer}") }
        .Where(p => p.Item2.Length > 0).Select(p => $"{p.Item1}={p.Item2}"));

    private static CorrectedParty Party(long? patient, long? provider, long? payer) => new(
        patient is { } a ? new Id<Patient>(a) : null, provider is { } b ? new Id<Provider>(b) : null, payer is { } c ? new Id<Payer>(c) : null);

    private static async Task<IResult> Page(Desk desk, CorrectedParty party, FormState form, string? done)
    {
        var practice = (await desk.Practice()).Id;
        var view = await desk.Read(async tx =>
        {
            var claims = await ClaimsThatDiffer.Of(tx, party, desk.Cancel);
            return new DifferView(claims, party, await Whose(tx, party, desk.Cancel), await PlanParties.Names(tx, practice, claims.SelectMany(c => c.Moves).SelectMany(m => new[] { m.From, m.To }), desk.Cancel));
        });
        return new RazorComponentResult<DifferPage>(new { View = view, Form = form, Done = desk.Noted(done), MayApply = desk.May(Right.Submit) && desk.May(Right.WriteOff) });
    }

    private static async Task<IResult> Apply(Desk desk, IFormCollection posted)
    {
        var form = FormState.Of(posted);
        var party = Party(Number(form["patient"]), Number(form["provider"]), Number(form["payer"]));
        var command = new ApplyCommand([.. posted["visits"].OfType<string>().Select(Number).OfType<long>()], form.Text("reason"));
        return await desk.Send(Right.Submit, "claims.apply", form, command, tx => ApplyCorrection.Run(tx, command, desk.Cancel),
            applied => $"{Address(party)}&done={desk.Note(Words(applied))}", again => Page(desk, party, again, null));
    }

    private static string Words(List<AppliedCorrection> applied)
    {
        var (built, moved) = (applied.Count(a => a.ClaimBuilt), applied.Sum(a => a.Moved));
        return string.Join(' ', new[]
        {
            built == 0 ? null : $"{built} claim{(built == 1 ? "" : "s")} corrected; they go out from the page Claims.", moved.IsZero ? null : $"{moved.ForPeople()} moved to the party that is asked first.",
        }.OfType<string>());
    }

    private static long? Number(string? text) => long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<(string Name, string Address)> Whose(Tx tx, CorrectedParty party, CancellationToken cancel)
    {
        if (party.Patient is { } patient && await tx.Db.Set<Patient>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == patient, cancel) is { } who) return ($"{who.FirstName} {who.LastName}", $"/patients/{who.Id}");
        if (party.Provider is { } provider && await tx.Db.Set<Provider>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == provider, cancel) is { } treats) return ($"{treats.FirstName} {treats.LastName}", "/settings/providers");
        if (party.Payer is { } payer && await tx.Db.Set<Payer>().AsNoTracking().FirstOrDefaultAsync(p => p.Id == payer, cancel) is { } pays) return (pays.Name, "/settings/payers");
        return ("everybody", "/claims");
    }
}

/// <summary>What the page of differing claims shows.</summary>
public sealed record DifferView(IReadOnlyList<DifferingClaim> Claims, CorrectedParty Party, (string Name, string Address) Whose, IReadOnlyDictionary<Billing.Ledger.Party, string> Insurers)
{
    public string NameOf(Billing.Ledger.Party party) => Insurers.GetValueOrDefault(party, "the guarantor");
}
