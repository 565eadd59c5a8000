namespace CleanClaim.Cli.Tests;

/// <summary>After registration by command: coverages in another order and under a new card, and the claims that went out before.</summary>
public sealed class CorrectionTests
{
    [Fact]
    public async Task A_corrected_member_id_is_shown_against_the_claim_that_went_and_applied_by_a_persons_word()
    {
        using var program = new Cleanclaim();
        await program.Prepare();
        program.Write("visit.json", """{"key":"tom-1","patient":"thomas","provider":"nguyen","place":"11","date":"2026-11-04","diagnoses":["M5450"],"contactMinutes":16,"lines":[{"code":"97810","pointers":[1],"minutes":16}]}""");
        await Done(program, "visit", "add", "visit.json");
        await Done(program, "claims", "submit", "--payer", "evergreen");
        program.Write("card.json", """{"key":"thomas-evergreen","patient":"thomas","payer":"evergreen","memberId":"EGH318820946","order":1,"relation":"self","from":"2024-01-01"}""");
        await Done(program, "coverage", "add", "card.json");
        var differs = Assert.Single((await Done(program, "claims", "differ", "--patient", "thomas", "--json")).Lines);
        Assert.Equal(("tom-1", "sent", "95.00"), (differs.GetProperty("visit").GetString(), differs.GetProperty("status").GetString(), differs.GetProperty("open").GetString()));
        Assert.Contains(differs.GetProperty("changes").EnumerateArray(), c => c.GetString() == "member id with Evergreen Health Plan: EGH318820945, now EGH318820946");
        Assert.Contains("a corrected claim waits to be sent", (await Done(program, "claims", "apply", "--visit", "tom-1", "--reason", "as on the card")).Out, StringComparison.Ordinal);
        Assert.Empty((await Done(program, "claims", "differ", "--json")).Lines);

        program.Write("mills.json", """{"key":"mills","kind":"employer","patients":["thomas"],"organizationName":"Alpha Mills","address":{"line1":"1 Mill Rd","city":"Chicago","state":"IL","zip":"60601"},"from":"2026-11-01"}""");
        await Done(program, "guarantor", "add", "mills.json");
        var changed = Assert.Single((await Done(program, "visit", "guarantor", "tom-1", "--to", "mills", "--reason", "a drug screen", "--json")).Lines);
        Assert.Equal(("tom-1", "Alpha Mills", "0.00"), (changed.GetProperty("visit").GetString(), changed.GetProperty("to").GetString(), changed.GetProperty("owed").GetString()));

        var cancelled = Assert.Single((await Done(program, "visit", "cancel", "tom-1", "--reason", "charged to the wrong patient", "--json")).Lines);
        Assert.Equal(("tom-1", "95.00"), (cancelled.GetProperty("visit").GetString(), cancelled.GetProperty("charged").GetString()));
        Assert.Contains("then its void goes", Assert.Single(cancelled.GetProperty("follows").EnumerateArray()).GetString(), StringComparison.Ordinal);
        Assert.Contains("Nobody owes anything", (await Done(program, "balance", "show", "--visit", "tom-1")).Out, StringComparison.Ordinal);

        program.Write("order.json", """{"patient":"lucia","coverages":["lucia-lakeside","lucia-evergreen"],"from":"2026-12-01"}""");
        Assert.Contains("patient lucia: changed", (await Done(program, "coverage", "order", "order.json")).Out, StringComparison.Ordinal);
        Assert.Contains(": added", (await Done(program, "coverage", "renew", "card.json", "--from", "2026-12-01")).Out, StringComparison.Ordinal);
        var late = await program.Run("coverage", "renew", "card.json", "--from", "2027-01-01", "--today", Cleanclaim.Today, "--json");
        Assert.Equal((1, "changedOn"), (late.Code, Assert.Single(late.Lines).GetProperty("place").GetString()));
    }

    private static async Task<Ran> Done(Cleanclaim program, params string[] words)
    {
        var ran = await program.Run([.. words, "--today", Cleanclaim.Today]);
        Assert.True(ran.Code == 0, ran.Out + ran.Err);
        return ran;
    }
}
