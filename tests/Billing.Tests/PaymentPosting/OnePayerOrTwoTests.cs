using System.Globalization;
using System.Text;
using CleanClaim.Billing.Denials;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Reporting;
using CleanClaim.Billing.Submissions;
using CleanClaim.Billing.Tests.Book;
using CleanClaim.Billing.Tests.Submissions;
using CleanClaim.Billing.Vocabulary;
using CleanClaim.Billing.Worklists;
using Microsoft.EntityFrameworkCore;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>Whether both parents of a child have a plan of one payer, or each of another: what each plan owes, who is asked next and what is work is the same, whatever is answered and undone.</summary>
public sealed class OnePayerOrTwoTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_story_told_of_two_plans_of_one_payer_ends_as_it_does_with_two_payers(int seed)
    {
        await using var one = await Story.Open(Books.Lucia.Replace("\"payer\":\"lakeside\",\"plan\"", "\"payer\":\"evergreen\",\"plan\"", StringComparison.Ordinal), "77001");
        await using var two = await Story.Open(Books.Lucia, "77002");
        var random = new Random(seed);
        var told = new List<string>();
        for (var step = 0; step < 14; step++)
        {
            var next = random.Next();
            told.Add(await one.Tell(new Random(next)));
            Assert.Equal(told[^1], await two.Tell(new Random(next)));
            await AreTheSame(one, two, told, verify: step == 9);
        }
        var (before, order) = (await one.PostAll(), random.Next());
        await two.PostAll();
        for (var round = 0; round < 2; round++)
        {
            await one.UndoAndPostAgain(new Random(order + round));
            await two.UndoAndPostAgain(new Random(order + round));
            await AreTheSame(one, two, told, verify: round == 1);
            // What a person moved stands where they moved it, before whatever is posted again.
            if (!one.HasMoved) Assert.Equal(before, await one.Items());
        }
    }

    private static async Task AreTheSame(Story one, Story two, List<string> told, bool verify)
    {
        var (found, wanted) = (await one.Stands(), await two.Stands());
        if (!found.SequenceEqual(wanted)) Assert.Fail($"After\n  {string.Join("\n  ", told)}\none payer:\n  {string.Join("\n  ", found)}\ntwo payers:\n  {string.Join("\n  ", wanted)}");
        if (!verify) return;
        foreach (var line in await one.House.Read(tx => LedgerVerify.Run(tx))) Assert.True(line.Holds, $"After\n  {string.Join("\n  ", told)}\n{line.Id} does not hold.");
    }

    /// <param name="Status">CLP02 of the answer; of a reversal 22.</param>
    private sealed record Said(string Status, string Paid, string First, string Why, string Share, string WhySecond, string Second)
    {
        public Said Reversed => new("22", Neg(Paid), Neg(First), NegCas(Why), NegCas(Share), NegCas(WhySecond), Neg(Second));
        private static string Neg(string amount) => amount == "0" ? "0" : "-" + amount;
        private static string NegCas(string cas) => $"{cas[..(cas.LastIndexOf('*') + 1)]}{Neg(cas[(cas.LastIndexOf('*') + 1)..])}";
        public string Of(string pcn) => LuciasClaim.Answer(pcn, Status, Paid, First, Why, Share, WhySecond, Second);
    }

    private static readonly Said[][] Answers =
    [
        [
            new("1", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41"), new("1", "83", "42", "CO*45*33", "PR*2*20", "CO*45*19", "41"), new("4", "0", "0", "CO*45*33", "CO*96*62", "CO*96*60", "0"),
            new("1", "52", "52", "CO*45*33", "PR*2*10", "CO*96*60", "0"), new("1", "93", "52", "CO*45*33", "PR*96*10", "CO*45*19", "41"), new("19", "93", "52", "CO*45*33", "PR*2*10", "CO*45*19", "41"),
        ],
        [
            new("2", "8", "8", "OA*23*85", "PR*2*2", "OA*23*60", "0"), new("2", "18", "18", "OA*23*75", "PR*2*2", "OA*23*60", "0"), new("2", "0", "0", "OA*23*85", "CO*96*10", "OA*23*60", "0"),
            new("2", "90", "50", "OA*23*33", "PR*2*12", "CO*45*20", "40"), new("2", "0", "0", "OA*23*85", "PR*3*10", "OA*23*60", "0"),
        ],
    ];

    /// <summary>One of the two houses, and what its payers have said so far.</summary>
    private sealed class Story(House house, string secondPayer) : IAsyncDisposable
    {
        private sealed record Check(string Trace, string Text)
        {
            public bool IsPosted { get; set; } = true;
        }

        private readonly List<Check> _checks = [];
        private readonly Dictionary<(string Visit, int Plan), string> _pcns = [];
        private readonly Dictionary<(string Visit, int Plan), Said> _last = [];
        private readonly HashSet<string> _shared = [], _answered = [];

        public House House => house;
        public ValueTask DisposeAsync() => house.DisposeAsync();

        public static async Task<Story> Open(string book, string secondPayer)
        {
            var story = new Story(await House.Open("sqlite"), secondPayer);
            const string First = "\"visits\":[";
            var at = book.IndexOf(First, StringComparison.Ordinal) + First.Length;
            var visit = book[at..book.LastIndexOf(']')];
            await Books.Import(story.House, book.Insert(at, visit.Replace("\"v1\"", "\"v2\"", StringComparison.Ordinal).Replace("2026-03-02", "2026-03-03", StringComparison.Ordinal) + ","));
            await story.Send();
            return story;
        }

        /// <returns>What was done, in words that are the same in both houses.</returns>
        public async Task<string> Tell(Random random)
        {
            house.Clock.Pass(TimeSpan.FromMinutes(1));
            var visit = $"v{1 + random.Next(2)}";
            try
            {
                return random.Next(16) switch
                {
                    0 or 1 or 2 => await Answer(visit, 0, random),
                    3 or 4 or 5 => await Answer(visit, 1, random),
                    6 => await Reverse(visit, 0, null),
                    7 => await Reverse(visit, 1, null),
                    8 => await Reverse(visit, 0, Answers[0][random.Next(3)]),
                    9 => await Reverse(visit, 1, Answers[1][random.Next(3)]),
                    10 => await Send(),
                    11 => await Receive(visit, random),
                    12 => await PassOn(),
                    13 => await Decide(visit, random),
                    14 => await Undo(random),
                    _ => await Again(random),
                };
            }
            catch (BadInputException refused)
            {
                return $"refused: {refused.Faults[0].Place}";
            }
        }

        public bool HasMoved { get; private set; }

        public async Task<List<string>> PostAll()
        {
            foreach (var check in _checks.FindAll(c => !c.IsPosted)) await Post(check);
            return await Items();
        }

        /// <summary>In an order of chance; a check of which a later one takes back an answer is refused and stays.</summary>
        public async Task UndoAndPostAgain(Random random)
        {
            var order = _checks.ToArray();
            random.Shuffle(order);
            foreach (var check in order)
            {
                try
                {
                    await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(check.Trace, null, null, null, "test"));
                    check.IsPosted = false;
                }
                catch (BadInputException)
                {
                    continue;
                }
            }
            random.Shuffle(order);
            foreach (var check in order.Where(c => !c.IsPosted)) await Post(check);
        }

        public async Task<List<string>> Items() => [.. (await Stands()).Where(s => s.StartsWith("item ", StringComparison.Ordinal))];

        private async Task<string> Send()
        {
            var outcome = await house.Do(tx => SubmitBatch.Run(tx, new()));
            foreach (var sent in outcome.Sent) _pcns[(sent.Visit, sent.Level == "P" ? 0 : 1)] = sent.Pcn;
            return "sent " + string.Join(", ", outcome.Sent.Select(s => $"{s.Visit} {s.Level} {s.Frequency}").Concat(outcome.Held.Select(h => $"{h.Visit} {h.Level} held")));
        }

        private async Task<string> Answer(string visit, int plan, Random random)
        {
            var said = Answers[plan][random.Next(Answers[plan].Length)];
            if (plan == 1 && !_answered.Contains(visit)) return "not its turn"; // PayersInTurnTests
            _answered.Add(visit);
            // A plan that has no claim of its own answers what was forwarded to it, under the first one's number.
            var pcn = _pcns.GetValueOrDefault((visit, plan)) ?? _pcns[(visit, 0)];
            if (pcn == _pcns[(visit, 0)] && plan == 1) _shared.Add(visit);
            _last[(visit, plan)] = said;
            return await Come(plan, $"{visit} plan {plan + 1} says {said.Status} {said.Paid} {said.Share}", (pcn, said));
        }

        private async Task<string> Reverse(string visit, int plan, Said? instead)
        {
            // Which of one payer's plans takes back what came under one number, no file says.
            if (_shared.Contains(visit) || !_last.Remove((visit, plan), out var last)) return "nothing to reverse";
            var pcn = _pcns.GetValueOrDefault((visit, plan)) ?? _pcns[(visit, 0)];
            if (instead is null) return await Come(plan, $"{visit} plan {plan + 1} takes back {last.Paid}", (pcn, last.Reversed));
            _last[(visit, plan)] = instead;
            return await Come(plan, $"{visit} plan {plan + 1} takes back {last.Paid} and says {instead.Status} {instead.Paid} {instead.Share}", (pcn, last.Reversed), (pcn, instead));
        }

        private async Task<string> Come(int plan, string words, params (string Pcn, Said Said)[] answers)
        {
            var total = answers.Sum(a => int.Parse(a.Said.Paid, CultureInfo.InvariantCulture));
            var check = new Check($"T{_checks.Count + 1}", "");
            var text = Edi.Remit(check.Trace, Math.Max(total, 0).ToString(CultureInfo.InvariantCulture), answers.Select(a => a.Said.Of(a.Pcn)), total < 0 ? $"PLB*1881999019*20261231*FB:Q*{total}~" : "",
                plan == 0 ? "77001" : secondPayer, npi: "1881999019", method: total > 0 ? "ACH" : "NON", date: $"202603{10 + _checks.Count % 6:00}");
            _checks.Add(check = check with { Text = text });
            return $"{words}: {await Post(check)}";
        }

        private async Task<string> Post(Check check)
        {
            var line = Assert.Single(await RemitPosting.PostFile(house.Work, house.Scope, $"{check.Trace}.835", Encoding.Latin1.GetBytes(check.Text)));
            check.IsPosted = true;
            return $"{check.Trace} {line.Outcome} {line.Posted} {line.Waiting}";
        }

        private async Task<string> Undo(Random random)
        {
            var posted = _checks.FindAll(c => c.IsPosted);
            if (posted.Count == 0) return "nothing to undo";
            var check = posted[random.Next(posted.Count)];
            await RemitPosting.Unpost(house.Work, house.Scope, new UnpostCommand(check.Trace, null, null, null, "test"));
            check.IsPosted = false;
            return $"undone {check.Trace}";
        }

        private async Task<string> Again(Random random)
        {
            var undone = _checks.FindAll(c => !c.IsPosted);
            return undone.Count == 0 ? "nothing to post again" : await Post(undone[random.Next(undone.Count)]);
        }

        private async Task<string> Receive(string visit, Random random)
        {
            var (amount, of) = (new Money(100 * (1 + random.Next(12))), random.Next(2) == 0 ? visit : null);
            await house.Do(tx => TakeReceipt.Run(tx, new ReceiptCommand("lucia", amount, PaymentMethod.Cash, of, null)));
            return $"{amount} received for {of ?? "anything"}";
        }

        /// <summary>What the first plan denied is asked of the second: by the button where the payer is one, by a move where it is another.</summary>
        private async Task<string> PassOn()
        {
            var work = (await house.Read(tx => OpenWork.Of(tx, OpenDenials.Open(tx), default))).Find(w => w.Denial.ChargeId is not null && w.AtStake > Money.Zero && w.Denial.Codes.Contains("CO-96", StringComparison.Ordinal));
            if (work is null) return "nothing to pass on";
            var (from, to) = (await Plan(0), await Plan(1));
            if (await house.Read(tx => Owed(tx, work.Denial.ChargeId!.Value, from)) < work.AtStake) return "denied by the second plan";
            var may = await house.Read(tx => EndWork.May(tx, work.Denial.Practice, work.Denial.ClaimId, [work.Denial]));
            if (may.Count > 0) await house.Do(tx => EndWork.Run(tx, new(work.Denial.Id.Value, "not covered by the mother's plan")));
            else await house.Do(tx => DecideBalance.Transfer(tx, new(work.Denial.ChargeId!.Value.Value, from, to, work.AtStake, "nextPlan", "not covered by the mother's plan")));
            HasMoved = true;
            return $"passed on {work.AtStake}";
        }

        private static async Task<Money> Owed(Tx tx, Id<Charge> charge, Party party) =>
            (await OpenBalances.About(tx, await tx.Db.Set<Claim>().Select(c => c.Practice).FirstAsync(), [$"charge:{charge}"], default)).Where(b => b.Party == party).Sum(b => b.Amount);

        private Task<Party> Plan(int place) => house.Read(async tx => PlanParties.Of((await tx.Db.Set<Billing.Parties.Coverage>().OrderBy(c => c.Rank).ToListAsync())[place]));

        private async Task<string> Decide(string visit, Random random)
        {
            var (id, second) = (await house.Read(tx => tx.Db.Set<Encounter>().Where(e => e.Key == visit).Select(e => e.Id).SingleAsync()), await Plan(1));
            var decided = await house.Read(async tx => await VisitBalance.Decisions(tx, await tx.Db.Set<Encounter>().SingleAsync(e => e.Id == id)));
            if (random.Next(3) == 0 && decided.FindLast(d => !d.TakenBack) is { } last)
            {
                await house.Do(tx => TakeBackDecision.Run(tx, new(last.Id, "a mistake")));
                return $"taken back {last.Amount}";
            }
            var parts = await house.Do(tx => VisitBalance.WriteOff(tx, new(new(id.Value, second, null, null), "smallBalance", "")));
            return $"written off for the second plan {parts.Sum(p => p.Amount)}";
        }

        /// <summary>What each plan and the guarantor owes and has too much, what waits to be sent, and what is work.</summary>
        public async Task<List<string>> Stands()
        {
            await house.Do(async tx => await ProjectClaims.Run(tx, await tx.Db.Set<Claim>().Select(c => c.Practice).FirstAsync()));
            var second = await Plan(1);
            return await house.Read(async tx =>
            {
                var (today, practice) = (House.Today, await tx.Db.Set<Claim>().Select(c => c.Practice).FirstAsync());
                var lines = (await (from charge in tx.Db.Set<Charge>() join visit in tx.Db.Set<Encounter>() on charge.EncounterId equals visit.Id select new { charge.Id, visit.Key, charge.Line }).ToListAsync())
                    .ToDictionary(c => $"charge:{c.Id}", c => $"{c.Key} line {c.Line}");
                string Whose(AgedItem item) => item.Account == Account.UnappliedPayerCash ? "" : item.Party == second ? "second plan" : item.Party.Kind == PartyKind.Guarantor ? "guarantor" : "first plan";
                var items = (await Aging.Items(tx, practice, today, [.. Aging.Payers, .. Aging.Guarantors]))
                    .ConvertAll(i => $"item {i.Account} {Whose(i)} {lines.GetValueOrDefault(i.About, i.About.Split(':')[0])} {i.AgeFrom:yyyy-MM-dd} {i.Amount}");
                var (aged, work) = (await Aging.OfPayers(tx, practice, today), await OpenWork.Of(tx, OpenDenials.Open(tx), default));
                var list = await ClaimList.Run(tx);
                var next = await tx.Db.Set<ClaimNow>().OrderBy(c => c.ClaimId).Select(c => $"next: {c.NextAction} {c.AtStake}").ToListAsync();
                return items.Order(StringComparer.Ordinal)
                    .Append($"aging: owed {aged.Sum(r => r.Owed)}, credits {aged.Sum(r => r.Credits)}").Concat(list.Select(r => $"claim {r.Visit} {r.Level} {r.Frequency} {r.Status}"))
                    .Concat(work.Select(w => $"work {w.Denial.Codes} {w.AtStake}").Order(StringComparer.Ordinal)).Concat(next).ToList();
            });
        }
    }
}
