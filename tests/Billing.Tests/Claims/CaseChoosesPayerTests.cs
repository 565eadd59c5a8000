using CleanClaim.Billing.Claims;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Claims;

/// <summary>MONEY 5: the case chooses the payer, not the list of coverages.</summary>
public sealed class CaseChoosesPayerTests
{
    private const string Injury = """
        {"payers":[{"key":"statefund","name":"State Injury Fund","kind":"workersComp","payerId":"77009","claimFiling":"WC","filingDays":365,"acceptsReplacement":true}],
         "coverages":[{"key":"c3","patient":"lucia","payer":"statefund","memberId":"WC77","order":3,"relation":"self","from":"2024-01-01"}],
         "cases":[{"key":"fall","patient":"lucia","kind":"workersComp","payer":"statefund","date":"2026-03-01","state":"IL","claimNumber":"F-1"}],
         "visits":[{"key":"cold","patient":"lucia","provider":"lin","place":"11","date":"2026-03-03","diagnoses":["G43.009"],"lines":[{"code":"97813","pointers":[1],"minutes":15}]},
                   {"key":"back","patient":"lucia","provider":"lin","case":"fall","place":"11","date":"2026-03-04","diagnoses":["M54.50"],"lines":[{"code":"97813","pointers":[1],"minutes":15}]}]}
        """;

    [Theory, OnSqlite, OnPostgres]
    public async Task The_carrier_of_an_injury_pays_for_its_case_alone_and_the_plans_for_every_other_visit(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await Books.Import(house, Injury);
        Assert.Equal(["evergreen", "lakeside"], await PayersOf(house, "cold"));
        Assert.Equal(["statefund"], await PayersOf(house, "back"));
        Assert.Equal("statefund", await Debtor(house, "back"));
        Assert.Equal("evergreen", await Debtor(house, "cold"));
    }

    /// <summary>Without the choice of a case nobody is asked who is not asked for such a visit: the guarantor answers until the case is named.</summary>
    [Theory, OnSqlite]
    public async Task A_visit_of_a_patient_who_has_only_the_carrier_is_the_guarantors_where_no_case_is_named(string kind)
    {
        await using var house = await House.Open(kind);
        await Books.Import(house, Books.Lucia);
        await house.Plant("update coverage set \"to\" = '2026-03-02'", "coverage");
        await Books.Import(house, Injury);
        Assert.Empty(await PayersOf(house, "cold"));
        Assert.Equal("guarantor", await Debtor(house, "cold"));
    }

    private static Task<List<string>> PayersOf(House house, string visit) => house.Read(async tx =>
        (await BuildClaim.Now(tx, await tx.Db.Set<Encounter>().SingleAsync(e => e.Key == visit)))?.Coverages.Select(c => c.PayerKey).ToList() ?? []);

    /// <summary>Who owes the charge of the visit's one line.</summary>
    private static Task<string> Debtor(House house, string visit) => house.Read(async tx =>
    {
        var encounter = await tx.Db.Set<Encounter>().SingleAsync(e => e.Key == visit);
        var charge = await tx.Db.Set<Charge>().SingleAsync(c => c.EncounterId == encounter.Id);
        var item = await tx.Db.Set<OpenItem>().SingleAsync(i => i.About == $"charge:{charge.Id.Value}");
        return item.PartyKind == PartyKind.Guarantor ? "guarantor" : (await tx.Db.Set<Payer>().SingleAsync(p => p.Id == new Id<Payer>(item.PartyId))).Key;
    });
}
