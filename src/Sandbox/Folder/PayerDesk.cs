using CleanClaim.Sandbox.Answers;
using CleanClaim.Sandbox.Configuration;
using CleanClaim.Sandbox.Payers;
using CleanClaim.Sandbox.Reading;

namespace CleanClaim.Sandbox.Folder;

/// <summary>One payer's answers of a run for one payee, before they become a check.</summary>
internal sealed class Stack(Payer payer, SubmittedClaim first)
{
    public Payer Payer { get; } = payer;
    public SubmittedClaim First { get; } = first;
    public List<AdjudicatedClaim> Claims { get; } = [];
    public List<ProviderAdjustment> Adjustments { get; } = [];
    public string Account => $"{Payer.PayerId}/{First.Billing.Npi}";
}

/// <summary>Accepted claims to adjudications: replacements and voids reverse what stood, crossovers go on to the supplement.</summary>
internal sealed class PayerDesk(SandboxState state, SandboxConfiguration configuration, DateOnly today, int seed)
{
    private readonly Dictionary<string, Stack> stacks = [];

    public IReadOnlyCollection<Stack> Stacks => stacks.Values;

    public void Take(AcceptedClaim accepted)
    {
        var (claim, who, number) = accepted;
        var stack = StackFor(who.Payer, claim);
        var orders = Orders(claim, who.Payer.PayerId);
        if (claim.Frequency is "7" or "8" && !Reverse(stack, claim, who, number, orders)) return;
        if (claim.Frequency == "8") return;
        var answer = Adjudication.Adjudicate(who, claim, number, state.Standing(who.Payer.PayerId), orders, today);
        if (configuration.FindPayer(answer.PriorityPayer) is { } priority) answer = answer with { PriorityName = priority.Name };
        if (claim.Frequency == "7") answer = answer with { Corrects = claim.OriginalReference };
        Enter(stack, Forward(answer, who), orders);
    }

    private List<Misbehaviour> Orders(SubmittedClaim claim, string payerId) =>
        [.. configuration.Misbehave.Where(m => m.Meets(payerId, claim.MemberId, claim.PatientControlNumber))];

    private Stack StackFor(Payer payer, SubmittedClaim claim)
    {
        var key = $"{payer.PayerId}/{claim.Billing.Npi}/{claim.Submission.SenderId}/{claim.Submission.IsTest}";
        return stacks.TryGetValue(key, out var stack) ? stack : stacks[key] = new Stack(payer, claim);
    }

    private void Enter(Stack stack, AdjudicatedClaim answer, List<Misbehaviour> orders)
    {
        state.Claims.Add(answer);
        if (orders.Exists(m => m.Scenario == Scenario.SplitClaim) && answer.Lines.Count > 1)
        {
            // The payer answers one claim as two: same patient control number, two claim numbers.
            stack.Claims.Add(answer with { Lines = [answer.Lines[0]] });
            stack.Claims.Add(answer with { ClaimNumber = answer.ClaimNumber + "B", Lines = [.. answer.Lines.Skip(1)] });
        }
        else stack.Claims.Add(answer);
    }

    /// <summary>Takes back what stood. False when the payer recovers without a reversal and the new answer stays untold too.</summary>
    private bool Reverse(Stack stack, SubmittedClaim claim, Covered who, string number, List<Misbehaviour> orders)
    {
        var index = state.Claims.FindIndex(c => c.PayerId == who.Payer.PayerId && !c.Reversed && c.ClaimNumber == claim.OriginalReference);
        // Two corrections of one claim in one file: the second has nothing left to reverse and is priced as it stands.
        if (index < 0) return true;
        var old = state.Claims[index];
        state.Claims[index] = old with { Reversed = true };
        if (orders.Exists(m => m.Scenario == Scenario.RecoverWithoutReversal)) return !RecoverQuietly(stack, claim, who, number, old, orders);
        var reversal = old.Reversal() with { Claim = old.Claim with { Frequency = claim.Frequency } };
        stack.Claims.Add(orders.Exists(m => m.Scenario == Scenario.ReverseWithOtherCas) ? WithOtherCas(reversal) : reversal);
        return true;
    }

    /// <summary>Misbehaviour: no reversal and no corrected claim, only PLB WO for what the new answer pays less (MONEY.md 3, pattern D).</summary>
    private bool RecoverQuietly(Stack stack, SubmittedClaim claim, Covered who, string number, AdjudicatedClaim old, List<Misbehaviour> orders)
    {
        var answer = claim.Frequency == "8" ? null : Adjudication.Adjudicate(who, claim, number, state.Standing(who.Payer.PayerId), orders, today);
        var less = old.Paid - (answer?.Paid ?? 0);
        if (less <= 0)
        {
            stack.Claims.Add(old.Reversal());
            return false;
        }
        if (answer is not null) state.Claims.Add(answer with { Corrects = old.ClaimNumber });
        stack.Adjustments.Add(new("WO", old.ClaimNumber, less));
        return true;
    }

    /// <summary>Misbehaviour: the reversal says everything not paid was contractual, whatever the first answer said.</summary>
    private static AdjudicatedClaim WithOtherCas(AdjudicatedClaim reversal) => reversal with
    {
        Lines = [.. reversal.Lines.Select(l => l with
        {
            Adjustments = l.Line.Charge == l.Paid ? [] : [new Adjustment("CO", "45", l.Line.Charge - l.Paid)],
        })],
    };

    private AdjudicatedClaim Forward(AdjudicatedClaim answer, Covered who)
    {
        if (answer.ForwardedTo.Length == 0 || configuration.FindPayer(answer.ForwardedTo) is not { } next) return answer with { ForwardedTo = "", Status = answer.Status == "19" ? "1" : answer.Status };
        var claim = answer.Claim;
        var prior = new OtherPayer(claim.Responsibility, who.Payer.PayerId, who.Payer.Name, answer.Paid, [],
            [.. answer.Lines.Select(l => new PriorLine(l.Line.Number, l.Paid, l.Adjustments))]);
        state.Crossovers.Add(new(today.AddDays(who.Payer.CrossoverDays), claim with
        {
            PayerId = next.PayerId,
            PayerName = next.Name,
            MemberId = who.Member.Supplement!.MemberId,
            Responsibility = "S",
            OtherPayers = [.. claim.OtherPayers, prior],
        }));
        return answer with { ForwardedName = next.Name };
    }

    /// <summary>Claims that crossed over and are due: the supplement answers without being asked by the clinic.</summary>
    public void TakeCrossovers()
    {
        foreach (var crossover in state.Crossovers.Where(c => c.Due <= today).ToList())
        {
            state.Crossovers.Remove(crossover);
            var payer = configuration.FindPayer(crossover.Claim.PayerId);
            if (payer is null || Covered.Find(payer, crossover.Claim) is not { } who) continue;
            Take(new(crossover.Claim, who, ClaimNumbers.Next(state, payer, today, seed)));
        }
    }

    /// <summary>recoverWithoutReversal with an amount: once, off the next check, for a claim that an earlier run paid.</summary>
    public void TakeBackByAmount()
    {
        for (var i = 0; i < configuration.Misbehave.Count; i++)
        {
            var order = configuration.Misbehave[i];
            if (order is not { Scenario: Scenario.RecoverWithoutReversal, Amount: > 0 }) continue;
            var mark = $"{i}/{order.Payer}/{order.Member}/{order.PatientControlNumber}/{Cents.Plain(order.Amount)}";
            foreach (var stack in stacks.Values.Where(s => order.MeetsPayer(s.Payer.PayerId)))
            {
                var now = stack.Claims.Select(c => c.ClaimNumber).ToHashSet();
                var paid = state.Standing(stack.Payer.PayerId).FirstOrDefault(c => c.Paid > 0 && !now.Contains(c.ClaimNumber)
                    && c.Claim.Billing.Npi == stack.First.Billing.Npi && order.Meets(c.PayerId, c.Claim.MemberId, c.Claim.PatientControlNumber));
                if (paid is null || !state.Done.Add(mark)) continue;
                stack.Adjustments.Add(new("WO", paid.ClaimNumber, order.Amount));
            }
        }
    }
}
