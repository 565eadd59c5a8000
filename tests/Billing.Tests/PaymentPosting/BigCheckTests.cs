using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A check of more answers than one statement takes parameters: SQLite takes 32,766; here as few as leave room for a part.</summary>
public sealed class BigCheckTests
{
    private const int Answers = 1_200;
    private const int Parameters = 520;

    [Theory, OnSqlite, OnPostgres]
    public async Task Whether_a_later_check_takes_back_an_answer_is_asked_of_any_number_of_them(string kind)
    {
        await using var house = await House.Open(kind);
        var check = await house.Do(tx => Record(tx, house.Practice, id: 1_000_000, "BIG", Answers));
        await house.Do(tx => Decided(tx, house.Practice, check, Answers, reverses: null));
        await house.Do(tx => Limited(tx, () => StandingReversals.Refuse(tx, check, [new(1_000_000)], null, default)));

        var later = await house.Do(tx => Record(tx, house.Practice, id: 2_000_000, "LATER", 1));
        await house.Do(tx => Decided(tx, house.Practice, later, 1, reverses: 1_000_000 + Answers));
        var refused = await Assert.ThrowsAsync<BadInputException>(() => house.Do(tx => Limited(tx, () => StandingReversals.Refuse(tx, check, [new(1_000_000)], null, default))));
        Assert.Contains($"Check LATER of 16 Mar 2026 takes back the answer to claim P{Answers} that check BIG brought.", refused.Message, StringComparison.Ordinal);
    }

    [Theory, OnSqlite, OnPostgres]
    public async Task What_people_decided_is_asked_of_any_number_of_answers(string kind)
    {
        await using var house = await House.Open(kind);
        await house.Do(async tx => await Limited(tx, async () =>
            Assert.Empty(await PersonDecisions.Matches(tx, house.Practice, [.. Enumerable.Range(1, Answers).Select(i => new Id<Adjudication>(i))], default))));
    }

    private static async Task Limited(Tx tx, Func<Task> asks)
    {
        if (tx.Db.Database.GetDbConnection() is SqliteConnection sqlite) SQLitePCL.raw.sqlite3_limit(sqlite.Handle, SQLitePCL.raw.SQLITE_LIMIT_VARIABLE_NUMBER, Parameters);
        await asks();
    }

    private static async Task<PayerCheck> Record(Tx tx, Id<Practice> practice, long id, string trace, int answers)
    {
        var check = tx.Add(new PayerCheck
        {
            Practice = practice, Id = new(id), PayerId = null, PayerName = "North Plan", Trn02 = trace, Trn03 = "1999999999", Date = House.Today, Amount = Money.Zero, Method = "NON", PayeeNpi = "1234567893", DupSalt = "",
        });
        tx.Add(new RemittanceRow
        {
            Practice = practice, Id = new(id), CheckId = check.Id, TransactionSetId = null, FileSha256 = null, ClaimsPaid = Money.Zero, ProviderAdjustments = Money.Zero, Difference = Money.Zero, Claims = answers,
            ReceivedAt = tx.Now,
        });
        await tx.Db.SaveChangesAsync();
        await tx.AddMany([.. Enumerable.Range(1, answers).Select(n => new Adjudication
        {
            Practice = practice, Id = new(id + n), RemittanceId = new(id), Ordinal = n, ClpStatus = "1", PcnRaw = $"P{n}", PcnFolded = $"P{n}", PayerControl = null, Charge = Money.Zero, Paid = Money.Zero,
            PatientResponsibility = null, Filing = null, PatientName = null, MemberId = null, ServiceFrom = null, CrossoverPayer = null, CrossoverPayerId = null, Difference = Money.Zero, DifferenceAt = null,
            FromByte = 0, ToByte = 1, FromSegment = 1, ToSegment = 1,
        })]);
        return check;
    }

    /// <summary>Each answer was posted to a claim of its own; or the one of the check takes back that answer of an earlier one.</summary>
    private static Task Decided(Tx tx, Id<Practice> practice, PayerCheck check, int answers, long? reverses) => PostingBook.Record(tx, practice, House.Today,
        [.. Enumerable.Range(1, answers).Select(n => PostingBook.Row(tx, practice, FactKind.Adjudication, check.Id.Value + n, 1, 1, new PostingDecision
        {
            Kind = reverses is null ? DecisionKind.Answer : DecisionKind.Reversal, HappenedOn = House.Today, CheckId = check.Id.Value, ClaimId = reverses ?? check.Id.Value + n, Of = reverses,
        }))], default);
}
