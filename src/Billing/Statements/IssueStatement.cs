using System.Globalization;
using CleanClaim.Billing.CodeSets;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Statements;

/// <summary>Whether an account gets a statement on a day, and why not.</summary>
/// <param name="Owes">What is left to ask for once <paramref name="Ahead"/>, money that we hold of theirs, has paid its part.</param>
public sealed record StatementCandidate(long AccountId, string Guarantor, Money Owes, Money Ahead, string? WhyNot)
{
    /// <summary>Money that we hold of a guarantor who owes nothing, beyond all that is open of their visits.</summary>
    public Money Free { get; init; }

    /// <summary>What they were given back of a payment that came back after that: to be asked for beside the statement, which asks for visits.</summary>
    public Money GivenTwice { get; init; }
}

/// <summary>What was issued; the PDF is the stored file.</summary>
public sealed record IssuedStatement(long StatementId, string Number, Money Amount, string FileSha256);

/// <summary>Bills a guarantor for what is finally theirs: draws the statement, keeps the PDF as sent, records what it asked for.</summary>
public static class IssueStatement
{
    public sealed record Command(long Practice, long AccountId, DateOnly AsOf);

    /// <summary>All accounts that owe anything, and after them those that owe nothing and whose money no visit needs any more, or who were given back twice, with the verdict for the day: the dry run. A credit of another charge takes nothing off a debt (MONEY 1.9).</summary>
    public static async Task<IReadOnlyList<StatementCandidate>> Candidates(Tx tx, Id<Practice> practice, DateOnly asOf, StatementPolicy policy, CancellationToken cancel = default)
    {
        var owing = await tx.Session.Query(
            """
            select party_id, sum(cents) from (select party_id, sum(amount_cents) as cents from journal_line
                where org = @p0 and practice = @p1 and account = @p2 and party_kind = @p3 and booked_on <= @p4 group by party_id, open_item_id having sum(amount_cents) > 0) as debts
            group by party_id order by party_id
            """,
            r => (Account: r.GetInt64(0), Owes: new Money(Convert.ToInt64(r.GetValue(1), CultureInfo.InvariantCulture))),
            tx.Scope.Org.Value, practice.Value, (short)Ledger.Account.GuarantorReceivable, (short)Ledger.PartyKind.Guarantor, asOf);
        var unprintable = await UnprintableNames.Of(tx, practice, asOf, cancel);
        var ahead = await PaidAhead.Of(tx, practice);
        var twice = (await RefundParts.Uncovered(tx, practice, account: null, cancel)).GroupBy(u => u.Refund.PartyId).ToDictionary(g => g.Key, g => g.Sum(u => u.Amount));
        var accounts = (await Accounts(tx, practice, owing.Select(o => o.Account).Union(ahead.Keys).Union(twice.Keys), cancel)).ToDictionary(a => a.Id.Value);
        var issued = await tx.Db.Set<Statement>().Where(s => s.Practice == practice && s.IssuedOn <= asOf).GroupBy(s => s.AccountId).Select(g => new { g.Key, Last = g.Max(s => s.IssuedOn) })
            .ToDictionaryAsync(g => g.Key, g => (DateOnly?)g.Last, cancel);
        var candidates = new List<StatementCandidate>();
        foreach (var (id, owes) in owing)
        {
            var account = accounts[id];
            var usable = ahead.ContainsKey(id) ? await ApplyPrepaid.Usable(tx, practice, account.Id, cancel) : Money.Zero;
            var left = owes - usable;
            var paid = left.IsZero && !usable.IsZero ? $"{usable.ForPeople()} that we hold of theirs pays it." : null;
            candidates.Add(new StatementCandidate(id, account.DisplayName, left, usable, paid ?? policy.WhyNot(left, asOf, issued.GetValueOrDefault(account.Id)) ?? Deliverable.WhyNot(account) ?? unprintable.GetValueOrDefault(id)) { GivenTwice = twice.GetValueOrDefault(id) });
        }
        var oweNothing = ahead.Keys.Where(id => FreeOf(id) > Money.Zero).Union(twice.Keys).Except(owing.Select(o => o.Account)).Order();
        candidates.AddRange(oweNothing.Select(id => NeedsDecision(accounts[id], FreeOf(id), twice.GetValueOrDefault(id))));
        return candidates;

        Money FreeOf(long id) => Money.Max(Money.Zero, (ahead.GetValueOrDefault(id)?.Free ?? Money.Zero) - twice.GetValueOrDefault(id));
    }

    private static StatementCandidate NeedsDecision(GuarantorAccount account, Money free, Money twice) =>
        new(account.Id.Value, account.DisplayName, Money.Zero, Money.Zero, free > Money.Zero ? $"{free.ForPeople()} paid ahead that no visit needs any more: give it back, or keep it for the next visit." : "Owes nothing for visits.")
        { Free = free, GivenTwice = twice };

    private static async Task<List<GuarantorAccount>> Accounts(Tx tx, Id<Practice> practice, IEnumerable<long> numbers, CancellationToken cancel)
    {
        var accounts = new List<GuarantorAccount>();
        foreach (var part in numbers.Select(n => new Id<GuarantorAccount>(n)).Chunk(1_000))
            accounts.AddRange(await tx.Db.Set<GuarantorAccount>().AsNoTracking().Where(a => a.Practice == practice && part.Contains(a.Id)).ToListAsync(cancel));
        return accounts;
    }

    /// <exception cref="BadInputException">No statement is due for the account on the day, or it could not be delivered or read.</exception>
    public static async Task<IssuedStatement> Run(Tx tx, Command command, CancellationToken cancel = default)
    {
        var (practiceId, accountId) = (new Id<Practice>(command.Practice), new Id<GuarantorAccount>(command.AccountId));
        var practice = await tx.Db.Set<Practice>().AsNoTracking().FirstAsync(p => p.Id == practiceId, cancel);
        var account = await tx.Db.Set<GuarantorAccount>().AsNoTracking().FirstAsync(a => a.Practice == practiceId && a.Id == accountId, cancel);
        var balance = await GuarantorBalances.Of(tx, practiceId, accountId, command.AsOf, cancel);
        var policy = StatementPolicy.Default;
        if (policy.WhyNot(balance.Owes, command.AsOf, await LastIssued(tx, practiceId, accountId, cancel)) is { } reason)
            throw new BadInputException("account", reason, "Nothing to do; the next run looks again.");
        if (await StatementDay.WhyNot(tx, practiceId, accountId, command.AsOf, balance.Owes, cancel) is { } otherDay) throw new BadInputException("asOf", otherDay, "Run it without --as-of.");
        if (Deliverable.WhyNot(account) is { } undeliverable) throw new BadInputException("guarantor", undeliverable, "The next run looks again.");
        if ((await UnprintableNames.Of(tx, practiceId, command.AsOf, cancel, accountId)).GetValueOrDefault(command.AccountId) is { } unprintable) throw new BadInputException("patient", unprintable, "The next run looks again.");

        var n = await tx.Db.Set<Statement>().CountAsync(s => s.Practice == practiceId && s.AccountId == accountId, cancel) + 1;
        var serial = await tx.NextNumber($"statement:{practice.Id}", cancel);
        var number = string.Create(CultureInfo.InvariantCulture, $"{practice.Key.ToUpperInvariant()}-{serial:00000}");
        var names = await Names(tx, practiceId, balance, cancel);
        var sheet = ToSheet(practice, account, number, command.AsOf, command.AsOf.AddDays(policy.DaysToPay), balance, names);
        var drawing = StatementPdf.Draw(sheet);
        if (drawing.Lost.Count > 0) throw new BadInputException("account", Deliverable.Lost(drawing.Lost), "The next run looks again.");
        var (sha, _) = await FileStore.Put(tx, $"statement-{number}.pdf", drawing.Pdf, FileDirection.Made, cancel);
        var statement = tx.Add(new Statement
        {
            Practice = practiceId, Id = tx.NextId<Statement>(), AccountId = accountId, N = n, Number = number, IssuedOn = command.AsOf,
            DueOn = sheet.DueOn, Amount = sheet.YouOwe, FileSha256 = sha,
        });
        foreach (var line in Owed(balance))
        {
            tx.Add(new StatementLine { Practice = practiceId, Id = tx.NextId<StatementLine>(), StatementId = statement.Id, EncounterId = line.Visit.Id, ChargeId = line.Charge.Id, Amount = line.YouOwe });
        }
        tx.Subject = $"statement {statement.Id}";
        return new IssuedStatement(statement.Id.Value, number, sheet.YouOwe, sha);
    }

    /// <summary>Pure: the statement's sheet from the balance.</summary>
    public static StatementSheet ToSheet(Practice practice, GuarantorAccount account, string number, DateOnly issuedOn, DateOnly dueOn, GuarantorBalance balance, VisitNames names)
    {
        var owing = Owed(balance).Select(c => c.Visit.Id).ToHashSet();
        var visits = balance.Charges.Where(c => owing.Contains(c.Visit.Id) && !c.YouOwe.IsNegative).GroupBy(c => c.Visit.Id)
            .Select(g => new SheetVisit(g.First().Visit.Date, names.Patients[g.First().Visit.PatientId], names.Providers[g.First().Visit.ProviderId], [.. g.Where(c => !c.Charged.IsZero || !c.YouOwe.IsZero).Select(c => ToLine(c, account.Kind != GuarantorKind.Employer))])).ToList();
        var aging = new SheetAging(Aged(balance, issuedOn, 0, 30), Aged(balance, issuedOn, 31, 60), Aged(balance, issuedOn, 61, 90), Aged(balance, issuedOn, 91, int.MaxValue));
        return new StatementSheet(visits, aging)
        {
            Practice = new SheetParty(practice.Name, Lines(practice.Address)), PracticePhone = Phone(practice),
            Guarantor = new SheetParty(PrintedName.Of(account.DisplayName), [.. Lines(account.Address).Select(PrintedName.Of)]), Number = number, IssuedOn = issuedOn, DueOn = dueOn,
            Credit = balance.Credit, Prepaid = balance.Prepaid, GivenTwice = balance.GivenTwice, Plan = account.Kind == GuarantorKind.Employer ? "the plan" : "your plan",
            HowToPay = [$"Send a check to {practice.Name} with the slip below.", $"Or call {Phone(practice)} to pay by card, or to ask for a payment plan."],
            HowToDispute = [$"Call {Phone(practice)} or write to us before {Day(dueOn)}.", "While we look into it, we do not ask for the amount in question."],
        };
    }

    /// <summary>Ten digits as people read them: (303) 555-0140.</summary>
    private static string Phone(Practice practice) =>
        practice.Phone is { Length: 10 } digits && digits.All(char.IsAsciiDigit) ? $"({digits[..3]}) {digits[3..6]}-{digits[6..]}" : practice.Phone;

    private static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static SheetLine ToLine(ChargeBalance c, bool ownPlan) =>
        new(PlainWords.Of(c.Charge.Code), c.Charge.Code, c.Charged, c.PlanPaid, c.PlanDiscount, c.YouPaid, c.YouOwe, Money.Max(Money.Zero, c.WithPlan), c.TakenOff, Money.Max(Money.Zero, -c.WithPlan)) { Why = WhyWords(c, ownPlan) };

    /// <summary>A sentence for each reason, with its part where there are several. An employer answers for a bill and has no plan.</summary>
    internal static string? WhyWords(ChargeBalance c, bool ownPlan) => c.YouOwe <= Money.Zero ? null : c.Why switch
    {
        [var only] => WhyWords(only.Words, ownPlan),
        [_, ..] several => string.Join(" ", several.Select(why => $"${why.Amount.ForPeople()}: {WhyWords(why.Words, ownPlan)}")),
        _ when c.PlanPaid.IsZero && c.PlanDiscount.IsZero => "No plan covers this service.",
        _ => ownPlan ? "Your plan left this part to you." : "The plan left this part to you.",
    };

    private static string WhyWords(string why, bool ownPlan) => (why, ownPlan) switch
    {
        ("your plan's deductible", true) => "Your plan counts this toward your deductible: the part you pay before the plan does.",
        ("your plan's deductible", false) => "The plan counts this toward the deductible: the part that is paid before the plan pays.",
        ("your plan's coinsurance", true) => "This is your share (coinsurance) by your plan.",
        ("your plan's coinsurance", false) => "This is the share (coinsurance) that the plan leaves.",
        ("your plan's copay", false) => "This is the plan's copay for the visit.",
        ("your plan's copay", true) => "This is your plan's copay for the visit.",
        ("your plan paid this to you", false) => "The plan paid this to the patient.",
        (_, true) => Sentence(why),
        (_, false) => Sentence(why.Replace("your plan", "the plan", StringComparison.Ordinal)),
    };

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..] + ".";

    private static IEnumerable<ChargeBalance> Owed(GuarantorBalance balance) => balance.Charges.Where(c => c.YouOwe > Money.Zero);

    private static Money Aged(GuarantorBalance balance, DateOnly asOf, int from, int to) =>
        Owed(balance).Where(c => asOf.DayNumber - (c.OwedSince ?? asOf).DayNumber is var days && Math.Max(days, 0) >= from && Math.Max(days, 0) <= to).Sum(c => c.YouOwe);

    private static IReadOnlyList<string> Lines(Address a) => [a.Line1, .. (string.IsNullOrEmpty(a.Line2) ? Array.Empty<string>() : [a.Line2]), a.LastLine()];

    private static async Task<DateOnly?> LastIssued(Tx tx, Id<Practice> practice, Id<GuarantorAccount> account, CancellationToken cancel) =>
        await tx.Db.Set<Statement>().Where(s => s.Practice == practice && s.AccountId == account).MaxAsync(s => (DateOnly?)s.IssuedOn, cancel);

    private static async Task<VisitNames> Names(Tx tx, Id<Practice> practice, GuarantorBalance balance, CancellationToken cancel)
    {
        var patients = balance.Charges.Select(c => c.Visit.PatientId).Distinct().ToList();
        var providers = balance.Charges.Select(c => c.Visit.ProviderId).Distinct().ToList();
        return new VisitNames(
            await tx.Db.Set<Patient>().Where(p => p.Practice == practice && patients.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => PrintedName.Of($"{p.FirstName} {p.LastName}"), cancel),
            await tx.Db.Set<Provider>().Where(p => p.Practice == practice && providers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => PrintedName.Of($"{p.FirstName} {p.LastName}"), cancel));
    }
}

/// <summary>The names that a statement shows for its visits.</summary>
public sealed record VisitNames(IReadOnlyDictionary<Id<Patient>, string> Patients, IReadOnlyDictionary<Id<Provider>, string> Providers);
