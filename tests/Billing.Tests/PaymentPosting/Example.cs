using System.Globalization;
using CleanClaim.Billing.Ledger;
using CleanClaim.Billing.Parties;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>
/// Examples a bookkeeper can read: charges, who covers, answers in order, and what then stands in the book. The payers are numbered in order of coverage;
/// the guarantor is "guarantor". Every example is balanced, or the entry could not exist.
/// </summary>
internal sealed class Example
{
    private readonly List<ChargeFacts> _charges = [];
    private readonly List<CoverageInOrder> _coverages = [];
    private readonly List<string> _names = [];
    private readonly List<PostedAnswer> _answers = [];
    private readonly Balances _balances = new();
    private readonly Dictionary<(Account, Party), Money> _book = [];
    private long _next = 100;

    public PostingDecision Decision { get; private set; } = null!;
    public DecideOutcome Outcome { get; private set; } = null!;

    /// <summary>"100.00" or "97810 100.00" per charge; they stand in the receivable of the first coverage.</summary>
    public static Example Charges(params string[] charges)
    {
        var example = new Example();
        foreach (var text in charges)
        {
            var parts = text.Split(' ');
            example._charges.Add(new ChargeFacts(example._charges.Count + 1, example._charges.Count + 1, parts.Length > 1 ? parts[0] : $"9781{example._charges.Count}", Amount(parts[^1])));
        }
        return example;
    }

    /// <summary>"blue" (commercial) or "blue medicare", in order of payment; one name twice is two plans of one payer.</summary>
    public Example CoveredBy(params string[] coverages)
    {
        foreach (var text in coverages)
        {
            var parts = text.Split(' ');
            _names.Add(parts[0]);
            var kind = parts.Length > 1 ? Enum.Parse<PayerKind>(parts[1], ignoreCase: true) : PayerKind.Commercial;
            var (plan, payer) = (_names.Count, _names.IndexOf(parts[0]) + 1);
            _coverages.Add(new CoverageInOrder(new(plan), new(payer), kind, plan == payer ? Party.Payer(payer) : Party.Plan(plan)));
        }
        foreach (var charge in _charges)
        {
            Lay(new DecidedLine(Account.PayerReceivable, PartyKind.Payer, 1, charge.Amount.Cents) { ChargeId = charge.Id });
            Lay(new DecidedLine(Account.GrossCharges, PartyKind.Practice, 0, -charge.Amount.Cents) { ChargeId = charge.Id });
        }
        return this;
    }

    /// <summary>The coverages were corrected since: these of them, in this order.</summary>
    public Example CoveredNowBy(params string[] names)
    {
        var before = _coverages.ToList();
        _coverages.Clear();
        _coverages.AddRange(names.Select(name => before.Find(c => c.PayerId.Value == _names.IndexOf(name) + 1)!));
        return this;
    }

    /// <summary>
    /// An answer: "blue 1" is the payer and CLP02 ("blue#2 1" its second plan), then "1: 60.00 CO-45 20.00 PR-3 20.00 N130" per line, or "claim: …" for the claim's level; "TT NAME" names a
    /// crossover payer. Reversals write amounts below zero as the file does, and come in a later check.
    /// </summary>
    public Example Answer(string who, params string[] lines)
    {
        var (plan, status) = (who.Split(' ')[0].Split('#'), who.Split(' ')[1]);
        var name = plan[0];
        var plans = _coverages.FindAll(c => c.PayerId.Value == _names.IndexOf(name) + 1);
        var answering = plans[plan.Length > 1 ? int.Parse(plan[1], CultureInfo.InvariantCulture) - 1 : 0];
        var answer = new Answer
        {
            CoverageId = plans.Count < 2 ? null : answering.Id, Insurer = answering.Party,
            AdjudicationId = _next++, Status = status, Charge = Money.Zero, Paid = Money.Zero, PayerId = new(_names.IndexOf(name) + 1), CheckParty = Party.Payer(_names.IndexOf(name) + 1),
            CheckId = status == "22" ? 10 : 9, CheckDate = new DateOnly(2026, 3, 10),
        };
        foreach (var line in lines) answer = With(answer, line, status == "22");
        return Post(answer);
    }

    public Example Post(Answer answer)
    {
        var facts = new ClaimFacts
        {
            ClaimId = 7, EncounterId = 8, ProviderId = 6, AccountId = 5, ServiceDate = new DateOnly(2026, 2, 3), Charges = _charges, Coverages = _coverages, Answers = [.. _answers],
        };
        Outcome = Decide.Of(facts, answer, _balances);
        if (Outcome is not DecideOutcome.Decided decided) return this;
        Decision = decided.Decision;
        Project.Of(FactKind.Adjudication, answer.AdjudicationId, 1, 1, Decision, practice: 1);
        foreach (var line in Decision.Lines) Count(line);
        if (Decision is { Part: { } part } && _answers.FindIndex(a => a.AdjudicationId == Decision.Of) is >= 0 and var at) _answers[at] = _answers[at] with { Decision = _answers[at].Decision.Without(part) };
        else if (Decision.Kind == DecisionKind.Reversal) _answers.RemoveAll(a => a.AdjudicationId == Decision.Of);
        else _answers.Add(new PostedAnswer(answer.AdjudicationId, answer.PayerControl, answer.Charge, Decision));
        return this;
    }

    /// <summary>The whole book, one "account party amount" a line, debit positive; clearing is minus what was paid.</summary>
    public void Stands(params string[] lines) => AreAll(lines.Order(StringComparer.Ordinal), Book(), "the book");

    public void Open(params string[] lines) =>
        AreAll(lines, Decision.Open.Select(o => $"{o.Kind} {o.Codes} {o.Amount}".Replace("  ", " ", StringComparison.Ordinal)), "what is left open");

    /// <summary>A failure names the lines that differ, each whole.</summary>
    private static void AreAll(IEnumerable<string> expected, IEnumerable<string> actual, string what)
    {
        var (wanted, found) = (expected.ToList(), actual.ToList());
        if (wanted.SequenceEqual(found, StringComparer.Ordinal)) return;
        var (missing, extra) = (wanted.ToList(), found.ToList());
        foreach (var line in wanted.Where(extra.Remove)) missing.Remove(line);
        Assert.Fail(missing.Count + extra.Count == 0 ? $"In {what} the order differs:{Lines(found)}" : $"In {what} there should be:{Lines(missing)}\nand instead there is:{Lines(extra)}");
    }

    private static string Lines(List<string> lines) => lines.Count == 0 ? " nothing" : string.Concat(lines.Select(l => $"\n  {l}"));

    private IEnumerable<string> Book() => _book.Where(b => !b.Value.IsZero).Select(b => $"{Chart.Key(b.Key.Item1)}{Name(b.Key.Item2)} {b.Value}").Order(StringComparer.Ordinal);

    private string Name(Party party) => party.Kind switch { PartyKind.Payer => " " + _names[(int)party.Id - 1], PartyKind.Plan => $" {_names[(int)party.Id - 1]}#{party.Id}", PartyKind.Guarantor => " guarantor", _ => "" };

    private void Lay(DecidedLine line)
    {
        _balances.Apply([line]);
        Count(line);
    }

    private void Count(DecidedLine line) => _book[(line.Account, line.Party)] = _book.GetValueOrDefault((line.Account, line.Party)) + line.Amount;

    private Answer With(Answer answer, string text, bool reversal)
    {
        if (text.StartsWith("TT ", StringComparison.Ordinal)) return answer with { CrossoverPayer = text[3..] };
        var (head, rest) = (text[..text.IndexOf(':')], text[(text.IndexOf(':') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList());
        int? n = head == "claim" ? null : int.Parse(head, CultureInfo.InvariantCulture);
        var paid = rest.Count > 0 && Money.TryParse(rest[0]) is { } amount ? amount : Money.Zero;
        if (rest.Count > 0 && Money.TryParse(rest[0]) is not null) rest.RemoveAt(0);
        var (adjustments, remarks) = (new List<AnswerAdjustment>(), new List<AnswerRemark>());
        for (var i = 0; i < rest.Count; i++)
        {
            if (!rest[i].Contains('-')) remarks.Add(new AnswerRemark(n, rest[i]));
            else adjustments.Add(new AnswerAdjustment(n, rest[i].Split('-')[0], rest[i].Split('-')[1], Amount(rest[++i])));
        }
        var lines = answer.Lines.ToList();
        var charged = Money.Zero;
        if (n is { } line)
        {
            charged = reversal ? -_charges[line - 1].Amount : _charges[line - 1].Amount;
            lines.Add(new AnswerLine(line, _charges[line - 1].Code, null, charged, paid, null));
        }
        else paid = paid.IsZero && answer.Lines.Count > 0 ? -adjustments.Sum(a => a.Amount) : paid;
        return answer with
        {
            Charge = answer.Charge + (n is null && answer.Lines.Count == 0 ? _charges.Sum(c => c.Amount) : charged),
            Paid = answer.Paid + paid,
            Lines = lines,
            Adjustments = [.. answer.Adjustments, .. adjustments],
            Remarks = [.. answer.Remarks, .. remarks],
        };
    }

    private static Money Amount(string text) => Money.TryParse(text)!.Value;
}
