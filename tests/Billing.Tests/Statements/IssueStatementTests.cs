using System.Text;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Statements;
using CleanClaim.Billing.Tests.PaymentPosting;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.Statements;

public sealed class IssueStatementTests
{
    /// <summary>100.00 charged; the plan pays 64.00, takes off 20.00 and leaves 16.00 coinsurance. 6.00 are paid later.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_guarantor_is_billed_for_what_the_last_plan_left_and_not_again_for_four_weeks(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        Assert.Empty(await Candidates(house, House.Today));
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(pcn, "64", "CO*45*20", "PR*2*16")]));

        var candidate = Assert.Single(await Candidates(house, House.Today));
        Assert.Equal(("16.00", null), (candidate.Owes.ToString(), candidate.WhyNot));
        var command = new IssueStatement.Command(house.Practice.Value, candidate.AccountId, House.Today);
        var issued = await house.Do(tx => IssueStatement.Run(tx, command));
        Assert.Equal("16.00", issued.Amount.ToString());
        var pdf = await house.Read(tx => FileStore.Get(tx, issued.FileSha256));
        Assert.StartsWith("%PDF-1.", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        Assert.Equal("16.00", (await house.Read(tx => tx.Db.Set<StatementLine>().SingleAsync())).Amount.ToString());

        var again = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => IssueStatement.Run(tx, command)));
        Assert.Contains("Got a statement on 16 Mar 2026", again.Message, StringComparison.Ordinal);
        Assert.NotNull(Assert.Single(await Candidates(house, House.Today.AddDays(27))).WhyNot);
        Assert.Null(Assert.Single(await Candidates(house, House.Today.AddDays(28))).WhyNot);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task Each_charge_leads_from_what_was_charged_to_what_is_owed(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(pcn, "64", "CO*45*20", "PR*2*16")]));
        await house.Do(tx => Task.FromResult(tx.Add(new GuarantorOfPatient
        {
            Practice = house.Practice, Id = tx.NextId<GuarantorOfPatient>(), AccountId = ward.Account, PatientId = ward.Patient, From = new DateOnly(2020, 1, 1),
        })));
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(600), PaymentMethod.Card, null, null)));

        var balance = await house.Read(tx => GuarantorBalances.Of(tx, house.Practice, ward.Account, House.Today));
        var line = Assert.Single(balance.Charges);
        Assert.Equal(("100.00", "64.00", "20.00", "6.00", "10.00"),
            (line.Charged.ToString(), line.PlanPaid.ToString(), line.PlanDiscount.ToString(), line.YouPaid.ToString(), line.YouOwe.ToString()));
        Assert.Equal([new WhyOwed("your plan's coinsurance", new Money(1600))], line.Why);
        Assert.Equal(("10.00", "0.00", "0.00"), (balance.Owes.ToString(), balance.Prepaid.ToString(), balance.Credit.ToString()));
    }

    /// <summary>The plan answers twice without taking the first answer back: 70.00 with a share of 30.00, then 50.00 more. What it paid too much is never "still with" it as an amount below zero.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_plans_credit_is_what_it_paid_too_much_on_the_guarantors_statement(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "70", [Edi.Claim(pcn, "70", "PR*2*30")]));
        await ward.Post(Edi.Remit("T2", "50", [Edi.Claim(pcn, "50", "PR*2*50")]));
        var sheet = await house.Read(tx => Sheet(tx, ward));
        var line = Assert.Single(Assert.Single(sheet.Visits).Lines);
        Assert.Equal(sheet.YouOwe, line.Charged - line.PlanPaid - line.PlanDiscount - line.YouPaid - line.StillWithPlan - line.TakenOff + line.PlanPaidOver);
        Assert.Equal(("120.00", "0.00", "50.00"), (line.PlanPaid.ToString(), line.StillWithPlan.ToString(), line.PlanPaidOver.ToString()));
    }

    /// <summary>The plan leaves 20.00 deductible and 10.07 copay of one charge. The same bill to an employer, whose plan it is not.</summary>
    [Theory, OnSqlite]
    public async Task A_share_of_two_reasons_names_both_with_their_parts_and_an_employer_is_told_of_the_plan(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcn = await ward.Claim("97810 100.00");
        await ward.Post(Edi.Remit("T1", "49.93", [Edi.Claim(pcn, "49.93", "CO*45*20", "PR*1*20**3*10.07")]));
        var sheet = await house.Read(tx => Sheet(tx, ward));
        Assert.Equal("$20.00: Your plan counts this toward your deductible: the part you pay before the plan does. $10.07: This is your plan's copay for the visit.", sheet.Visits[0].Lines[0].Why);
        await house.Plant("update guarantor_account set kind = 'Employer', organization_name = 'Alpha Mills', version = version + 1");
        sheet = await house.Read(tx => Sheet(tx, ward));
        Assert.Equal("$20.00: The plan counts this toward the deductible: the part that is paid before the plan pays. $10.07: This is the plan's copay for the visit.", sheet.Visits[0].Lines[0].Why);
        Assert.Equal("the plan", sheet.Plan);
    }

    private static async Task<StatementSheet> Sheet(Tx tx, Ward ward)
    {
        var house = ward.House;
        var practice = await tx.Db.Set<Practice>().SingleAsync(p => p.Id == house.Practice);
        var account = await tx.Db.Set<GuarantorAccount>().AsNoTracking().SingleAsync(a => a.Id == ward.Account);
        var balance = await GuarantorBalances.Of(tx, house.Practice, ward.Account, House.Today);
        var (patient, provider) = (balance.Charges[0].Visit.PatientId, balance.Charges[0].Visit.ProviderId);
        return IssueStatement.ToSheet(practice, account, "N-1", House.Today, House.Today.AddDays(28), balance, new VisitNames(new Dictionary<Id<Patient>, string> { [patient] = "Pat" }, new Dictionary<Id<Provider>, string> { [provider] = "Dr" }));
    }

    [Theory] // the fonts of a statement hold Western Europe's letters; others are spelled as in a claim, and where that cannot be no statement goes out
    [InlineData("José Strauß", "José Strauß", true)]
    [InlineData("Łukasz Nguyễn", "Lukasz Nguyen", true)]
    [InlineData("小龙 李", "小龙 李", false)]
    public void A_name_is_printed_as_written_or_spelled_out_or_the_statement_waits(string name, string printed, bool goes)
    {
        Assert.Equal(printed, PrintedName.Of(name));
        Assert.Equal(goes, PrintedName.WhyNot(name) is null);
    }

    /// <summary>Marisol's statement goes out; of three others one has no street, one a name in Chinese, one a patient whose name is in Chinese too.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_guarantor_whose_statement_cannot_be_made_is_held_with_the_reason_and_the_others_get_theirs(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        var pcns = await ward.Claims(4, "97810 100.00");
        await Another(ward, "v2", "wang", "王", "1 Elm St");
        await Another(ward, "v3", "nobody", "Stone", "");
        await Another(ward, "v4", "papas", "Papas", "2 Elm St", patient: "小龙");
        await ward.Post(Edi.Remit("T1", "256", pcns.Select(p => Edi.Claim(p, "64", "CO*45*20", "PR*2*16"))));

        var candidates = await Candidates(house, House.Today);
        Assert.Equal(4, candidates.Count);
        var outcomes = new List<StatementOutcome>();
        foreach (var candidate in candidates) outcomes.Add(await StatementRun.One(house.Work, house.Scope, house.Practice, candidate, House.Today));
        string Of(string guarantor) => outcomes.Single(o => o.Candidate.Guarantor.EndsWith(guarantor, StringComparison.Ordinal)) is { } outcome ? outcome.Held ?? $"issued {outcome.Issued!.Amount}" : "";
        Assert.Equal("issued 16.00", Of("Reyes"));
        Assert.Contains("A 王 cannot be printed", Of("王"), StringComparison.Ordinal);
        Assert.Contains("Has no street", Of("Stone"), StringComparison.Ordinal);
        Assert.Equal("The name A 小龙 of a patient on it cannot be printed on a statement: give the patient's name in Latin letters, as on the card.", Of("Papas"));
        Assert.Equal(1, await house.Read(tx => tx.Db.Set<Statement>().CountAsync()));
        // What is known before drawing is told by the dry run too.
        Assert.Equal("A Reyes", "A " + Assert.Single(candidates, c => c.WhyNot is null).Guarantor.Split(' ')[^1]);

        // With the name as on the card it goes out; a provider's accents are spelled out, not lost.
        await house.Plant("update patient set last_name = 'Papas', version = 2 where key = 'papas'");
        await house.Plant("update provider set last_name = 'Łukasz'");
        var papas = candidates.Single(c => c.Guarantor.EndsWith("Papas", StringComparison.Ordinal)) with { WhyNot = null };
        Assert.Equal("16.00", (await StatementRun.One(house.Work, house.Scope, house.Practice, papas, House.Today)).Issued?.Amount.ToString());
    }

    /// <summary>A clinic that sells packages: one family owes nothing and has 10.00 ahead, and so have 1,500 others. One account's 10.00 waits for a visit that has no charges yet.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task Money_ahead_of_many_guarantors_is_listed_for_each(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Claim("97810 100.00");
        var visit = await house.Read(tx => tx.Db.Set<Encounter>().Select(e => e.Id).SingleAsync());
        await house.Plant("delete from charge", "charge");
        var today = House.Today;
        await house.Do(async tx =>
        {
            var accounts = Enumerable.Range(0, 1_500).Select(n => tx.Add(new GuarantorAccount
            {
                Practice = house.Practice, Id = tx.NextId<GuarantorAccount>(), Key = $"g{n}", Kind = GuarantorKind.Self, LastName = $"Family {n}", FirstName = "A", OrganizationName = null,
                Address = new Address("1 Elm St", null, "Evanston", "IL", "60201"), From = new DateOnly(2020, 1, 1), Version = 1,
            }).Id.Value).Append(ward.Account.Value).ToList();
            JournalLine Line(Account account, long of, long cents, string about) => new(account, Party.Guarantor(of), new Money(cents)) { About = about, AgeFrom = today };
            await Journal.Record(tx, house.Practice, today, accounts.ConvertAll(of => JournalEntry.Of(FactKind.Receipt, of, 1, today, "a package paid ahead", 1,
                [Line(Account.UndepositedReceipts, of, 1000, $"receipt:{of}"), Line(Account.PatientPrepayments, of, -1000, of == ward.Account.Value ? $"visit:{visit}" : $"account:{of}")])!));
            return accounts.Count;
        });

        var candidates = await Candidates(house, today);
        Assert.Equal(1_500, candidates.Count);
        Assert.All(candidates, c => Assert.Equal(("0.00", "10.00"), (c.Owes.ToString(), c.Free.ToString())));
    }

    /// <summary>Gives a visit of the ward another guarantor, and another patient when one is named.</summary>
    private static async Task Another(Ward ward, string visit, string key, string name, string street, string? patient = null)
    {
        var house = ward.House;
        var (account, person) = await house.Do(async tx =>
        {
            var account = tx.Add(new GuarantorAccount
            {
                Practice = house.Practice, Id = tx.NextId<GuarantorAccount>(), Key = key, Kind = GuarantorKind.Parent, LastName = name, FirstName = "A", OrganizationName = null,
                Address = new Address(street, null, "Evanston", "IL", "60201"), From = new DateOnly(2020, 1, 1), Version = 1,
            });
            var known = await tx.Db.Set<Patient>().AsNoTracking().SingleAsync(p => p.Key == "pat");
            if (patient is null) return (account.Id.Value, known.Id.Value);
            return (account.Id.Value, tx.Add(new Patient
            {
                Practice = house.Practice, Id = tx.NextId<Patient>(), Key = key, LastName = patient, FirstName = "A", MiddleName = null, NameKey = "", BirthDate = known.BirthDate, Sex = "F",
                Address = known.Address, Phone = null, Email = null, Language = null, ReasonForVisit = null, Version = 1,
            }).Id.Value);
        });
        await house.Plant($"update encounter set account_id = {account}, patient_id = {person} where key = '{visit}'", "encounter");
        await house.Plant($"update claim set account_id = {account} where encounter_id = (select id from encounter where key = '{visit}')", "claim");
    }

    /// <summary>16.00 owed on the 16th, paid on the 17th.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_statement_of_another_day_asks_for_nothing_that_is_paid_and_for_nothing_on_a_day_to_come(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        await ward.Post(Edi.Remit("T1", "64", [Edi.Claim(await ward.Claim("97810 100.00"), "64", "CO*45*20", "PR*2*16")]));
        var account = Assert.Single(await Candidates(house, House.Today)).AccountId;
        async Task<string> WhyNot(DateOnly day) => (await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => IssueStatement.Run(tx, new(house.Practice.Value, account, day))))).Faults[0].Message;
        await house.Plant("update organization set practice_data = false", "organization");
        Assert.Equal("20 Jun 2027 has not come: a statement is dated the day on which it goes out.", await WhyNot(new(2027, 6, 20)));

        house.Clock.Now = house.Clock.Now.AddDays(1);
        await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("pat", new Money(1600), PaymentMethod.Cash, null, null)));
        Assert.Equal("Of the 16.00 that were owed on 16 Mar 2026, 0.00 are owed now: a statement of that day would ask for what is paid.", await WhyNot(House.Today));
        Assert.Null(Assert.Single(await Candidates(house, House.Today)).WhyNot); // a look at that day is a look at that day
        Assert.Equal(0, await ward.Count<Statement>());
    }

    [Theory]
    [InlineData(0, null, "Owes nothing.")]
    [InlineData(199, null, "Owes 1.99, less than the smallest amount we bill (2.00).")]
    [InlineData(200, null, null)]
    [InlineData(5000, "2026-03-01", "Got a statement on 1 Mar 2026; the next goes out on 29 Mar 2026.")]
    [InlineData(5000, "2026-02-16", null)]
    public void A_statement_is_due_or_says_why_not(long owes, string? last, string? why) =>
        Assert.Equal(why, StatementPolicy.Default.WhyNot(new Money(owes), House.Today, last is null ? null : DateOnly.Parse(last)));

    private static Task<IReadOnlyList<StatementCandidate>> Candidates(House house, DateOnly asOf) =>
        house.Read(tx => IssueStatement.Candidates(tx, house.Practice, asOf, StatementPolicy.Default));
}
