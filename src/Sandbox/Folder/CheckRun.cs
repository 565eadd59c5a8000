using System.Globalization;
using CleanClaim.Sandbox.Answers;
using CleanClaim.Sandbox.Configuration;

namespace CleanClaim.Sandbox.Folder;

/// <summary>Adjudications to checks: one 835 per payer and payee, forward balances carried, and the bank's file when the money comes.</summary>
internal sealed class CheckRun(SandboxState state, SandboxConfiguration configuration, Outbox outbox, DateOnly today, int seed)
{
    /// <summary>The payee of a stranger's check, for the scenario "twoPayees". Invented.</summary>
    private static readonly Reading.Payee Stranger = new("1555007776", "367654321", "OTHER HARBOR CLINIC", "77 PIER ROAD", "CHICAGO", "IL", "606059999", "");

    public void Pay(Stack stack)
    {
        if (stack.Claims.Count + stack.Adjustments.Count == 0) return;
        var payer = stack.Payer;
        var advice = new RemittanceAdvice(payer, stack.First.Billing, stack.Claims, Carried(stack), "", today);
        var orders = configuration.Misbehave.Where(m => m.MeetsPayer(payer.PayerId) && stack.Claims.Exists(c => m.Meets(payer.PayerId, c.Claim.MemberId, c.Claim.PatientControlNumber))).ToList();
        bool Ordered(Scenario scenario) => orders.Exists(m => m.Scenario == scenario);
        var reused = Ordered(Scenario.ReuseTraceOnZeroPay) && advice.Amount == 0 ? state.LastTraces.GetValueOrDefault(payer.PayerId) : null;
        advice = advice with
        {
            Trace = reused ?? ClaimNumbers.NextTrace(state, payer, today, seed),
            Told = Ordered(Scenario.CheckCentOff) ? advice.Amount + 1 : -1,
            UnknownSegment = Ordered(Scenario.UnknownSegment),
            CentOff = stack.Claims.Where(c => orders.Exists(m => m.Scenario == Scenario.LineCentOff && m.Meets(payer.PayerId, c.Claim.MemberId, c.Claim.PatientControlNumber)))
                .Select(c => c.ClaimNumber).ToHashSet(),
        };
        state.LastTraces[payer.PayerId] = advice.Trace;
        var submission = stack.First.Submission;
        var to = outbox.Next(submission.SenderId, submission.IsTest);
        string[] transactions = Ordered(Scenario.TwoPayees) && stack.Claims.Count > 0 ? [advice.Write("0001"), ForStranger(advice).Write("0002")] : [advice.Write("0001")];
        outbox.Put(to, payer.PayerId, "835", Edi.Envelope(to, "HP", RemittanceAdvice.Version, transactions));
        if (advice.Check > 0 && !Ordered(Scenario.EftNever)) Send(advice, orders);
    }

    private void Send(RemittanceAdvice advice, List<Misbehaviour> orders)
    {
        var late = orders.Find(m => m.Scenario == Scenario.EftLate)?.Days ?? 0;
        state.Deposits.Add(new(today.AddDays(advice.Payer.EftDays + late), advice.BankDescription, advice.Check, advice.Trace, "1" + advice.Payer.TaxId));
    }

    /// <summary>
    /// A check is never negative: what is missing goes forward as PLB FB negative, and the next check that can bear it takes it
    /// off as FB positive (005010X221A1 1.10.2.12; MONEY.md 3, pattern B).
    /// </summary>
    private List<ProviderAdjustment> Carried(Stack stack)
    {
        var adjustments = stack.Adjustments.ToList();
        var amount = stack.Claims.Sum(c => c.Paid) - adjustments.Sum(a => a.Amount);
        var forward = state.Forwarded.GetValueOrDefault(stack.Account);
        if (amount < 0)
        {
            adjustments.Add(new("FB", "BALANCE", amount));
            state.Forwarded[stack.Account] = forward - amount;
        }
        else if (forward > 0 && amount > 0)
        {
            var taken = Math.Min(forward, amount);
            adjustments.Add(new("FB", "BALANCE", taken));
            state.Forwarded[stack.Account] = forward - taken;
        }
        return adjustments;
    }

    /// <summary>The first claim again under another payee, provider and invented person: not this clinic's business, in this clinic's file.</summary>
    private static RemittanceAdvice ForStranger(RemittanceAdvice advice)
    {
        var model = advice.Claims[0];
        var nobody = new Reading.Person("SAMPLE", "PAT", "", null, "U");
        var claim = model.Claim with { PatientControlNumber = "OTHER-1", Billing = Stranger, RenderingNpi = Stranger.Npi, Patient = nobody, Subscriber = nobody, MemberId = "OTHER000001", PatientIsSubscriber = true };
        return advice with
        {
            Payee = Stranger,
            Claims = [model with { Claim = claim, ClaimNumber = model.ClaimNumber + "X", Status = model.Status == "22" ? "1" : model.Status }],
            ProviderAdjustments = [],
            Told = -1,
        };
    }

    public void Bank()
    {
        var due = state.Deposits.Where(d => d.Due <= today).ToList();
        if (due.Count == 0) return;
        state.Deposits.RemoveAll(due.Contains);
        var lines = due.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Due:yyyy-MM-dd},\"{d.Description}\",{Cents.Plain(d.Amount)},{d.Trace},{d.Originator}\n"));
        outbox.PutBank("date,description,amount,trace,originator\n" + string.Concat(lines));
    }
}
