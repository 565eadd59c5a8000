using CleanClaim.Billing.Parties;
using CleanClaim.Billing.Tests.Book;

namespace CleanClaim.Billing.Tests.Parties;

public sealed class ProposeOrderTests
{
    private static PlanInOrder Plan(string name, Relation relation, string born = "1980-06-15", string from = "2024-01-01", PayerKind kind = PayerKind.Commercial) =>
        new(name, name, kind, relation, DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), DateOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture));

    private static string Order(ProposedOrder proposed) => string.Join(" ", proposed.Plans.Select(p => p.Name));

    [Fact]
    public void Of_parents_the_birthday_in_the_year_decides_whoever_is_older()
    {
        // The father is older, and his birthday comes later in the year.
        var proposed = ProposeOrder.Of([Plan("father", Relation.Child, "1970-09-02"), Plan("mother", Relation.Child, "1986-03-14")]);
        Assert.Equal("mother father", Order(proposed));
        Assert.Equal("mother before father: the birthday of its subscriber, 14 March, comes before 2 September in the year (NAIC Model Regulation 120, section 6, birthday rule).", Assert.Single(proposed.Reasons));
        Assert.Contains("court decree", Assert.Single(proposed.Questions));
        // Born on one day of the year: the plan held longer.
        var same = ProposeOrder.Of([Plan("father", Relation.Child, "1970-03-14", "2024-01-01"), Plan("mother", Relation.Child, "1986-03-14", "2020-01-01")]);
        Assert.Equal("mother father", Order(same));
        Assert.Contains("held longer, since 1 Jan 2020", Assert.Single(same.Reasons));
    }

    [Fact]
    public void Who_is_insured_as_subscriber_comes_before_a_dependent_and_Medicaid_is_last()
    {
        var proposed = ProposeOrder.Of([Plan("state", Relation.Self, kind: PayerKind.Medicaid), Plan("spouse", Relation.Spouse, from: "2010-01-01"), Plan("own", Relation.Self)]);
        Assert.Equal("own spouse state", Order(proposed));
        Assert.Contains("the patient is its subscriber", proposed.Reasons[0]);
        Assert.Contains("42 CFR 433.139", proposed.Reasons[1]);
    }

    [Fact]
    public void Whether_Medicare_or_an_employers_plan_is_first_is_asked_and_never_guessed()
    {
        var before = ProposeOrder.Of([Plan("employer", Relation.Self), Plan("medicare", Relation.Self, kind: PayerKind.Medicare), Plan("medigap", Relation.Self, kind: PayerKind.Supplement)]);
        Assert.Equal("employer medicare medigap", Order(before));
        Assert.Contains(before.Questions, q => q.Contains("from 20 employees on", StringComparison.Ordinal));
        var behind = ProposeOrder.Of([Plan("medigap", Relation.Self, kind: PayerKind.Supplement), Plan("medicare", Relation.Self, kind: PayerKind.Medicare), Plan("retired", Relation.Self)]);
        Assert.Equal("medicare retired medigap", Order(behind));
        Assert.Contains(behind.Reasons, r => r == "medicare before retired: as it stands now; employment decides, see the question.");
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Of_the_record_the_coverages_of_the_day_are_proposed(string kind)
    {
        await using var house = await House.Open(kind);
        // Lucia's mother was born on 14 March, her father on 2 September.
        await Books.Import(house, Books.Lucia);
        var proposed = await house.Read(async tx =>
        {
            var lucia = tx.Db.Set<Patient>().Single(p => p.Key == "lucia");
            return (Now: await ProposeOrder.For(tx, lucia, House.Today), Before: await ProposeOrder.For(tx, lucia, new(1999, 1, 1)));
        });
        Assert.Equal(2, proposed.Now.Plans.Count);
        Assert.Contains("birthday rule", Assert.Single(proposed.Now.Reasons));
        Assert.Empty(proposed.Before.Plans);
    }
}
